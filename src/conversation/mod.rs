//! The return visit: what a tracking code opens.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::case::sending::Bounds;
use crate::case::store::{Case, Stored, find_envelope};
use crate::clock::Clock;
use crate::duties::Errands;
use crate::institution::Directory;
use crate::random::Random;
use crate::seal::Identity;
use crate::store::blobs::Blobs;
use crate::store::{Store, StoreError};
use crate::tracking::token::FormTokens;
use crate::tracking::{KdfPool, MailboxKeys};
use crate::web::Limits;
use once::Once;
use receipt::Receipts;

mod case_view;
pub mod draft;
mod entering;
mod fault;
pub mod mailbox;
pub mod once;
pub mod pages;
pub mod receipt;
pub mod session;
pub mod shelf;
pub mod store;
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

/// The private half of the mailbox of case `index`: lives for one request, made anew from the sealed session.
pub fn identity(keys: &MailboxKeys, index: u32) -> Identity {
    Identity::from_seed(keys.mailbox_seed(index))
}

/// The bytes of a stored envelope, to be opened with random access.
#[derive(Debug)]
pub enum Sealed {
    /// An object.
    File(File),
    /// A row.
    Row(Cursor<Bytes>),
}

impl Sealed {
    /// The bytes of an envelope of a case; `None` when they are not there any more.
    pub async fn find(
        store: &Store,
        blobs: &Blobs,
        case: &Case,
        envelope: Uuid,
    ) -> Result<Option<Self>, StoreError> {
        match find_envelope(store, envelope, &case.institution).await? {
            None | Some(Stored::Erased) => Ok(None),
            Some(Stored::Object) => Ok(blobs.file(envelope)?.map(Self::File)),
            Some(Stored::Row(bytes)) => Ok(Some(Self::Row(Cursor::new(bytes)))),
        }
    }
}

impl Sealed {
    /// The same bytes from their start, if `digest` is theirs: what stands in the row about them proves nothing.
    pub fn with_digest(mut self, digest: &str) -> Option<Self> {
        let mut hash = Sha256::new();
        io::copy(&mut self, &mut hash).ok()?;
        self.rewind().ok()?;
        (hex::encode(hash.finalize()) == digest).then_some(self)
    }
}

impl Read for Sealed {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(out),
            Self::Row(row) => row.read(out),
        }
    }
}

impl Seek for Sealed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Row(row) => row.seek(to),
        }
    }
}
