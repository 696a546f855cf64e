//! What holds whatever is answered and whoever has a desk.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::catalogue::Files;

fn words<T: crate::catalogue::Word + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::ALL.to_vec())
}

/// Desks of every kind in two states and two towns, some for one ente or branch only.
fn pool() -> Vec<Desk> {
    let reaches = [
        Reach::Country,
        state("20"),
        state("21"),
        Reach::Municipality("20067".parse().unwrap()),
        Reach::Municipality("21114".parse().unwrap()),
    ];
    let kinds = ReceiverKind::ALL
        .iter()
        .filter(|kind| **kind != ReceiverKind::Referred);
    let mut pool: Vec<Desk> = kinds
        .flat_map(|kind| reaches.iter().map(move |reach| desk(*kind, reach.clone())))
        .collect();
    for (place, one) in pool.iter_mut().enumerate() {
        if place % 7 == 0 {
            one.entes.insert("ej-20-obras".parse().unwrap());
        }
        if place % 5 == 0 {
            one.branches.insert(Branch::Judicial);
        }
    }
    pool
}

prop_compose! {
    fn some_desks()(desks in subsequence(pool(), 0..=95)) -> Vec<Desk> { desks }
}

prop_compose! {
    fn answers()(
        level in words::<Level>(), branch in words::<Branch>(), money in words::<Money>(), subject in words::<Subject>(),
        natures in subsequence(Nature::ALL.to_vec(), 0..=7),
        accused in subsequence(ReceiverKind::ALL.to_vec(), 0..=4),
        parties in subsequence(pool(), 0..=20),
        places in (select(vec!["", "20", "21", "31"]), select(vec!["", "20067", "21114", "99999"])),
        ente in select(vec!["", "ej-20-obras", "ej-20-fiscalia", "ej-fed-auditoria", "ej-fed-sesna", "nadie"]),
        chosen in select(pool()), cut in 0..20_usize,
    ) -> Answers {
        let ids: Vec<InstitutionId> = parties.into_iter().map(|desk| desk.institution).collect();
        let (accused_institutions, excluded) = ids.split_at(cut.min(ids.len()));
        Answers {
            level, branch, money, subject,
            state: places.0.parse().ok(),
            municipality: places.1.parse().ok(),
            ente: ente.parse().ok(),
            natures: natures.into_iter().collect(),
            accused_kinds: accused.into_iter().collect(),
            accused_institutions: accused_institutions.iter().cloned().collect(),
            excluded: excluded.iter().cloned().collect(),
            chosen: Some(chosen.institution),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn there_is_always_one_decision_and_it_names_nobody_it_must_not(answers in answers(), desks in some_desks()) {
        let desks = Desks::new(desks);
        let decision = decide(&answers, &CATALOGUE, &desks, TODAY);
        prop_assert_eq!(&decision, &decide(&answers, &CATALOGUE, &desks, TODAY));
        let tracks = [Some(&decision.first), decision.second.as_ref()];
        for track in tracks.into_iter().flatten() {
            for reader in track.reader.iter().chain(&track.alternates) {
                prop_assert!(!answers.excluded.contains(reader.institution));
                prop_assert!(!answers.accused_institutions.contains(reader.institution));
                prop_assert!(!answers.accused_kinds.contains(&reader.kind));
                prop_assert!(CATALOGUE.receivers().find(reader.kind).unwrap().takes_anonymous);
                prop_assert!(watches_over_the_accused(&answers, track, reader.kind));
                let has_a_desk = |desk: &Desk| desk.institution == *reader.institution && desk.kind == reader.kind;
                prop_assert!(desks.iter().any(has_a_desk));
            }
            // Whoever is not read by anybody is told why, or is referred on purpose.
            let said = !track.skipped.is_empty() || track.rule.receiver == ReceiverKind::Referred;
            prop_assert!(track.reader.is_some() || said);
            let mut all: Vec<_> = track.reader.iter().chain(&track.alternates).map(|one| one.institution).collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(all.len(), count, "nobody is named twice");
        }
    }

    #[test]
    fn one_desk_more_never_leaves_somebody_without_a_reader(
        answers in answers(), desks in some_desks(), more in select(pool()),
    ) {
        let before = Desks::new(desks.clone());
        let after = Desks::new(desks.into_iter().chain([more]).collect());
        let count = |desks: &Desks| decide(&answers, &CATALOGUE, desks, TODAY).readers().count();
        prop_assert!(count(&before) == 0 || count(&after) > 0);
    }
}

/// Who watches over certain people only reads what is about them: the rule is theirs, or one of them is accused.
fn watches_over_the_accused(answers: &Answers, track: &Track<'_>, kind: ReceiverKind) -> bool {
    let watched = &CATALOGUE.receivers().find(kind).unwrap().only_about;
    let accused = |kind: &ReceiverKind| {
        let passed_over = |one: &Skipped<'_>| one.kind == *kind && one.why == Why::Accused;
        let special = answers.subject != Subject::Ordinary || answers.ente.is_some();
        answers.accused_kinds.contains(kind) || special || track.skipped.iter().any(passed_over)
    };
    watched.is_empty() || track.rule.receiver == kind || watched.iter().any(accused)
}

/// As many rules and institutions as a whole country may come to.
fn country() -> (Catalogue, Desks) {
    let mut files = Files::embedded();
    let text = String::from_utf8(files.find("competencia.csv").unwrap().to_vec()).unwrap();
    let (mut rules, row) = (
        text.clone(),
        text.lines().find(|line| line.starts_with("R13.2,")).unwrap(),
    );
    for number in 100..511 {
        // Each later than the rule that decides, so that it is looked at last, and never.
        rules.push_str(&row.replacen("R13.2,30,", &format!("R13.{number},{number},"), 1));
        rules.push('\n');
    }
    files.put("competencia.csv", rules.into_bytes());
    let catalogue = Catalogue::read(&files).unwrap();
    assert_eq!(catalogue.rules().iter().count(), 500);
    let towns = catalogue.places().municipalities().map(|town| town.key.clone());
    let towns: Vec<MunicipalityKey> = towns.collect();
    let kinds = [K::OicMun, K::ContraloriaEst, K::OicEst, K::OicOrganoEst, K::Fecc];
    let mut desks = everybody();
    for number in 0..10_000_usize.saturating_sub(desks.len()) {
        let (town, kind) = (&towns[number % towns.len()], kinds[number % kinds.len()]);
        let mut one = desk(kind, Reach::Municipality(town.clone()));
        one.institution = id(&format!("mesa-{number}"));
        desks.push(one);
    }
    let desks = Desks::new(desks);
    assert_eq!(desks.iter().count(), 10_000);
    (catalogue, desks)
}

#[test]
fn a_decision_among_500_rules_and_10_000_institutions_looks_at_few() {
    let (catalogue, desks) = country();
    let mut most = 0;
    for nature in Nature::ALL {
        for level in Level::ALL {
            for money in Money::ALL {
                let answers = Answers {
                    money: *money,
                    ..at(*level, Branch::Executive, &[*nature, Crime])
                };
                let mut looks = 0;
                let decision = decide_counting(&answers, &catalogue, &desks, TODAY, &mut looks);
                assert!(decision.is_outside() || decision.readers().next().is_some());
                most = most.max(looks);
            }
        }
    }
    assert!(most < 100, "{most} rules and desks looked at");
}
