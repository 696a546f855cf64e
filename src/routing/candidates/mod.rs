//! Everybody whom the rules find competent, in order; then who of them is free to receive.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{Lead, Money, RULES, Rule};
use super::{Accused, Answers, InLine, Knowledge, Skipped, Why};
use crate::clock::Day;
use crate::institution::{Institution, InstitutionId, Level, Nature};

/// A place in the line: somebody competent, or the row that found nobody.
pub(super) struct Candidate<'a> {
    institution: Option<&'a Institution>,
    rule: &'static Rule,
    is_automatic: bool,
    has_keys: bool,
}

/// Somebody competent who can receive.
pub(super) struct Free {
    pub(super) id: InstitutionId,
    pub(super) rule: &'static Rule,
    pub(super) is_automatic: bool,
    pub(super) place: usize,
}

/// Lines up whoever is competent, the nature that leads first, and tells in which of them the accused works.
pub(super) fn line_up<'a>(
    answers: &Answers,
    lead: Lead,
    institutions: &'a BTreeMap<InstitutionId, Institution>,
    today: Day,
) -> (Vec<Candidate<'a>>, BTreeSet<InstitutionId>) {
    let natures = match lead {
        Lead::Crime => [Nature::Crime, Nature::Administrative],
        Lead::Administrative | Lead::Offence | Lead::OutOfScope => [Nature::Administrative, Nature::Crime],
    };
    let level = level(answers);
    let mut line = Vec::new();
    let mut seen = BTreeSet::new();
    for nature in natures {
        let is_automatic = lead != Lead::Offence || nature == Nature::Administrative;
        for rule in RULES {
            if rule.level != level || rule.nature != nature || !pays(rule.money, answers.federal_money) {
                continue;
            }
            let found = found(rule, answers, institutions);
            if found.is_empty() {
                line.push(Candidate {
                    institution: None,
                    rule,
                    is_automatic,
                    has_keys: false,
                });
            }
            for institution in found {
                if seen.insert(&institution.id) {
                    let has_keys = institution.recipients(today).is_ok();
                    line.push(Candidate {
                        institution: Some(institution),
                        rule,
                        is_automatic,
                        has_keys,
                    });
                }
            }
        }
    }
    let accused = accused(&line, &answers.accused);
    (after_the_accused(line, &accused), accused)
}

/// Everybody in the line who has keys, and where the accused works.
pub(super) fn in_line(line: &[Candidate<'_>], accused: &BTreeSet<InstitutionId>) -> Vec<InLine> {
    line.iter()
        .filter_map(|candidate| {
            let institution = candidate.institution?.id.clone();
            let is_accused = accused.contains(&institution);
            (candidate.has_keys || is_accused).then_some(InLine {
                institution,
                is_accused,
            })
        })
        .collect()
}

/// Tells who is free from who is not, keeping the places in the line.
pub(super) fn sift(
    line: Vec<Candidate<'_>>,
    answers: &Answers,
    accused: &BTreeSet<InstitutionId>,
) -> (Vec<(usize, Skipped)>, Vec<Free>) {
    let (mut skipped, mut free) = (Vec::new(), Vec::new());
    for (place, candidate) in line.into_iter().enumerate() {
        let Candidate {
            institution,
            rule,
            is_automatic,
            has_keys,
        } = candidate;
        let id = institution.map(|institution| institution.id.clone());
        let why = match &id {
            Some(id) if accused.contains(id) => Some(Why::Accused),
            Some(id) if answers.excluded.contains(id) => Some(Why::Excluded),
            Some(_) if has_keys => None,
            Some(_) | None => Some(Why::NoDesk),
        };
        match (why, id) {
            (None, Some(id)) => free.push(Free {
                id,
                rule,
                is_automatic,
                place,
            }),
            (Some(why), institution) if is_automatic || why.is_said() => {
                skipped.push((
                    place,
                    Skipped {
                        institution,
                        rule,
                        why,
                    },
                ));
            }
            (Some(_) | None, _) => {}
        }
    }
    (skipped, free)
}

/// In which of the line the accused works: the marked ones, or the one that would receive it.
fn accused(line: &[Candidate<'_>], said: &Accused) -> BTreeSet<InstitutionId> {
    match said {
        Accused::At(marked) => marked.clone(),
        Accused::Nowhere => BTreeSet::new(),
        Accused::Somewhere => receivers(line)
            .take(1)
            .map(|institution| institution.id.clone())
            .collect(),
    }
}

/// Those who would receive it, if nobody before them did.
fn receivers<'a>(line: &[Candidate<'a>]) -> impl Iterator<Item = &'a Institution> {
    line.iter()
        .filter(|candidate| candidate.is_automatic && candidate.has_keys)
        .filter_map(|candidate| candidate.institution)
}

/// Whom the first accused body itself names instead moves up right behind it, if competent.
fn after_the_accused<'a>(
    mut line: Vec<Candidate<'a>>,
    accused: &BTreeSet<InstitutionId>,
) -> Vec<Candidate<'a>> {
    let Some(accused) = receivers(&line).find(|institution| accused.contains(&institution.id)) else {
        return line;
    };
    let is_accused =
        |candidate: &Candidate<'_>| candidate.institution.is_some_and(|one| one.id == accused.id);
    let ahead = line
        .iter()
        .position(is_accused)
        .map_or(0, |place| place.saturating_add(1));
    let mut rest = line.split_off(ahead);
    rest.sort_by_key(|candidate| {
        let id = candidate.institution.map(|institution| &institution.id);
        let named = accused
            .alternates
            .iter()
            .position(|alternate| Some(alternate) == id);
        named.unwrap_or(usize::MAX)
    });
    line.append(&mut rest);
    line
}

fn found<'a>(
    rule: &Rule,
    answers: &Answers,
    institutions: &'a BTreeMap<InstitutionId, Institution>,
) -> Vec<&'a Institution> {
    let mut found: Vec<_> = institutions
        .values()
        .filter(|institution| is_in_scope(institution, rule, answers))
        .collect();
    found.sort_by_key(|institution| {
        let kind = rule.kinds.iter().position(|kind| *kind == institution.kind);
        (kind, institution.scope.state.is_empty(), &institution.id)
    });
    found
}

/// Whether the rule names this institution for this matter.
pub(super) fn is_in_scope(institution: &Institution, rule: &Rule, answers: &Answers) -> bool {
    let scope = &institution.scope;
    let here = scope.state.is_empty()
        || rule.seek == Level::Federal
        || answers
            .state
            .as_ref()
            .is_some_and(|state| scope.state.contains(state));
    rule.kinds.contains(&institution.kind)
        && scope.level.contains(&rule.seek)
        && scope.nature.contains(&rule.nature)
        && here
}

/// The level at which an unknown one is looked for: where there is a state, there.
fn level(answers: &Answers) -> Level {
    match (answers.level, &answers.state, answers.federal_money) {
        (Some(level), _, _) => level,
        (None, Some(_), Knowledge::No | Knowledge::Unknown) => Level::State,
        (None, Some(_), Knowledge::Yes) | (None, None, _) => Level::Federal,
    }
}

fn pays(money: Money, federal: Knowledge) -> bool {
    match money {
        Money::Any => true,
        Money::Federal => federal == Knowledge::Yes,
        Money::NotFederal => federal != Knowledge::Yes,
    }
}

#[cfg(test)]
mod tests;
