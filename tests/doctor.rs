//! `ventanilla doctor`: what is well is said to be well; each fault is named, with what to do about it.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use rustix::process::geteuid;
use ventanilla::catalogue::{Catalogue, ReceiverKind};
use ventanilla::clock::{Clock as _, SystemClock};
use ventanilla::config::Config;
use ventanilla::desk::enrol::{Custodian, Enrolment, Site, enrol};
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{Clocks, DatedKey, DirectoryKey, Draft, Institution, Scope};
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Class, Identity};

use crate::starting::BAD;
use crate::world::demo::program;
use crate::world::site::institutions::SignedDirectory;
use crate::world::site::{Engine, Plan};
use crate::world::tools::{Running, attempt, free_port, run};

/// How a patient is spoiled, the line that names it, and a piece of what is to be done.
type Fault = (fn(&Plan), &'static str, &'static str);

fn doctor(plan: &Plan, what: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.current_dir(plan.folder.path()).arg("doctor").args(what);
    command
}

/// What it says of somebody who is well.
fn well(command: &mut Command) -> String {
    let said = attempt(command, b"").unwrap_or_else(|complaint| panic!("{complaint}"));
    let said = String::from_utf8(said).unwrap();
    assert!(!said.contains("MEND"), "{said}");
    said
}

/// Panics unless exactly these lines name a fault, the first of them with that remedy.
fn ill(command: &mut Command, named: &[&str], remedy: &str) {
    let said = attempt(command, b"").expect_err("it is said to be well");
    assert!(said.contains("exit status: 1"), "{said}");
    let said = said.split_once("stdout: ").unwrap().1;
    let faults: Vec<&str> = said.lines().filter(|line| line.starts_with("MEND")).collect();
    assert_eq!(faults.len(), named.len(), "{said}");
    for (fault, name) in faults.iter().zip(named) {
        assert!(fault.starts_with(&format!("MEND  {name}")), "not {name}: {said}");
    }
    let after = said.split_once(faults[0]).unwrap().1;
    let todo = after.trim_start().lines().next().unwrap();
    assert!(
        todo.starts_with("-> ") && todo.contains(remedy),
        "no {remedy}: {said}"
    );
    assert!(!said.contains("Secreto"), "{said}");
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn put(plan: &Plan, name: &str, text: &str) {
    fs::write(plan.folder.path().join(name), text).unwrap();
}

fn change(plan: &Plan, name: &str, old: &str, new: &str) {
    let file = plan.folder.path().join(name);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(old), "no {old} in {text}");
    fs::write(file, text.replace(old, new)).unwrap();
}

fn window(engine: Engine) -> Plan {
    let plan = Plan::for_a_program(engine);
    plan.write();
    for secret in ["database", "pepper", "salt"] {
        let file = plan.folder.path().join(secret);
        if file.exists() {
            set_mode(&file, 0o600);
        }
    }
    plan
}

const WINDOW: [&str; 2] = ["--config", "window.toml"];

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

/// A desk that was enrolled today, at the window's address, and its entry.
fn enrolled(plan: &Plan) -> Institution {
    let configured = Config::read(&plan.folder.path().join("window.toml")).unwrap();
    let window = configured.site.origins[0].clone();
    let made = enrol(
        &Enrolment {
            data: &plan.folder.path().join("desk"),
            offline: Some(&plan.folder.path().join("offline")),
            institution: "mesa-de-prueba".parse().unwrap(),
            names: vec![("es".to_owned(), "Contraloría de prueba".to_owned())],
            kinds: vec![ReceiverKind::ContraloriaEst],
            class: Class::Hybrid,
            scope: Scope {
                state: vec!["09".parse().unwrap()],
                ..Scope::default()
            },
            clocks: Clocks {
                acknowledge: 5,
                answer: 20,
                close: 120,
            },
            custodian: Custodian::Nobody,
            site: Site {
                listen: "127.0.0.1:0",
                origin: "http://127.0.0.1",
                window: &window,
                interval_seconds: 3600,
                trusted: &[plan.institutions.key.public().to_string()],
            },
            passphrase: "lago perro nube sur",
            work_factor: 2,
        },
        SystemClock.today(),
        &SystemRandom,
    );
    made.unwrap().entry
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

/// A window that runs, and a desk that its directory names.
fn desk() -> (Plan, Running) {
    let plan = window(Engine::Sqlite);
    let entry = enrolled(&plan);
    publish(&plan, entry);
    let window = plan.run(&mut plan.command());
    (plan, window)
}

fn publish(plan: &Plan, entry: Institution) {
    let mut draft = Draft::read(&plan.institutions.sign(2).toml).unwrap();
    draft.institutions.push(entry);
    let toml = draft.to_toml().unwrap();
    let signature = plan.institutions.key.sign(toml.as_bytes(), "test").unwrap();
    plan.put_directory(&SignedDirectory { toml, signature });
}

const DESK: [&str; 2] = ["--desk", "desk/desk.toml"];

#[test]
fn a_good_desk_is_said_to_be_good_with_its_window_beside_it() {
    let (plan, _window) = desk();
    let said = well(&mut doctor(&plan, &[WINDOW, DESK].concat()));
    for part in ["signing key", "intake identity", "intake recipient", "window"] {
        assert!(said.contains(&format!("ok    {part}: ")), "{part}: {said}");
    }
    assert!(said.contains("note  database"), "{said}");
    assert!(
        !plan.folder.path().join("desk/desk.sqlite").exists(),
        "it changed something"
    );
}

/// What is spoilt, what is named, and what the remedy says.
type Spoilt = (fn(&Plan), &'static [&'static str], &'static str);

const AT_THE_DESK: &[Spoilt] = &[
    (
        |plan| change(plan, "desk/desk.toml", "listen", "Listen"),
        &["configuration"],
        "correct",
    ),
    (
        |plan| set_mode(&plan.folder.path().join("desk/keys/signing.key"), 0o644),
        &["signing key"],
        "mode 600",
    ),
    (
        |plan| set_mode(&plan.folder.path().join("desk/keys/intake.age"), 0o640),
        &["intake identity"],
        "mode 600",
    ),
    (
        |plan| fs::remove_file(plan.folder.path().join("desk/keys/signing.key")).unwrap(),
        &["signing key"],
        "backup",
    ),
    (
        |plan| fs::remove_file(plan.folder.path().join("desk/keys/intake.age")).unwrap(),
        &["intake identity"],
        "backup",
    ),
    (
        |plan| put(plan, "desk/keys/intake.age", "AGE-SECRET-KEY-Secreto"),
        &["intake identity"],
        "protect it",
    ),
    (
        |plan| put(plan, "desk/keys/recovery.pub", "nothing"),
        &["recovery recipient"],
        "backup",
    ),
    (
        |plan| {
            put(
                plan,
                "desk/keys/signing.key",
                &DeskKey::generate(&SystemRandom).expose(),
            );
        },
        &["window"],
        "who signs the directory at once: answers",
    ),
    (
        |plan| {
            let other = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
            put(plan, "desk/keys/intake.pub", &other.recipient().to_string());
        },
        &["window"],
        "who signs the directory at once: reports",
    ),
    (
        |plan| change(plan, "desk/desk.toml", "\"mesa-de-prueba\"", "\"otra-mesa\""),
        &["window"],
        "entrada.toml",
    ),
    (
        |plan| {
            let (other, _file) = DirectoryKey::generate(None).unwrap();
            let trusted = plan.institutions.key.public().to_string();
            change(plan, "desk/desk.toml", &trusted, &other.public().to_string());
        },
        &["window"],
        "compare [window] trusted",
    ),
    (
        |plan| change(plan, "desk/desk.toml", "trusted = [\"", "trusted = [\"Secreto"),
        &["directory"],
        ".pub file",
    ),
    (
        |plan| put(plan, "desk/directory.seen", "damaged"),
        &["directory"],
        "rollback",
    ),
    (
        |plan| {
            let seen = fs::read_to_string(plan.folder.path().join("seen")).unwrap();
            put(plan, "desk/directory.seen", &seen.replacen('2', "3", 1));
        },
        &["window"],
        "put back",
    ),
    (
        |plan| {
            change(
                plan,
                "desk/desk.toml",
                "http://127.0.0.1:",
                "http://ventanilla.example:",
            );
        },
        &["configuration"],
        "correct the line",
    ),
    (
        |plan| put(plan, "desk/envelopes", "a file"),
        &["envelopes"],
        "name a folder",
    ),
    (
        |plan| put(plan, "desk/desk.sqlite", &"no database ".repeat(100)),
        &["database"],
        "can be reached",
    ),
];

#[test]
fn each_fault_of_a_desk_is_named_with_what_to_do() {
    let (plan, mut window) = desk();
    let kept = plan.folder.path().join("kept");
    let desk = plan.folder.path().join("desk");
    run("cp", &["-a".as_ref(), desk.as_os_str(), kept.as_os_str()], b"");
    for (spoil, named, remedy) in AT_THE_DESK {
        spoil(&plan);
        ill(&mut doctor(&plan, &DESK), named, remedy);
        fs::remove_dir_all(&desk).unwrap();
        run("cp", &["-a".as_ref(), kept.as_os_str(), desk.as_os_str()], b"");
    }
    assert!(window.stop().success());
}

#[test]
fn a_desk_that_does_not_reach_its_window_is_told_so() {
    let (plan, mut window) = desk();
    assert!(window.stop().success());
    ill(&mut doctor(&plan, &DESK), &["window"], "see that it runs");
}

const NOBODY: u32 = 65_534;
