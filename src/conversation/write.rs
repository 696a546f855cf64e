//! Writing again: a follow-up of the holder of the code, sealed as the report was.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::mailbox::{self, MailboxError};
use super::once::Fingerprint;
use super::{Conversation, identity};
use crate::case;
use crate::case::deposit::Envelope;
use crate::case::sending::{Sending, SendingError};
use crate::case::store::{Added, Case, add_follow_up};
use crate::clock::Day;
use crate::duties::Unfinished;
use crate::institution::InstitutionId;
use crate::seal::{Contents, Digest, Direction, DirectoryStamp, IdentityBlock, Recipients};
use crate::store::StoreError;
use crate::tracking::MailboxKeys;
use crate::tracking::token::{CheckedToken, TokenError};

/// Why a follow-up is not taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The mailbox is gone or could not be read.
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    /// The institution has no keys in force.
    #[error("the institution cannot receive at the moment")]
    NoReader,
    /// The form has expired.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A file or the whole is not taken.
    #[error(transparent)]
    Sending(#[from] SendingError),
    /// Keeping it ended without an outcome.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        Self::Sending(error.into())
    }
}

/// A follow-up being sent.
#[derive(Debug)]
pub struct FollowUp {
    case: Case,
    sending: Sending,
    token: CheckedToken,
    contents: Contents,
}

impl FollowUp {
    /// Begins a follow-up of `text` to one of the mailbox's cases; when `case` names none of them, the mailbox is not
    /// the one that the form was shown in.
    pub async fn begin(
        conversation: &Conversation,
        keys: &MailboxKeys,
        case: &str,
        token: CheckedToken,
        text: String,
    ) -> Result<Self, WriteError> {
        let found = mailbox::find(conversation, keys).await?;
        let cases = case::store::list(&conversation.store, found.conversation).await?;
        // A form of another mailbox, whose cookie this one has replaced, must reach nobody.
        let named = cases.into_iter().find(|one| one.id.to_string() == case);
        let case = named.ok_or(MailboxError::Unknown)?;
        let recipients = recipients(conversation, &case).ok_or(WriteError::NoReader)?;
        let mailbox = identity(keys).recipient();
        let id = crate::random::uuid(&*conversation.random);
        let sending = Sending::begin(&recipients, id, &conversation.bounds, &conversation.blobs)?;
        let contents = Contents {
            version: Contents::VERSION,
            direction: Direction::FollowUp,
            institution: case.institution.clone(),
            directory: DirectoryStamp {
                version: conversation.directory.version(),
                hash: Digest::from_bytes(conversation.directory.hash()),
            },
            mailbox,
            case: Some(case.id.0),
            number: None,
            exclusions: Vec::new(),
            answers: Vec::new(),
            competence: None,
            text,
            status: None,
            files: Vec::new(),
        };
        Ok(Self {
            case,
            sending,
            token,
            contents,
        })
    }

    /// Where its files go.
    pub const fn sending(&mut self) -> &mut Sending {
        &mut self.sending
    }

    /// Seals it and keeps it, whether or not somebody still waits for the answer; the same form sent twice is kept
    /// once.
    pub async fn close(self, conversation: &Conversation) -> Result<(), WriteError> {
        let keeping = self.keep(conversation.clone());
        conversation.errands.finish(keeping).await?
    }

    #[expect(
        clippy::significant_drop_tightening,
        reason = "the next attempt begins when this one has ended"
    )]
    async fn keep(mut self, conversation: Conversation) -> Result<(), WriteError> {
        let today = conversation.clock.today();
        self.contents.files = self.sending.files().to_vec();
        let once = self.fingerprint(&conversation)?;
        let mut attempt = conversation.sent.enter(once, conversation.clock.now()).await;
        if attempt.is_kept_already(&conversation.store).await? {
            return Ok(());
        }
        let text = Zeroizing::new(self.contents.text.clone());
        let envelope = self
            .sending
            .close(&self.contents, IdentityBlock::Dummy, &text, today)
            .await?;
        attempt.begin(envelope.id);
        let committed = commit(&conversation, &self.case, &envelope, today).await;
        envelope
            .settle(committed, &conversation.store, &conversation.blobs)
            .await?;
        attempt.kept();
        Ok(())
    }

    /// What only the same form with the same text and files gives.
    fn fingerprint(&self, conversation: &Conversation) -> Result<Fingerprint, TokenError> {
        let mut hash = Sha256::new();
        hash.update(self.contents.text.as_bytes());
        for file in &self.contents.files {
            hash.update(file.sha256.as_bytes());
        }
        let digest = hash.finalize().into();
        let bits = conversation
            .tokens
            .code_bits(&self.token, &self.case.id.to_string(), &digest)?;
        Ok(*bits)
    }
}

async fn commit(
    conversation: &Conversation,
    case: &Case,
    envelope: &Envelope,
    today: Day,
) -> Result<Added, StoreError> {
    let mut tx = conversation.store.begin().await?;
    add_follow_up(&mut tx, case, envelope, today).await?;
    tx.commit().await?;
    Ok(Added::Now)
}

/// Whom a follow-up is sealed to today, as long as the directory is in force and lists the institution.
fn recipients(conversation: &Conversation, case: &Case) -> Option<Recipients> {
    let (directory, today) = (&conversation.directory, conversation.clock.today());
    if directory.has_expired(today) {
        return None;
    }
    let id: InstitutionId = case.institution.parse().ok()?;
    directory.find(&id)?.recipients(today).ok()
}
