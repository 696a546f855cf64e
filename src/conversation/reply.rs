//! One reply of an institution: held to its place in the chain that was signed, and opened off the threads that
//! serve everybody.
//!
//! The signature vouches for the envelope's header, and the header for everything behind it: so a reply is opened
//! without reading its files, and what is then copied out of it is what was signed, or breaks off.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::Conversation;
use super::mailbox::NotShown;
use super::store::ReplyRow;
use crate::case::CaseId;
use crate::case::store::{Case, Stored, find_envelope};
use crate::inbox::signature::SignedAnswer;
use crate::seal::{Contents, Direction, Identity, Opened, Pinned, open};
use crate::stack::wiping;
use crate::store::StoreError;
use crate::store::blobs::Blobs;

/// A reply as the rows tell of it, and where it must stand. Nothing of it is verified yet.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub(super) envelope: Uuid,
    pub(super) signed: SignedAnswer,
    case: CaseId,
    institution: String,
    mailbox: String,
    /// What it must name as the one before it; nothing where that one is gone.
    previous: Option<String>,
}

/// A reply that verified and opened.
pub(super) type OpenEnvelope = Opened<Pinned<Sealed>>;

impl Claimed {
    /// The reply of a row in a case whose report's envelope has the digest `report`: there its chain begins.
    pub(super) fn new(row: ReplyRow, case: &Case, mailbox: &str, report: &str) -> Self {
        let is_first = row.signed.answer.number == 1;
        Self {
            envelope: row.envelope,
            signed: row.signed,
            case: case.id,
            institution: case.institution.clone(),
            mailbox: mailbox.to_owned(),
            previous: if is_first {
                Some(report.to_owned())
            } else {
                row.before
            },
        }
    }
}

impl Claimed {
    /// Why it cannot be taken for the institution's answer to this mailbox at this place of the chain, if it cannot.
    pub(super) fn doubt(&self, conversation: &Conversation) -> Option<NotShown> {
        let SignedAnswer { answer, signature } = &self.signed;
        let Some(institution) = conversation.find_institution(&answer.institution) else {
            return Some(NotShown::NotListed);
        };
        let signed_by = |key| answer.verify(signature, key).is_ok();
        if !institution.signing_keys(answer.day).any(signed_by) {
            return Some(NotShown::Unproven);
        }
        match &self.previous {
            None => Some(NotShown::BehindGap),
            Some(previous) => (*previous != answer.previous).then_some(NotShown::Unproven),
        }
    }

    /// Opens it, if it verifies and is what was signed. Its files are not read.
    pub(super) async fn open(
        &self,
        conversation: &Conversation,
        identity: &Arc<Identity>,
    ) -> Result<Result<OpenEnvelope, NotShown>, StoreError> {
        let doubt = self.doubt(conversation);
        if doubt == Some(NotShown::NotListed) {
            return Ok(Err(NotShown::NotListed));
        }
        let found = find_envelope(&conversation.store, self.envelope, &self.institution).await?;
        let opened = match found.filter(|_| doubt.is_none()) {
            Some(stored) => {
                let (claimed, blobs, identity) =
                    (self.clone(), conversation.blobs.clone(), Arc::clone(identity));
                let opening =
                    spawn_blocking(move || wiping(|| claimed.open_stored(stored, &blobs, &identity)));
                opening.await.map_err(io::Error::other)??
            }
            None => None,
        };
        if opened.is_none() {
            tracing::error!("a stored reply does not verify or does not open: it is not shown");
        }
        Ok(opened.ok_or(doubt.unwrap_or(NotShown::Unproven)))
    }

    /// Blocks.
    fn open_stored(
        &self,
        stored: Stored,
        blobs: &Blobs,
        identity: &Identity,
    ) -> Result<Option<OpenEnvelope>, StoreError> {
        let sealed = match stored {
            Stored::Erased => return Ok(None),
            Stored::Object => blobs.file(self.envelope)?.map(Sealed::File),
            Stored::Row(bytes) => Some(Sealed::Row(Cursor::new(bytes))),
        };
        let Some(sealed) = sealed else { return Ok(None) };
        let head = self.signed.answer.head;
        let vouched = Pinned::new(sealed, head);
        let opened = vouched.and_then(|vouched| open(vouched, std::slice::from_ref(identity)));
        Ok(opened
            .ok()
            .filter(|opened| self.says_what_was_signed(opened.contents())))
    }

    /// Whether the opened reply names the case, number and mailbox that stand in the signed answer.
    fn says_what_was_signed(&self, contents: &Contents) -> bool {
        let answer = &self.signed.answer;
        contents.direction == Direction::Reply
            && contents.case == Some(self.case.0)
            && contents.case == Some(answer.case)
            && contents.number == Some(answer.number)
            && contents.institution == answer.institution
            && contents.mailbox.to_string() == self.mailbox
    }
}

/// The bytes of a stored reply, to be opened with random access.
#[derive(Debug)]
pub(super) enum Sealed {
    /// An object.
    File(File),
    /// A row.
    Row(Cursor<Bytes>),
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
