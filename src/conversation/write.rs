//! Writing again: a follow-up of the holder of the code, sealed as the report was.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::mailbox::{self, MailboxError, OwnCase};
use super::once::{Attempt, Fingerprint};
use super::{Conversation, identity, voice};
use crate::case::deposit::{Envelope, settle};
use crate::case::sending::{Said, Sending, SendingError};
use crate::case::store::{Added, Case, Place, add_follow_up, told};
use crate::clock::Day;
use crate::duties::Unfinished;
use crate::institution::InstitutionId;
use crate::seal::{Contents, Digest, Direction, DirectoryStamp, IdentityBlock, Recipient, Recipients, Voice};
use crate::store::{Store, StoreError};
use crate::tracking::MailboxKeys;
use crate::tracking::token::{CheckedToken, TokenError};

/// Why a follow-up is not taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The mailbox is gone or could not be read.
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
    /// An institution has no keys in force.
    #[error("the institution cannot receive at the moment")]
    NoReader,
    /// It is not said for which of the cases it is.
    #[error("no case was chosen")]
    NotChosen,
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

/// A follow-up being sent: to one of the mailbox's cases, or to more, sealed to each apart.
#[derive(Debug)]
pub struct FollowUp {
    tellings: Vec<Telling>,
    sending: Sending,
    token: CheckedToken,
}

/// What one of the cases gets.
#[derive(Debug)]
struct Telling {
    case: Case,
    contents: Contents,
    voice: Voice,
}

impl FollowUp {
    /// Begins a follow-up of `text` to those of the mailbox's cases whose ids stand in `chosen`, and to no other. When
    /// one of them is none of its cases, the mailbox is not the one that the form was shown in.
    pub async fn begin(
        conversation: &Conversation,
        keys: &MailboxKeys,
        chosen: &str,
        token: CheckedToken,
        text: &str,
    ) -> Result<Self, WriteError> {
        let chosen = chosen_among(mailbox::find(conversation, keys).await?, chosen)?;
        let readers = chosen.iter().map(|own| recipients(conversation, &own.case));
        let readers = readers.collect::<Option<Vec<_>>>().ok_or(WriteError::NoReader)?;
        let (bounds, blobs) = (&conversation.bounds, &conversation.blobs);
        let sending = Sending::begin(&readers, bounds, blobs, &*conversation.random)?;
        let tellings = chosen.into_iter().map(|own| Telling {
            contents: contents(conversation, &own, identity(keys, own.index).recipient(), text),
            voice: voice(keys, own.index),
            case: own.case,
        });
        Ok(Self {
            tellings: tellings.collect(),
            sending,
            token,
        })
    }

    /// Where its files go.
    pub const fn sending(&mut self) -> &mut Sending {
        &mut self.sending
    }

    /// Seals it and keeps it, whether or not somebody still waits for the answer; the same form sent twice is kept
    /// once. Tells which institutions have it.
    pub async fn close(self, conversation: &Conversation) -> Result<Vec<String>, WriteError> {
        let institutions = self
            .tellings
            .iter()
            .map(|telling| telling.case.institution.clone())
            .collect();
        let keeping = self.keep(conversation.clone());
        conversation.errands.finish(keeping).await??;
        Ok(institutions)
    }

    #[expect(
        clippy::significant_drop_tightening,
        reason = "the next attempt begins when this one has ended"
    )]
    async fn keep(mut self, conversation: Conversation) -> Result<(), WriteError> {
        let today = conversation.clock.today();
        let Some(first) = self.tellings.first() else {
            return Err(MailboxError::Unknown.into());
        };
        let text = Zeroizing::new(first.contents.text.clone());
        let once = self.fingerprint(&conversation, &text)?;
        let mut attempt = conversation.sent.enter(once, conversation.clock.now()).await;
        if attempt.is_kept_already(&conversation.store).await? {
            return Ok(());
        }
        let _turns = self.turns(&conversation).await;
        let places = self.sign(&conversation.store).await?;
        let said = self.tellings.iter().map(|telling| Said {
            contents: &telling.contents,
            text: &text,
        });
        let said: Vec<Said<'_>> = said.collect();
        let envelopes = self.sending.close(&said, IdentityBlock::Dummy, today).await?;
        if let Some(envelope) = envelopes.first() {
            // Their rows come together or not at all.
            attempt.begin(envelope.id);
        }
        let committed = commit(&conversation, &self.tellings, places, &envelopes, today).await;
        settle(envelopes, committed, &conversation.store, &conversation.blobs).await?;
        attempt.kept();
        Ok(())
    }

    /// The turn in each case. A mailbox has its cases in one order, so that nobody waits for who waits for them.
    async fn turns(&self, conversation: &Conversation) -> Vec<Attempt> {
        let mut turns = Vec::new();
        for telling in &self.tellings {
            let now = conversation.clock.now();
            turns.push(conversation.sent.turn(telling.case.id, now).await);
        }
        turns
    }

    /// Signs what each case gets, and tells at which place in it.
    async fn sign(&mut self, store: &Store) -> Result<Vec<Place>, StoreError> {
        let mut places = Vec::new();
        for Telling {
            case,
            contents,
            voice,
        } in &mut self.tellings
        {
            let before = told(store, case.id).await?;
            let number = before.number.saturating_add(1);
            contents.files = self.sending.files().to_vec();
            voice.sign(contents, case.id.0, number, before.link);
            let link = contents.told_link(case.id.0).unwrap_or(before.link);
            places.push(Place { number, link });
        }
        Ok(places)
    }

    /// What only the same form with the same text and files, for the same cases, gives.
    fn fingerprint(&self, conversation: &Conversation, text: &str) -> Result<Fingerprint, TokenError> {
        let mut hash = Sha256::new();
        hash.update(text.as_bytes());
        for file in self.sending.files() {
            hash.update(file.sha256.as_bytes());
        }
        let digest = hash.finalize().into();
        let cases: Vec<String> = self
            .tellings
            .iter()
            .map(|telling| telling.case.id.to_string())
            .collect();
        let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
        let bits = conversation.tokens.code_bits(&self.token, &cases, &digest)?;
        Ok(*bits)
    }
}

/// Those of a mailbox's cases whose ids stand in `chosen`. A form of another mailbox, whose cookie this one has
/// replaced, must reach nobody.
fn chosen_among(cases: Vec<OwnCase>, chosen: &str) -> Result<Vec<OwnCase>, WriteError> {
    let ids: Vec<&str> = chosen.split_whitespace().collect();
    if ids.is_empty() {
        return Err(WriteError::NotChosen);
    }
    let is_own = |id: &&str| cases.iter().any(|own| own.case.id.to_string() == **id);
    if !ids.iter().all(|id| is_own(id)) {
        return Err(MailboxError::Unknown.into());
    }
    let is_chosen = |own: &OwnCase| ids.iter().any(|id| **id == own.case.id.to_string());
    Ok(cases.into_iter().filter(is_chosen).collect())
}

/// What the institution of one case reads. Nothing in it says that there is another.
fn contents(conversation: &Conversation, own: &OwnCase, mailbox: Recipient, text: &str) -> Contents {
    Contents {
        version: Contents::VERSION,
        direction: Direction::FollowUp,
        institution: own.case.institution.clone(),
        directory: DirectoryStamp {
            version: conversation.directory.version(),
            hash: Digest::from_bytes(conversation.directory.hash()),
        },
        mailbox,
        case: Some(own.case.id.0),
        voice: None,
        told: None,
        number: None,
        exclusions: Vec::new(),
        answers: Vec::new(),
        competence: None,
        text: text.to_owned(),
        status: None,
        files: Vec::new(),
    }
}

async fn commit(
    conversation: &Conversation,
    tellings: &[Telling],
    places: Vec<Place>,
    envelopes: &[Envelope],
    today: Day,
) -> Result<Added, StoreError> {
    let mut tx = conversation.store.begin().await?;
    for ((telling, place), envelope) in tellings.iter().zip(places).zip(envelopes) {
        add_follow_up(&mut tx, &telling.case, place, envelope, today).await?;
    }
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
