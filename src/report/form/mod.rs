//! What was typed, field by field, and what must hold before it becomes a [`Report`].

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroize;

use super::{Field, Part, Report, choice};
use crate::catalogue::{Catalogue, Level, Word};
use crate::text::{Language, Text};
use crate::web::Limits;

/// The fields as they were typed.
#[derive(Default)]
pub struct ReportForm {
    values: BTreeMap<Field, Vec<String>>,
}

impl ReportForm {
    /// Takes in one field of a form. Unknown names are ignored; of a field that holds one value the last counts.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let Some(field) = Field::from_name(name) else {
            return;
        };
        let value = value.into();
        let values = self.values.entry(field).or_default();
        if !field.holds_many() {
            values.zeroize();
            values.clear();
        }
        if values.len() < MOST_VALUES && !values.contains(&value) {
            values.push(value);
        }
    }

    /// The value of a field, empty where it was not sent.
    pub fn value(&self, field: Field) -> &str {
        self.values(field).first().map_or("", String::as_str)
    }

    /// All values of a field.
    pub fn values(&self, field: Field) -> &[String] {
        self.values.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Whether a field has that value among its own.
    pub fn has(&self, field: Field, value: &str) -> bool {
        self.values(field).iter().any(|known| known == value)
    }

    /// Takes what was included again out of what was excluded, and forgets a choice of somebody who must not read.
    pub fn settle(&mut self) {
        let included = self.values.remove(&Field::Include).unwrap_or_default();
        if let Some(excluded) = self.values.get_mut(&Field::Exclude) {
            excluded.retain(|id| !id.is_empty() && !included.contains(id));
        }
        let chosen = self.value(Field::Choose);
        if self.has(Field::Exclude, chosen) || self.has(Field::AccusedAt, chosen) {
            self.values.remove(&Field::Choose);
        }
    }

    /// Takes out what no longer agrees with what was answered before it: a place of another state, an ente of another
    /// level. What is left of an answer that was changed must not decide who reads.
    pub fn agree(&mut self, catalogue: &Catalogue) {
        let level = Level::find(self.value(Field::Level)).unwrap_or(Level::Unknown);
        if level == Level::Federal {
            self.values.remove(&Field::State);
        }
        let state = self.value(Field::State).to_owned();
        let elsewhere = |key: &str| !state.is_empty() && key != state;
        let town = self.value(Field::Municipality).to_owned();
        if matches!(level, Level::Federal | Level::State) || elsewhere(town.get(..2).unwrap_or(&state)) {
            self.values.remove(&Field::Municipality);
        }
        let Some(ente) = catalogue.entes().find(self.value(Field::Ente)) else {
            return;
        };
        let other_level = level != Level::Unknown && ente.level != level;
        let other_state = ente.state.as_ref().is_some_and(|key| elsewhere(key.as_str()));
        let town = self.value(Field::Municipality);
        let other_town = ente.municipality.as_ref();
        let other_town = other_town.is_some_and(|key| !town.is_empty() && key.as_str() != town);
        if other_level || other_state || other_town {
            self.values.remove(&Field::Ente);
        }
    }

    /// Whether words were typed to look for an ente that have not been looked for.
    pub fn seeks_ente(&self) -> bool {
        let typed = self.value(Field::EnteName).trim();
        !typed.is_empty() && typed != self.value(Field::EnteLooked)
    }

    /// Takes words to look for as looked for; what was found for others is forgotten.
    pub fn note_search(&mut self) {
        let typed = self.value(Field::EnteName).trim().to_owned();
        if typed != self.value(Field::EnteLooked) {
            self.values.remove(&Field::Ente);
        }
        self.set(Field::EnteLooked.name(), typed);
    }

    /// Whether the second institution gets it too, where the story takes two ways: unless the person says no.
    pub fn wants_second(&self) -> bool {
        self.value(Field::Second) != choice::NO
    }

    /// Everything that a form which asks `part` must carry hidden, so that nothing is lost. The story stands first:
    /// of a form that breaks off on its way it is what must not be missing.
    pub fn carried(&self, part: Part) -> Vec<(&'static str, &str)> {
        let mut pairs = Vec::new();
        for (field, values) in &self.values {
            if field.part() == part || field.part() == Part::Seal {
                continue;
            }
            pairs.extend(values.iter().map(|value| (field.name(), value.as_str())));
        }
        pairs.sort_by_key(|(name, _)| *name != Field::Story.name());
        pairs
    }

    /// What is wrong in the fields of `part`.
    pub fn faults(&self, part: Part, limits: &Limits, catalogue: &Catalogue) -> FieldErrors {
        let mut errors = FieldErrors::default();
        for field in Field::ALL.into_iter().filter(|field| field.part() == part) {
            if let Some(fault) = self.fault(field, limits, catalogue) {
                errors.0.push(FieldError { field, fault });
            }
        }
        errors
    }

    /// The report that is meant, if everything in it is as it must be.
    pub fn parse(&self, limits: &Limits, catalogue: &Catalogue) -> Result<Report, FieldErrors> {
        let asked = [Part::Where, Part::Body, Part::Acts, Part::What];
        let errors = asked.map(|part| self.faults(part, limits, catalogue).0).concat();
        if errors.is_empty() {
            Ok(Report::of(self, catalogue))
        } else {
            Err(FieldErrors(errors))
        }
    }

    fn fault(&self, field: Field, limits: &Limits, catalogue: &Catalogue) -> Option<Fault> {
        if field.is_closed() {
            let text = Text::of(Language::Es);
            let is_known = |value: &String| field.words(value, catalogue, text).is_some();
            let missing = self.must_be_answered(field) && !self.values(field).iter().any(is_known);
            return missing.then_some(Fault::Missing);
        }
        let value = self.value(field);
        if field == Field::Story && value.trim().is_empty() {
            return Some(Fault::Missing);
        }
        let limit = if field == Field::Story {
            limits.story_characters
        } else {
            limits.field_characters
        };
        let length = characters(value);
        (length > limit).then(|| Fault::TooLong {
            limit,
            over: length.saturating_sub(limit),
        })
    }

    fn must_be_answered(&self, field: Field) -> bool {
        let has_a_state = matches!(
            Level::find(self.value(Field::Level)),
            Some(Level::State | Level::Municipal)
        );
        matches!(field, Field::Level | Field::Situation) || (field == Field::State && has_a_state)
    }
}

impl fmt::Debug for ReportForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReportForm(..)")
    }
}

impl Drop for ReportForm {
    fn drop(&mut self) {
        for values in self.values.values_mut() {
            values.zeroize();
        }
    }
}

/// What is wrong with the fields of a form.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// The first form in which something is wrong.
    pub fn part(&self) -> Option<Part> {
        self.0.first().map(|error| error.field.part())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    pub fault: Fault,
}

/// How a field can be wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// It must be filled in or answered.
    Missing,
    /// It is longer than its limit.
    TooLong {
        /// The limit in characters.
        limit: usize,
        /// How many characters there are too many.
        over: usize,
    },
}

/// Characters as a person counts them: an end of line is one, though browsers send two.
fn characters(text: &str) -> usize {
    text.chars().filter(|letter| *letter != '\r').count()
}

const MOST_VALUES: usize = 64;

#[cfg(test)]
mod tests;
