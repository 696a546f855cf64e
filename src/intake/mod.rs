//! The one path in: form, report, decision, seal, keep, receipt.

use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::competence::{self, Decision, Desks};
use crate::institution::{Directory, InstitutionId};
use crate::random::Random;
use crate::report::ReportForm;
use crate::tracking::token::FormTokens;
use crate::web::Limits;

pub mod acts;
mod answers;
mod aside;
mod explained;
mod keep;
pub mod nobody;
mod open_desks;
pub mod pages;
pub mod reader;
pub mod receipt_pages;
pub mod receive;
pub mod review;
pub mod steps;
pub mod story;
pub mod submit;
pub mod welcome;

pub use self::open_desks::OpenDesks;

/// What filing needs.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Who can receive.
    pub directory: Arc<Directory>,
    /// By which rules.
    pub catalogue: Arc<Catalogue>,
    /// Who of the directory can receive on a day, by where they reach.
    pub desks: Arc<OpenDesks>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens come from.
    pub random: Arc<dyn Random>,
    /// How much can be sent.
    pub limits: Limits,
    /// Binds a last form to its sending.
    pub tokens: Arc<FormTokens>,
    /// Where the quick way out leads.
    pub neutral_site: Arc<str>,
    /// Our own origins, as `scheme://host[:port]`.
    pub origins: Arc<[String]>,
}

/// Who is to receive a report.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Readers {
    /// Who has to.
    pub first: InstitutionId,
    /// Who gets it beside, where the story takes two ways and the person did not say no.
    pub second: Option<InstitutionId>,
}

impl Intake {
    /// Who can receive today.
    pub fn desks_today(&self) -> Arc<Desks> {
        self.desks.on(&self.directory, self.clock.today())
    }

    /// Who receives a report with these answers, among `desks`.
    pub fn decide<'a>(&'a self, form: &ReportForm, desks: &'a Desks) -> Decision<'a> {
        let answers = answers::of(form, &self.catalogue);
        competence::decide(&answers, &self.catalogue, desks, self.clock.today())
    }

    /// The institutions that are to receive a report with these answers today; none where nobody does.
    pub fn readers(&self, form: &ReportForm) -> Option<Readers> {
        let desks = self.desks_today();
        let decision = self.decide(form, &desks);
        let mut readers = decision.readers().map(|reader| reader.institution.clone());
        Some(Readers {
            first: readers.next()?,
            second: readers.next().filter(|_| form.wants_second()),
        })
    }
}
