//! Those who get a report: who was shown is who it is sealed to, each under the keys that were shown.

use super::Intake;
use crate::institution::InstitutionId;
use crate::report::{Field, ReportForm};
use crate::seal::Recipients;

/// One of those who get a report, and the keys it is sealed to.
#[derive(Debug)]
pub struct Addressee {
    /// Who.
    pub institution: InstitutionId,
    /// The keys in force.
    pub recipients: Recipients,
}

/// Those who get a report, in the order in which they are shown.
#[derive(Debug)]
pub struct Addressees(pub Vec<Addressee>);

impl Addressees {
    /// These institutions under the keys in force today; none at all when one of them has none, since whoever is left
    /// out must be shown as left out first.
    pub fn of(intake: &Intake, institutions: &[InstitutionId]) -> Self {
        let today = intake.clock.today();
        let addressed = institutions.iter().map(|id| {
            let recipients = intake.directory.find(id)?.recipients(today).ok()?;
            Some(Addressee {
                institution: id.clone(),
                recipients,
            })
        });
        Self(addressed.collect::<Option<_>>().unwrap_or_default())
    }

    /// How a form names them.
    pub fn names(&self) -> String {
        let names = self.0.iter().map(|one| one.institution.as_str());
        names.collect::<Vec<_>>().join(" ")
    }

    /// How a form names their keys.
    pub fn digests(&self) -> String {
        let digests = self.0.iter().map(|one| hex::encode(one.recipients.digest()));
        digests.collect::<Vec<_>>().join(" ")
    }

    /// Whether they and their keys are those that the last form showed.
    pub fn were_shown(&self, intake: &Intake, form: &ReportForm) -> bool {
        !self.0.is_empty()
            && form.value(Field::Reader) == self.names()
            && form.value(Field::Directory) == intake.directory.version().to_string()
            && form.value(Field::Recipients) == self.digests()
    }
}
