//! At a desk.

use std::fs;

use ventanilla::catalogue::ReceiverKind;
use ventanilla::clock::{Clock as _, SystemClock};
use ventanilla::config::Config;
use ventanilla::desk::enrol::{Custodian, Enrolment, Site, enrol};
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{Clocks, DirectoryKey, Draft, Institution, Scope};
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Class, Identity};

use super::{WINDOW, change, doctor, ill, put, set_mode, well, window};
use crate::world::site::institutions::SignedDirectory;
use crate::world::site::{Engine, Plan};
use crate::world::tools::{Running, run};

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
    for part in [
        "signing key",
        "intake identity",
        "intake recipient",
        "window",
        "calendar",
    ] {
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
        |plan| {
            let at = plan.folder.path().join("desk/desk.toml");
            let text = fs::read_to_string(at).unwrap();
            put(
                plan,
                "desk/desk.toml",
                &format!("{text}\n[clocks]\ncalendar = \"dias.csv\"\n"),
            );
            put(
                plan,
                "desk/dias.csv",
                "fecha,motivo,fundamento,certeza\nayer,Feria,Acuerdo,confirmada\n",
            );
        },
        &["calendar"],
        "correct the file",
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
