//! The two pages for when nobody receives it here. What was written stands on both.

use askama::Template;

use super::Intake;
use super::aside::Aside;
use crate::competence::{Decision, Missing, Why};
use crate::report::{Field, Part, ReportForm};
use crate::text::Language;
use crate::web::Frame;

/// Nobody that the rules name can receive it today.
#[derive(Debug, Template)]
#[template(path = "intake/nobody.html")]
pub struct NobodyPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    aside: Aside,
    /// The answer that is missing to know who it falls to.
    missing: Option<Ask>,
}

/// Where an answer is asked for, and in which words: what is asked first decides what comes after it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Ask {
    State,
    Municipality,
    Ente,
}

impl Ask {
    const fn of(missing: Missing) -> Self {
        match missing {
            Missing::Ente => Self::Ente,
            Missing::Municipality => Self::Municipality,
            Missing::State => Self::State,
        }
    }

    /// What is missing, the button that leads there, and the step where it is asked.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::Ente => ["missing-ente", "missing-ente-go", "/denunciar/lugar"],
            Self::Municipality => [
                "missing-municipality",
                "missing-municipality-go",
                "/denunciar/lugar",
            ],
            Self::State => ["missing-state", "missing-state-go", "/denunciar"],
        }
    }
}

impl<'a> NobodyPage<'a> {
    /// The page with who was looked for, and what remains.
    pub fn new(intake: &Intake, language: Language, form: &'a ReportForm, decision: &Decision<'_>) -> Self {
        let skipped = decision.first.skipped.iter();
        let missing = skipped.filter_map(|one| match one.why {
            Why::Unknown(missing) => Some(Ask::of(missing)),
            Why::Accused | Why::Excluded | Why::NamedOnly | Why::NoDesk | Why::Revoked(_) => None,
        });
        let missing = missing.min();
        Self {
            frame: Frame::step(language, "/denunciar/lectura"),
            form,
            aside: Aside::of(intake, language, decision),
            missing,
        }
    }

    fn hidden(&self) -> Vec<(&'static str, &str)> {
        self.aside.hidden(self.form, &[])
    }
}

/// Nothing that is received here: where to go instead. Nothing is stored.
#[derive(Debug, Template)]
#[template(path = "intake/referral.html")]
pub struct ReferralPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
}

impl<'a> ReferralPage<'a> {
    /// The page that points elsewhere.
    pub fn new(language: Language, form: &'a ReportForm) -> Self {
        Self {
            frame: Frame::step(language, "/denunciar/lectura"),
            form,
        }
    }

    fn hidden(&self) -> Vec<(&'static str, &str)> {
        self.form.carried(Part::Seal)
    }
}
