//! The two pages for when nobody receives it here. What was written stands on both.

use askama::Template;

use super::Intake;
use super::aside::Aside;
use crate::competence::{Decision, Why};
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
    knows_too_little: bool,
}

impl<'a> NobodyPage<'a> {
    /// The page with who was looked for, and what remains.
    pub fn new(intake: &Intake, language: Language, form: &'a ReportForm, decision: &Decision<'_>) -> Self {
        let skipped = decision.first.skipped.iter();
        let knows_too_little = skipped
            .map(|one| one.why)
            .any(|why| matches!(why, Why::Unknown(_)));
        Self {
            frame: Frame::step(language, "/denunciar/lectura"),
            form,
            aside: Aside::of(intake, language, decision),
            knows_too_little,
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
