//! `ventanilla keys`, by the program that ships.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tempfile::TempDir;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{DirectoryKey, KeyError, TrustedKey};
use ventanilla::seal::Identity;

use crate::sample;

/// A folder in which people work with keys.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn mode(&self, name: &str) -> u32 {
        self.path(name).metadata().unwrap().permissions().mode() & 0o777
    }

    pub(crate) fn keys(&self, arguments: &str) -> Result<String, String> {
        let output = Command::new(env!("CARGO_BIN_EXE_ventanilla"))
            .current_dir(self.0.path())
            .arg("keys")
            .args(arguments.split(' '))
            .output()
            .unwrap();
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        if output.status.success() {
            assert_eq!(err, "", "nothing to complain about");
            Ok(out)
        } else {
            assert_eq!(out, "", "what fails prints nothing");
            Err(err)
        }
    }

    /// Signs the sample directory with a new key.
    pub(crate) fn with_signed_directory() -> Self {
        let folder = Self::new();
        folder.write("directory.toml", &sample::draft().to_toml().unwrap());
        folder.keys("new directory-key k --no-passphrase").unwrap();
        folder.keys("sign directory.toml -s k").unwrap();
        folder
    }
}

#[test]
fn a_directory_key_with_a_passphrase_signs_with_it_only() {
    let folder = Folder::new();
    folder.write("passphrase", "maíz, frijol y calabaza\nnothing here\n");
    let said = folder
        .keys("new directory-key k --passphrase-file passphrase")
        .unwrap();
    let public: TrustedKey = folder.text("k.pub").parse().unwrap();
    assert!(said.starts_with(&format!("directory key {}\npublic key: {public}\n", public.id())));
    assert!(!said.contains("no passphrase"));
    assert_eq!((folder.mode("k"), folder.mode("k.pub")), (0o600, 0o644));
    folder.write("directory.toml", &sample::draft().to_toml().unwrap());
    let locked = folder.keys("sign directory.toml -s k").unwrap_err();
    assert_eq!(
        locked,
        "ventanilla: k: the secret key is protected by a passphrase\n  Give it with --passphrase-file FILE \
         (/dev/stdin to pipe it).\n"
    );
    folder.write("other", "maiz\n");
    let wrong = folder
        .keys("sign directory.toml -s k --passphrase-file other")
        .unwrap_err();
    assert!(
        wrong.contains("does not open the secret key\n  Check the passphrase file"),
        "{wrong}"
    );
    assert!(!folder.path("directory.toml.minisig").exists());
    folder
        .keys("sign directory.toml -s k --passphrase-file passphrase")
        .unwrap();
    folder
        .keys("verify directory.toml -p k.pub --day 2026-11-23")
        .unwrap();
}

#[test]
fn a_key_without_a_passphrase_has_to_be_asked_for_and_is_called_so() {
    let folder = Folder::new();
    assert!(
        folder
            .keys("new directory-key k")
            .unwrap_err()
            .contains("--no-passphrase")
    );
    assert!(!folder.path("k").exists());
    let said = folder.keys("new directory-key k --no-passphrase").unwrap();
    assert!(said.contains("It has no passphrase: whoever gets k signs directories."));
    folder.write("empty", "\n");
    let empty = folder
        .keys("new directory-key l --passphrase-file empty")
        .unwrap_err();
    assert!(empty.contains("empty first line\n  Write the passphrase there"));
}

#[test]
fn identities_are_those_of_age() {
    let folder = Folder::new();
    for (class, arguments) in [
        ("hybrid", "new identity hybrid"),
        ("classic", "new identity classic --class classic"),
    ] {
        let said = folder.keys(arguments).unwrap();
        assert_eq!(folder.mode(class), 0o600);
        let text = folder.text(class);
        let secret = text.lines().last().unwrap();
        let recipient = secret.parse::<Identity>().unwrap().recipient();
        assert!(text.contains(&format!("\n# public key: {recipient}\n")));
        assert!(said.contains(&format!(
            "public key: {recipient}\nfingerprint: {}\n",
            recipient.fingerprint()
        )));
        assert!(!said.contains(secret));
    }
    let debian = Command::new("age-keygen")
        .arg("-y")
        .arg(folder.path("classic"))
        .output();
    let public = String::from_utf8(debian.expect("the program age-keygen is installed").stdout).unwrap();
    assert!(
        folder
            .text("classic")
            .contains(&format!("# public key: {public}"))
    );
}

#[test]
fn no_file_is_overwritten() {
    let folder = Folder::new();
    for kind in ["directory-key k --no-passphrase", "identity k", "desk-key k"] {
        folder.write("k", "mine");
        let taken = folder.keys(&format!("new {kind}")).unwrap_err();
        assert!(
            taken.starts_with("ventanilla: k exists already, and nothing was written\n  Choose another name")
        );
        assert_eq!(folder.text("k"), "mine");
    }
    folder.write("l.pub", "mine");
    assert!(
        folder
            .keys("new directory-key l --no-passphrase")
            .unwrap_err()
            .contains("l.pub exists already")
    );
    assert!(!folder.path("l").exists());
    let nowhere = folder.keys("new desk-key no/such/folder").unwrap_err();
    assert!(nowhere.contains("cannot be written") && nowhere.contains("Check that the folder exists"));
}

#[test]
fn show_tells_what_a_file_is_and_never_a_secret() {
    let folder = Folder::with_signed_directory();
    folder.write("passphrase", "secreto\n");
    folder
        .keys("new directory-key locked --passphrase-file passphrase")
        .unwrap();
    folder.keys("new identity identity").unwrap();
    folder.keys("new desk-key desk").unwrap();
    let recipient = folder
        .text("identity")
        .lines()
        .nth(1)
        .unwrap()
        .replace("# public key: ", "");
    folder.write("recipients", &format!("# intake\n{recipient}\n"));
    for (file, expected) in [
        ("k", "SECRET directory key "),
        ("locked", "SECRET directory key, protected by a passphrase"),
        ("k.pub", "public directory key "),
        ("identity", "SECRET identity, hybrid\npublic key: age1pq1"),
        ("recipients", "recipient, hybrid\npublic key: age1pq1"),
        ("desk", "SECRET of 64 hexadecimal digits"),
        ("directory.toml", "directory of 3 institutions, not checked"),
        (
            "directory.toml.minisig",
            "signature of a directory: ventanilla directory version 1 sha256 ",
        ),
    ] {
        let said = folder.keys(&format!("show {file}")).unwrap();
        assert!(said.starts_with(expected), "{said}");
        let secret = folder.text(file).lines().last().unwrap().to_owned();
        assert_eq!(
            said.contains(&secret),
            ["k.pub", "recipients"].contains(&file),
            "{file}"
        );
    }
    let public = DeskKey::public(&folder.text("desk").parse().unwrap());
    let public = BASE64_STANDARD.encode(public.as_bytes());
    assert!(
        folder
            .keys("show desk")
            .unwrap()
            .contains(&format!("key = \"{public}\""))
    );
    folder.write("noise", "\u{0}\u{1}");
    assert!(
        folder
            .keys("show noise")
            .unwrap_err()
            .contains("is no key, identity, signature")
    );
    assert!(folder.keys("show .").unwrap_err().contains("cannot be read"));
}

#[test]
fn the_repository_keeps_no_secret_among_its_keys() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("keys")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains("AGE-SECRET-KEY-"), "{}", path.display());
            let secret = DirectoryKey::read(&text, None);
            assert!(secret.is_err_and(|error| error == KeyError::NotSecret));
            assert!(text.parse::<DeskKey>().is_err());
        }
    }
}
