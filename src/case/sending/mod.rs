//! A person's text and files on their way into one envelope for each of their readers, in constant memory: bytes come
//! in as the network brings them, are sealed to each at once, and only what is sealed goes on to the store.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::case::deposit::{Deposit, DepositError, Envelope, discard_or_leave};
use crate::clock::Day;
use crate::random::{self, Random};
use crate::seal::{Contents, Extension, FileEntry, IdentityBlock, Recipients, SealError, Sealer, Step};
use crate::store::blobs::Blobs;
use crate::store::space::{Promise, Space};

mod error;

pub use error::SendingError;

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

/// The envelopes being filled, one for each reader, with the same files.
pub struct Sending {
    lanes: Vec<Lane>,
    blobs: Blobs,
    bounds: Bounds,
    files: Vec<FileEntry>,
    current: Option<Current>,
    bytes: u64,
    /// Kept until everything is written.
    room: Option<Promise>,
}

/// What one reader is told.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// For programs.
    pub contents: &'a Contents,
    /// The same to read.
    pub text: &'a str,
}

/// One reader's envelope. It shares no key, no name and no number with the others.
struct Lane {
    sealer: Sealer,
    deposit: Deposit,
}

struct Current {
    /// The first bytes, held back until they tell what sort of file it is.
    head: Vec<u8>,
    /// Whether they have.
    recognised: bool,
    bytes: u64,
}

impl Sending {
    /// Begins an envelope to each of the `readers`.
    pub fn begin(
        readers: impl IntoIterator<Item: Borrow<Recipients>>,
        bounds: &Bounds,
        blobs: &Blobs,
        random: &dyn Random,
    ) -> Result<Self, SendingError> {
        if !bounds.space.takes_texts()? {
            return Err(SendingError::Full);
        }
        let lanes = readers.into_iter().map(|recipients| {
            Ok(Lane {
                sealer: Sealer::begin(recipients.borrow())?,
                deposit: Deposit::new(blobs, random::uuid(random)),
            })
        });
        Ok(Self {
            lanes: lanes.collect::<Result<_, SealError>>()?,
            blobs: blobs.clone(),
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
            let promise = self.bounds.space.promise(self.in_each(sealed(announced)))?;
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
            for lane in &mut self.lanes {
                lane.sealer.write(content)?;
            }
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
        let mut entry = None;
        for lane in &mut self.lanes {
            entry = Some(lane.sealer.end_file()?);
        }
        self.files.extend(entry);
        self.current = None;
        self.put().await
    }

    /// The files that are whole, in order.
    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// Seals what is said to each reader, in their order, pads, and makes all envelopes durable, or none.
    pub async fn close(
        mut self,
        said: &[Said<'_>],
        identity: IdentityBlock<'_>,
        today: Day,
    ) -> Result<Vec<Envelope>, SendingError> {
        let _turn = large_turn(self.bytes, &self.bounds).await;
        let left = self.in_each(sealed(self.bytes).saturating_sub(self.bytes));
        if let Some(room) = &mut self.room
            && !room.cover(left)?
        {
            return Err(SendingError::NoRoom);
        }
        if said.len() != self.lanes.len() {
            return Err(SendingError::Seal(SealError::Order));
        }
        let mut envelopes = Vec::new();
        for (lane, said) in self.lanes.into_iter().zip(said) {
            match lane.close(*said, identity, today).await {
                Ok(envelope) => envelopes.push(envelope),
                Err(error) => {
                    discard_or_leave(envelopes, &self.blobs).await;
                    return Err(error.into());
                }
            }
        }
        Ok(envelopes)
    }

    /// Gives on what is sealed, when there is room for it and for the next piece of it.
    async fn put(&mut self) -> Result<(), SendingError> {
        for lane in &mut self.lanes {
            let sealed = lane.sealer.take();
            let bytes = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
            if let Some(room) = &mut self.room
                && bytes > 0
            {
                if !room.cover(bytes.max(AHEAD))? {
                    return Err(SendingError::NoRoom);
                }
                room.used(bytes);
            }
            lane.deposit.push(sealed).await?;
        }
        Ok(())
    }

    /// What all envelopes take together when each takes `bytes`.
    fn in_each(&self, bytes: u64) -> u64 {
        let lanes = u64::try_from(self.lanes.len()).unwrap_or(u64::MAX);
        bytes.saturating_mul(lanes)
    }

    /// Names the current file by what its first bytes show, and seals them.
    fn recognise(&mut self) -> Result<(), SendingError> {
        if let Some(current) = &mut self.current
            && !current.recognised
        {
            let head = std::mem::take(&mut current.head);
            let extension = Extension::recognise(&head);
            current.recognised = true;
            for lane in &mut self.lanes {
                lane.sealer.begin_file(extension)?;
                lane.sealer.write(&head)?;
            }
        }
        Ok(())
    }
}

impl Lane {
    async fn close(
        self,
        said: Said<'_>,
        identity: IdentityBlock<'_>,
        today: Day,
    ) -> Result<Envelope, DepositError> {
        let closing = self.sealer.close(said.contents, identity, said.text)?;
        self.deposit.close(closing, today).await
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
