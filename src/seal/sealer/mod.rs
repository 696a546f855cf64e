//! [`Sealer`]: the streaming writer of one envelope.

use std::fmt;
use std::io;

use crate::seal::container::Container;
use crate::seal::contents::{Contents, FileEntry};
use crate::seal::extension::Extension;
use crate::seal::identity_block::{self, IdentityBlock};
use crate::seal::padding::{Plan, Step};
use crate::seal::recipient::{Class, Recipients};
use crate::seal::sealed::{Digest, Digester, SealedBytes};
use crate::seal::stream::AgeWriter;

/// Writes one envelope: attachments first, as they stream in, then what the report says.
///
/// [`Sealer::take`] drains what has been sealed so far; called after each write it keeps memory constant.
/// An envelope is whole only when a [`Finished`] says so: a sealer that is dropped leaves bytes that nobody
/// can open, which the caller deletes.
pub struct Sealer {
    container: Container<AgeWriter>,
    class: Class,
    files: Vec<FileEntry>,
    open: Option<Attachment>,
}

/// The attachment that is being written.
struct Attachment {
    name: String,
    bytes: u64,
    digester: Digester,
}

impl Sealer {
    /// Starts an envelope that `recipients` and nobody else can open.
    pub fn begin(recipients: &Recipients) -> Result<Self, SealError> {
        let mut container = Container::new(AgeWriter::begin(recipients)?);
        member(&mut container, "LEEME.txt", READ_ME.as_bytes())?;
        Ok(Self {
            container,
            class: recipients.class(),
            files: Vec::new(),
            open: None,
        })
    }

    /// Starts the next attachment and tells its neutral name, such as `01.jpg`.
    pub fn begin_file(&mut self, extension: Extension) -> Result<String, SealError> {
        if self.open.is_some() {
            return Err(SealError::Order);
        }
        let number = self.files.len().saturating_add(1);
        if number > FILES {
            return Err(SealError::TooManyFiles);
        }
        let name = format!("{number:02}.{extension}");
        self.container.begin(&format!("adjuntos/{name}"))?;
        self.open = Some(Attachment {
            name: name.clone(),
            bytes: 0,
            digester: Digester::default(),
        });
        Ok(name)
    }

    /// Adds content to the current attachment. Refuses, before anything is spoilt, what would not leave room
    /// for the rest of the envelope.
    pub fn write(&mut self, content: &[u8]) -> Result<(), SealError> {
        let open = self.open.as_mut().ok_or(SealError::Order)?;
        let more = u64::try_from(content.len()).unwrap_or(u64::MAX);
        let frames = (more / 8192).saturating_add(5);
        let expected = self
            .container
            .written()
            .saturating_add(more)
            .saturating_add(frames);
        if expected > Step::LARGEST.bytes().saturating_sub(RESERVED) {
            return Err(SealError::TooLarge);
        }
        open.bytes = open.bytes.saturating_add(more);
        // In pieces that stay in the processor's cache from the first look at them to the last.
        for piece in content.chunks(PIECE) {
            self.container.write(piece)?;
            self.container.out().digest_beside(&mut open.digester, piece);
        }
        Ok(())
    }

    /// Ends the current attachment and tells what the envelope's list must say about it.
    pub fn end_file(&mut self) -> Result<FileEntry, SealError> {
        let Attachment {
            name,
            bytes,
            digester,
        } = self.open.take().ok_or(SealError::Order)?;
        self.container.end()?;
        let entry = FileEntry {
            name,
            bytes,
            sha256: digester.end(),
            original: None,
        };
        self.files.push(entry.clone());
        Ok(entry)
    }

    /// What has been sealed since the last time.
    pub fn take(&mut self) -> SealedBytes {
        self.container.out().take()
    }

    /// Adds what the report says and pads, bit by bit: for uploads, whose padding does not fit in memory.
    /// `text` is the copy to read of what `contents` says.
    pub fn close(
        mut self,
        contents: &Contents,
        identity: IdentityBlock<'_>,
        text: &str,
    ) -> Result<Closing, SealError> {
        let listed = contents.files.iter().map(as_written);
        if self.open.is_some() || !listed.eq(self.files.iter().map(as_written)) {
            return Err(SealError::Order);
        }
        let block = identity_block::seal(identity, self.class)?;
        let json = serde_json::to_vec_pretty(contents).map_err(io::Error::other)?;
        let said = u64::try_from(json.len().saturating_add(text.len())).unwrap_or(u64::MAX);
        if self.container.length_if_closed().saturating_add(said) > Step::LARGEST.bytes() {
            return Err(SealError::TooLarge);
        }
        member(&mut self.container, "identidad.age", &block)?;
        member(&mut self.container, "denuncia.json", &json)?;
        member(&mut self.container, "denuncia.txt", text.as_bytes())?;
        let plan = self.container.begin_padding()?;
        Ok(Closing {
            container: self.container,
            plan,
            zeros: plan.zeros,
        })
    }

    /// As [`Sealer::close`], with all that is left in one piece: for replies and reports without large
    /// attachments, whose padding is small.
    pub fn finish(
        self,
        contents: &Contents,
        identity: IdentityBlock<'_>,
        text: &str,
    ) -> Result<Finished, SealError> {
        let mut closing = self.close(contents, identity, text)?;
        let mut rest = Vec::new();
        loop {
            match closing.next()? {
                Next::Part(part, later) => {
                    rest.extend_from_slice(part.as_bytes());
                    closing = later;
                }
                Next::Last(last) => {
                    rest.extend_from_slice(last.rest.as_bytes());
                    return Ok(Finished {
                        rest: SealedBytes::new(rest),
                        ..last
                    });
                }
            }
        }
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(..)")
    }
}

/// An envelope that lacks only its padding.
pub struct Closing {
    container: Container<AgeWriter>,
    plan: Plan,
    zeros: u64,
}

impl Closing {
    /// Seals the next part of the padding.
    pub fn next(mut self) -> Result<Next, SealError> {
        if self.zeros > 0 {
            let now = self.zeros.min(length(PART));
            let zeros = PART
                .get(..usize::try_from(now).unwrap_or(PART.len()))
                .unwrap_or(PART);
            self.container.write(zeros)?;
            self.zeros = self.zeros.saturating_sub(now);
            return Ok(Next::Part(self.container.out().take(), self));
        }
        let out = self.container.close(self.plan)?;
        let head = out.head();
        let (rest, digest, length) = out.finish()?;
        Ok(Next::Last(Finished {
            rest,
            digest,
            head,
            step: self.plan.step,
            length,
        }))
    }
}

impl fmt::Debug for Closing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Closing(..)")
    }
}

/// What [`Closing::next`] leads to.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "moved once for each part, never kept")]
pub enum Next {
    /// Sealed bytes, and more to come.
    Part(SealedBytes, Closing),
    /// The end.
    Last(Finished),
}

/// A whole envelope. Nothing else says that one is.
#[derive(Debug)]
#[must_use = "the rest of the envelope is in here"]
pub struct Finished {
    /// The last sealed bytes.
    pub rest: SealedBytes,
    /// SHA-256 of all the sealed bytes.
    pub digest: Digest,
    /// SHA-256 of the header, as [`Header::digest`](crate::seal::Header::digest) gives it.
    pub head: Digest,
    /// What the ZIP was padded to.
    pub step: Step,
    /// How many sealed bytes there are.
    pub length: u64,
}

/// Why an envelope cannot be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The attachments leave no room for the rest of the envelope.
    #[error("the attachments do not fit in one envelope")]
    TooLarge,
    /// More attachments than an envelope numbers.
    #[error("too many attachments for one envelope")]
    TooManyFiles,
    /// The identity block is fixed and small.
    #[error("what was said about the reporter is too long for the identity block")]
    Identity,
    /// The custodian's key is of the other class.
    #[error("classic and hybrid recipients cannot share an envelope")]
    Mixed,
    /// A call out of order, or a list of files that differs from what was written.
    #[error("the envelope's members were not written in order")]
    Order,
    /// Sealing itself failed.
    #[error("sealing failed")]
    Failed(#[from] io::Error),
}

/// What the envelope's list says about content; the rest of an entry is up to the caller.
fn as_written(file: &FileEntry) -> (&str, u64, Digest) {
    (&file.name, file.bytes, file.sha256)
}

fn member(container: &mut Container<AgeWriter>, name: &str, content: &[u8]) -> Result<(), SealError> {
    container.begin(name)?;
    container.write(content)?;
    Ok(container.end()?)
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

const READ_ME: &str = include_str!("../LEEME.txt");
const PART: &[u8] = &[0; 256 << 10];
const PIECE: usize = 64 << 10;
const FILES: usize = 99;
/// Room kept for everything that follows the attachments.
const RESERVED: u64 = 4 << 20;

#[cfg(test)]
mod tests;
