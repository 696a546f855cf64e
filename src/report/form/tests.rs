use super::*;

fn filled() -> ReportForm {
    let mut form = ReportForm::default();
    for (name, value) in [
        ("level", "municipal"),
        ("state", "20"),
        ("municipality", "San Juan Mixtepec"),
        ("situation", "bribe"),
        ("situation", "threats"),
        ("federal_money", "unknown"),
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
    let report = filled().parse(&Limits::default()).unwrap();
    assert_eq!(report.text(), "Pidió mil pesos.\nDos veces.");
    assert_eq!(report.exclusions(), ["oic-municipal"]);
    let answers = report.answers();
    assert!(answers.contains(&("situation", "bribe")) && answers.contains(&("situation", "threats")));
    assert!(
        !answers
            .iter()
            .any(|(key, _)| ["token", "exclude", "invented"].contains(key))
    );
    assert_eq!(format!("{report:?}"), "Report(..)");
}

#[test]
fn what_is_missing_or_too_long_is_named_with_its_measure() {
    let mut form = filled();
    form.set("story", " \r\n ");
    form.set("state", "33");
    form.set("who", "é".repeat(2_003));
    let errors = form.parse(&Limits::default()).unwrap_err();
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
    assert!(form.parse(&limits).is_ok());
    form.set("story", "ab\r\ncde");
    let errors = form.parse(&limits).unwrap_err();
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
fn nobody_can_fill_the_memory_with_values() {
    let mut form = ReportForm::default();
    for number in 0..1_000 {
        form.set("situation", number.to_string());
    }
    assert_eq!(form.values(Field::Situation).len(), MOST_VALUES);
}
