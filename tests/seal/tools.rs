//! Runs other people's programs; one that is missing fails the test and says what installs it.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Runs `program` in `folder` and expects it to succeed without a word of warning on stderr.
pub(super) fn run(program: &str, args: &[&str], input: &[u8], folder: &Path) -> Vec<u8> {
    let output = outcome(program, args, input, folder);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && complaint.is_empty(),
        "{program} {args:?}: {complaint}"
    );
    output.stdout
}

/// Runs `program` in `folder`, whatever comes of it.
pub(super) fn outcome(program: &str, args: &[&str], input: &[u8], folder: &Path) -> Output {
    let child = Command::new(program)
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            panic!("{program} is missing: run scripts/test, which installs it")
        }
        other => other.unwrap(),
    };
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that has read enough closes the pipe early.
    let feeder = thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let fed = feeder.join().unwrap();
    assert!(fed.is_ok() || fed.unwrap_err().kind() == ErrorKind::BrokenPipe);
    output
}

/// Runs the age tool made of the npm package age-encryption.
pub(super) fn typage(args: &[&str], input: &[u8]) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    assert!(
        folder.join("node_modules/age-encryption").exists(),
        "the npm package age-encryption is missing: run scripts/test, which installs it"
    );
    let args: Vec<&str> = ["age.mjs"].into_iter().chain(args.iter().copied()).collect();
    run("node", &args, input, &folder)
}

/// Runs `ventanilla`.
pub(super) fn ventanilla(args: &[&str], folder: &Path) -> Output {
    outcome(env!("CARGO_BIN_EXE_ventanilla"), args, b"", folder)
}
