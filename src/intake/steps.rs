//! The first two forms that ask: which government (step 1), and which office of it (step 2).

use askama::Template;

use super::Intake;
use crate::catalogue::{Branch, Catalogue, Ente, Level, Within, Word};
use crate::report::choice::{self, LEVELS};
use crate::report::{Fault, Field, FieldErrors, Part, ReportForm};
use crate::text::{Language, Text};
use crate::web::{Errors, Frame};

/// Step 1: which government, and in which state.
#[derive(Debug, Template)]
#[template(path = "intake/where.html")]
pub struct WherePage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    errors: Errors,
    levels: Vec<Choosable>,
    states: Vec<Choosable>,
}

impl<'a> WherePage<'a> {
    /// The form as it was filled in, with what is wrong.
    pub fn new(intake: &Intake, language: Language, form: &'a ReportForm, errors: &FieldErrors) -> Self {
        let states = intake.catalogue.places().states();
        Self {
            frame: Frame::step(language, "/denunciar"),
            form,
            errors: said(errors, language),
            levels: words(Field::Level, &LEVELS, form, language),
            states: states
                .map(|state| Choosable::new(Field::State, state.key.as_str(), state.name.clone(), form))
                .collect(),
        }
    }
}

/// Step 2: in which municipality or branch, and in which office, as far as it matters and is known.
#[derive(Debug, Template)]
#[template(path = "intake/body.html")]
pub struct BodyPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    errors: Errors,
    title: &'static str,
    towns: Vec<Choosable>,
    branches: Vec<Choosable>,
    found: Vec<Choosable>,
    looked: &'a str,
    has_more: bool,
    field_limit: String,
}

impl<'a> BodyPage<'a> {
    /// The form as it was filled in, with what was found and what is wrong.
    pub fn new(intake: &Intake, language: Language, form: &'a ReportForm, errors: &FieldErrors) -> Self {
        let level = Level::find(form.value(Field::Level)).unwrap_or(Level::Unknown);
        let looked = form.value(Field::EnteLooked);
        let mut found = search(&intake.catalogue, level, form);
        let has_more = found.len() > MOST_FOUND;
        found.truncate(MOST_FOUND);
        let has_branches = matches!(level, Level::Federal | Level::State);
        Self {
            frame: Frame::step(language, "/denunciar/lugar"),
            form,
            errors: said(errors, language),
            title: match level {
                Level::Municipal => "body-title-municipal",
                Level::State => "body-title-state",
                Level::Federal => "body-title-federal",
                Level::Unknown => "body-title-unknown",
            },
            towns: if level == Level::Municipal {
                towns(&intake.catalogue, form)
            } else {
                Vec::new()
            },
            branches: if has_branches {
                words(Field::Branch, Branch::ALL, form, language)
            } else {
                Vec::new()
            },
            found: found
                .into_iter()
                .map(|ente| Choosable::new(Field::Ente, ente.key.as_str(), ente.name.clone(), form))
                .collect(),
            looked,
            has_more,
            field_limit: intake.limits.field(language),
        }
    }

    /// Whether one of those that were found is the one.
    fn is_chosen(&self) -> bool {
        self.found.iter().any(|ente| ente.is_chosen)
    }

    /// Whether the search is folded away: the municipality alone is enough.
    fn is_folded(&self) -> bool {
        !self.towns.is_empty() && self.looked.is_empty() && self.form.value(Field::EnteName).is_empty()
    }
}

/// The entes that were looked for, one more than are shown.
fn search<'a>(catalogue: &'a Catalogue, level: Level, form: &ReportForm) -> Vec<&'a Ente> {
    let place = |field| Some(form.value(field)).filter(|key| !key.is_empty());
    let within = Within {
        level: (level != Level::Unknown).then_some(level),
        branch: None,
        state: place(Field::State),
        municipality: place(Field::Municipality),
    };
    let looked = form.value(Field::EnteLooked);
    catalogue
        .entes()
        .search(looked, within, MOST_FOUND.saturating_add(1))
}

fn towns(catalogue: &Catalogue, form: &ReportForm) -> Vec<Choosable> {
    let mut towns: Vec<_> = catalogue.places().of_state(form.value(Field::State)).collect();
    towns.sort_by(|one, other| (&one.name, &one.key).cmp(&(&other.name, &other.key)));
    let named = towns.iter().map(|town| (town, choice::town(town, catalogue)));
    named
        .map(|(town, name)| Choosable::new(Field::Municipality, town.key.as_str(), name, form))
        .collect()
}

/// One answer that can be ticked or picked.
#[derive(Debug)]
pub(super) struct Choosable {
    pub(super) key: String,
    pub(super) words: String,
    pub(super) is_chosen: bool,
}

impl Choosable {
    pub(super) fn new(field: Field, key: &str, words: String, form: &ReportForm) -> Self {
        Self {
            key: key.to_owned(),
            words,
            is_chosen: form.has(field, key),
        }
    }
}

/// The answers of a question that has few of them.
pub(super) fn words<T: Word>(
    field: Field,
    all: &[T],
    form: &ReportForm,
    language: Language,
) -> Vec<Choosable> {
    let text = Text::of(language);
    let said = all
        .iter()
        .filter_map(|one| Some((one.word(), choice::message(field, one.word())?)));
    said.map(|(key, id)| Choosable::new(field, key, text.say(id), form))
        .collect()
}

/// What is wrong, in words that say how to mend it.
pub(super) fn said(errors: &FieldErrors, language: Language) -> Errors {
    let text = Text::of(language);
    let mut said = Errors::default();
    for error in &errors.0 {
        let message = match error.fault {
            Fault::Missing => text.say(missing(error.field)),
            Fault::TooLong { limit, over } => text.say_with(
                "err-too-long",
                &[
                    ("field", text.say(error.field.label()).into()),
                    ("limit", language.number(limit as u64).into()),
                    ("over", language.number(over as u64).into()),
                ],
            ),
        };
        said.add(error.field.name(), message);
    }
    said
}

const fn missing(field: Field) -> &'static str {
    match field {
        Field::Level => "err-level-missing",
        Field::State => "err-state-missing",
        Field::Situation => "err-situation-missing",
        Field::Story => "err-story-missing",
        _ => "err-missing",
    }
}

/// More than these are no choice: the person writes another word.
const MOST_FOUND: usize = 12;
