//! An answer on its way out: text and files are sealed twice while they stream in, once to the mailbox found
//! inside the first report and once to this institution's own keys, and nothing of it lies on the disk in clear.

use std::fmt;

use bytes::Bytes;
use uuid::Uuid;

use super::alarm::Alarms;
use super::limits::AnswerLimits;
use super::open::{Reading, Unanswerable, addressee};
use super::shelf::Draft;
use super::store::{Case, Direction, NewAnswer, NewMessage};
use super::{Desk, stamp};
use crate::case::clocks::{Turn, What};
use crate::case::{Closing, FineStatus};
use crate::inbox::signature::{self, Answer};
use crate::random;
use crate::seal::{
    self, Contents, Extension, FileEntry, Finished, IdentityBlock, Next, Recipient, Recipients, SealError,
    Sealer, StatusChange,
};
use crate::store::StoreError;
use crate::web::multipart::{Part, PartsError};

/// An answer being written.
pub struct Reply {
    mailbox: Recipient,
    theirs: Copy,
    ours: Copy,
    files: Vec<FileEntry>,
    bytes: u64,
    limits: AnswerLimits,
}

/// What an officer says in an answer.
pub struct Said {
    /// The text; may be empty when the status changes.
    pub text: String,
    /// The new status and the reason for it.
    pub status: Option<(FineStatus, String)>,
    /// Why the case is closed, where it is.
    pub cause: Option<Closing>,
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Said(..)")
    }
}

/// Why an answer is not written down. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// More, or larger, than an answer may hold.
    #[error("the answer is over a limit")]
    Limit(Limit),
    /// The form did not arrive whole.
    #[error(transparent)]
    Form(#[from] PartsError),
    /// Nobody is answered in this case.
    #[error(transparent)]
    Unanswerable(#[from] Unanswerable),
    /// Another answer to the same case came first.
    #[error("another answer came first")]
    Overtaken,
    /// Sealing failed.
    #[error("sealing failed")]
    Seal(#[source] SealError),
    /// The disk failed.
    #[error("the disk failed")]
    Disk(#[from] std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Which limit of an answer was met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Limit {
    /// The number of files.
    Files,
    /// The bytes of one file.
    File,
    /// The bytes of all files together.
    Envelope,
}

impl From<SealError> for ReplyError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TooLarge => Self::Limit(Limit::Envelope),
            SealError::TooManyFiles => Self::Limit(Limit::Files),
            SealError::Failed(_) | SealError::Identity | SealError::Mixed | SealError::Order => {
                Self::Seal(error)
            }
        }
    }
}

impl Reply {
    /// Begins an answer to the mailbox that stands sealed inside the one report of a case.
    pub async fn begin(desk: &Desk, readings: &[Reading]) -> Result<Self, ReplyError> {
        let mailbox = &addressee(readings)?.mailbox;
        let theirs = Recipients::new(vec![mailbox.clone()]).map_err(|_never| SealError::Mixed)?;
        Ok(Self {
            mailbox: mailbox.clone(),
            theirs: Copy::begin(desk, &theirs).await?,
            ours: Copy::begin(desk, &desk.own.current()).await?,
            files: Vec::new(),
            bytes: 0,
            limits: desk.settings.limits.clone(),
        })
    }

    /// Seals one file while it streams in.
    pub async fn add_file(&mut self, part: &mut Part) -> Result<(), ReplyError> {
        if self.files.len() >= self.limits.files {
            return Err(ReplyError::Limit(Limit::Files));
        }
        let mut head = Vec::new();
        while head.len() < Extension::SIGHT {
            match part.chunk().await? {
                Some(bytes) => head.extend_from_slice(&bytes),
                None => break,
            }
        }
        let extension = Extension::recognise(&head);
        self.theirs.sealer.begin_file(extension)?;
        self.ours.sealer.begin_file(extension)?;
        let mut length = 0_u64;
        let mut next = Some(Bytes::from(head));
        while let Some(bytes) = next {
            length = length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            self.check(length)?;
            self.theirs.write(&bytes).await?;
            self.ours.write(&bytes).await?;
            next = part.chunk().await?;
        }
        self.files.push(self.theirs.sealer.end_file()?);
        self.ours.sealer.end_file()?;
        self.bytes = self.bytes.saturating_add(length);
        Ok(())
    }

    /// Whether any file was sealed.
    pub const fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// Finishes both envelopes and writes the answer down; from here on it is on its way, whatever happens.
    pub async fn close(self, desk: &Desk, case: &Case, said: Said) -> Result<(), ReplyError> {
        let today = desk.clock.today();
        let number = case.answers.saturating_add(1);
        let contents = self.contents(desk, case, number, &said);
        let text = readable(&contents);
        let (sealed, theirs) = self.theirs.close(&contents, &text, today).await?;
        let (envelope, ours) = self.ours.close(&contents, &text, today).await?;
        let status = said.status.as_ref();
        let answer = Answer {
            case: case.id.0,
            institution: contents.institution.clone(),
            mailbox: signature::digest(self.mailbox.to_string().as_bytes()),
            number,
            previous: String::new(),
            digest: theirs.digest.to_string(),
            head: theirs.head,
            status: status.map_or(case.status, |(status, _reason)| status.public()),
            day: today,
        };
        let copy = NewMessage {
            envelope,
            case: case.id,
            number: case.number,
            direction: Direction::Reply,
            day: today,
            step: ours.step.number(),
            digest: ours.digest,
            mailbox: String::new(),
            alarms: Alarms::default(),
            clock: Some(What::Replied {
                has_words: !said.text.is_empty(),
                turn: Turn::of(status.map(|(status, _reason)| *status)),
            }),
        };
        let new = NewAnswer {
            copy: &copy,
            sealed,
            answer: &answer,
        };
        if !desk.store.add_answer(&new).await? {
            desk.shelf.remove(sealed).await?;
            desk.shelf.remove(envelope).await?;
            return Err(ReplyError::Overtaken);
        }
        // It is on its way; if only the name fails now, the next start gives it.
        drop(desk.shelf.settle(sealed).await);
        drop(desk.shelf.settle(envelope).await);
        desk.call_for_reading();
        Ok(())
    }

    fn check(&self, length: u64) -> Result<(), ReplyError> {
        if length > self.limits.file_bytes {
            return Err(ReplyError::Limit(Limit::File));
        }
        if self.bytes.saturating_add(length) > self.limits.envelope_bytes {
            return Err(ReplyError::Limit(Limit::Envelope));
        }
        Ok(())
    }

    fn contents(&self, desk: &Desk, case: &Case, number: u64, said: &Said) -> Contents {
        let unseen = || stamp(0, [0; 32]);
        Contents {
            case: Some(case.id.0),
            number: Some(number),
            status: said.status.as_ref().map(|(status, reason)| StatusChange {
                status: status.word().to_owned(),
                cause: said.cause.map(|cause| cause.word().to_owned()),
                reason: reason.clone(),
            }),
            files: self.files.clone(),
            ..Contents::new(
                seal::Direction::Reply,
                desk.settings.institution.to_string(),
                desk.standing_now().stamp.clone().unwrap_or_else(unseen),
                self.mailbox.clone(),
                said.text.clone(),
            )
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reply(..)")
    }
}

/// One of the two envelopes of an answer, on its way to the disk.
struct Copy {
    id: Uuid,
    sealer: Box<Sealer>,
    draft: Draft,
}

impl Copy {
    async fn begin(desk: &Desk, recipients: &Recipients) -> Result<Self, ReplyError> {
        let id = random::uuid(&*desk.random);
        Ok(Self {
            id,
            sealer: Box::new(Sealer::begin(recipients)?),
            draft: desk.shelf.begin(id).await?,
        })
    }

    async fn write(&mut self, content: &[u8]) -> Result<(), ReplyError> {
        self.sealer.write(content)?;
        Ok(self.draft.write(&self.sealer.take()).await?)
    }

    async fn close(
        mut self,
        contents: &Contents,
        text: &str,
        day: crate::clock::Day,
    ) -> Result<(Uuid, Finished), ReplyError> {
        let mut closing = self.sealer.close(contents, IdentityBlock::Dummy, text)?;
        let finished = loop {
            match closing.next()? {
                Next::Part(part, later) => {
                    self.draft.write(&part).await?;
                    closing = later;
                }
                Next::Last(last) => break last,
            }
        };
        self.draft.write(&finished.rest).await?;
        self.draft.keep(day).await?;
        Ok((self.id, finished))
    }
}

/// The same to read, for whoever opens the envelope with an age tool and an unzip only.
fn readable(contents: &Contents) -> String {
    let from = format!("Respuesta de: {}", contents.institution);
    let mut lines = vec![from, String::new(), contents.text.clone()];
    if let Some(change) = &contents.status {
        lines.extend([String::new(), format!("Estado: {}", change.status)]);
        lines.extend(change.cause.as_ref().map(|cause| format!("Causa: {cause}")));
        lines.push(format!("Motivo: {}", change.reason));
    }
    for file in &contents.files {
        lines.push(format!("Archivo: adjuntos/{}", file.name));
    }
    lines.join("\n")
}
