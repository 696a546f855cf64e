//! How a window starts, from its secrets and its directory, and how it ends: as a process, by its exit status.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use axum::http::StatusCode;
use rustix::process::{Pid, Signal, kill_process};
use ventanilla::clock::{Clock as _, SystemClock};
use ventanilla::institution::{Draft, Seen};

use crate::world::demo::program;
use crate::world::mail::MailServer;
use crate::world::site::institutions::{Institutions, SignedDirectory};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan};
use crate::world::tools::{attempt, wait_for};

/// What a window says that must not start; each thing once.
fn refusal(command: &mut Command) -> String {
    let complaint = Plan::refusal(command);
    let (command, said) = complaint.split_once("stderr: ").unwrap();
    assert!(command.contains("exit status: 1"), "{complaint}");
    let said = said.trim();
    let parts: BTreeSet<&str> = said.split(": ").collect();
    assert_eq!(parts.len(), said.split(": ").count(), "{said}");
    said.to_owned()
}

#[test]
fn an_upload_under_way_is_finished_when_the_window_is_asked_to_end() {
    let plan = Plan::for_a_program(Engine::Sqlite);
    let mut window = plan.start();
    let mut ana = plan.visitor();
    let form = ana.prepare(&Told::crime("A la mitad.")).unwrap();
    let mut upstream = ana.begin(&form, 400_000).unwrap();
    upstream.write(&vec![7; 200_000]).unwrap();
    // It is being written when the window hears that it is to end.
    let objects = plan.folder.path().join("objects");
    wait_for("the upload", || {
        let names = fs::read_dir(&objects)
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        names.into_iter().any(|name| name != "lock").then_some(())
    });
    let id = Pid::from_raw(i32::try_from(window.id()).unwrap()).unwrap();
    kill_process(id, Signal::TERM).unwrap();
    wait_for("the door to close", || ana.connect().is_err().then_some(()));
    window.must_run();
    upstream.write(&vec![7; 200_000]).unwrap();
    let receipt = upstream.end().unwrap().must_be(StatusCode::OK);
    let code = receipt.code().unwrap();
    let ended = window.wait_until_it_ends();
    assert!(ended.success(), "{ended}: {}", window.printed());
    let mut window = plan.start();
    assert_eq!(plan.visitor().enter(&code).unwrap().status, StatusCode::SEE_OTHER);
    assert!(window.stop().success());
}

/// A directory that must not be used, how it is put where the window looks, and the word for it.
pub(crate) type Bad = (&'static str, fn(&Plan), &'static str);

pub(crate) const BAD: &[Bad] = &[
    ("unsigned", |plan| put_signature(plan, ""), "is not signed"),
    ("altered", alter, "is not what was signed"),
    ("of somebody else", by_somebody_else, "is not trusted"),
    ("expired", |plan| put_dated(plan, -40, -1), "expired"),
    ("of the future", |plan| put_dated(plan, 5, 40), "not"),
    ("older", older, "version 1"),
    (
        "not there",
        |plan| fs::remove_file(plan.folder.path().join("directory.toml")).unwrap(),
        "directory.toml",
    ),
];

fn put_signature(plan: &Plan, text: &str) {
    fs::write(plan.folder.path().join("directory.toml.minisig"), text).unwrap();
}

fn alter(plan: &Plan) {
    let file = plan.folder.path().join("directory.toml");
    let text = fs::read_to_string(&file).unwrap();
    let altered = text.replacen("Institución", "Institucion", 1);
    assert_ne!(altered, text);
    fs::write(file, altered).unwrap();
}

fn by_somebody_else(plan: &Plan) {
    let other = Institutions::invent_since(SystemClock.today().plus(-20));
    plan.put_directory(&other.sign(1));
}

fn put_dated(plan: &Plan, from: i64, until: i64) {
    let mut draft = Draft::read(&plan.institutions.sign(1).toml).unwrap();
    let today = SystemClock.today();
    (draft.valid_from, draft.valid_until) = (today.plus(from), today.plus(until));
    let toml = draft.to_toml().unwrap();
    let signature = plan.institutions.key.sign(toml.as_bytes(), "test").unwrap();
    plan.put_directory(&SignedDirectory { toml, signature });
}

fn older(plan: &Plan) {
    plan.put_directory(&plan.institutions.sign(2));
    let mut window = plan.start();
    assert!(window.stop().success());
    let seen = Seen::load(&plan.folder.path().join("seen")).unwrap();
    assert_eq!(seen.unwrap().version(), 2);
    plan.put_directory(&plan.institutions.sign(1));
}

#[test]
fn a_window_does_not_start_with_a_directory_that_is_not_good_and_says_which_fault_it_has() {
    for (what, spoil, says) in BAD {
        let plan = Plan::for_a_program(Engine::Sqlite);
        plan.write();
        spoil(&plan);
        let complaint = refusal(&mut plan.command());
        assert!(complaint.contains(says), "{what}: no {says} in {complaint}");
        assert!(complaint.contains("does not start"), "{what}: {complaint}");
        assert!(plan.visitor().connect().is_err(), "{what}: it listens");
        if *what != "older" {
            assert!(
                !plan.folder.path().join("rows.sqlite").exists(),
                "{what}: it made its tables"
            );
        }
    }
}

#[test]
fn a_secret_in_the_environment_comes_before_its_file_and_the_file_before_the_line() {
    let plan = Plan::for_a_program(Engine::Sqlite);
    let file = plan.write();
    let here = |name: &str| plan.folder.path().join(name);
    let location = |name: &str| format!("sqlite:{}", here(name).display());
    let started = |command: &mut Command, rows: &str| {
        assert!(!here(rows).exists());
        assert!(plan.run(command).stop().success());
        assert!(here(rows).exists(), "{rows}");
    };
    started(&mut plan.command(), "rows.sqlite");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace("objects =", "database_file = \"database\"\nobjects =");
    fs::write(&file, &text).unwrap();
    fs::write(here("database"), location("by-file.sqlite") + "\n").unwrap();
    started(&mut plan.command(), "by-file.sqlite");
    let variable = ("VENTANILLA_DATABASE", location("by-environment.sqlite"));
    started(
        plan.command().env(variable.0, &variable.1),
        "by-environment.sqlite",
    );

    // Pepper and salt: neither a file nor a line is needed, and what is wrong is told by its name.
    let [pepper, salt] = ["pepper", "salt"].map(|name| fs::read_to_string(here(name)).unwrap());
    for name in ["pepper", "salt"] {
        fs::remove_file(here(name)).unwrap();
    }
    let complaint = refusal(&mut plan.command());
    assert!(
        complaint.contains("cannot read") && complaint.contains("pepper"),
        "{complaint}"
    );
    fs::write(&file, text.replace("pepper = \"pepper\"\nsalt = \"salt\"\n", "")).unwrap();
    let given = |pepper: &str| {
        let mut command = plan.command();
        command
            .env("VENTANILLA_PEPPER", pepper)
            .env("VENTANILLA_SALT", &salt);
        command
    };
    let complaint = refusal(&mut given("Secreto-77"));
    assert!(
        complaint.contains("VENTANILLA_PEPPER is not 64 hexadecimal digits"),
        "{complaint}"
    );
    assert!(!complaint.contains("Secreto"), "{complaint}");
    let mut window = plan.run(&mut given(&pepper));
    let mut ana = plan.visitor();
    let form = ana.prepare(&Told::crime("Una.")).unwrap();
    let code = ana.post(&form, &[]).unwrap().code().unwrap();
    assert_eq!(plan.visitor().enter(&code).unwrap().status, StatusCode::SEE_OTHER);
    assert!(window.stop().success());
}

#[test]
fn mail_credentials_in_the_environment_are_used() {
    let mail =
        "[mail]\nserver = \"smtp://127.0.0.1:1\"\nfrom = \"a@b.example\"\noperator = \"a@b.example\"\n";
    let plan = Plan::for_a_program(Engine::Sqlite).with(mail);
    plan.write();
    let complaint = refusal(plan.command().env("VENTANILLA_MAIL_CREDENTIALS", "Secreto-77"));
    assert!(
        complaint.contains("user:password") && !complaint.contains("Secreto"),
        "{complaint}"
    );
    let mut window = plan.run(
        plan.command()
            .env("VENTANILLA_MAIL_CREDENTIALS", "ana:Secreto-77"),
    );
    assert!(window.stop().success());
}

#[test]
fn a_mail_that_is_turned_away_is_told_in_the_log_by_its_reason_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let letterbox = MailServer::start_refusing(&folder.path().join("letters"), 1);
    let mail = format!(
        "[release]\nat_once = true\n[mail]\nserver = \"smtp://127.0.0.1:{}\"\nfrom = \"aviso@ventanilla.example\"\n\
         operator = \"guardia@ventanilla.example\"\n[mail.institutions]\nfiscalia-oaxaca = \"mesa@fiscalia.example\"\n",
        letterbox.port()
    );
    let plan = Plan::for_a_program(Engine::Postgres).with(&mail);
    // A mail is written when something is released, and sent at the next minute or the next start.
    let mut window = plan.start();
    let mut ana = plan.visitor();
    let form = ana.prepare(&Told::crime("Una.")).unwrap();
    ana.post(&form, &[]).unwrap().must_be(StatusCode::OK);
    let written = || plan.database().ask("SELECT recipient FROM outbox");
    wait_for("the mail to be written", || (!written().is_empty()).then_some(()));
    assert!(window.stop().success());
    let mut window = plan.start();
    let line = wait_for("the log", || {
        let printed = window.printed();
        printed
            .lines()
            .find(|line| line.contains("mail was not taken"))
            .map(str::to_owned)
    });
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["level"], "WARN");
    let fields = serde_json::json!({
        "message": "mail was not taken: it waits and is tried again, for a fortnight",
        "waiting": 1,
        "dropped": 0,
        "reason": "the mail server does not take it now",
    });
    assert_eq!(line["fields"], fields);
    assert_eq!(letterbox.letters(), [] as [&str; 0]);
    assert!(window.stop().success());
    assert!(!written().is_empty(), "it stays");
    let mut window = plan.start();
    letterbox.wait_for_letters(1);
    wait_for("the row to go", || written().is_empty().then_some(()));
    assert!(window.stop().success());
    assert!(
        !window.printed().contains("fiscalia.example"),
        "{}",
        window.printed()
    );
}

#[test]
fn the_database_of_a_desk_may_stand_in_the_environment_when_it_is_the_only_one() {
    let folder = tempfile::tempdir().unwrap();
    let here = |name: &str| folder.path().join(name);
    fs::write(here("passphrase"), "cinco palabras largas bien escogidas\n").unwrap();
    let enrol = "desk enrol --data mesa --institution contraloria --name Contraloría --kind CONTRALORIA_EST \
                 --state 20 --passphrase-file passphrase \
                 --window http://127.0.0.1:1 --trusted KEY";
    let run = |command: &str, variable: Option<&str>| {
        let mut program = Command::new(program());
        program
            .current_dir(folder.path())
            .args(command.split_whitespace());
        program.envs(variable.map(|location| ("VENTANILLA_DESK_DATABASE", location)));
        attempt(&mut program, b"")
    };
    run(enrol, None).unwrap();
    let add = "desk officer add --config mesa/desk.toml --name ana --passphrase-file passphrase";
    run(add, Some("sqlite:other.sqlite")).unwrap();
    assert!(here("other.sqlite").exists() && !here("mesa/desk.sqlite").exists());
    run(add, None).unwrap();
    assert!(here("mesa/desk.sqlite").exists());
    let two = "desk run --config mesa/desk.toml --config mesa/desk.toml";
    let complaint = run(two, Some("sqlite:other.sqlite")).unwrap_err();
    assert!(complaint.contains("database_file of its own"), "{complaint}");
}
