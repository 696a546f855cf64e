//! Those who get a report: who was shown is who it is sealed to, each under the keys that were shown.

use super::{Intake, explained};
use crate::competence::{Decision, Track};
use crate::institution::InstitutionId;
use crate::report::{Field, ReportForm, choice};
use crate::seal::{Competence, Recipients};
use crate::text::Language;

/// One of those who get a report.
#[derive(Debug)]
pub(super) struct Addressee {
    /// Who.
    pub(super) institution: InstitutionId,
    /// The keys it is sealed to.
    pub(super) recipients: Recipients,
    /// Why it gets the report, for programs.
    pub(super) competence: Competence,
    /// The same in words.
    pub(super) why: Vec<(String, String)>,
}

/// Those who get a report, in the order in which they are shown.
#[derive(Debug)]
pub(super) struct Addressees(pub(super) Vec<Addressee>);

impl Addressees {
    /// Those whom a decision leads to, as far as the person takes both of its ways, under the keys in force today;
    /// none at all when one of them has none, since whoever is left out is shown as left out first.
    pub(super) fn of(
        intake: &Intake,
        form: &ReportForm,
        decision: &Decision<'_>,
        language: Language,
    ) -> Self {
        let today = intake.clock.today();
        let addressed = taken(decision, form).into_iter().map(|track| {
            let reader = track.reader.as_ref()?;
            Some(Addressee {
                institution: reader.institution.clone(),
                recipients: intake
                    .directory
                    .find(reader.institution)?
                    .recipients(today)
                    .ok()?,
                competence: explained::competence(intake, track, reader),
                why: explained::lines(intake, track, language),
            })
        });
        Self(addressed.collect::<Option<_>>().unwrap_or_default())
    }

    /// How a form names them.
    pub(super) fn ids(&self) -> String {
        joined(self.0.iter().map(|one| one.institution.to_string()))
    }

    /// How a form names their keys.
    pub(super) fn digests(&self) -> String {
        joined(self.0.iter().map(|one| hex::encode(one.recipients.digest())))
    }

    /// Whether they, their keys and the rules are those that the last form showed.
    pub(super) fn were_shown(&self, intake: &Intake, form: &ReportForm) -> bool {
        !self.0.is_empty()
            && form.value(Field::Reader) == self.ids()
            && form.value(Field::Directory) == intake.directory.version().to_string()
            && form.value(Field::Catalogue) == intake.catalogue.manifest().version.to_string()
            && form.value(Field::Recipients) == self.digests()
    }
}

/// The ways of a decision that the person takes: both where there are two, unless she says that one is enough.
pub(super) fn taken<'d, 'a>(decision: &'d Decision<'a>, form: &ReportForm) -> Vec<&'d Track<'a>> {
    let (first, second) = (Some(&decision.first), second(decision));
    let taken = match (second, form.value(Field::Second)) {
        (None, _) | (_, choice::NO) => [first, None],
        (_, choice::ONLY) => [None, second],
        _ => [first, second],
    };
    taken.into_iter().flatten().collect()
}

/// The other way of a decision, where somebody receives it.
pub(super) fn second<'d, 'a>(decision: &'d Decision<'a>) -> Option<&'d Track<'a>> {
    decision.second.as_ref().filter(|track| track.reader.is_some())
}

/// How the page of the readers names everybody whom its own answers may leave.
pub(super) fn offered(decision: &Decision<'_>) -> String {
    joined(decision.readers().map(|reader| reader.institution.to_string()))
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}
