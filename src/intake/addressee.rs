//! Those who get a report: who was shown is who it is sealed to, each under the keys that were shown.

use super::{Intake, explained};
use crate::competence::{Decision, Track};
use crate::institution::InstitutionId;
use crate::report::{Field, ReportForm};
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

    /// Whether a form shows others, or other keys or rules, as far as it shows any.
    pub(super) fn are_others(&self, intake: &Intake, form: &ReportForm) -> bool {
        let (readers, keys) = (form.value(Field::Reader), form.value(Field::Recipients));
        let last = !keys.is_empty() && !self.were_shown(intake, form);
        !readers.is_empty() && (readers != self.ids() || last)
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

/// The ways of a decision that the person takes: both where there are two, unless she names the only institution that
/// is to get it. When that one receives it no more, nobody does before she has seen who would.
pub(super) fn taken<'d, 'a>(decision: &'d Decision<'a>, form: &ReportForm) -> Vec<&'d Track<'a>> {
    let only = form.value(Field::Only);
    let ways = [Some(&decision.first), second(decision)].into_iter().flatten();
    ways.filter(|track| {
        only.is_empty()
            || track
                .reader
                .is_some_and(|reader| reader.institution.as_str() == only)
    })
    .collect()
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
