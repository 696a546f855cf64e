//! A configuration that would make a program refuse or wait in silence is refused when it is read, with its line,
//! and what stands in it is not repeated: it may be a secret in the wrong place.

use std::fs;

use ventanilla::config::Config;
use ventanilla::desk::settings::Settings;
use ventanilla::store::Location;

const WINDOW: &str = r#"[site]
listen = "127.0.0.1:8080"
origins = ["https://ventanilla.example"]
[store]
database = "sqlite:rows.sqlite"
objects = "objects"
[secrets]
pepper = "pepper"
salt = "salt"
[directory]
file = "directory.toml"
signature = "directory.toml.minisig"
trusted = ["RWQ"]
seen = "seen"
[release]
hours = [8, 16]
utc_offset = -6
[mail]
server = "smtps://mail.example:465"
from = "Ventanilla <aviso@ventanilla.example>"
operator = "guardia@ventanilla.example"
[mail.institutions]
contraloria = "mesa@contraloria.example"
"#;

const DESK: &str = r#"institution = "contraloria"
[site]
listen = "127.0.0.1:8445"
origins = ["https://mesa.example"]
[window]
url = "https://ventanilla.example"
trusted = ["RWQ"]
[store]
database = "sqlite:desk.sqlite"
envelopes = "envelopes"
seen = "seen"
[keys]
intake = ["keys/intake.age"]
intake_recipient = ["keys/intake.pub"]
recovery_recipient = ["keys/recovery.pub"]
signing = ["keys/signing.key"]
"#;

/// What stands there, what is put in its place, and what the refusal says.
type Mistake = (&'static str, &'static str, &'static str);

const AT_THE_WINDOW: &[Mistake] = &[
    ("[site]\n", "[site]\ncolour = 1\n", "colour"),
    ("listen =", "listn =", "listn"),
    (".example\"]", ".example/\"]", "slash"),
    (".example\"]", ".example/denunciar\"]", "path"),
    ("[\"https://v", "[\"https://V", "small letters"),
    ("[\"https://", "[\"", "https://"),
    (".example\"]", ".example:443\"]", "usual"),
    (
        "sqlite:rows.sqlite",
        "postgres://ana:Secreto-77@db/rows",
        "database_file",
    ),
    (
        "sqlite:rows.sqlite",
        "postgres://db/rows?password=Secreto-77",
        "database_file",
    ),
    ("[8, 16]", "[8, 24]", "0 to 23"),
    ("-6", "15", "-12 to 14"),
    ("-6", "-13", "-12 to 14"),
    (
        "smtps://mail.example",
        "smtps://ana:Secreto-77@mail.example",
        "credentials_file",
    ),
    ("smtps://", "imap://", "smtp://"),
    ("<aviso@ventanilla.example>", "aviso", "e-mail address"),
    ("guardia@ventanilla.example", "guardia", "e-mail address"),
    ("mesa@contraloria.example", "mesa@", "e-mail address"),
    ("pepper = \"pepper\"", "pepper = Secreto-77", ""),
];

const AT_THE_DESK: &[Mistake] = &[
    ("seen =", "sen =", "sen"),
    (".example\"]", ".example/\"]", "slash"),
    (
        "sqlite:desk.sqlite",
        "postgres://ana:Secreto-77@db/desk",
        "database_file",
    ),
];

fn refuse(good: &str, mistakes: &[Mistake], read: impl Fn(&str) -> Result<(), String>) {
    assert_eq!(read(good), Ok(()));
    for (there, instead, says) in mistakes {
        let place = good.find(there).unwrap_or_else(|| panic!("no {there}"));
        let bad = good.replacen(there, instead, 1);
        let complaint = read(&bad).expect_err(instead);
        let more = instead.matches('\n').count().saturating_sub(1);
        let line = format!(
            "line {}:",
            good.split_at(place).0.matches('\n').count() + 1 + more
        );
        assert!(complaint.contains(&line), "{instead}: not {line} in {complaint}");
        assert!(complaint.contains(says), "{instead}: no {says} in {complaint}");
        assert!(!complaint.contains("Secreto"), "{instead}: {complaint}");
    }
}

#[test]
fn what_is_wrong_with_a_window_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("window.toml");
    refuse(WINDOW, AT_THE_WINDOW, |text| {
        fs::write(&file, text).unwrap();
        Config::read(&file).map(drop).map_err(|error| error.to_string())
    });
}

#[test]
fn what_is_wrong_with_a_desk_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desk.toml");
    refuse(DESK, AT_THE_DESK, |text| {
        fs::write(&file, text).unwrap();
        Settings::read(&file).map(drop).map_err(|error| error.to_string())
    });
}

#[test]
fn a_window_without_its_secrets_says_where_they_may_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("window.toml");
    for (lacks, variable) in [("pepper", "VENTANILLA_PEPPER"), ("salt", "VENTANILLA_SALT")] {
        fs::write(&file, WINDOW.replace(&format!("{lacks} = \"{lacks}\"\n"), "")).unwrap();
        let complaint = Config::read(&file).map(drop).unwrap_err().to_string();
        assert!(
            complaint.contains(lacks) && complaint.contains(variable),
            "{complaint}"
        );
    }
}

#[test]
fn paths_of_a_desk_start_at_the_folder_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desk.toml");
    fs::write(&file, DESK).unwrap();
    let settings = Settings::read(&file).unwrap();
    assert_eq!(settings.keys.intake, [folder.path().join("keys/intake.age")]);
    let database = folder.path().join("desk.sqlite");
    assert!(matches!(settings.database(), Ok(Location::Sqlite(path)) if path == database));
}

#[test]
fn a_desk_whose_values_make_no_sense_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desk.toml");
    for (there, instead, says) in [
        (
            "https://ventanilla",
            "http://ventanilla",
            "https://, an .onion address",
        ),
        ("[\"RWQ\"]", "[]", "trusted is empty"),
    ] {
        fs::write(&file, DESK.replace(there, instead)).unwrap();
        let complaint = Settings::read(&file).map(drop).unwrap_err().to_string();
        assert!(complaint.contains(says), "{complaint}");
    }
}
