//! A person's text and files on their way into one envelope, in constant memory: bytes come in as the network
//! brings them, are sealed at once, and only what is sealed goes on to the store.

use std::fmt;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::deposit::{Deposit, DepositError, Envelope};
use crate::clock::Day;
use crate::seal::{Contents, Extension, FileEntry, IdentityBlock, Recipients, SealError, Sealer, Step};
use crate::store::StoreError;
use crate::store::blobs::Blobs;
use crate::store::space::{Promise, Space};

/// What bounds all sendings together.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Files in one sending.
    pub files: usize,
    /// Bytes in one file.
    pub file_bytes: u64,
    /// Bytes of all files of one sending.
    pub envelope_bytes: u64,
    /// Bytes from which a sending is a large one.
    pub large_bytes: u64,
    /// How many large ones are sealed and written at once, in turn, piece by piece.
    pub large: Arc<Semaphore>,
    /// The room there is for them.
    pub space: Space,
}

impl Bounds {
    /// Bytes of a whole body that are read: all that may be sent, and as much again, so that who sends too
    /// much still gets to see the page that says so.
    pub const fn body_bytes(&self) -> u64 {
        self.envelope_bytes.saturating_mul(2).saturating_add(FORM)
    }
}

/// Why a sending is refused. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendingError {
    /// More files than one sending takes.
    #[error("too many files")]
    TooManyFiles,
    /// One file, counted from 1, is larger than a file may be.
    #[error("file {0} is too large")]
    FileTooLarge(usize),
    /// All files together are larger than an envelope may be.
    #[error("the files are too large together")]
    EnvelopeTooLarge,
    /// The disk is nearly full: text still passes, files do not.
    #[error("there is no room for files")]
    NoRoom,
    /// The disk is full: nothing passes.
    #[error("there is no room at all")]
    Full,
    /// It could not be sealed.
    #[error("sealing failed")]
    Seal(#[source] SealError),
    /// It could not be stored.
    #[error("storing failed")]
    Store(#[from] StoreError),
}

impl From<std::io::Error> for SendingError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<SealError> for SendingError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TooLarge => Self::EnvelopeTooLarge,
            SealError::TooManyFiles => Self::TooManyFiles,
            SealError::Failed(_) | SealError::Identity | SealError::Mixed | SealError::Order => {
                Self::Seal(error)
            }
        }
    }
}

impl From<DepositError> for SendingError {
    fn from(error: DepositError) -> Self {
        match error {
            DepositError::Seal(error) => error.into(),
            DepositError::Store(error) => error.into(),
        }
    }
}

/// One envelope being filled.
pub struct Sending {
    sealer: Sealer,
    deposit: Deposit,
    bounds: Bounds,
    files: Vec<FileEntry>,
    current: Option<Current>,
    bytes: u64,
    /// Kept until everything is written.
    room: Option<Promise>,
}

struct Current {
    /// The first bytes, held back until they tell what sort of file it is.
    head: Vec<u8>,
    /// Whether they have.
    recognised: bool,
    bytes: u64,
}

impl Sending {
    /// Begins an envelope to `recipients`, named `id`.
    pub fn begin(
        recipients: &Recipients,
        id: Uuid,
        bounds: &Bounds,
        blobs: &Blobs,
    ) -> Result<Self, SendingError> {
        if !bounds.space.takes_texts()? {
            return Err(SendingError::Full);
        }
        Ok(Self {
            sealer: Sealer::begin(recipients)?,
            deposit: Deposit::new(blobs, id),
            bounds: bounds.clone(),
            files: Vec::new(),
            current: None,
            bytes: 0,
            room: None,
        })
    }

    /// Begins the next file; `announced` bytes are still to come, as far as that is known. Before the first one
    /// there must be room for all of them.
    pub fn begin_file(&mut self, announced: Option<u64>) -> Result<(), SendingError> {
        if self.files.len() >= self.bounds.files {
            return Err(SendingError::TooManyFiles);
        }
        if self.room.is_none() {
            let announced = announced.unwrap_or_default();
            if announced > self.bounds.envelope_bytes.saturating_add(FORM) {
                return Err(SendingError::EnvelopeTooLarge);
            }
            let promise = self.bounds.space.promise(sealed(announced))?;
            self.room = Some(promise.ok_or(SendingError::NoRoom)?);
        }
        self.current = Some(Current {
            head: Vec::new(),
            recognised: false,
            bytes: 0,
        });
        Ok(())
    }

    /// Adds bytes to the file begun last.
    pub async fn write(&mut self, content: &[u8]) -> Result<(), SendingError> {
        let more = u64::try_from(content.len()).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(more);
        let Some(current) = &mut self.current else {
            return Err(SendingError::Seal(SealError::Order));
        };
        current.bytes = current.bytes.saturating_add(more);
        if current.bytes > self.bounds.file_bytes {
            return Err(SendingError::FileTooLarge(self.files.len().saturating_add(1)));
        }
        if self.bytes > self.bounds.envelope_bytes {
            return Err(SendingError::EnvelopeTooLarge);
        }
        // With bytes in hand, and given back before more are awaited: who sends nothing keeps nobody waiting.
        let _turn = large_turn(self.bytes, &self.bounds).await;
        if current.recognised {
            self.sealer.write(content)?;
        } else {
            current.head.extend_from_slice(content);
            if current.head.len() >= HEAD {
                self.recognise()?;
            }
        }
        self.put().await
    }

    /// Ends the file begun last.
    pub async fn end_file(&mut self) -> Result<(), SendingError> {
        self.recognise()?;
        self.files.push(self.sealer.end_file()?);
        self.current = None;
        self.put().await
    }

    /// The files that are whole, in order.
    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// Seals what is said, pads, and makes the envelope durable.
    pub async fn close(
        mut self,
        contents: &Contents,
        identity: IdentityBlock<'_>,
        text: &str,
        today: Day,
    ) -> Result<Envelope, SendingError> {
        let _turn = large_turn(self.bytes, &self.bounds).await;
        if let Some(room) = &mut self.room {
            let left = sealed(self.bytes).saturating_sub(self.bytes);
            if !room.cover(left)? {
                return Err(SendingError::NoRoom);
            }
        }
        let closing = self.sealer.close(contents, identity, text)?;
        Ok(self.deposit.close(closing, today).await?)
    }

    /// Gives on what is sealed, when there is room for it and for the next piece of it.
    async fn put(&mut self) -> Result<(), SendingError> {
        let sealed = self.sealer.take();
        let bytes = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
        if let Some(room) = &mut self.room
            && bytes > 0
        {
            if !room.cover(bytes.max(AHEAD))? {
                return Err(SendingError::NoRoom);
            }
            room.used(bytes);
        }
        Ok(self.deposit.push(sealed).await?)
    }

    /// Names the current file by what its first bytes show, and seals them.
    fn recognise(&mut self) -> Result<(), SendingError> {
        if let Some(current) = &mut self.current
            && !current.recognised
        {
            let head = std::mem::take(&mut current.head);
            self.sealer.begin_file(Extension::recognise(&head))?;
            current.recognised = true;
            self.sealer.write(&head)?;
        }
        Ok(())
    }
}

/// A large sending waits for its turn among the large ones; it is never refused.
async fn large_turn(bytes: u64, bounds: &Bounds) -> Option<OwnedSemaphorePermit> {
    if bytes > bounds.large_bytes {
        Arc::clone(&bounds.large).acquire_owned().await.ok()
    } else {
        None
    }
}

/// What so many bytes become at most, sealed and padded.
fn sealed(bytes: u64) -> u64 {
    let step = Step::holding(bytes).unwrap_or(Step::LARGEST).bytes();
    // What age adds is less than one part in 2,048.
    step.saturating_add(step / 2048)
}

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending(..)")
    }
}

/// Room for the fields of a form.
const FORM: u64 = 4 << 20;
/// How much room there must be beyond what is written, where the length was not announced.
const AHEAD: u64 = 4 << 20;
/// Enough of a file to recognise the formats that hide others in a ZIP.
const HEAD: usize = 4096;
