//! The form for what happened in the person's own words (step 5).

use askama::Template;

use super::Intake;
use super::addressee::{Addressees, taken};
use super::aside::name_of;
use super::steps::said;
use crate::competence::Decision;
use crate::report::{Field, FieldErrors, Part, ReportForm};
use crate::text::Language;
use crate::web::{Errors, Frame};

/// Step 5: the story and the facts around it.
#[derive(Debug, Template)]
#[template(path = "intake/story.html")]
pub struct StoryPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    errors: Errors,
    readers: Vec<String>,
    /// The same, as the form names them.
    shown: String,
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
        decision: &Decision<'_>,
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
        let readers = taken(decision, form).into_iter().filter_map(|track| track.reader);
        Self {
            frame: Frame::step(language, "/denunciar/relato"),
            form,
            errors: said(errors, language),
            readers: readers
                .map(|reader| name_of(intake, reader.institution, language))
                .collect(),
            shown: Addressees::of(intake, form, decision, language).ids(),
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

/// A question that may stay unanswered.
#[derive(Debug)]
struct Question<'a> {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: &'a str,
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
