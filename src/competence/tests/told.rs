//! What the person tells beside level and nature: the ente, what is not known, whom they choose, what is not for here.

use super::*;

#[test]
fn an_ente_says_where_it_is_and_what_its_people_count_as() {
    let mut desks = everybody();
    let mut own = desk(K::OicEst, state("20"));
    own.institution = id("oic-obras");
    own.entes = BTreeSet::from(["ej-20-obras".parse().unwrap()]);
    desks.push(own);
    let desks = Desks::new(desks);
    let of = |ente: &str, nature| Answers {
        ente: Some(ente.parse().unwrap()),
        natures: BTreeSet::from([nature]),
        ..Answers::default()
    };
    let reader = |answers: &Answers| {
        let decision = decide(answers, &CATALOGUE, &desks, TODAY);
        decision.first.reader.unwrap().institution.to_string()
    };
    assert_eq!(reader(&of("ej-20-obras", Serious)), "oic-obras");
    assert_eq!(reader(&of("ej-20-salud", Serious)), "oic-est-20");
    assert_eq!(reader(&of("ej-20-fiscalia", Crime)), "visitaduria-est-20");
    assert_eq!(reader(&of("ej-fed-auditoria", Serious)), "uec-pais");
    let head = Answers {
        subject: Subject::ControlHead,
        ..of("ej-fed-anticorrupcion", Serious)
    };
    assert_eq!(reader(&head), "oic-sabg-pais");
}

#[test]
fn what_is_not_known_is_said_and_somebody_receives_all_the_same() {
    let mut desks = everybody();
    for one in &mut desks {
        if one.kind == K::OicFed {
            one.entes = BTreeSet::from(["ej-fed-salud".parse().unwrap()]);
        }
    }
    let desks = Desks::new(desks);
    let decision_of = |answers: &Answers| {
        let decision = decide(answers, &CATALOGUE, &desks, TODAY);
        (decision.first.reader.unwrap().kind, decision.first.skipped[0].why)
    };
    let federal = at(Level::Federal, Branch::Executive, &[Serious]);
    assert_eq!(
        decision_of(&federal),
        (K::SabgCentral, Why::Unknown(Missing::Ente))
    );
    let nowhere = Answers {
        state: None,
        municipality: None,
        ..at(Level::Unknown, Branch::Unknown, &[Undetermined])
    };
    assert_eq!(
        decision_of(&nowhere),
        (K::SabgCentral, Why::Unknown(Missing::State))
    );
    let town = Answers {
        municipality: None,
        ..town(&[Serious])
    };
    assert_eq!(
        decision_of(&town),
        (K::ContraloriaEst, Why::Unknown(Missing::Municipality))
    );
    let elsewhere = Answers {
        municipality: Some("20002".parse().unwrap()),
        ..town
    };
    assert_eq!(decision_of(&elsewhere), (K::ContraloriaEst, Why::NoDesk));
}

#[test]
fn the_person_may_choose_among_those_who_may_receive() {
    let all = Desks::new(everybody());
    let chosen = |name: &str| Answers {
        money: Money::Unknown,
        chosen: Some(id(name)),
        ..town(&[Serious, Crime])
    };
    let first = |answers: &Answers| {
        let decision = decide(answers, &CATALOGUE, &all, TODAY);
        let reader = decision.first.reader.unwrap();
        (reader.institution.to_string(), reader.by)
    };
    assert_eq!(first(&chosen("efsl-20")), ("efsl-20".to_owned(), Chooser::Person));
    assert_eq!(
        first(&chosen("femcc-pais")),
        ("femcc-pais".to_owned(), Chooser::Person)
    );
    assert_eq!(
        first(&chosen("tdj-pais")),
        ("oic-mun-20067".to_owned(), Chooser::Rules)
    );
    let answers = chosen("efsl-20");
    let decision = decide(&answers, &CATALOGUE, &all, TODAY);
    assert_eq!(decision.first.alternates[0].kind, K::OicMun);
}

#[test]
fn what_is_not_for_here_is_referred_unless_something_else_was_ticked() {
    let all = Desks::new(everybody());
    let decision_of = |natures: &[Nature]| decide(&town(natures), &CATALOGUE, &all, TODAY).is_outside();
    assert!(decision_of(&[Outside]));
    assert!(!decision_of(&[Outside, Minor]) && !decision_of(&[Outside, Undetermined]) && !decision_of(&[]));
    assert_eq!(kinds(&town(&[Outside]), &all), []);
    assert_eq!(kinds(&town(&[]), &all), [K::OicMun]);
}

#[test]
fn who_is_accused_as_one_kind_does_not_receive_as_another() {
    let prosecutor = |kind| Desk {
        institution: id("fiscalia-20"),
        ..desk(kind, state("20"))
    };
    let both = Desks::new(vec![prosecutor(K::Fecc), prosecutor(K::VisitaduriaEst)]);
    let ordinary = at(Level::State, Branch::Executive, &[Crime]);
    assert_eq!(kinds(&ordinary, &both), [K::Fecc]);
    let accused = Answers {
        subject: Subject::Prosecutor,
        ..ordinary
    };
    let decision = decide(&accused, &CATALOGUE, &both, TODAY);
    assert_eq!(decision.readers().count(), 0, "its inspectorate has the same key");
    assert!(decision.first.skipped.iter().any(|one| one.why == Why::Accused));
    let apart = Desks::new(vec![prosecutor(K::Fecc), desk(K::VisitaduriaEst, state("20"))]);
    assert_eq!(kinds(&accused, &apart), [K::VisitaduriaEst]);
}

#[test]
fn whoever_was_revoked_is_told_with_the_day_and_passed_over_as_if_there_were_no_desk() {
    let (revoked, open): (Vec<Desk>, Vec<Desk>) =
        everybody().into_iter().partition(|desk| desk.kind == K::OicMun);
    let name = revoked[0].institution.clone();
    let from = TODAY.plus(-3);
    let dated = revoked.into_iter().map(|desk| (desk, from));
    let desks = Desks::new(open).with_revoked(dated.collect());
    let skipped = |answers: &Answers| {
        let decision = decide(answers, &CATALOGUE, &desks, TODAY);
        assert_eq!(decision.first.reader.unwrap().kind, K::ContraloriaEst);
        let told = decision.first.skipped.iter();
        told.map(|one| (one.institution.cloned(), one.why))
            .collect::<Vec<_>>()
    };
    let town = town(&[Serious]);
    assert_eq!(skipped(&town), [(Some(name.clone()), Why::Revoked(from))]);
    // What the person said of it comes first, so that she can take it back.
    let excluding = Answers {
        excluded: BTreeSet::from([name.clone()]),
        ..town.clone()
    };
    assert_eq!(skipped(&excluding), [(Some(name), Why::Excluded)]);
    // Nobody is asked for a place that leads to nobody.
    let nowhere = Answers {
        municipality: None,
        ..town
    };
    assert_eq!(skipped(&nowhere), [(None, Why::NoDesk)]);
}
