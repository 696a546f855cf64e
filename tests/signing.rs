//! `ventanilla keys sign` and `verify`, by the program that ships.

use std::fs;

use ventanilla::institution::{DirectoryKey, TrustedKey};

use crate::keys::Folder;
use crate::sample;

#[test]
fn a_signed_directory_is_verified_with_all_that_is_in_it() {
    let folder = Folder::with_signed_directory();
    let public: TrustedKey = folder.text("k.pub").parse().unwrap();
    for key in ["k.pub".to_owned(), public.to_string()] {
        let said = folder
            .keys(&format!("verify directory.toml -p {key} --day 2026-11-23"))
            .unwrap();
        assert!(said.contains("version 1\nvalid 2026-11-01 to 2027-10-31\nsha256 "));
        for institution in sample::draft().institutions {
            assert!(said.contains(&format!("\n{}: {}\n", institution.id, institution.name("es"))));
            assert!(said.contains(&institution.intake[0].recipient.fingerprint()));
        }
    }
}

#[test]
fn verify_says_which_fault_it_is_and_what_to_do() {
    let folder = Folder::with_signed_directory();
    folder.keys("new directory-key other --no-passphrase").unwrap();
    let verify = |rest: &str| folder.keys(&format!("verify directory.toml {rest}")).unwrap_err();
    assert!(verify("-p other.pub --day 2026-11-23").contains("which is not trusted\n  If that key is right"));
    assert!(
        verify("-p k.pub --day 2028-01-01")
            .contains("expired: its last day was 2027-10-31\n  Check the date")
    );
    assert!(verify("-p k.pub --day 2026-01-01").contains("not valid yet: its first day is 2026-11-01"));
    assert!(verify("-p k --day 2026-11-23").contains("not a minisign public key\n  Give the .pub file"));
    assert!(verify("-p nothing").contains("cannot be read"));
    let text = folder.text("directory.toml");
    folder.write("directory.toml", &text.replace("version = 1", "version = 9"));
    assert!(
        verify("-p k.pub --day 2026-11-23")
            .contains("is not what was signed\n  Fetch file and signature again")
    );
    fs::remove_file(folder.path("directory.toml.minisig")).unwrap();
    assert!(verify("-p k.pub --day 2026-11-23").contains("is not signed\n  Sign it with"));
    let (key, _) = DirectoryKey::generate(None).unwrap();
    folder.write("directory.toml", "version = 1\nnothing\n");
    folder.write(
        "directory.toml.minisig",
        &key.sign(b"version = 1\nnothing\n", "").unwrap(),
    );
    folder.write("odd.pub", &key.public().to_file());
    assert!(verify("-p odd.pub").contains("the directory is malformed, line 2: "));
}

#[test]
fn a_directory_that_does_not_read_is_not_signed() {
    let folder = Folder::new();
    folder.keys("new directory-key k --no-passphrase").unwrap();
    folder.write(
        "d.toml",
        &sample::draft()
            .to_toml()
            .unwrap()
            .replace("close = 90", "close = 1"),
    );
    let refused = folder.keys("sign d.toml -s k").unwrap_err();
    assert!(
        refused.starts_with("ventanilla: d.toml is not a directory, line 5: contraloria-puebla: clocks"),
        "{refused}"
    );
    assert!(refused.ends_with("\n  Correct that line and sign again; nothing was signed.\n"));
    assert!(!folder.path("d.toml.minisig").exists());
    folder.write("d.toml", &sample::draft().to_toml().unwrap());
    assert!(
        folder
            .keys("sign d.toml -s k.pub")
            .unwrap_err()
            .contains("not a minisign secret key\n  Give the secret")
    );
}

#[test]
fn comments_go_only_when_that_is_wanted() {
    let folder = Folder::new();
    folder.keys("new directory-key k --no-passphrase").unwrap();
    let canonical = sample::draft().to_toml().unwrap();
    let commented = format!("# ask María before changing this\n{canonical}");
    folder.write("d.toml", &commented);
    assert!(
        folder
            .keys("sign d.toml -s k")
            .unwrap_err()
            .contains("canonical order\n  Sign with --rewrite")
    );
    assert_eq!(folder.text("d.toml"), commented);
    assert!(
        folder
            .keys("sign d.toml -s k --rewrite")
            .unwrap()
            .contains("d.toml put in canonical order")
    );
    assert_eq!(folder.text("d.toml"), canonical);
    folder.keys("verify d.toml -p k.pub --day 2026-11-23").unwrap();
}

#[test]
fn a_version_is_signed_for_one_text_only() {
    let folder = Folder::with_signed_directory();
    folder.keys("sign directory.toml -s k").unwrap();
    let mut draft = sample::draft();
    draft.institutions[0].clocks.close = 91;
    folder.write("directory.toml", &draft.to_toml().unwrap());
    let refused = folder.keys("sign directory.toml -s k").unwrap_err();
    assert_eq!(
        refused,
        "ventanilla: version 1 was signed before with another text\n  Set version to 2 or more; nothing was signed.\n"
    );
    draft.version = 2;
    folder.write("directory.toml", &draft.to_toml().unwrap());
    folder.keys("sign directory.toml -s k").unwrap();
    draft.version = 1;
    folder.write("directory.toml", &draft.to_toml().unwrap());
    assert!(folder.keys("sign directory.toml -s k").is_err());
}
