//! `ventanilla envelope`, as a person types it.

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::tempdir;
use ventanilla::seal::{Class, protect};

use super::tools::{run, typage, ventanilla};
use super::{CLASSES, STORY, envelope, identity, write};

#[test]
fn what_is_sealed_by_hand_opens_by_hand() {
    for class in CLASSES {
        let folder = tempdir().unwrap();
        let path = folder.path();
        let (desk, recovery) = (identity(class), identity(class));
        write(
            &path.join("desk.key"),
            format!("# desk\n{}\n", desk.expose().as_str()).as_bytes(),
        );
        write(&path.join("text.txt"), STORY.as_bytes());
        write(&path.join("acta secreta.pdf"), b"%PDF-1.4 the record");
        let (first, second) = (desk.recipient().to_string(), recovery.recipient().to_string());
        let said = succeed(
            &[
                "envelope",
                "seal",
                "acta secreta.pdf",
                "-r",
                &first,
                "-r",
                &second,
                "--text",
                "text.txt",
                "-o",
                "e.age",
            ],
            path,
        );
        assert!(said.contains("sealed into e.age"), "{said}");
        let said = succeed(&["envelope", "inspect", "e.age"], path);
        assert!(
            said.contains(&format!("2 {class}")) && said.contains("step 0, 65536 bytes"),
            "{said}"
        );
        let said = succeed(&["envelope", "open", "e.age", "-i", "desk.key"], path);
        assert!(said.contains("opened into e\n"), "{said}");
        assert_eq!(fs::read_to_string(path.join("e/denuncia.txt")).unwrap(), STORY);
        assert_eq!(
            fs::read(path.join("e/adjuntos/01.pdf")).unwrap(),
            b"%PDF-1.4 the record"
        );
        let json = fs::read_to_string(path.join("e/denuncia.json")).unwrap();
        assert!(!json.contains("secreta"), "the file's own name stays out");
        typage(
            &["decrypt", &recovery.expose()],
            &fs::read(path.join("e.age")).unwrap(),
        );
    }
}

#[test]
fn an_identity_under_a_passphrase_needs_its_file() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    let desk = identity(Class::Hybrid);
    write(&path.join("e.age"), &envelope(&desk.recipient().into(), &[]));
    write(&path.join("desk.key"), &protect(&desk, "la clave", 4).unwrap());
    write(&path.join("right"), b"la clave\n");
    write(&path.join("wrong"), b"otra clave\n");
    let open = ["envelope", "open", "e.age", "-i", "desk.key"];
    refuse(&open, path, "is under a passphrase", "--passphrase-file");
    let wrong = [&open[..], &["--passphrase-file", "wrong"]].concat();
    refuse(
        &wrong,
        path,
        "the passphrase does not open the identity",
        "check the passphrase",
    );
    let right = [&open[..], &["--passphrase-file", "right", "-o", "opened"]].concat();
    succeed(&right, path);
    assert_eq!(
        fs::read_to_string(path.join("opened/denuncia.txt")).unwrap(),
        STORY
    );
}

#[test]
fn what_does_not_open_says_why_and_leaves_nothing_behind() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    let (desk, other) = (identity(Class::Classic), identity(Class::Classic));
    let sealed = envelope(&desk.recipient().into(), &[&vec![7; 300_000], &vec![8; 50_000]]);
    write(&path.join("desk.key"), desk.expose().as_bytes());
    write(&path.join("other.key"), other.expose().as_bytes());
    write(&path.join("no.key"), b"nothing here");
    write(&path.join("whole.age"), &sealed);
    write(&path.join("cut.age"), &sealed[..sealed.len() - 1000]);
    write(&path.join("notes.txt"), b"just a text");
    // The second attachment is altered, so the first one is out before the damage shows.
    let mut altered = sealed;
    altered[330_000] ^= 1;
    write(&path.join("altered.age"), &altered);
    let before = listing(path);
    let open = |file: &'static str, key: &'static str| ["envelope", "open", file, "-i", key, "-o", "out"];
    refuse(
        &open("whole.age", "other.key"),
        path,
        "sealed to other recipients",
        "use the identity",
    );
    refuse(
        &open("cut.age", "desk.key"),
        path,
        "the envelope is damaged",
        "fetch it again",
    );
    refuse(
        &open("altered.age", "desk.key"),
        path,
        "the envelope is damaged",
        "nothing was written",
    );
    refuse(
        &open("notes.txt", "desk.key"),
        path,
        "not a sealed envelope",
        "check that it is the file",
    );
    refuse(
        &open("absent.age", "desk.key"),
        path,
        "cannot read absent.age",
        "check the path",
    );
    refuse(
        &open("whole.age", "no.key"),
        path,
        "holds no age identity",
        "AGE-SECRET-KEY",
    );
    refuse(
        &["envelope", "inspect", "notes.txt"],
        path,
        "not a sealed envelope",
        "check that",
    );
    let said = succeed(&["envelope", "inspect", "cut.age"], path);
    assert!(said.contains("cut off"), "{said}");
    assert_eq!(listing(path), before);
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    let desk = identity(Class::Classic);
    write(&path.join("e.age"), &envelope(&desk.recipient().into(), &[]));
    write(&path.join("desk.key"), desk.expose().as_bytes());
    fs::create_dir(path.join("out")).unwrap();
    fs::create_dir(path.join("new.partial")).unwrap();
    write(&path.join("new.partial/mine"), b"kept");
    let to = desk.recipient().to_string();
    refuse(
        &["envelope", "open", "e.age", "-i", "desk.key", "-o", "out"],
        path,
        "exists already",
        "-o",
    );
    refuse(
        &["envelope", "open", "e.age", "-i", "desk.key", "-o", "new"],
        path,
        "new.partial",
        "",
    );
    let seal = ["envelope", "seal", "-r", &to, "--text", "desk.key", "-o", "e.age"];
    refuse(&seal, path, "exists already", "-o");
    assert_eq!(fs::read(path.join("new.partial/mine")).unwrap(), b"kept");
}

#[test]
fn mixed_and_malformed_recipients_are_refused() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    write(&path.join("t"), b"text");
    let (classic, hybrid) = (
        identity(Class::Classic).recipient(),
        identity(Class::Hybrid).recipient(),
    );
    let (classic, hybrid) = (classic.to_string(), hybrid.to_string());
    let mixed = [
        "envelope", "seal", "-r", &classic, "-r", &hybrid, "--text", "t", "-o", "e.age",
    ];
    refuse(
        &mixed,
        path,
        "classic and hybrid recipients cannot share",
        "recipients of one kind",
    );
    let malformed = ["envelope", "seal", "-r", "age1abc", "--text", "t", "-o", "e.age"];
    refuse(&malformed, path, "not a usable age recipient", "");
    let missing = [
        "envelope",
        "seal",
        "absent.jpg",
        "-r",
        &classic,
        "--text",
        "t",
        "-o",
        "e.age",
    ];
    refuse(&missing, path, "cannot read absent.jpg", "check the path");
    assert_eq!(listing(path), ["t"]);
}

#[test]
fn what_age_sealed_is_inspected_too() {
    let folder = tempdir().unwrap();
    let desk = identity(Class::Classic);
    let sealed = run(
        "age",
        &["-r", &desk.recipient().to_string()],
        b"short",
        folder.path(),
    );
    write(&folder.path().join("e.age"), &sealed);
    let said = succeed(&["envelope", "inspect", "e.age"], folder.path());
    assert!(
        said.contains("1 classic") && said.contains("none of the steps"),
        "{said}"
    );
}

fn succeed(args: &[&str], folder: &Path) -> String {
    let output = ventanilla(args, folder);
    assert!(output.status.success(), "{args:?}: {}", complaint(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn refuse(args: &[&str], folder: &Path, what: &str, todo: &str) {
    let output = ventanilla(args, folder);
    let said = complaint(&output);
    assert!(
        !output.status.success() && output.stdout.is_empty(),
        "{args:?} went through"
    );
    assert!(said.contains(what) && said.contains(todo), "{args:?}: {said}");
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
