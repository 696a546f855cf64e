//! Faults that somebody puts into a cell: each is found and named with file, line, column, value and remedy.

use ventanilla::text::{Language, Text};

use super::Edited;

/// Holds the one fault of `edited` to its place, its value and a piece of what is said.
pub(super) fn named(edited: &Edited, place: &str, said: &str, remedy: &str) {
    let fault = edited.fault();
    let english = fault.to_string();
    let (first, second) = english.split_once("\n  ").expect("what, then what to do");
    assert!(first.starts_with(place), "{english}");
    assert!(first.contains(said) && second.contains(remedy), "{english}");
    let spanish = fault.say(Text::of(Language::Es));
    assert_ne!(spanish, english);
    assert!(
        !spanish.contains("catalogue-") && !spanish.contains('{'),
        "{spanish}"
    );
}

pub(super) fn at(file: &str, line: u64, column: &str, value: &str) -> String {
    format!("{file}:{line}: column “{column}”, says “{value}”: ")
}

#[test]
fn a_key_of_the_wrong_form_shows_an_example() {
    for (file, key, value, example) in [
        ("entidades.csv", "32", "Z", "20"),
        ("municipios.csv", "01001", "1001", "20067"),
        ("competencia.csv", "R01", "1", "R08.1"),
        ("entes.csv", "ej-20-obras", "Obras", "ej-20-obras"),
        ("situaciones.csv", "no_se", "No sé", "pidio_dinero"),
    ] {
        let column = if file == "competencia.csv" {
            "regla"
        } else {
            "clave"
        };
        let edited = Edited::new().cell(file, key, column, value);
        let faults = edited.faults();
        let fault = faults.iter().find(|fault| fault.value == value).unwrap();
        assert_eq!((fault.file, fault.column), (file, column));
        assert_eq!(fault.line, Some(edited.line_of(file, value)));
        assert!(
            fault.to_string().contains(&format!("An example: {example}.")),
            "{fault}"
        );
    }
}

#[test]
fn a_key_that_stands_there_twice_is_named_at_its_second_line_with_the_first() {
    for (file, key, column) in [
        ("entidades.csv", "20", "clave"),
        ("municipios.csv", "20067", "clave"),
        ("conductas.csv", "CPF-222", "clave"),
        ("situaciones.csv", "no_se", "clave"),
        ("receptores.csv", "FECC", "clave"),
        ("competencia.csv", "R13.1", "regla"),
        ("entes.csv", "ej-20-obras", "clave"),
        ("calendario.csv", "2027-05-01", "fecha"),
    ] {
        let edited = Edited::new().copied(file, key, key);
        let (first, last) = (
            edited.line_of(file, key),
            edited.text(file).lines().count() as u64,
        );
        let said = format!("stands on line {first} already");
        named(&edited, &at(file, last, column, key), &said, "another key");
    }
}

#[test]
fn a_rule_that_ends_before_it_begins_is_named() {
    let edited = Edited::new().cell("competencia.csv", "R01", "desde", "2027-01-01");
    let edited = edited.cell("competencia.csv", "R01", "hasta", "2026-12-31");
    let line = edited.line_of("competencia.csv", "R01");
    let place = at("competencia.csv", line, "hasta", "2026-12-31");
    named(
        &edited,
        &place,
        "before the first (2027-01-01)",
        "Correct one of the two dates",
    );
}

#[test]
fn a_kind_of_receiver_without_its_line_and_a_table_without_a_referral_are_named() {
    let edited = Edited::new().without("receptores.csv", "UEC");
    named(
        &edited,
        "receptores.csv: ",
        "receiver kind UEC is missing",
        "each kind has one",
    );
    let edited = Edited::new().without("competencia.csv", "R99");
    named(
        &edited,
        "competencia.csv: ",
        "no rule says where to go",
        "receptor REFERIDO",
    );
}

#[test]
fn a_file_that_is_missing_empty_or_of_another_encoding_is_named() {
    for file in ["competencia.csv", "entidades.csv", "catalogo.toml"] {
        let fault = Edited::new().file(file, "").fault();
        assert!(
            fault
                .to_string()
                .starts_with(&format!("{file}: the file is not there, or it is empty.\n"))
        );
    }
    let text = Edited::new().text("calendario.csv");
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    let edited = Edited::new().file("calendario.csv", latin);
    named(&edited, "calendario.csv:2: ", "not saved as UTF-8", "CSV UTF-8");
}

#[test]
fn what_a_spreadsheet_does_to_a_table_is_either_read_or_named() {
    let text = Edited::new().text("calendario.csv");
    let marked = Edited::new().file(
        "calendario.csv",
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
    );
    assert_eq!(marked.faults(), []);
    let semicolons = Edited::new().file("calendario.csv", text.replace(',', ";"));
    named(
        &semicolons,
        "calendario.csv:1: ",
        "not parted by commas",
        "comma delimited",
    );
    let headings = Edited::new().replaced("calendario.csv", "motivo", "razon");
    let place = at("calendario.csv", 1, "motivo", "razon");
    named(
        &headings,
        &place,
        "headings are not the ones",
        "exactly: fecha,motivo,fundamento,certeza",
    );
    let short = Edited::new().replaced(
        "calendario.csv",
        "2027-05-01,Día del trabajo,",
        "2027-05-01,Día, del trabajo,",
    );
    let line = short.line_of("calendario.csv", "2027-05-01");
    named(
        &short,
        &format!("calendario.csv:{line}: "),
        "(has / must have: 5 / 4)",
        "between quotes",
    );
}

#[test]
fn a_manifest_that_does_not_follow_its_form_is_named_with_its_line() {
    for (from, to, line, said) in [
        ("version = 1", "version = 0", 1, "not a number"),
        (
            "version = 1",
            "version = \"uno\"",
            1,
            "does not follow its format",
        ),
        ("2028-12-31", "2026-10-31", 3, "before the first (2026-11-01)"),
        ("2028-12-31", "31-12-2028", 3, "does not follow its format"),
        (
            "municipios_por_confirmar = false",
            "otra_cosa = false",
            4,
            "unknown field `otra_cosa`",
        ),
    ] {
        let edited = Edited::new().replaced("catalogo.toml", from, to);
        named(&edited, &format!("catalogo.toml:{line}: "), said, "");
    }
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let edited = Edited::new()
        .cell("competencia.csv", "R01", "receptor", "X")
        .cell("competencia.csv", "R01", "nivel", "Y")
        .cell("entes.csv", "ej-20-obras", "sujeto", "Z")
        .replaced("catalogo.toml", "version = 1", "version = 0");
    let values: Vec<String> = edited.faults().into_iter().map(|fault| fault.value).collect();
    assert_eq!(values, ["0", "Y", "X", "Z"]);
}
