//! What every command does before anything else: nobody else reads what it writes, and nobody looks into it.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use axum::http::StatusCode;

use crate::world::demo::{Demonstration, program};
use crate::world::site::Engine;
use crate::world::site::Plan;
use crate::world::site::reporter::Told;
use crate::world::tools::{Running, attempt, command, wait_for};

/// What a person types, one after the other in one folder; public halves of keys, and what is signed with them, are
/// all that others may read.
const COMMANDS: [&str; 9] = [
    "keys new directory-key directory.key --no-passphrase",
    "keys new identity identity.key",
    "keys new desk-key desk.key",
    "desk enrol --data mesa --institution contraloria --name Contraloría --kind CONTRALORIA_EST --state 20 \
     --custodian --passphrase-file passphrase --window http://127.0.0.1:1 --trusted KEY",
    "desk officer add --config mesa/desk.toml --name ana --passphrase-file passphrase",
    "keys sign directory.toml -s directory.key --rewrite",
    "envelope seal passphrase -r RECIPIENT --text passphrase -o sobre.age",
    "envelope inspect sobre.age",
    "envelope open sobre.age -i identity.key -o abierto",
];

const FOR_EVERYBODY: [&str; 3] = ["directory.key.pub", "directory.toml", "directory.toml.minisig"];

#[test]
fn what_a_command_writes_is_its_owners_alone_whatever_the_shell_allows() {
    let folder = tempfile::tempdir().unwrap();
    let here = |name: &str| folder.path().join(name);
    fs::write(here("passphrase"), "cinco palabras largas bien escogidas\n").unwrap();
    let mut before = BTreeSet::from([here("passphrase")]);
    for line in COMMANDS {
        if line.starts_with("keys sign") {
            fs::write(here("directory.toml"), directory(&here("mesa/entrada.toml"))).unwrap();
        }
        let line = line.replace("RECIPIENT", &recipient(&here("identity.key")));
        typed(folder.path(), &line).unwrap_or_else(|complaint| panic!("{complaint}"));
        let after = below(folder.path());
        let makes = !line.contains("inspect");
        assert!(
            !makes || after.difference(&before).count() > 0 || line.contains("sign"),
            "{line} made nothing"
        );
        for path in &after {
            check_mode(path, &line, path == &here("passphrase"));
        }
        before = after;
    }
}

/// Runs a command under the mask that most shells have.
fn typed(folder: &Path, line: &str) -> Result<Vec<u8>, String> {
    let mut shell = command("sh", &["-c", "umask 022; exec \"$0\" \"$@\""]);
    attempt(
        shell
            .current_dir(folder)
            .arg(program())
            .args(line.split_whitespace()),
        b"",
    )
}

fn check_mode(path: &Path, line: &str, is_ours: bool) {
    let found = path.symlink_metadata().unwrap();
    let mode = found.permissions().mode() & 0o777;
    let name = path.file_name().unwrap().to_str().unwrap();
    let wanted = match (found.is_dir(), FOR_EVERYBODY.contains(&name)) {
        (true, _) => 0o700,
        (false, true) => 0o644,
        (false, false) => 0o600,
    };
    assert!(
        is_ours || mode == wanted,
        "{line}: {} has mode {mode:o}",
        path.display()
    );
}

/// Every file and folder below a folder.
pub(crate) fn below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.symlink_metadata().unwrap().is_dir() {
                waiting.push(path.clone());
            }
            found.insert(path);
        }
    }
    found
}

fn recipient(identity: &Path) -> String {
    let text = fs::read_to_string(identity).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("# public key: "));
    line.unwrap_or_default().to_owned()
}

fn directory(entry: &Path) -> String {
    let head = "version = 1\nvalid_from = \"2026-01-01\"\nvalid_until = \"2027-01-01\"\n\n";
    head.to_owned() + &fs::read_to_string(entry).unwrap()
}

#[test]
fn what_a_demonstration_writes_is_its_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let demonstration = Demonstration::start(&data, None);
    let mut visitor = demonstration.visitor();
    let form = visitor.prepare(&Told::crime("Una.")).unwrap();
    visitor.post(&form, &[]).unwrap().must_be(StatusCode::OK);
    drop(demonstration);
    let all = below(&data);
    for wanted in [
        "demo.json",
        "officer-passphrase",
        "window/pepper",
        "window/window.sqlite",
        "directory/directory.key",
    ] {
        assert!(all.contains(&data.join(wanted)), "no {wanted}");
    }
    for path in all {
        let mode = path.metadata().unwrap().permissions().mode() & 0o077;
        assert_eq!(mode, 0, "{}", path.display());
    }
}

#[test]
fn a_running_program_leaves_no_core_and_lets_no_debugger_in() {
    let plan = Plan::for_a_program(Engine::Sqlite);
    plan.write();
    let (mut start, _copy) = as_somebody(plan.folder.path());
    let window = plan.run(
        start
            .arg("window")
            .arg("--config")
            .arg(plan.folder.path().join("window.toml")),
    );
    let limits = fs::read_to_string(format!("/proc/{}/limits", window.id())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    assert_eq!(
        core.split_whitespace().collect::<Vec<_>>()[4..6],
        ["0", "0"],
        "{core}"
    );
    // What cannot be dumped belongs to root in /proc, so its own user cannot read its memory; anything else can.
    let other = Running::start(somebody("sleep").arg("60"), &plan.folder.path().join("other.log"));
    wait_for("another program", || (owner(other.id()) != 0).then_some(()));
    assert_eq!(owner(window.id()), 0, "its memory can be read by its user");
}

/// Who may open the memory of a process.
fn owner(process: u32) -> u32 {
    fs::metadata(format!("/proc/{process}/mem")).map_or(0, |found| found.uid())
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A program of the machine, by a user who is not root.
fn somebody(program: &str) -> Command {
    if is_root() {
        command(
            "setpriv",
            &["--reuid=65534", "--regid=65534", "--clear-groups", program],
        )
    } else {
        command(program, &[] as &[&str])
    }
}

/// Our program by a user who is not root, in a folder that becomes that user's.
fn as_somebody(folder: &Path) -> (Command, tempfile::TempDir) {
    let place = tempfile::tempdir().unwrap();
    if !is_root() {
        return (Command::new(program()), place);
    }
    let copy = place.path().join("ventanilla");
    fs::copy(program(), &copy).unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for path in below(folder).into_iter().chain([folder.to_path_buf()]) {
        chown(path, Some(65534), Some(65534)).unwrap();
    }
    (somebody(copy.to_str().unwrap()), place)
}
