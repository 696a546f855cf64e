//! The forms that ask: where and what (step 1), the story and the facts around it (step 3).

use askama::Template;

use super::Intake;
use super::reader::name_of;
use crate::report::choice::Choices;
use crate::report::{Fault, Field, FieldErrors, Part, ReportForm};
use crate::routing::Reader;
use crate::text::{Language, Text};
use crate::web::{Errors, Frame, Limits};

/// Step 1: where it happened and what sort of thing.
#[derive(Debug, Template)]
#[template(path = "intake/where.html")]
pub struct WherePage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    errors: Errors,
    field_limit: String,
}

impl<'a> WherePage<'a> {
    /// The form as it was filled in, with what is wrong.
    pub fn new(language: Language, form: &'a ReportForm, limits: &Limits, errors: &FieldErrors) -> Self {
        Self {
            frame: Frame::step(language, "/denunciar"),
            form,
            errors: said(errors, language),
            field_limit: limits.field(language),
        }
    }

    fn options(&self, field: Field) -> Vec<Choosable> {
        choosable(field, self.form, self.frame.text())
    }
}

/// Step 3: the story and the facts around it.
#[derive(Debug, Template)]
#[template(path = "intake/story.html")]
pub struct StoryPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    errors: Errors,
    reader: String,
    questions: Vec<Question<'a>>,
    story_limit: String,
    field_limit: String,
}

impl<'a> StoryPage<'a> {
    /// The form as it was filled in, with what is wrong.
    pub fn new(
        intake: &Intake,
        language: Language,
        form: &'a ReportForm,
        reader: &Reader,
        errors: &FieldErrors,
    ) -> Self {
        let questions = QUESTIONS
            .into_iter()
            .map(|(field, hint)| Question {
                name: field.name(),
                label: field.label(),
                hint,
                value: form.value(field),
            })
            .collect();
        Self {
            frame: Frame::step(language, "/denunciar/relato"),
            form,
            errors: said(errors, language),
            reader: name_of(intake, &reader.institution, language),
            questions,
            story_limit: intake.limits.story(language),
            field_limit: intake.limits.field(language),
        }
    }

    /// Whether something was written, or is wrong, in what is folded away.
    fn is_unfolded(&self) -> bool {
        self.questions
            .iter()
            .any(|question| !question.value.is_empty() || self.errors.find(question.name).is_some())
    }
}

/// One answer that can be ticked or picked.
#[derive(Debug)]
pub(super) struct Choosable {
    pub(super) key: &'static str,
    pub(super) words: String,
    pub(super) is_chosen: bool,
}

/// A question that may stay unanswered.
#[derive(Debug)]
struct Question<'a> {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: &'a str,
}

fn choosable(field: Field, form: &ReportForm, text: Text) -> Vec<Choosable> {
    let choices = field.choices().into_iter().flat_map(Choices::iter);
    choices
        .map(|choice| Choosable {
            key: choice.key,
            words: choice.words(text),
            is_chosen: form.has(field, choice.key),
        })
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
        Field::Municipality
        | Field::Ente
        | Field::FederalMoney
        | Field::Accused
        | Field::AccusedAt
        | Field::Exclude
        | Field::Include
        | Field::Choose
        | Field::Who
        | Field::When
        | Field::Place
        | Field::Amount
        | Field::Contract
        | Field::Witnesses
        | Field::Source
        | Field::Token
        | Field::Reader
        | Field::Directory
        | Field::Recipients => "err-missing",
    }
}

const QUESTIONS: [(Field, &str); 7] = [
    (Field::Who, "hint-who"),
    (Field::When, "hint-when"),
    (Field::Place, "hint-place"),
    (Field::Amount, "hint-amount"),
    (Field::Contract, "hint-contract"),
    (Field::Witnesses, "hint-witnesses"),
    (Field::Source, "hint-source"),
];
