use proptest::prelude::*;

use super::*;
use crate::institution::{Clocks, DatedRecipient, Kind, Nature, Scope};
use crate::random::SeededRandom;
use crate::seal::{Class, Identity};

pub(super) const TODAY: Day = Day::from_number(20_780);

pub(super) fn id(text: &str) -> InstitutionId {
    text.parse().unwrap()
}

fn institution(name: &str, kind: Kind, level: &[Level], state: &[&str], nature: &[Nature]) -> Institution {
    let seed = name.bytes().map(u64::from).sum();
    let dated = |seed| DatedRecipient {
        since: TODAY,
        until: None,
        recipient: Identity::generate(Class::Classic, &SeededRandom::new(seed))
            .unwrap()
            .recipient(),
    };
    Institution {
        id: id(name),
        kind,
        class: Class::Classic,
        accepts_classic_since: Some(TODAY),
        alternates: Vec::new(),
        contact: None,
        names: BTreeMap::from([("es".to_owned(), name.to_owned())]),
        scope: Scope {
            level: level.to_vec(),
            state: state.iter().map(|&key| key.to_owned()).collect(),
            nature: nature.to_vec(),
        },
        clocks: Clocks {
            acknowledge: 5,
            answer: 20,
            close: 120,
        },
        signing: Vec::new(),
        intake: vec![dated(seed)],
        recovery: vec![dated(seed + 10_000)],
        custodian: Vec::new(),
    }
}

pub(super) fn everybody() -> BTreeMap<InstitutionId, Institution> {
    use Kind::{AntiCorruptionProsecutor, Auditor, Comptroller, InternalControl};
    use Level::{Federal, Municipal, State};
    use Nature::{Administrative, Crime};
    [
        institution("sabg", Comptroller, &[Federal], &[], &[Administrative]),
        institution("oic-salud", InternalControl, &[Federal], &[], &[Administrative]),
        institution("femcc", AntiCorruptionProsecutor, &[Federal], &[], &[Crime]),
        institution(
            "contraloria-oaxaca",
            Comptroller,
            &[State, Municipal],
            &["20"],
            &[Administrative],
        ),
        institution(
            "fiscalia-oaxaca",
            AntiCorruptionProsecutor,
            &[State, Municipal],
            &["20"],
            &[Crime],
        ),
        institution("auditoria-oaxaca", Auditor, &[State], &["20"], &[Administrative]),
        institution(
            "oic-juarez",
            InternalControl,
            &[Municipal],
            &["20"],
            &[Administrative],
        ),
        institution(
            "contraloria-puebla",
            Comptroller,
            &[State],
            &["21"],
            &[Administrative],
        ),
        institution(
            "otra",
            Kind::Other,
            &[Federal, State, Municipal],
            &[],
            &[Administrative, Crime],
        ),
    ]
    .into_iter()
    .map(|one| (one.id.clone(), one))
    .collect()
}

pub(super) fn answers(level: Level, state: Option<&str>, situations: &[&str]) -> Answers {
    Answers {
        level: Some(level),
        state: state.map(str::to_owned),
        situations: situations.iter().map(|&key| key.to_owned()).collect(),
        ..Answers::default()
    }
}

fn reader(answers: &Answers) -> Option<String> {
    let decision = choose_among(answers, &everybody(), TODAY);
    decision.reader().map(ToString::to_string)
}

#[test]
fn each_level_and_nature_has_its_reader() {
    let oaxaca = Some("20");
    for (answers, expected) in [
        (answers(Level::Federal, None, &["contracts"]), "oic-salud"),
        (answers(Level::Federal, None, &["bribe"]), "femcc"),
        (answers(Level::State, oaxaca, &["neglect"]), "contraloria-oaxaca"),
        (
            answers(Level::State, oaxaca, &["contracts", "bribe"]),
            "fiscalia-oaxaca",
        ),
        (answers(Level::Municipal, oaxaca, &["unknown"]), "oic-juarez"),
        (answers(Level::Municipal, oaxaca, &["threats"]), "fiscalia-oaxaca"),
        (
            answers(Level::State, Some("21"), &["abuse"]),
            "contraloria-puebla",
        ),
        (
            answers(Level::State, Some("21"), &["bribe"]),
            "contraloria-puebla",
        ),
        (
            answers(Level::Municipal, Some("21"), &["abuse"]),
            "contraloria-puebla",
        ),
    ] {
        assert_eq!(reader(&answers).as_deref(), Some(expected), "{answers:?}");
    }
}

#[test]
fn federal_money_brings_a_state_crime_to_the_federal_prosecutor() {
    let mut answers = answers(Level::State, Some("20"), &["taking"]);
    answers.federal_money = Knowledge::Yes;
    assert_eq!(reader(&answers).as_deref(), Some("femcc"));
    answers.excluded.insert(id("femcc"));
    assert_eq!(reader(&answers).as_deref(), Some("fiscalia-oaxaca"));
}

#[test]
fn the_person_may_choose_among_the_competent_only() {
    let mut answers = answers(Level::State, Some("20"), &["neglect"]);
    answers.chosen = Some(id("fiscalia-oaxaca"));
    let Decision::Reader(Reader { institution, by, .. }) = choose_among(&answers, &everybody(), TODAY) else {
        panic!("nobody");
    };
    assert_eq!((institution, by), (id("fiscalia-oaxaca"), Chooser::Person));
    answers.chosen = Some(id("contraloria-puebla"));
    assert_eq!(reader(&answers).as_deref(), Some("contraloria-oaxaca"));
}

#[test]
fn what_is_only_an_offence_never_falls_to_a_prosecutor_by_itself() {
    let mut answers = answers(Level::State, Some("20"), &["neglect"]);
    answers.excluded = [id("contraloria-oaxaca"), id("auditoria-oaxaca")].into();
    let Decision::Nobody {
        skipped, alternates, ..
    } = choose_among(&answers, &everybody(), TODAY)
    else {
        panic!("somebody");
    };
    assert_eq!(skipped.len(), 2);
    assert_eq!(alternates[0].institution, id("fiscalia-oaxaca"));
}

#[test]
fn services_labour_and_private_disputes_are_not_received() {
    let outside = answers(Level::State, Some("20"), &["service", "private"]);
    assert_eq!(choose_among(&outside, &everybody(), TODAY), Decision::OutOfScope);
    let mixed = answers(Level::State, Some("20"), &["service", "bribe"]);
    assert_eq!(reader(&mixed).as_deref(), Some("fiscalia-oaxaca"));
}

#[test]
fn who_has_no_key_in_force_is_skipped_and_named() {
    let mut institutions = everybody();
    institutions.get_mut(&id("fiscalia-oaxaca")).unwrap().intake[0].since = TODAY.plus(1);
    let answers = answers(Level::State, Some("20"), &["bribe"]);
    let Decision::Reader(Reader {
        institution, skipped, ..
    }) = choose_among(&answers, &institutions, TODAY)
    else {
        panic!("nobody");
    };
    assert_eq!(institution, id("contraloria-oaxaca"));
    assert_eq!(skipped[0].institution, Some(id("fiscalia-oaxaca")));
    assert_eq!(skipped[0].why, Why::NoDesk);
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let levels = [
        None,
        Some(Level::Federal),
        Some(Level::State),
        Some(Level::Municipal),
    ];
    let states = [
        None,
        Some("20".to_owned()),
        Some("21".to_owned()),
        Some("09".to_owned()),
    ];
    let situations: Vec<String> = Field::Situation
        .choices()
        .unwrap()
        .iter()
        .map(|choice| choice.key.to_owned())
        .collect();
    let ids: Vec<InstitutionId> = everybody().into_keys().collect();
    let knowledge = [Knowledge::No, Knowledge::Unknown, Knowledge::Yes];
    let accused = prop_oneof![
        Just(Accused::Nowhere),
        Just(Accused::Somewhere),
        prop::sample::subsequence(ids.clone(), 1..5).prop_map(|ids| Accused::At(ids.into_iter().collect())),
    ];
    (
        prop::sample::select(levels.to_vec()),
        prop::sample::select(states.to_vec()),
        prop::sample::subsequence(situations, 0..4),
        prop::sample::select(knowledge.to_vec()),
        accused,
        prop::sample::subsequence(ids.clone(), 0..5),
        prop::option::of(prop::sample::select(ids)),
    )
        .prop_map(
            |(level, state, situations, money, accused, excluded, chosen)| Answers {
                level,
                state,
                situations: situations.into_iter().collect(),
                federal_money: money,
                accused,
                excluded: excluded.into_iter().collect(),
                chosen,
            },
        )
}

proptest! {
    #[test]
    fn a_decision_is_repeatable_and_never_names_the_excluded_nor_the_incompetent(
        answers in any_answers(),
        kept in prop::sample::subsequence(everybody().into_iter().collect::<Vec<_>>(), 0..9),
    ) {
        let institutions: BTreeMap<_, _> = kept.into_iter().collect();
        let decision = choose_among(&answers, &institutions, TODAY);
        prop_assert_eq!(&decision, &choose_among(&answers, &institutions, TODAY));
        let mut offered = Vec::new();
        if let Decision::Reader(Reader { institution, rule, alternates, .. }) = &decision {
            offered.push((institution, *rule));
            offered.extend(alternates.iter().map(|one| (&one.institution, one.rule)));
        }
        if let Decision::Nobody { alternates, .. } = &decision {
            offered.extend(alternates.iter().map(|one| (&one.institution, one.rule)));
        }
        for (offered, rule) in offered {
            prop_assert!(!answers.excluded.contains(offered));
            if let Accused::At(accused) = &answers.accused {
                prop_assert!(!accused.contains(offered));
            }
            let institution = institutions.get(offered).unwrap();
            prop_assert!(candidates::is_in_scope(institution, rule, &answers));
        }
    }
}
