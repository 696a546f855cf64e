//! The rules of a directory, which count at every reading.

use ed25519_dalek::VerifyingKey;
use ventanilla::catalogue::Catalogue;
use ventanilla::clock::Day;
use ventanilla::institution::changes::{What, changes};
use ventanilla::institution::{Draft, InstitutionError, Revoked};

use crate::sample;

const SIGNED: &str = include_str!("../keys/sample/directory.toml");

/// A change to the sample, and a piece of the complaint about it.
const FAULTS: [(&str, &str, &str); 35] = [
    (
        "version = 1\n",
        "version = 1\ncolour = 1\n",
        "line 2: unknown field `colour`",
    ),
    ("version = 1\n", "version = 0\n", "version starts at 1"),
    ("version = 1\n", "version = \"1\"\n", "line 1: invalid type"),
    ("version = 1\n", "", "missing field `version`"),
    (
        "valid_until = \"2027",
        "valid_until = \"2025",
        "later than valid_until",
    ),
    (
        "valid_until = \"2027-10-31\"",
        "valid_until = \"mañana\"",
        "line 3: not a day",
    ),
    ("id = \"oic-salud\"", "id = \"OIC\"", "an id is"),
    (
        "id = \"oic-salud\"",
        "id = \"contraloria-puebla\"",
        "stands there twice",
    ),
    (
        "kinds = [\"OIC_FED\"]",
        "kinds = [\"REY\"]",
        "no kind of receiver is called REY: write one of OIC_FED, ",
    ),
    ("kinds = [\"OIC_FED\"]", "kinds = []", "kinds needs at least one"),
    (
        "kinds = [\"OIC_FED\"]",
        "kinds = [\"REFERIDO\"]",
        "REFERIDO is nobody",
    ),
    ("kinds = [\"OIC_FED\"]\n", "", "missing field `kinds`"),
    (
        "kinds = [\"OIC_FED\"]",
        "kinds = [\"OIC_FED\", \"OIC_FED\"]",
        "says something twice",
    ),
    (
        "class = \"classic\"",
        "class = \"hybrid\"",
        "of the institution's class",
    ),
    (
        "accepts_classic_since = \"2026-11-01\"\n",
        "",
        "needs accepts_classic_since",
    ),
    (
        "accepts_classic_since = \"2026-11-01\"\n",
        "accepts_classic_since = \"2026-11-02\"\n",
        "is older than accepts",
    ),
    (
        "class = \"hybrid\"",
        "class = \"hybrid\"\naccepts_classic_since = \"2026-11-01\"",
        "does not go with",
    ),
    ("\nkey = \"", "\nkey = \"AA", "not an Ed25519 public key"),
    (
        "kinds = [\"OIC_FED\"]\n",
        "kinds = [\"OIC_FED\"]\nsigning_key = \"AA\"\n",
        "unknown field `signing_key`",
    ),
    ("es = \"Contraloría", "fr = \"Contraloría", "needs a Spanish one"),
    (
        "es = \"Contraloría",
        "es = \"Contra\\u202Eloría",
        "no control and no invisible",
    ),
    (
        "es = \"Contraloría",
        "ES = \"x\"\nes = \"Contraloría",
        "lower-case letters",
    ),
    (
        "state = [\"21\"]",
        "state = [\"7\"]",
        "7 is no key of the catalogue: not of the form 20",
    ),
    (
        "state = [\"21\"]",
        "municipality = [\"Puebla\"]",
        "Puebla is no key of the catalogue: not of the form 20067",
    ),
    (
        "state = [\"21\"]",
        "state = [\"21\", \"21\"]",
        "says something twice",
    ),
    (
        "branch = [\"EJECUTIVO\"]",
        "branch = [\"NO_SE\"]",
        "leave branch out",
    ),
    (
        "branch = [\"EJECUTIVO\"]",
        "branch = [\"TODO\"]",
        "no branch is called TODO",
    ),
    (
        "state = [\"21\"]",
        "state = [\"21\"]\nplace = 1",
        "unknown field `place`",
    ),
    ("acknowledge = 5", "acknowledge = 0", "clocks must grow"),
    ("answer = 15", "answer = 150", "clocks must grow"),
    ("close = 90", "close = 90000", "invalid value"),
    (
        "until = \"2027-03-31\"",
        "until = \"2026-03-31\"",
        "until is earlier than since",
    ),
    (
        "since = \"2027-03-01\"",
        "since = \"2026-11-01\"",
        "in the order of since",
    ),
    ("recipient = \"age1", "recipient = \"age2", "recipient"),
    (
        "[[institution.intake]]",
        "[[institution.inbox]]",
        "unknown field `inbox`",
    ),
];

#[test]
fn every_rule_is_checked_at_reading() {
    for (from, to, complaint) in FAULTS {
        let changed = SIGNED.replacen(from, to, 1);
        assert_ne!(changed, SIGNED, "{from}");
        let fault = Draft::read(&changed).unwrap_err();
        assert!(fault.to_string().contains(complaint), "{from} -> {to}: {fault}");
    }
    let fault =
        Draft::read("version = 1\nvalid_from = \"2026-11-01\"\nvalid_until = \"2026-11-01\"\n").unwrap_err();
    assert!(fault.what.contains("no institution"));
}

#[test]
fn a_place_that_the_catalogue_does_not_know_is_refused_with_its_line_and_what_to_do() {
    let catalogue = Catalogue::embedded().unwrap();
    let check = |text: &str| Draft::read(text).unwrap().check_places(text, &catalogue);
    assert_eq!(check(SIGNED), Ok(()));
    for (from, to, line, complaint) in [
        (
            "state = [\"21\"]",
            "state = [\"33\"]",
            "state = [\"33\"]",
            "33 is no state: write its INEGI key",
        ),
        (
            "state = [\"21\"]",
            "municipality = [\"21999\"]",
            "municipality = [\"21999\"]",
            "21999 is no municipality: write its INEGI key",
        ),
        (
            "state = [\"21\"]\n",
            "branch = [\"EJECUTIVO\"]\n",
            "kinds = [\"CONTRALORIA_EST\"]",
            "CONTRALORIA_EST is of one place: say in the scope of contraloria-puebla of which",
        ),
    ] {
        let changed = SIGNED.replacen(from, to, 1);
        let fault = check(&changed).unwrap_err();
        assert!(fault.what.starts_with(complaint), "{fault}");
        assert_eq!(changed.lines().nth(fault.line - 1), Some(line));
    }
}

#[test]
fn a_fault_is_said_with_the_line_of_its_institution() {
    let changed = SIGNED.replacen("close = 90\n", "close = 1\n", 2);
    let line = SIGNED.lines().position(|line| line == "[[institution]]").unwrap() + 1;
    assert_eq!(Draft::read(&changed).unwrap_err().line, line);
    let later = SIGNED.replace("es = \"Órgano", "fr = \"Órgano");
    let heads = SIGNED
        .lines()
        .enumerate()
        .filter(|(_, line)| *line == "[[institution]]");
    assert_eq!(Draft::read(&later).unwrap_err().line, heads.last().unwrap().0 + 1);
}

#[test]
fn one_key_cannot_stand_for_two() {
    let mut draft = sample::draft();
    draft.institutions[0].recovery[0].recipient = draft.institutions[0].intake[0].recipient.clone();
    assert!(
        draft
            .to_toml()
            .unwrap_err()
            .what
            .contains("a recipient stands in the directory twice")
    );
    let mut draft = sample::draft();
    draft.institutions[1].intake[0].recipient = draft.institutions[0].intake[0].recipient.clone();
    assert!(
        draft
            .to_toml()
            .unwrap_err()
            .what
            .contains("a recipient stands in the directory twice")
    );
    let mut draft = sample::draft();
    draft.institutions[1].signing[0].key = draft.institutions[0].signing[0].key;
    assert!(draft.to_toml().unwrap_err().what.contains("a signing key stands"));
    let mut draft = sample::draft();
    draft.institutions[1].signing[1].key = draft.institutions[1].signing[0].key;
    assert!(draft.to_toml().unwrap_err().what.contains("a signing key stands"));
    let mut draft = sample::draft();
    draft.institutions[0].signing.clear();
    assert!(draft.to_toml().unwrap_err().what.contains("signing needs a key"));
    let mut draft = sample::draft();
    draft.institutions[1].signing.reverse();
    assert!(
        draft
            .to_toml()
            .unwrap_err()
            .what
            .contains("signing: keys stand in the order of since")
    );
}

#[test]
fn every_signing_key_in_force_on_a_day_may_have_signed_on_it() {
    let draft = sample::draft();
    let prosecutor = draft
        .institutions
        .iter()
        .find(|one| one.signing.len() == 2)
        .unwrap();
    let on = |day: &str| {
        let keys = prosecutor.signing_keys(day.parse().unwrap());
        let place = |key: &VerifyingKey| prosecutor.signing.iter().position(|dated| dated.key == *key);
        keys.filter_map(place).collect::<Vec<_>>()
    };
    assert!(on("2026-10-31").is_empty());
    assert_eq!(on("2027-02-28"), [0]);
    assert_eq!(on("2027-03-01"), [0, 1], "one follows the other without a gap");
    assert_eq!(on("2027-04-01"), [1]);
}

#[test]
fn the_newest_recipient_in_force_is_sealed_to() {
    let draft = sample::draft();
    let fiscalia = draft
        .institutions
        .iter()
        .find(|one| one.intake.len() == 2)
        .unwrap();
    let on = |day: &str| fiscalia.recipients(day.parse().unwrap()).unwrap();
    assert_eq!(on("2027-02-28"), on("2026-11-01"));
    assert_ne!(on("2027-03-01"), on("2027-02-28"), "from its first day");
    assert_eq!(on("2027-04-01"), on("2027-03-01"));
    assert!(fiscalia.recipients("2026-10-31".parse().unwrap()).is_err());
    assert!(fiscalia.custodian("2026-11-23".parse().unwrap()).is_some());
}

/// The sample, with its first institution revoked from a day on.
fn revoked(from: Day) -> Draft {
    let mut draft = sample::draft();
    let reason = "Le robaron las llaves".to_owned();
    draft.institutions[0].revoked = Some(Revoked { from, reason });
    draft
}

#[test]
fn a_revoked_institution_receives_nothing_and_signs_nothing_from_its_day_on() {
    let day: Day = "2026-11-30".parse().unwrap();
    let draft = revoked(day);
    let one = &draft.institutions[0];
    let before = day.plus(-1);
    assert!(one.recipients(before).is_ok() && one.signing_keys(before).count() > 0);
    for day in [day, day.plus(100)] {
        assert!(matches!(one.recipients(day), Err(InstitutionError::Revoked)));
        assert_eq!(one.signing_keys(day).count(), 0);
    }
}

#[test]
fn a_revocation_is_read_as_it_was_written_and_is_loud_whether_it_comes_or_goes() {
    let day: Day = "2026-11-30".parse().unwrap();
    let draft = revoked(day);
    let toml = draft.to_toml().unwrap();
    assert_eq!(Draft::read(&toml).unwrap(), draft);
    let found = changes(&sample::draft(), &draft);
    assert_eq!(found.len(), 1);
    assert!(matches!(&found[0].what, What::Revoked(Some(revoked)) if revoked.from == day));
    assert!(found[0].what.is_loud());
    assert!(changes(&draft, &sample::draft())[0].what.is_loud());
    let hidden = toml.replace("Le robaron", "Le\u{202e}robaron");
    assert!(Draft::read(&hidden).unwrap_err().what.contains("revoked: "));
}
