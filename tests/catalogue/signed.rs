//! A folder in the place of the catalogue in the program: only what was signed, whole, of these days and not older.

use std::fs;

use ventanilla::catalogue::{Catalogue, CatalogueError, Files};
use ventanilla::clock::Day;
use ventanilla::institution::{DirectoryKey, Rollback, Seen, When};

use super::Edited;
use super::command::{catalogue, folder};

fn today() -> Day {
    "2026-11-23".parse().unwrap()
}

/// The files with the digests that belong to them, signed by `key`.
fn signed(edited: &Edited, key: &DirectoryKey) -> (Files, String) {
    let toml = edited.read().manifest().to_toml(edited.files());
    let mut files = edited.files().clone();
    files.put("catalogo.toml", toml.clone().into_bytes());
    let signature = key.sign(toml.as_bytes(), "test").unwrap();
    (files, signature)
}

fn new_key() -> DirectoryKey {
    DirectoryKey::generate(None).unwrap().0
}

#[test]
fn a_signed_folder_is_read_and_no_other() {
    let key = new_key();
    let trusted = [key.public().clone()];
    let (files, signature) = signed(&Edited::new(), &key);
    let open = |files: &Files, signature: &str| Catalogue::open(files, signature, &trusted, None, today());
    assert_eq!(open(&files, &signature).unwrap().manifest().version, 1);
    assert!(matches!(open(&files, ""), Err(CatalogueError::Unsigned)));
    let (_, strange) = signed(&Edited::new(), &new_key());
    assert!(matches!(
        open(&files, &strange),
        Err(CatalogueError::Untrusted { .. })
    ));
    let mut changed = files.clone();
    changed.put(
        "catalogo.toml",
        [files.find("catalogo.toml").unwrap(), b"\n"].concat(),
    );
    assert!(
        matches!(open(&changed, &signature), Err(CatalogueError::Altered { what }) if what == "catalogo.toml")
    );
    let mut changed = files.clone();
    let entidades = String::from_utf8(files.find("entidades.csv").unwrap().to_vec()).unwrap();
    changed.put(
        "entidades.csv",
        entidades.replace("Oaxaca", "Oajaca").into_bytes(),
    );
    assert!(
        matches!(open(&changed, &signature), Err(CatalogueError::Altered { what }) if what == "entidades.csv")
    );
}

#[test]
fn a_key_that_nobody_trusts_is_named() {
    let (files, signature) = signed(&Edited::new(), &new_key());
    let stranger = new_key();
    let (_, strange) = signed(&Edited::new(), &stranger);
    let refused = Catalogue::open(&files, &strange, &[], None, today()).unwrap_err();
    let said = format!("signed by key {}, which is not trusted", stranger.public().id());
    assert!(refused.to_string().contains(&said));
    assert!(Catalogue::open(&files, &signature, &[], None, today()).is_err());
}

#[test]
fn a_folder_that_leaves_somebody_without_an_answer_is_refused_though_it_is_signed() {
    let key = new_key();
    let (files, signature) = signed(&Edited::new().without("competencia.csv", "R13.1"), &key);
    let refused = Catalogue::open(&files, &signature, &[key.public().clone()], None, today()).unwrap_err();
    assert!(
        refused.to_string().contains("no rule says who receives this"),
        "{refused}"
    );
}

#[test]
fn the_days_count_with_both_ends() {
    let key = new_key();
    let (first, last): (Day, Day) = ("2026-11-01".parse().unwrap(), "2028-12-31".parse().unwrap());
    assert!(opened(&version(7), &key, None, first).is_ok());
    assert!(opened(&version(7), &key, None, last).is_ok());
    let late = opened(&version(7), &key, None, last.plus(1));
    assert!(matches!(late, Err(CatalogueError::NotInForce(When::Expired(day))) if day == last));
    let early = opened(&version(7), &key, None, first.plus(-1));
    assert!(matches!(early, Err(CatalogueError::NotInForce(When::NotYet(day))) if day == first));
}

#[test]
fn an_older_catalogue_or_another_text_of_the_same_version_is_refused() {
    let key = new_key();
    let seen = Seen::of(&opened(&version(7), &key, None, today()).unwrap());
    for newer in [7, 8] {
        assert!(opened(&version(newer), &key, Some(&seen), today()).is_ok());
    }
    let older = opened(&version(6), &key, Some(&seen), today());
    assert!(matches!(
        older,
        Err(CatalogueError::Older(Rollback::Version { version: 6, seen: 7 }))
    ));
    let other = version(7).replaced("catalogo.toml", "2028-12-31", "2028-12-30");
    let replaced = opened(&other, &key, Some(&seen), today());
    assert!(matches!(
        replaced,
        Err(CatalogueError::Older(Rollback::Replaced { version: 7 }))
    ));
}

fn version(number: u64) -> Edited {
    Edited::new().replaced("catalogo.toml", "version = 1", &format!("version = {number}"))
}

fn opened(
    edited: &Edited,
    key: &DirectoryKey,
    seen: Option<&Seen>,
    day: Day,
) -> Result<Catalogue, CatalogueError> {
    let (files, signature) = signed(edited, key);
    Catalogue::open(&files, &signature, &[key.public().clone()], seen, day)
}

#[test]
fn a_folder_is_signed_by_the_program_and_a_version_has_one_text_only() {
    let folder = folder(&Edited::new().replaced("competencia.csv", "de su institución.", "de su oficina."));
    let key = new_key_in(&folder);
    let ran = catalogue(folder.path(), "sign cat -s k");
    assert!(ran.failure.is_none(), "{:?}", ran.failure);
    let files = Files::in_folder(&folder.path().join("cat")).unwrap();
    let signature = fs::read_to_string(folder.path().join("cat/catalogo.toml.minisig")).unwrap();
    assert!(signature.contains("ventanilla catalogue version 1 sha256 "));
    Catalogue::open(&files, &signature, &[key.public().clone()], None, today()).unwrap();
    assert!(!catalogue(folder.path(), "check cat").out.contains("Nota:"));
    let other = Edited::new().replaced("competencia.csv", "de su institución.", "de su lugar.");
    fs::write(
        folder.path().join("cat/competencia.csv"),
        other.text("competencia.csv"),
    )
    .unwrap();
    let refused = catalogue(folder.path(), "sign cat -s k --language en")
        .failure
        .unwrap();
    assert!(
        refused.contains("version 1 was signed before with another text\n  Set version to 2 or more"),
        "{refused}"
    );
    fs::write(
        folder.path().join("cat/competencia.csv"),
        Edited::new()
            .without("competencia.csv", "R99")
            .text("competencia.csv"),
    )
    .unwrap();
    assert!(
        catalogue(folder.path(), "sign cat -s k")
            .out
            .contains("competencia.csv: ninguna regla orienta")
    );
}

fn new_key_in(folder: &tempfile::TempDir) -> DirectoryKey {
    let (key, secret) = DirectoryKey::generate(None).unwrap();
    fs::write(folder.path().join("k"), secret.as_str()).unwrap();
    key
}

#[test]
fn a_check_with_keys_does_what_a_window_does() {
    let folder = folder(&Edited::new());
    let key = new_key_in(&folder);
    let arguments = format!("check cat -p {} --day 2026-11-23", key.public());
    let unsigned = catalogue(folder.path(), &arguments).failure.unwrap();
    assert!(unsigned.contains("the catalogue is not signed\n"), "{unsigned}");
    catalogue(folder.path(), "sign cat -s k");
    assert!(catalogue(folder.path(), &arguments).failure.is_none());
    let expired = catalogue(folder.path(), &arguments.replace("2026", "2029"))
        .failure
        .unwrap();
    assert!(
        expired.contains("expired: its last day was 2028-12-31"),
        "{expired}"
    );
}
