//! The other tables agree with each other: what a person ticks with what the law calls it, entes with the kinds
//! they are, holidays with the days of validity.

use crate::catalogue::calendar::CALENDAR;
use crate::catalogue::conducts::SITUATIONS;
use crate::catalogue::entes::ENTES;
use crate::catalogue::fault::{self, Fault};
use crate::catalogue::{Catalogue, Ente, Nature, Situation, Subject, Theme, Word as _};

pub(super) fn faults(catalogue: &Catalogue) -> Vec<Fault> {
    let situations = catalogue.conducts().situations();
    let mut faults: Vec<Fault> = situations
        .iter()
        .filter_map(|one| situation(catalogue, one))
        .collect();
    let told = |nature: &&Nature| situations.iter().any(|one| one.natures.contains(*nature));
    let untold = Nature::ALL.iter().filter(|nature| !told(nature));
    faults.extend(untold.map(|nature| Fault::of(SITUATIONS.file, fault::UNTOLD, nature.word())));
    faults.extend(catalogue.entes().iter().filter_map(|one| ente(catalogue, one)));
    faults.extend(years(catalogue));
    faults
}

/// The natures of a situation are those of its conducts, and what is not received here is nothing else.
fn situation(catalogue: &Catalogue, situation: &Situation) -> Option<Fault> {
    let fault = |what, detail: &str| {
        let value: Vec<&str> = situation.natures.iter().map(|nature| nature.word()).collect();
        let fault = Fault::of(SITUATIONS.file, what, detail).at(situation.line);
        Some(fault.cell("naturalezas", &value.join(";")))
    };
    let is_outside = situation.natures.contains(&Nature::Outside);
    if is_outside && situation.natures.len() > 1 || is_outside != (situation.theme == Theme::Outside) {
        return fault(fault::OUTSIDE, situation.theme.word());
    }
    let conducts = situation
        .conducts
        .iter()
        .filter_map(|key| catalogue.conducts().find(key.as_str()));
    let known: Vec<(Nature, &str)> = conducts.map(|one| (one.nature, one.key.as_str())).collect();
    if let Some((nature, key)) = known
        .iter()
        .find(|(nature, _)| !situation.natures.contains(nature))
    {
        return fault(fault::NATURE_MISSING, &format!("{nature} ({key})"));
    }
    // Audits and referrals are no conducts of the law.
    let needs_one = |nature: &&Nature| !matches!(nature, Nature::Audit | Nature::Outside);
    let backed = |nature: &Nature| known.iter().any(|(known, _)| known == nature);
    match situation
        .natures
        .iter()
        .filter(needs_one)
        .find(|nature| !backed(nature))
    {
        Some(nature) => fault(fault::NATURE_UNBACKED, nature.word()),
        None => None,
    }
}

/// An ente that is a receiver stands at the receiver's level, and its people count as the receiver's.
fn ente(catalogue: &Catalogue, ente: &Ente) -> Option<Fault> {
    let receiver = catalogue.receivers().find(ente.receiver?)?;
    let fault = |column, value: &str, what, detail: String| {
        Some(
            Fault::of(ENTES.file, what, detail)
                .at(ente.line)
                .cell(column, value),
        )
    };
    if let Some(level) = receiver.level.filter(|level| *level != ente.level) {
        return fault(
            "receptor",
            receiver.kind.word(),
            fault::OTHER_LEVEL,
            level.to_string(),
        );
    }
    let own = receiver
        .own
        .filter(|own| matches!(own, Subject::Prosecutor | Subject::Auditor));
    match own.filter(|own| *own != ente.subject) {
        Some(own) => fault(
            "sujeto",
            ente.subject.word(),
            fault::OTHER_SUBJECT,
            own.to_string(),
        ),
        None => None,
    }
}

/// Every year of the validity has its holidays.
fn years(catalogue: &Catalogue) -> Vec<Fault> {
    let year = |day: crate::clock::Day| day.month().chars().take(4).collect::<String>();
    let manifest = catalogue.manifest();
    let number = |day| year(day).parse::<u32>().unwrap_or_default();
    let known: Vec<u32> = catalogue
        .calendar()
        .holidays()
        .map(|one| number(one.day))
        .collect();
    let years = number(manifest.valid_from)..=number(manifest.valid_until);
    let missing = years.filter(|year| !known.contains(year));
    missing
        .map(|year| Fault::of(CALENDAR.file, fault::NO_HOLIDAYS, year.to_string()))
        .collect()
}
