//! `ventanilla doctor`: what is well is said to be well; each fault is named, with what to do about it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::world::demo::program;
use crate::world::site::{Engine, Plan};
use crate::world::tools::attempt;

mod desk;
mod window;

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
