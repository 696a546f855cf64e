//! Debian's `minisign` and we read each other.

use std::fs;
use std::path::Path;
use std::process::Command;

use ventanilla::institution::{Directory, DirectoryError, DirectoryKey, TrustedKey};

use super::{SIGNED, today};

fn minisign(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("minisign");
    let output = command.current_dir(folder).args(arguments).output();
    output
        .expect("the program minisign is installed")
        .status
        .success()
}

#[test]
fn debians_minisign_verifies_what_we_sign() {
    let folder = tempfile::tempdir().unwrap();
    let (key, _) = DirectoryKey::generate(None).unwrap();
    fs::write(folder.path().join("d.toml"), SIGNED).unwrap();
    fs::write(
        folder.path().join("d.toml.minisig"),
        key.sign(SIGNED.as_bytes(), "ours").unwrap(),
    )
    .unwrap();
    fs::write(folder.path().join("key.pub"), key.public().to_file()).unwrap();
    let verify = ["-V", "-H", "-p", "key.pub", "-m", "d.toml"];
    assert!(minisign(folder.path(), &verify));
    fs::write(folder.path().join("d.toml"), SIGNED.replace('1', "2")).unwrap();
    assert!(!minisign(folder.path(), &verify));
}

#[test]
fn we_verify_what_debians_minisign_signs_with_its_key_or_with_ours() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(minisign(
        folder.path(),
        &["-G", "-W", "-p", "theirs.pub", "-s", "theirs"]
    ));
    let (ours, secret) = DirectoryKey::generate(None).unwrap();
    fs::write(folder.path().join("ours"), secret.as_str()).unwrap();
    fs::write(folder.path().join("d.toml"), SIGNED).unwrap();
    let theirs: TrustedKey = file("theirs.pub").parse().unwrap();
    for (secret, public) in [("theirs", &theirs), ("ours", ours.public())] {
        assert!(minisign(folder.path(), &["-S", "-s", secret, "-m", "d.toml"]));
        let trusted = [public.clone()];
        let signature = file("d.toml.minisig");
        assert!(Directory::read(SIGNED.as_bytes(), &signature, &trusted, None, today()).is_ok());
        assert!(minisign(
            folder.path(),
            &["-S", "-l", "-s", secret, "-m", "d.toml"]
        ));
        let unhashed = Directory::read(
            SIGNED.as_bytes(),
            &file("d.toml.minisig"),
            &trusted,
            None,
            today(),
        );
        assert!(matches!(unhashed, Err(DirectoryError::Unsigned)));
    }
    let read = DirectoryKey::read(&file("theirs"), None).unwrap();
    assert_eq!(read.public(), &theirs);
    let signature = read.sign(SIGNED.as_bytes(), "by us, with their key").unwrap();
    fs::write(folder.path().join("d.toml.minisig"), signature).unwrap();
    assert!(minisign(
        folder.path(),
        &["-V", "-H", "-p", "theirs.pub", "-m", "d.toml"]
    ));
}
