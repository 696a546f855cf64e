//! `ventanilla keys sign` and `verify`, by the program that ships.

use std::fs;

use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{DatedRecipient, DirectoryKey, Draft, TrustedKey};
use ventanilla::random::SeededRandom;
use ventanilla::seal::Identity;

use crate::catalogue::Edited;
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

/// Compares two directories: the exit code, and what was printed.
fn diff(folder: &Folder, new: &Draft, language: &str) -> (Option<i32>, String) {
    folder.write("new.toml", &new.to_toml().unwrap());
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_ventanilla"))
        .current_dir(folder.path(""))
        .args([
            "keys",
            "diff",
            "directory.toml",
            "new.toml",
            "--language",
            language,
        ])
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn whoever_signs_reads_what_changes_and_is_told_loudly_when_an_institution_may_have_been_stolen() {
    let folder = Folder::with_signed_directory();
    let mut new = sample::draft();
    assert_eq!(
        diff(&folder, &new, "es"),
        (Some(0), "Los dos directorios dicen lo mismo.\n".to_owned())
    );
    new.institutions[0].clocks.close += 1;
    let (code, said) = diff(&folder, &new, "en");
    assert!(
        code == Some(1) && said.contains("Set version to 2 or more"),
        "{said}"
    );
    new.version = 2;
    let other = Identity::generate(new.institutions[0].class, &SeededRandom::new(31)).unwrap();
    let follows = DatedRecipient {
        since: "2027-05-01".parse().unwrap(),
        until: None,
        recipient: other.recipient(),
    };
    new.institutions[0].intake.push(follows);
    let (code, said) = diff(&folder, &new, "es");
    assert_eq!(code, Some(4), "one key that nobody compared is a theft: {said}");
    let id = new.institutions[0].id.to_string();
    for words in [
        &id,
        "cambian sus plazos",
        "ATENCIÓN: llave nueva (intake)",
        &other.recipient().fingerprint(),
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let gone = new.institutions.remove(0).id;
    let last = new.institutions.last_mut().unwrap();
    last.signing[0].key = DeskKey::generate(&SeededRandom::new(32)).public();
    for (seed, listed) in [
        (33, &mut last.intake),
        (34, &mut last.recovery),
        (35, &mut last.custodian),
    ] {
        let next = Identity::generate(last.class, &SeededRandom::new(seed))
            .unwrap()
            .recipient();
        listed.truncate(1);
        for dated in listed {
            dated.recipient = next.clone();
            dated.until = None;
        }
    }
    last.signing.truncate(1);
    let (code, said) = diff(&folder, &new, "en");
    assert_eq!(code, Some(4), "{said}");
    for words in [
        gone.as_str(),
        "LEAVES the directory",
        "ALL ITS KEYS CHANGE AT ONCE",
        "Do not sign yet",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn a_change_that_steals_nothing_is_not_said_loudly() {
    let folder = Folder::with_signed_directory();
    let mut new = sample::draft();
    new.version = 2;
    new.institutions[0].clocks.close += 1;
    let (code, said) = diff(&folder, &new, "es");
    assert!(code == Some(3) && !said.contains("ATENCIÓN"), "{said}");
}

#[test]
fn a_file_that_is_too_large_is_refused_whole_and_not_read_in_part() {
    let folder = Folder::new();
    fs::File::create(folder.path("d.toml"))
        .unwrap()
        .set_len((128 << 20) + 1)
        .unwrap();
    let refused = folder.keys("sign d.toml -s k").unwrap_err();
    assert!(
        refused.starts_with("ventanilla: d.toml is larger than 128 MiB, and was not read\n"),
        "{refused}"
    );
}

#[test]
fn a_place_counts_that_the_catalogue_of_the_window_knows_and_no_other() {
    let folder = Folder::new();
    let own = Edited::new();
    let towns = own.text("municipios.csv");
    let own = own
        .file("municipios.csv", format!("{towns}21999,Villa Nueva,21\n"))
        .without("municipios.csv", "21001");
    fs::create_dir(folder.path("tables")).unwrap();
    for (name, bytes) in own.files().iter() {
        fs::write(folder.path("tables").join(name), bytes).unwrap();
    }
    folder.keys("new directory-key k --no-passphrase").unwrap();
    for (town, knows, other) in [
        ("21999", " --catalogue tables", ""),
        ("21001", "", " --catalogue tables"),
    ] {
        let mut draft = sample::draft();
        draft.institutions[0].scope.state.clear();
        draft.institutions[0].scope.municipality = vec![town.parse().unwrap()];
        folder.write("d.toml", &draft.to_toml().unwrap());
        let refused = folder.keys(&format!("sign d.toml -s k{other}")).unwrap_err();
        assert!(refused.contains(town) && refused.contains("line "), "{refused}");
        assert!(!folder.path("d.toml.minisig").exists(), "nothing was signed");
        folder.keys(&format!("sign d.toml -s k{knows}")).unwrap();
        fs::remove_file(folder.path("d.toml.minisig")).unwrap();
    }
    let nowhere = folder.keys("sign d.toml -s k --catalogue nowhere").unwrap_err();
    assert!(
        nowhere.contains("nowhere: ") && nowhere.contains("nothing was signed"),
        "{nowhere}"
    );
}
