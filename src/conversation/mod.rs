//! The return visit: what a tracking code opens.

use std::sync::Arc;

use crate::case::sending::Bounds;
use crate::catalogue::Calendar;
use crate::clock::Clock;
use crate::duties::Errands;
use crate::institution::{Directory, Institution, InstitutionId};
use crate::random::Random;
use crate::seal::{Identity, Voice};
use crate::store::Store;
use crate::store::blobs::Blobs;
use crate::tracking::token::FormTokens;
use crate::tracking::{KdfPool, MailboxKeys};
use crate::web::Limits;
use once::Once;
use receipt::Receipts;
use turns::Turns;

pub mod afterwards;
mod case_view;
pub mod code_page;
pub mod draft;
mod entering;
mod fault;
pub mod mailbox;
mod next;
pub mod once;
pub mod pages;
pub mod receipt;
mod reply;
pub mod session;
pub mod shelf;
pub mod standing;
pub mod store;
mod talk;
pub mod turns;
pub mod views;
pub mod write;
mod writing;

/// What the return visit needs.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// The rows.
    pub store: Store,
    /// The objects.
    pub blobs: Blobs,
    /// Who answers.
    pub directory: Arc<Directory>,
    /// The days on which no deadline runs.
    pub calendar: Arc<Calendar>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub random: Arc<dyn Random>,
    /// Makes keys of codes.
    pub kdf: Arc<KdfPool>,
    /// Recognises a form sent twice.
    pub tokens: Arc<FormTokens>,
    /// Receipts that close with the first visit.
    pub receipts: Arc<Receipts>,
    /// Which follow-up forms were sent already.
    pub sent: Arc<Once>,
    /// Who writes in which case now.
    pub turns: Turns,
    /// What is kept although its connection broke.
    pub errands: Errands,
    /// How much can be sent, as the pages say it.
    pub limits: Limits,
    /// How much can be sent, as it is enforced.
    pub bounds: Bounds,
    /// Where forms may come from.
    pub origins: Arc<[String]>,
    /// Days after which a desk that does not come counts as silent.
    pub silent_days: i64,
}

impl Conversation {
    /// The institution with this id, as long as the directory lists it.
    pub(crate) fn find_institution(&self, id: &str) -> Option<&Institution> {
        let id: InstitutionId = id.parse().ok()?;
        self.directory.find(&id)
    }
}

/// The private half of the mailbox of case `index`: lives for one request, made anew from the sealed session.
pub fn identity(keys: &MailboxKeys, index: u32) -> Identity {
    Identity::from_seed(keys.mailbox_seed(index))
}

/// What signs what the holder of the code writes again in case `index`: lives for one request, made anew from the sealed session.
pub fn voice(keys: &MailboxKeys, index: u32) -> Voice {
    Voice::from_seed(&keys.voice_seed(index))
}
