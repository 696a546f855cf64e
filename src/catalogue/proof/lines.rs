//! Where a line of receivers leads: no loop, nobody twice, nobody who cannot be competent, and always a way for
//! somebody who does not give their name.

use std::collections::BTreeSet;

use super::{of_rule, written};
use crate::catalogue::fault::{self, Fault, What};
use crate::catalogue::receivers::RECEIVERS;
use crate::catalogue::rules::Rule;
use crate::catalogue::{Case, Catalogue, Level, Nature, ReceiverKind, Word as _};
use crate::clock::Day;

pub(super) fn faults(catalogue: &Catalogue) -> Vec<Fault> {
    let mut faults = loops(catalogue);
    for rule in catalogue.rules().iter() {
        faults.extend(referral(rule));
        faults.extend(alternates(rule));
        faults.extend(too_narrow(catalogue, rule));
        faults.extend(named_only(catalogue, rule));
    }
    faults
}

/// The rules that give somebody's case to their own people, or to whoever watches over the people of others only.
pub(super) fn wrong_people(catalogue: &Catalogue, days: &[Day]) -> Vec<Fault> {
    let mut known = BTreeSet::new();
    let mut faults = Vec::new();
    for day in days {
        for case in Case::all() {
            let rule = catalogue.rules().deciding(case, *day);
            let Some((what, detail)) = wrong_for(catalogue, rule.receiver, case) else {
                continue;
            };
            // A rule for everybody is told once for each of the special people, and once for all others.
            if known.insert((rule.line, (what == fault::OWN_CAUSE).then_some(case.subject))) {
                faults.push(of_rule(rule, "receptor", rule.receiver.word(), what, detail));
            }
        }
    }
    faults
}

fn wrong_for(catalogue: &Catalogue, kind: ReceiverKind, case: Case) -> Option<(What, String)> {
    let is_about = |kind: ReceiverKind| {
        let receiver = catalogue.receivers().find(kind);
        receiver.is_some_and(|receiver| receiver.is_own_cause(case))
    };
    if is_about(kind) {
        return Some((fault::OWN_CAUSE, written(case)));
    }
    let only = &catalogue.receivers().find(kind)?.only_about;
    let others = !only.is_empty() && !only.iter().any(|kind| is_about(*kind));
    let names: Vec<&str> = only.iter().map(|kind| kind.word()).collect();
    others.then(|| {
        (
            fault::OTHER_PEOPLE,
            format!("{}: {}", names.join(";"), written(case)),
        )
    })
}

/// Each loop of fallbacks, at its kind that stands first in the file.
fn loops(catalogue: &Catalogue) -> Vec<Fault> {
    let fallback = |kind: ReceiverKind| catalogue.receivers().find(kind).and_then(|one| one.fallback);
    let mut faults = Vec::new();
    for receiver in catalogue.receivers().iter() {
        let mut way = vec![receiver.kind];
        let mut next = receiver.fallback;
        while let Some(kind) = next.filter(|kind| !way.contains(kind)) {
            way.push(kind);
            next = fallback(kind);
        }
        let lines = way
            .iter()
            .filter_map(|kind| catalogue.receivers().find(*kind))
            .map(|one| one.line);
        if next == Some(receiver.kind) && lines.min() == Some(receiver.line) {
            way.push(receiver.kind);
            let way: Vec<&str> = way.iter().map(|kind| kind.word()).collect();
            let value = receiver.fallback.map_or("", ReceiverKind::word);
            let fault = Fault::of(RECEIVERS.file, fault::LOOP, way.join(" → ")).at(receiver.line);
            faults.push(fault.cell("respaldo", value));
        }
    }
    faults
}

/// What is not received here is referred, and is the only thing of its rule.
fn referral(rule: &Rule) -> Option<Fault> {
    let is_outside = rule.natures.contains(&Nature::Outside);
    let mixed = is_outside && (rule.natures.len() > 1 || rule.receiver != ReceiverKind::Referred);
    mixed.then(|| {
        of_rule(
            rule,
            "naturaleza",
            Nature::Outside.word(),
            fault::OUTSIDE,
            rule.receiver.to_string(),
        )
    })
}

fn alternates(rule: &Rule) -> Option<Fault> {
    let nobody = |kinds: &[ReceiverKind]| kinds.contains(&ReceiverKind::Referred);
    let joined = |kinds: &[ReceiverKind]| kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(";");
    let fault = |column, kinds: &[ReceiverKind], what| {
        of_rule(rule, column, &joined(kinds), what, rule.receiver.to_string())
    };
    if rule.alternates.contains(&rule.receiver) {
        return Some(fault("alternos", &rule.alternates, fault::ITSELF));
    }
    if rule.copies.contains(&rule.receiver) {
        return Some(fault("copia", &rule.copies, fault::ITSELF));
    }
    if nobody(&rule.alternates) || (nobody(&[rule.receiver]) && !rule.alternates.is_empty()) {
        return Some(fault("alternos", &rule.alternates, fault::NOBODY));
    }
    nobody(&rule.copies).then(|| fault("copia", &rule.copies, fault::NOBODY))
}

/// A receiver below the level of the matter: a municipality's control body for a federal one.
fn too_narrow(catalogue: &Catalogue, rule: &Rule) -> Option<Fault> {
    let reaches = |kind: &ReceiverKind, level: Level| {
        let own = catalogue.receivers().find(*kind).and_then(|one| one.level);
        match (level, own) {
            (_, None | Some(Level::Federal)) | (Level::Municipal, _) => true,
            (Level::State | Level::Unknown, Some(own)) => own == Level::State,
            (Level::Federal, Some(_)) => false,
        }
    };
    let named = std::iter::once(&rule.receiver).chain(&rule.alternates);
    for (place, kind) in named.enumerate() {
        if let Some(level) = rule.levels.iter().find(|level| !reaches(kind, **level)) {
            let column = if place == 0 { "receptor" } else { "alternos" };
            return Some(of_rule(
                rule,
                column,
                kind.word(),
                fault::NARROW,
                level.to_string(),
            ));
        }
    }
    None
}

/// A receiver that wants a name, with nobody behind it who does not.
fn named_only(catalogue: &Catalogue, rule: &Rule) -> Option<Fault> {
    let wants_a_name = |kind: ReceiverKind| {
        catalogue
            .receivers()
            .find(kind)
            .is_some_and(|one| !one.takes_anonymous)
    };
    let mut behind = rule
        .alternates
        .iter()
        .copied()
        .chain(catalogue.receivers().fallbacks(rule.receiver));
    let alone = wants_a_name(rule.receiver) && behind.all(wants_a_name);
    alone.then(|| {
        of_rule(
            rule,
            "receptor",
            rule.receiver.word(),
            fault::NAMED_ONLY,
            String::new(),
        )
    })
}
