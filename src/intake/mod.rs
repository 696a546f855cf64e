//! The one path in: form, report, decision, seal, keep, receipt.

use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::competence::{self, Decision, Desks};
use crate::institution::Directory;
use crate::random::Random;
use crate::report::ReportForm;
use crate::tracking::token::FormTokens;
use crate::web::Limits;

pub mod acts;
mod addressee;
mod answers;
mod aside;
mod clues;
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
}
