//! The form for what happened, in situations to be ticked, and for who it was (step 3).

use askama::Template;

use super::Intake;
use super::steps::{Choosable, said, words};
use crate::catalogue::{Situation, Subject, Theme, Word as _};
use crate::report::{Field, FieldErrors, Part, ReportForm};
use crate::text::Language;
use crate::web::{Errors, Frame};

/// Step 3: what happened, and who it was.
#[derive(Debug, Template)]
#[template(path = "intake/acts.html")]
pub struct ActsPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    errors: Errors,
    groups: Vec<Group>,
    unsure: Vec<Tickable>,
    subjects: Vec<Choosable>,
}

/// Situations about one thing, folded away under its name.
#[derive(Debug)]
struct Group {
    title: &'static str,
    hint: &'static str,
    situations: Vec<Tickable>,
}

/// One situation.
#[derive(Debug)]
struct Tickable {
    key: String,
    words: String,
    example: String,
    is_ticked: bool,
}

impl<'a> ActsPage<'a> {
    /// The form as it was filled in, with what is wrong.
    pub fn new(intake: &Intake, language: Language, form: &'a ReportForm, errors: &FieldErrors) -> Self {
        let all = intake.catalogue.conducts().situations();
        let of = |theme: Theme| -> Vec<Tickable> {
            let own = all.iter().filter(|one| one.theme == theme);
            own.map(|one| Tickable::of(one, form, language)).collect()
        };
        let groups = Theme::ALL.iter().filter(|theme| **theme != Theme::Unknown);
        let groups = groups.map(|theme| {
            let (title, hint) = heading(*theme);
            let situations = of(*theme);
            Group {
                title,
                hint,
                situations,
            }
        });
        Self {
            frame: Frame::step(language, "/denunciar/hechos"),
            form,
            errors: said(errors, language),
            groups: groups.filter(|group| !group.situations.is_empty()).collect(),
            unsure: of(Theme::Unknown),
            subjects: words(Field::Subject, Subject::ALL, form, language),
        }
    }

    /// Whether the question who it was stands open: it was answered with one of the special words.
    fn is_special(&self) -> bool {
        let ordinary = Subject::Ordinary.word();
        self.subjects
            .iter()
            .any(|one| one.is_chosen && one.key != ordinary)
    }
}

impl Group {
    /// Whether something in it is ticked already.
    fn is_open(&self) -> bool {
        self.situations.iter().any(|one| one.is_ticked)
    }
}

impl Tickable {
    fn of(situation: &Situation, form: &ReportForm, language: Language) -> Self {
        Self {
            key: situation.key.to_string(),
            words: situation.text.speak(language).to_owned(),
            example: situation.example.speak(language).to_owned(),
            is_ticked: form.has(Field::Situation, situation.key.as_str()),
        }
    }
}

/// The name of a group, and what lies in it.
const fn heading(theme: Theme) -> (&'static str, &'static str) {
    match theme {
        Theme::Gifts => ("theme-gifts", "theme-gifts-hint"),
        Theme::Resources => ("theme-resources", "theme-resources-hint"),
        Theme::Contracts => ("theme-contracts", "theme-contracts-hint"),
        Theme::Abuse => ("theme-abuse", "theme-abuse-hint"),
        Theme::Hiding => ("theme-hiding", "theme-hiding-hint"),
        Theme::Neglect => ("theme-neglect", "theme-neglect-hint"),
        Theme::Outside => ("theme-outside", "theme-outside-hint"),
        Theme::Unknown => ("answer-unknown", "answer-unknown"),
    }
}
