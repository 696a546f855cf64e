//! At a window.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;

use rustix::process::geteuid;
use ventanilla::catalogue::Catalogue;
use ventanilla::clock::{Clock as _, SystemClock};
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{DatedKey, Draft};
use ventanilla::random::SystemRandom;

use super::{Fault, WINDOW, change, doctor, ill, put, set_mode, well, window};
use crate::starting::BAD;
use crate::world::site::Engine;
use crate::world::site::institutions::SignedDirectory;
use crate::world::tools::{attempt, free_port};

#[test]
fn a_good_window_is_said_to_be_good_before_its_first_start_and_after() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let plan = window(engine);
        if matches!(engine, Engine::Sqlite) {
            let said = well(&mut doctor(&plan, &WINDOW));
            assert!(said.contains("note  objects") && said.contains("note  database"));
            assert!(
                !plan.folder.path().join("rows.sqlite").exists(),
                "it changed something"
            );
        }
        assert!(plan.run(&mut plan.command()).stop().success());
        let said = well(&mut doctor(&plan, &WINDOW));
        for part in [
            "configuration",
            "site",
            "secrets",
            "directory",
            "objects",
            "database",
        ] {
            assert!(said.contains(&format!("ok    {part}: ")), "{part}: {said}");
        }
        assert!(!said.contains("note"), "{said}");
    }
}

const AT_THE_WINDOW: &[Fault] = &[
    (
        |plan| change(plan, "window.toml", "listen", "Listen"),
        "configuration",
        "correct",
    ),
    (
        |plan| {
            change(
                plan,
                "window.toml",
                "[\"http://127.0.0.1",
                "[\"http://ventanilla.example",
            );
        },
        "site",
        "TLS",
    ),
    (
        |plan| set_mode(&plan.folder.path().join("pepper"), 0o640),
        "pepper",
        "mode 600",
    ),
    (
        |plan| set_mode(&plan.folder.path().join("salt"), 0o604),
        "salt",
        "mode 600",
    ),
    (
        |plan| fs::remove_file(plan.folder.path().join("pepper")).unwrap(),
        "secrets",
        "put the backup back",
    ),
    (
        |plan| put(plan, "pepper", "Secreto-77"),
        "secrets",
        "put the backup back",
    ),
    (
        |plan| put(plan, "salt", "Secreto-77"),
        "secrets",
        "put the backup back",
    ),
    (
        |plan| {
            let key = plan.institutions.key.public().to_string();
            change(plan, "window.toml", &key, "Secreto");
        },
        "directory",
        ".pub file",
    ),
    (
        |plan| {
            let mail = "[mail]\nserver = \"smtp://127.0.0.1:1\"\nfrom = \"a@b.example\"\noperator = \"a@b.example\"\n\
                        [mail.institutions]\nfiscalia-oaxac = \"a@b.example\"\n";
            let text = fs::read_to_string(plan.folder.path().join("window.toml")).unwrap();
            put(plan, "window.toml", &(text + mail));
        },
        "mail: [mail.institutions] fiscalia-oaxac:",
        "correct its name",
    ),
    (|plan| put(plan, "seen", "damaged"), "directory", "not deleted"),
    (|plan| put(plan, "objects", "a file"), "objects", "name a folder"),
    (
        |plan| {
            let folder = plan.folder.path().join("objects");
            fs::create_dir(&folder).unwrap();
            set_mode(&folder, 0o777);
        },
        "objects",
        "mode 700",
    ),
    (
        |plan| {
            fs::create_dir(plan.folder.path().join("objects")).unwrap();
            let all = format!("keep_free_bytes = {}", i64::MAX);
            change(plan, "window.toml", "keep_free_bytes = 1", &all);
        },
        "objects",
        "make room",
    ),
    (
        |plan| put(plan, "rows.sqlite", &"no database ".repeat(100)),
        "database",
        "can be reached",
    ),
];

#[test]
fn each_fault_of_a_window_is_named_with_what_to_do() {
    for (spoil, named, remedy) in AT_THE_WINDOW {
        let plan = window(Engine::Sqlite);
        spoil(&plan);
        ill(&mut doctor(&plan, &WINDOW), &[named], remedy);
    }
}

#[test]
fn each_fault_of_a_directory_is_named_at_the_window() {
    for (what, spoil, says) in BAD {
        let plan = window(Engine::Sqlite);
        spoil(&plan);
        let mut command = doctor(&plan, &WINDOW);
        ill(&mut command, &["directory"], "");
        let said = attempt(&mut command, b"").unwrap_err();
        assert!(said.contains(says), "{what}: no {says} in {said}");
    }
}

#[test]
fn a_server_that_does_not_answer_is_named_and_its_password_is_not() {
    let plan = window(Engine::Postgres);
    let url = format!("postgres://ana:Secreto-77@127.0.0.1:{}/rows", free_port());
    put(&plan, "database", &url);
    ill(&mut doctor(&plan, &WINDOW), &["database"], "can be reached");
}

#[test]
fn a_folder_of_objects_that_cannot_be_written_is_named() {
    let plan = window(Engine::Sqlite);
    let objects = plan.folder.path().join("objects");
    fs::create_dir(&objects).unwrap();
    set_mode(&objects, 0o500);
    let mut command = doctor(&plan, &WINDOW);
    if geteuid().is_root() {
        // To the superuser every folder is open: somebody else has to look.
        let entries = fs::read_dir(plan.folder.path()).unwrap();
        for path in entries.map(|entry| entry.unwrap().path()) {
            chown(path, Some(NOBODY), None).unwrap();
        }
        chown(plan.folder.path(), Some(NOBODY), None).unwrap();
        command.uid(NOBODY);
    }
    ill(&mut command, &["objects"], "mode 700");
}

#[test]
fn what_ends_within_a_month_is_named_with_its_day_and_what_another_follows_is_not() {
    let plan = window(Engine::Sqlite);
    let manifest = Catalogue::embedded().unwrap().manifest().clone();
    let catalogue = format!(
        "ok    catalogue: the one in the program, version {}, until {}\n",
        manifest.version, manifest.valid_until
    );
    let said = well(&mut doctor(&plan, &WINDOW));
    assert!(said.contains(&catalogue), "{said}");
    assert!(
        !said.contains("note  directory") && !said.contains("note  institution"),
        "{said}"
    );
    let today = SystemClock.today();
    let mut draft = Draft::read(&plan.institutions.sign(2).toml).unwrap();
    draft.valid_until = today.plus(30);
    let [first, second, ..] = draft.institutions.as_mut_slice() else {
        panic!()
    };
    first.recovery[0].until = Some(today.plus(6));
    second.signing[0].until = Some(today.plus(6));
    second.signing.push(DatedKey {
        since: today.plus(7),
        until: Some(today.plus(40)),
        key: DeskKey::generate(&SystemRandom).public(),
    });
    let expected = [
        format!("note  directory: its last day is {}\n", draft.valid_until),
        format!(
            "note  institution {}: its last recovery key ends on {}\n",
            first.id,
            today.plus(6)
        ),
    ];
    let quiet = format!("note  institution {}", second.id);
    let toml = draft.to_toml().unwrap();
    let signature = plan.institutions.key.sign(toml.as_bytes(), "test").unwrap();
    plan.put_directory(&SignedDirectory { toml, signature });
    let said = well(&mut doctor(&plan, &WINDOW));
    for line in expected {
        assert!(said.contains(&line), "no {line} in {said}");
    }
    assert!(!said.contains(&quiet), "{said}");
}

const NOBODY: u32 = 65_534;
