//! Proofs over a whole catalogue: every combination of answers, on every day of its validity, has one rule that
//! decides it; every rule is of use; everybody who is named can be reached and nobody judges their own cause.
//!
//! A catalogue whose proof finds a fault reads well and still leaves somebody without an answer.

mod cover;
mod lines;
mod tables;

use super::fault::Fault;
use super::rules::{RULES, Rule};
use super::{Case, Catalogue};
use crate::clock::Day;

/// All that is wrong with a catalogue although it can be read; nothing when it is sound.
pub(super) fn faults(catalogue: &Catalogue) -> Vec<Fault> {
    let days = days(catalogue);
    let mut faults = tables::faults(catalogue);
    faults.extend(lines::faults(catalogue));
    faults.extend(cover::faults(catalogue, &days));
    faults.extend(lines::wrong_people(catalogue, &days));
    faults
}

/// Within the validity, the first day and every day on which some rule begins or has just ended: between two of
/// them nothing changes.
fn days(catalogue: &Catalogue) -> Vec<Day> {
    let manifest = catalogue.manifest();
    let begins = catalogue.rules().iter().filter_map(|rule| rule.since);
    let ended = catalogue
        .rules()
        .iter()
        .filter_map(|rule| rule.until.map(|until| until.plus(1)));
    let within = |day: &Day| manifest.valid_from < *day && *day <= manifest.valid_until;
    let mut days: Vec<Day> = begins.chain(ended).filter(within).collect();
    days.push(manifest.valid_from);
    days.sort_unstable();
    days.dedup();
    days
}

/// A case as it would be written into a row.
fn written(case: Case) -> String {
    format!(
        "nivel {}, ambito {}, naturaleza {}, recursos_federales {}, sujeto {}",
        case.level, case.branch, case.nature, case.money, case.subject
    )
}

/// A fault of a rule.
fn of_rule(rule: &Rule, column: &'static str, value: &str, what: super::What, detail: String) -> Fault {
    Fault::of(RULES.file, what, detail)
        .at(rule.line)
        .cell(column, value)
}
