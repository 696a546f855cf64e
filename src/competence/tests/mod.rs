use std::sync::LazyLock;

use super::*;
use crate::catalogue::Word as _;

mod always;
mod told;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().unwrap());

const TODAY: Day = Day::from_number(20_780);

fn id(text: &str) -> InstitutionId {
    text.parse().unwrap()
}

fn desk(kind: ReceiverKind, reach: Reach) -> Desk {
    let place = match &reach {
        Reach::Country => "pais",
        Reach::State(key) => key.as_str(),
        Reach::Municipality(key) => key.as_str(),
    };
    let name = format!("{}-{place}", kind.word().to_lowercase().replace('_', "-"));
    Desk {
        institution: id(&name),
        kind,
        reach,
        branches: BTreeSet::new(),
        entes: BTreeSet::new(),
    }
}

fn state(key: &str) -> Reach {
    Reach::State(key.parse().unwrap())
}

/// Everybody who can have a desk, in Oaxaca and its capital.
fn everybody() -> Vec<Desk> {
    let kinds = ReceiverKind::ALL
        .iter()
        .filter(|kind| **kind != ReceiverKind::Referred);
    let reach = |kind: &ReceiverKind| match CATALOGUE.receivers().find(*kind).unwrap().level.unwrap() {
        Level::Federal | Level::Unknown => Reach::Country,
        Level::State => state("20"),
        Level::Municipal => Reach::Municipality("20067".parse().unwrap()),
    };
    kinds.map(|kind| desk(*kind, reach(kind))).collect()
}

fn without(kinds: &[ReceiverKind]) -> Desks {
    Desks::new(
        everybody()
            .into_iter()
            .filter(|desk| !kinds.contains(&desk.kind))
            .collect(),
    )
}

fn at(level: Level, branch: Branch, natures: &[Nature]) -> Answers {
    Answers {
        level,
        branch,
        state: Some("20".parse().unwrap()),
        municipality: Some("20067".parse().unwrap()),
        natures: natures.iter().copied().collect(),
        money: Money::Other,
        ..Answers::default()
    }
}

fn town(natures: &[Nature]) -> Answers {
    at(Level::Municipal, Branch::Unknown, natures)
}

/// The kinds that receive, in order.
fn kinds(answers: &Answers, desks: &Desks) -> Vec<ReceiverKind> {
    let decision = decide(answers, &CATALOGUE, desks, TODAY);
    decision.readers().map(|reader| reader.kind).collect()
}

use Nature::{Audit, Crime, Minor, Outside, Private, Serious, Undetermined};
use ReceiverKind as K;

#[test]
fn each_level_and_branch_has_its_receiver() {
    let all = Desks::new(everybody());
    for (level, branch, nature, expected) in [
        (Level::Federal, Branch::Executive, Minor, K::OicFed),
        (Level::Federal, Branch::Executive, Crime, K::Femcc),
        (Level::Federal, Branch::Legislative, Serious, K::OicLegFed),
        (Level::Federal, Branch::Judicial, Private, K::Tdj),
        (
            Level::Federal,
            Branch::Autonomous,
            Undetermined,
            K::OicAutonomoFed,
        ),
        (Level::State, Branch::Executive, Serious, K::OicEst),
        (Level::State, Branch::Judicial, Minor, K::OicOrganoEst),
        (Level::State, Branch::Executive, Crime, K::Fecc),
        (Level::State, Branch::Executive, Audit, K::Efsl),
        (Level::Municipal, Branch::Unknown, Serious, K::OicMun),
        (Level::Municipal, Branch::Unknown, Crime, K::Fecc),
        (Level::Unknown, Branch::Unknown, Undetermined, K::ContraloriaEst),
    ] {
        let answers = at(level, branch, &[nature]);
        assert_eq!(kinds(&answers, &all), [expected], "{level} {branch} {nature}");
    }
}

#[test]
fn a_story_that_is_an_offence_and_a_crime_goes_to_two_institutions() {
    let all = Desks::new(everybody());
    let answers = town(&[Serious, Crime, Undetermined]);
    assert_eq!(kinds(&answers, &all), [K::OicMun, K::Fecc]);
    let federal = Answers {
        money: Money::Federal,
        ..answers.clone()
    };
    assert_eq!(kinds(&federal, &all), [K::OicMun, K::Femcc]);
    // Where nobody takes the offence, whoever takes the crime comes first.
    let prosecutor = Desks::new(vec![desk(K::Fecc, state("20"))]);
    let decision = decide(&answers, &CATALOGUE, &prosecutor, TODAY);
    assert_eq!(decision.first.rule.id.as_str(), "R11.1");
    assert!(decision.second.is_some_and(|track| track.reader.is_none()));
}

#[test]
fn whoever_has_no_desk_is_followed_up_the_chain_and_that_is_said() {
    let desks = without(&[K::OicMun]);
    let answers = town(&[Serious]);
    let decision = decide(&answers, &CATALOGUE, &desks, TODAY);
    assert_eq!(decision.first.reader.unwrap().kind, K::ContraloriaEst);
    assert_eq!(decision.first.rule.id.as_str(), "R13.2");
    let [skipped] = decision.first.skipped.as_slice() else {
        panic!("{decision:?}")
    };
    assert_eq!(
        (skipped.kind, skipped.institution, skipped.why),
        (K::OicMun, None, Why::NoDesk)
    );
    let desks = without(&[K::OicMun, K::ContraloriaEst, K::Efsl]);
    let decision = decide(&answers, &CATALOGUE, &desks, TODAY);
    assert_eq!(decision.readers().count(), 0);
    let tried: Vec<_> = decision.first.skipped.iter().map(|one| one.kind).collect();
    assert_eq!(tried, [K::OicMun, K::ContraloriaEst, K::Efsl]);
}

#[test]
fn the_accused_are_followed_by_the_rules_alternates() {
    let all = Desks::new(everybody());
    let accused = |kind: K, answers: Answers| Answers {
        accused_kinds: BTreeSet::from([kind]),
        ..answers
    };
    let federal = |nature| at(Level::Federal, Branch::Executive, &[nature]);
    assert_eq!(
        kinds(&accused(K::OicFed, federal(Serious)), &all),
        [K::SabgCentral]
    );
    assert_eq!(
        kinds(&accused(K::Femcc, federal(Crime)), &all),
        [K::FgrAsuntosInternos]
    );
    assert_eq!(
        kinds(&accused(K::Fecc, town(&[Crime])), &all),
        [K::VisitaduriaEst]
    );
    assert_eq!(
        kinds(&accused(K::OicMun, town(&[Serious])), &all),
        [K::ContraloriaEst]
    );
    let judicial = at(Level::Federal, Branch::Judicial, &[Serious]);
    assert_eq!(kinds(&accused(K::Tdj, judicial), &all), []);
    let money = Answers {
        money: Money::Federal,
        ..town(&[Serious])
    };
    assert_eq!(kinds(&accused(K::OicMun, money), &all), [K::Efsl]);
}

#[test]
fn whom_the_person_excludes_is_passed_by_and_always_said() {
    let all = Desks::new(everybody());
    let answers = Answers {
        money: Money::Unknown,
        excluded: BTreeSet::from([id("fecc-20"), id("efsl-20")]),
        ..town(&[Crime, Serious])
    };
    let decision = decide(&answers, &CATALOGUE, &all, TODAY);
    assert_eq!(
        decision.readers().map(|one| one.kind).collect::<Vec<_>>(),
        [K::OicMun, K::Femcc]
    );
    let said = |track: &Track<'_>| track.skipped.iter().any(|one| one.why == Why::Excluded);
    assert!(said(&decision.first) && decision.second.as_ref().is_some_and(said));
}

#[test]
fn the_federal_auditor_never_receives_and_is_offered_to_those_who_give_their_name() {
    let all = Desks::new(everybody());
    for natures in [&[Audit][..], &[Audit, Serious], &[Audit, Crime]] {
        let answers = Answers {
            money: Money::Federal,
            ..town(natures)
        };
        let decision = decide(&answers, &CATALOGUE, &all, TODAY);
        assert_eq!(decision.readers().next().unwrap().kind, K::OicMun);
        let by_name: Vec<_> = decision.by_name.iter().map(|one| one.kind).collect();
        assert_eq!(by_name, [K::Asf]);
        assert!(decision.first.alternates.iter().all(|one| one.kind != K::Asf));
    }
    assert_eq!(decide(&town(&[Serious]), &CATALOGUE, &all, TODAY).by_name, []);
}

#[test]
fn control_bodies_prosecutors_auditors_and_operators_do_not_judge_themselves() {
    let all = Desks::new(everybody());
    let about = |subject, level, branch, nature| Answers {
        subject,
        ..at(level, branch, &[nature])
    };
    let (fed, st, mun) = (Level::Federal, Level::State, Level::Municipal);
    let (exe, aut, any) = (Branch::Executive, Branch::Autonomous, Branch::Unknown);
    for (answers, expected) in [
        (about(Subject::ControlHead, fed, exe, Serious), K::SabgCentral),
        (about(Subject::ControlHead, fed, aut, Serious), K::OicLegFed),
        (about(Subject::ControlHead, st, exe, Minor), K::ContraloriaEst),
        (about(Subject::ControlHead, mun, any, Serious), K::ContraloriaEst),
        (about(Subject::ControlHead, mun, any, Crime), K::Fecc),
        (about(Subject::Prosecutor, fed, aut, Crime), K::FgrAsuntosInternos),
        (about(Subject::Prosecutor, fed, aut, Serious), K::OicAutonomoFed),
        (about(Subject::Prosecutor, st, aut, Crime), K::VisitaduriaEst),
        (about(Subject::Auditor, fed, any, Serious), K::Uec),
        (about(Subject::Auditor, st, any, Audit), K::ComisionVigilanciaEst),
        (about(Subject::Operator, fed, exe, Serious), K::OicSesna),
        (about(Subject::Operator, st, exe, Serious), K::OicEst),
    ] {
        assert_eq!(kinds(&answers, &all), [expected], "{answers:?}");
    }
}
