//! The two pages for when nobody receives it here. What was written stands on both.

use askama::Template;

use super::Intake;
use super::aside::Aside;
use crate::catalogue::{ReceiverKind, Subject, Word as _};
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
    /// Whether the accused may work at a prosecutor's office: nobody is sent there then.
    avoids_prosecutors: bool,
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
            avoids_prosecutors: avoids_prosecutors(intake, form, decision),
        }
    }

    fn hidden(&self) -> Vec<(&'static str, &str)> {
        self.aside.hidden(self.form, &[])
    }
}

/// Whether a prosecutor is among those of whom the person said that the accused works there or that they must not read
/// it, or is accused.
fn avoids_prosecutors(intake: &Intake, form: &ReportForm, decision: &Decision<'_>) -> bool {
    let tracks = [Some(&decision.first), decision.second.as_ref()];
    let skipped = tracks.into_iter().flatten().flat_map(|track| &track.skipped);
    let mut refused = skipped.filter(|one| matches!(one.why, Why::Accused | Why::Excluded));
    let named = [Field::AccusedAt, Field::Exclude].map(|field| form.values(field));
    let mut named = named.into_iter().flatten().filter_map(|id| id.parse().ok());
    Subject::find(form.value(Field::Subject)) == Some(Subject::Prosecutor)
        || refused.any(|one| is_prosecutor(one.kind))
        || named.any(|id| {
            let institution = intake.directory.find(&id);
            institution.is_some_and(|one| one.kinds.iter().copied().any(is_prosecutor))
        })
}

const fn is_prosecutor(kind: ReceiverKind) -> bool {
    matches!(
        kind,
        ReceiverKind::Fecc
            | ReceiverKind::Femcc
            | ReceiverKind::FgrAsuntosInternos
            | ReceiverKind::VisitaduriaEst
    )
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
