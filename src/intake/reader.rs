//! Step 2: who will read it, by which rule, and who else could; and the two pages for when nobody does.

use askama::Template;

use super::Intake;
use crate::institution::InstitutionId;
use crate::report::{Field, Part, ReportForm};
use crate::routing::{Alternate, Certainty, Chooser, InLine, Reader, Skipped, Why};
use crate::seal::Recipient;
use crate::text::{Language, Text};
use crate::web::Frame;

/// Who will read it.
#[derive(Debug, Template)]
#[template(path = "intake/reader.html")]
pub struct ReaderPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    id: InstitutionId,
    name: String,
    basis: String,
    certainty: &'static str,
    is_own_choice: bool,
    contact: Option<String>,
    acknowledge: u16,
    answer: u16,
    fingerprints: Vec<String>,
    has_changed: bool,
    accused: AccusedQuestion,
    skipped: Vec<SkippedLine>,
    alternates: Vec<AlternateLine>,
}

impl<'a> ReaderPage<'a> {
    /// The page for the reader that was chosen.
    pub fn new(intake: &Intake, language: Language, form: &'a ReportForm, reader: &Reader) -> Self {
        let text = Text::of(language);
        let institution = intake.directory.find(&reader.institution);
        let recipients = institution.and_then(|one| one.recipients(intake.clock.today()).ok());
        Self {
            frame: Frame::step(language, "/denunciar/lectura"),
            form,
            id: reader.institution.clone(),
            name: name_of(intake, &reader.institution, language),
            basis: text.say(reader.rule.basis),
            certainty: match reader.rule.certainty {
                Certainty::Confirmed => "certainty-confirmed",
                Certainty::Design => "certainty-design",
                Certainty::Unconfirmed => "certainty-unconfirmed",
            },
            is_own_choice: reader.by == Chooser::Person,
            contact: institution.and_then(|one| one.contact.clone()),
            acknowledge: institution.map_or(0, |one| one.clocks.acknowledge),
            answer: institution.map_or(0, |one| one.clocks.answer),
            fingerprints: recipients
                .iter()
                .flat_map(|recipients| recipients.iter().map(Recipient::fingerprint))
                .collect(),
            has_changed: false,
            accused: AccusedQuestion::new(intake, language, form, &reader.line),
            skipped: skipped_lines(intake, language, &reader.skipped),
            alternates: alternate_lines(intake, language, &reader.alternates),
        }
    }

    /// The same, shown because the reader is not the one that was shown before.
    #[must_use]
    pub fn that_changed(self) -> Self {
        Self {
            has_changed: true,
            ..self
        }
    }

    fn hidden(&self) -> Vec<(&'static str, &str)> {
        self.accused.hidden(self.form)
    }
}

/// Nobody that the rules name can receive it today.
#[derive(Debug, Template)]
#[template(path = "intake/nobody.html")]
pub struct NobodyPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    accused: AccusedQuestion,
    skipped: Vec<SkippedLine>,
    alternates: Vec<AlternateLine>,
}

impl<'a> NobodyPage<'a> {
    /// The page with who was looked for, and who is left to be chosen by hand.
    pub fn new(
        intake: &Intake,
        language: Language,
        form: &'a ReportForm,
        skipped: &[Skipped],
        alternates: &[Alternate],
        line: &[InLine],
    ) -> Self {
        Self {
            frame: Frame::step(language, "/denunciar/lectura"),
            form,
            accused: AccusedQuestion::new(intake, language, form, line),
            skipped: skipped_lines(intake, language, skipped),
            alternates: alternate_lines(intake, language, alternates),
        }
    }

    fn hidden(&self) -> Vec<(&'static str, &str)> {
        self.accused.hidden(self.form)
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

/// In which of those who could receive the accused works. Whoever said that it is so sees it unfolded.
#[derive(Debug)]
struct AccusedQuestion {
    is_unfolded: bool,
    lines: Vec<AccusedLine>,
}

#[derive(Debug)]
struct AccusedLine {
    id: InstitutionId,
    name: String,
    is_accused: bool,
}

impl AccusedQuestion {
    fn new(intake: &Intake, language: Language, form: &ReportForm, line: &[InLine]) -> Self {
        let lines: Vec<_> = line
            .iter()
            .map(|one| AccusedLine {
                id: one.institution.clone(),
                name: name_of(intake, &one.institution, language),
                is_accused: one.is_accused,
            })
            .collect();
        let is_unfolded = form.value(Field::Accused) == "yes" || lines.iter().any(|one| one.is_accused);
        Self { is_unfolded, lines }
    }

    /// What the form carries hidden: where the question is on the page, its answer stands there.
    fn hidden<'a>(&self, form: &'a ReportForm) -> Vec<(&'static str, &'a str)> {
        let mut pairs = form.carried(Part::Seal);
        pairs.retain(|(name, _)| self.lines.is_empty() || *name != Field::AccusedAt.name());
        pairs
    }
}

#[derive(Debug)]
struct SkippedLine {
    name: String,
    why: &'static str,
    contact: Option<String>,
    excluded: Option<InstitutionId>,
}

#[derive(Debug)]
struct AlternateLine {
    id: InstitutionId,
    name: String,
    basis: String,
}

/// The name of an institution in the page's language.
pub(super) fn name_of(intake: &Intake, id: &InstitutionId, language: Language) -> String {
    let institution = intake.directory.find(id);
    institution.map_or_else(|| id.to_string(), |one| one.name(language.tag()).to_owned())
}

/// The names of institutions in the page's language.
pub(super) fn names(intake: &Intake, ids: &[String], language: Language) -> Vec<String> {
    ids.iter()
        .map(|id| match id.parse() {
            Ok(id) => name_of(intake, &id, language),
            Err(_no_id) => id.clone(),
        })
        .collect()
}

fn skipped_lines(intake: &Intake, language: Language, skipped: &[Skipped]) -> Vec<SkippedLine> {
    let text = Text::of(language);
    skipped
        .iter()
        .map(|skipped| SkippedLine {
            name: match &skipped.institution {
                Some(id) => name_of(intake, id, language),
                None => text.say(skipped.rule.sort),
            },
            why: match skipped.why {
                Why::Accused => "why-accused",
                Why::Excluded => "why-excluded",
                Why::NoDesk => "why-no-desk",
            },
            contact: skipped
                .institution
                .as_ref()
                .filter(|_| skipped.why == Why::NoDesk)
                .and_then(|id| intake.directory.find(id)?.contact.clone()),
            excluded: skipped
                .institution
                .clone()
                .filter(|_| skipped.why == Why::Excluded),
        })
        .collect()
}

fn alternate_lines(intake: &Intake, language: Language, alternates: &[Alternate]) -> Vec<AlternateLine> {
    let text = Text::of(language);
    alternates
        .iter()
        .map(|alternate| AlternateLine {
            id: alternate.institution.clone(),
            name: name_of(intake, &alternate.institution, language),
            basis: text.say(alternate.rule.basis),
        })
        .collect()
}
