//! Writing again: a follow-up of the holder of the code, sealed as the report was.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::mailbox::{self, MailboxError, OwnCase};
use super::once::{Attempt, Fingerprint};
use super::turns::Turn;
use super::{Conversation, identity, voice};
use crate::case::deposit::{Envelope, settle};
use crate::case::sending::{Said, Sending, SendingError};
use crate::case::store::{Added, Case, Place, add_follow_up, inconsistent, told};
use crate::clock::Day;
use crate::duties::Unfinished;
use crate::institution::{Directory, InstitutionId};
use crate::seal::{Contents, Digest, Direction, DirectoryStamp, IdentityBlock, Recipients, Voice};
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
    /// An institution has no keys in force.
    #[error("the institution cannot receive at the moment")]
    NoReader,
    /// An institution was revoked.
    #[error("the institution receives nothing any more")]
    Revoked,
    /// The form was shown in another mailbox than the one that is open now.
    #[error("the form belongs to another mailbox")]
    OtherMailbox,
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
    letters: Vec<Letter>,
    text: Zeroizing<String>,
    sending: Sending,
    token: CheckedToken,
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
        let (directory, today) = (&conversation.directory, conversation.clock.today());
        if chosen.iter().any(|own| is_gone(directory, &own.case, today)) {
            return Err(WriteError::Revoked);
        }
        let readers = chosen.iter().map(|own| recipients(directory, &own.case, today));
        let readers = readers.collect::<Option<Vec<_>>>().ok_or(WriteError::NoReader)?;
        let (bounds, blobs) = (&conversation.bounds, &conversation.blobs);
        let sending = Sending::begin(&readers, bounds, blobs, &*conversation.random)?;
        let letters = chosen.into_iter();
        Ok(Self {
            letters: letters
                .map(|own| Letter::new(conversation, keys, own, text))
                .collect(),
            text: Zeroizing::new(text.to_owned()),
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
    #[expect(
        clippy::significant_drop_tightening,
        reason = "both go with the errand, and end when it has ended"
    )]
    pub async fn close(self, conversation: &Conversation) -> Result<Vec<String>, WriteError> {
        let cases = self.letters.iter().map(|letter| &letter.case);
        let institutions = cases.map(|case| case.institution.clone()).collect();
        let once = self.fingerprint(conversation)?;
        let mut attempt = conversation.sent.enter(once, conversation.clock.now()).await;
        if attempt.is_kept_already(&conversation.store).await? {
            return Ok(institutions);
        }
        // Whoever waits for a turn has no place among the errands: those who wait in one case would take all of them.
        let mut turns = Vec::new();
        for letter in &self.letters {
            turns.push(conversation.turns.take(letter.case.id).await);
        }
        let keeping = self.keep(conversation.clone(), attempt, turns);
        conversation.errands.finish(keeping).await??;
        Ok(institutions)
    }

    async fn keep(
        mut self,
        conversation: Conversation,
        mut attempt: Attempt,
        _turns: Vec<Turn>,
    ) -> Result<(), WriteError> {
        let today = conversation.clock.today();
        for letter in &mut self.letters {
            letter.contents.files = self.sending.files().to_vec();
            letter.sign(&conversation).await?;
        }
        let said = self.letters.iter().map(|letter| Said {
            contents: &letter.contents,
            text: &self.text,
        });
        let said: Vec<Said<'_>> = said.collect();
        let envelopes = self.sending.close(&said, IdentityBlock::Dummy, today).await?;
        if let Some(envelope) = envelopes.first() {
            // Their rows come together or not at all.
            attempt.begin(envelope.id);
        }
        let committed = commit(&conversation, &self.letters, &envelopes, today).await;
        settle(envelopes, committed, &conversation.store, &conversation.blobs).await?;
        attempt.kept();
        Ok(())
    }

    /// What only the same form with the same text and files, for the same cases, gives.
    fn fingerprint(&self, conversation: &Conversation) -> Result<Fingerprint, TokenError> {
        let mut hash = Sha256::new();
        hash.update(self.text.as_bytes());
        for file in self.sending.files() {
            hash.update(file.sha256.as_bytes());
        }
        let digest = hash.finalize().into();
        let letters = self.letters.iter();
        let cases: Vec<String> = letters.map(|letter| letter.case.id.to_string()).collect();
        let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
        let bits = conversation.tokens.code_bits(&self.token, &cases, &digest)?;
        Ok(*bits)
    }
}

/// What the institution of one case gets. Nothing in it says that there is another.
#[derive(Debug)]
struct Letter {
    case: Case,
    voice: Voice,
    contents: Contents,
    place: Option<Place>,
}

impl Letter {
    fn new(conversation: &Conversation, keys: &MailboxKeys, own: OwnCase, text: &str) -> Self {
        let contents = Contents {
            case: Some(own.case.id.0),
            ..Contents::new(
                Direction::FollowUp,
                own.case.institution.clone(),
                DirectoryStamp {
                    version: conversation.directory.version(),
                    hash: Digest::from_bytes(conversation.directory.hash()),
                },
                identity(keys, own.index).recipient(),
                text.to_owned(),
            )
        };
        Self {
            voice: voice(keys, own.index),
            case: own.case,
            contents,
            place: None,
        }
    }

    /// Signs it as the next in its case, whose turn must be held until its row is committed.
    async fn sign(&mut self, conversation: &Conversation) -> Result<(), StoreError> {
        let before = told(&conversation.store, self.case.id).await?;
        let number = before.number.saturating_add(1);
        let case = self.case.id.0;
        self.voice.sign(&mut self.contents, case, number, before.link);
        let link = self.contents.told_link(case).unwrap_or(before.link);
        self.place = Some(Place { number, link });
        Ok(())
    }
}

/// Those of a mailbox's cases whose ids stand in `chosen`. A form of another mailbox, whose cookie this one has
/// replaced, must reach nobody. They stand in the order in which a release takes their rows, so that no two wait for each
/// other.
fn chosen_among(cases: Vec<OwnCase>, chosen: &str) -> Result<Vec<OwnCase>, WriteError> {
    let ids: Vec<&str> = chosen.split_whitespace().collect();
    if ids.is_empty() {
        return Err(WriteError::NotChosen);
    }
    let is_own = |id: &&str| cases.iter().any(|own| own.case.id.to_string() == **id);
    if !ids.iter().all(is_own) {
        return Err(WriteError::OtherMailbox);
    }
    let is_chosen = |own: &OwnCase| ids.iter().any(|id| **id == own.case.id.to_string());
    let mut chosen: Vec<OwnCase> = cases.into_iter().filter(is_chosen).collect();
    chosen.sort_by(|a, b| (&a.case.institution, a.case.id).cmp(&(&b.case.institution, b.case.id)));
    Ok(chosen)
}

async fn commit(
    conversation: &Conversation,
    letters: &[Letter],
    envelopes: &[Envelope],
    today: Day,
) -> Result<Added, StoreError> {
    let mut tx = conversation.store.begin().await?;
    for (letter, envelope) in letters.iter().zip(envelopes) {
        let place = letter.place.ok_or(inconsistent("case", "told"))?;
        add_follow_up(&mut tx, &letter.case, place, envelope, today).await?;
    }
    tx.commit().await?;
    Ok(Added::Now)
}

/// Whether the institution receives no more, or is not listed any more.
fn is_gone(directory: &Directory, case: &Case, today: Day) -> bool {
    let id: Option<InstitutionId> = case.institution.parse().ok();
    let institution = id.and_then(|id| directory.find(&id));
    institution.is_none_or(|one| one.is_revoked(today))
}

/// Whom a follow-up is sealed to today, as long as the directory is in force and lists the institution.
pub(super) fn recipients(directory: &Directory, case: &Case, today: Day) -> Option<Recipients> {
    if directory.has_expired(today) {
        return None;
    }
    let id: InstitutionId = case.institution.parse().ok()?;
    directory.find(&id)?.recipients(today).ok()
}
