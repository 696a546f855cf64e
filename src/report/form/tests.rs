use std::sync::LazyLock;

use super::*;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().unwrap());

fn filled() -> ReportForm {
    let mut form = ReportForm::default();
    for (name, value) in [
        ("level", "MUNICIPAL"),
        ("state", "20"),
        ("municipality", "20208"),
        ("ente_name", "la tesorería"),
        ("situation", "pidio_dinero"),
        ("situation", "amenazas"),
        ("federal_money", "no_se"),
        ("exclude", "oic-municipal"),
        ("story", "Pidió mil pesos.\r\nDos veces."),
        ("who", "La persona de la ventanilla 3"),
        ("token", "abc"),
        ("invented", "x"),
    ] {
        form.set(name, value);
    }
    form
}

#[test]
fn a_whole_form_becomes_a_report() {
    let report = filled().parse(&Limits::default(), &CATALOGUE).unwrap();
    assert_eq!(report.text(), "Pidió mil pesos.\nDos veces.");
    assert_eq!(report.exclusions(), ["oic-municipal"]);
    let answers = report.answers(&CATALOGUE, Language::Es);
    let named = |key: &str| -> Vec<(&str, Option<&str>)> {
        let found = answers.iter().filter(|answer| answer.key == key);
        found
            .map(|answer| (answer.value, answer.name.as_deref()))
            .collect()
    };
    assert_eq!(
        named("municipality"),
        [("20208", Some("San Juan Mixtepec (20208)"))],
        "the state has two of that name"
    );
    assert_eq!(named("ente_name"), [("la tesorería", None)]);
    let situations: Vec<&str> = named("situation").iter().map(|(key, _)| *key).collect();
    assert_eq!(situations, ["pidio_dinero", "amenazas"]);
    assert!(named("situation").iter().all(|(_, name)| name.is_some()));
    for key in ["token", "exclude", "invented", "ente_looked"] {
        assert_eq!(named(key), []);
    }
    assert_eq!(format!("{report:?}"), "Report(..)");
}

#[test]
fn what_is_missing_or_too_long_is_named_with_its_measure() {
    let mut form = filled();
    form.set("story", " \r\n ");
    form.set("state", "33");
    form.set("who", "é".repeat(2_003));
    let errors = form.parse(&Limits::default(), &CATALOGUE).unwrap_err();
    let expected = [
        (Field::State, Fault::Missing),
        (Field::Story, Fault::Missing),
        (
            Field::Who,
            Fault::TooLong {
                limit: 2_000,
                over: 3,
            },
        ),
    ];
    let found: Vec<_> = errors.0.iter().map(|error| (error.field, error.fault)).collect();
    assert_eq!(found, expected);
    assert_eq!(errors.part(), Some(Part::Where));
}

#[test]
fn an_end_of_line_counts_once() {
    let mut form = filled();
    let limits = Limits {
        story_characters: 5,
        ..Limits::default()
    };
    form.set("story", "ab\r\ncd");
    assert!(form.parse(&limits, &CATALOGUE).is_ok());
    form.set("story", "ab\r\ncde");
    let errors = form.parse(&limits, &CATALOGUE).unwrap_err();
    assert_eq!(errors.0[0].fault, Fault::TooLong { limit: 5, over: 1 });
}

#[test]
fn what_is_included_again_is_no_longer_excluded() {
    let mut form = filled();
    form.set("choose", "oic-municipal");
    form.set("exclude", "fiscalia");
    form.set("include", "fiscalia");
    form.settle();
    assert_eq!(form.values(Field::Exclude), ["oic-municipal"]);
    assert_eq!(
        form.value(Field::Choose),
        "",
        "an excluded institution cannot be the chosen one"
    );
}

#[test]
fn every_form_carries_what_the_others_ask() {
    let form = filled();
    let names = |part| {
        form.carried(part)
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert!(!names(Part::Where).contains(&"level") && names(Part::Where).contains(&"story"));
    assert_eq!(names(Part::Seal)[..2], ["story", "level"], "the story first");
    assert!(!names(Part::What).contains(&"story") && names(Part::What).contains(&"exclude"));
    assert!(
        !names(Part::What).contains(&"token"),
        "what binds the last form is made anew"
    );
}

#[test]
fn what_is_left_of_an_answer_that_was_changed_decides_nothing() {
    let agreed = |changes: &[(&str, &str)]| {
        let mut form = filled();
        form.set("ente", "ej-20067-agua");
        form.set("municipality", "20067");
        for (name, value) in changes {
            form.set(name, *value);
        }
        form.agree(&CATALOGUE);
        [Field::State, Field::Municipality, Field::Ente].map(|field| form.value(field).to_owned())
    };
    assert_eq!(agreed(&[]), ["20", "20067", "ej-20067-agua"]);
    assert_eq!(agreed(&[("level", "NO_SE")]), ["20", "20067", "ej-20067-agua"]);
    assert_eq!(agreed(&[("level", "ESTATAL")]), ["20", "", ""]);
    assert_eq!(agreed(&[("level", "FEDERAL")]), ["", "", ""]);
    assert_eq!(agreed(&[("state", "21")]), ["21", "", ""]);
    assert_eq!(agreed(&[("municipality", "20043")]), ["20", "20043", ""]);
    assert_eq!(agreed(&[("ente", "ej-fed-agua")]), ["20", "20067", ""]);
}

#[test]
fn words_are_looked_for_once_and_what_was_found_for_others_is_forgotten() {
    let mut form = filled();
    assert!(form.seeks_ente());
    form.note_search();
    form.set("ente", "ej-20-obras");
    assert!(!form.seeks_ente());
    form.note_search();
    assert_eq!(form.value(Field::Ente), "ej-20-obras");
    form.set("ente_name", "agua");
    assert!(form.seeks_ente());
    form.note_search();
    assert_eq!(form.value(Field::Ente), "");
}

#[test]
fn nobody_can_fill_the_memory_with_values() {
    let mut form = ReportForm::default();
    for number in 0..1_000 {
        form.set("situation", number.to_string());
    }
    assert_eq!(form.values(Field::Situation).len(), MOST_VALUES);
}
