//! The one path in: form, report, route, seal, keep, receipt.

use std::sync::Arc;

use crate::clock::Clock;
use crate::institution::Directory;
use crate::random::Random;
use crate::routing::{self, Answers, Decision};
use crate::tracking::token::FormTokens;
use crate::web::Limits;

pub mod addressee;
mod keep;
pub mod pages;
pub mod reader;
pub mod receipt_pages;
pub mod receive;
pub mod review;
pub mod steps;
pub mod submit;
pub mod welcome;

/// What filing needs.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Who can receive.
    pub directory: Arc<Directory>,
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
    /// Who receives a report with these answers today.
    pub fn decide(&self, answers: &Answers) -> Decision {
        let today = self.clock.today();
        // It was good when the window started.
        if self.directory.has_expired(today) {
            return Decision::Nobody {
                skipped: Vec::new(),
                alternates: Vec::new(),
                line: Vec::new(),
            };
        }
        routing::choose(answers, &self.directory, today)
    }
}
