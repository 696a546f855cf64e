//! Sealed bytes on their way into the store: a small envelope becomes part of its row, a large one an object.
//!
//! Only [`SealedBytes`] come in, and only `seal` makes those: plain text has no way to the disk.

use bytes::Bytes;
use uuid::Uuid;

use super::store::{Added, is_there};
use crate::clock::Day;
use crate::seal::{Closing, Finished, Next, SealError, SealedBytes};
use crate::store::blobs::{Blobs, Incoming, Pending};
use crate::store::{Store, StoreError};

/// An envelope being received. Dropped before [`Deposit::finish`], nothing of it stays.
#[derive(Debug)]
pub struct Deposit {
    blobs: Blobs,
    id: Uuid,
    small: Vec<u8>,
    large: Option<Incoming>,
}

/// An envelope whose bytes are safe; its row is still to be committed.
#[derive(Debug)]
pub struct Envelope {
    /// Identifies it; random.
    pub id: Uuid,
    /// SHA-256 of the sealed bytes, in hexadecimal.
    pub digest: String,
    /// The number of its padded size step.
    pub step: u8,
    /// Where the bytes are. Keep the envelope until the row is committed: the sweep goes by it.
    pub body: Body,
}

/// Why an envelope could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum DepositError {
    /// It could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It could not be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where the bytes of a new envelope are.
#[derive(Debug)]
pub enum Body {
    /// In an object that is complete and synced.
    Object(Pending),
    /// In memory, to be written with the row.
    Row(Bytes),
}

impl Deposit {
    /// Begins an envelope with a random id.
    pub fn new(blobs: &Blobs, id: Uuid) -> Self {
        Self {
            blobs: blobs.clone(),
            id,
            small: Vec::new(),
            large: None,
        }
    }

    /// Takes sealed bytes; waits for the disk when it must.
    pub async fn push(&mut self, sealed: SealedBytes) -> Result<(), StoreError> {
        let bytes = sealed.into_bytes();
        if let Some(large) = &mut self.large {
            return large.push(bytes).await;
        }
        if self.small.len().saturating_add(bytes.len()) <= ROW {
            self.small.extend_from_slice(&bytes);
            return Ok(());
        }
        let mut large = self.blobs.begin(self.id).await?;
        large.push(std::mem::take(&mut self.small).into()).await?;
        large.push(bytes).await?;
        self.large = Some(large);
        Ok(())
    }

    /// Takes an envelope's padding, bit by bit, and makes an object durable.
    pub async fn close(mut self, mut closing: Closing, today: Day) -> Result<Envelope, DepositError> {
        loop {
            match closing.next()? {
                Next::Part(part, later) => {
                    self.push(part).await?;
                    closing = later;
                }
                Next::Last(Finished {
                    rest, digest, step, ..
                }) => {
                    self.push(rest).await?;
                    return Ok(self.finish(&digest.to_string(), step.number(), today).await?);
                }
            }
        }
    }

    /// Makes an envelope that came whole durable, once its digest and step are known.
    pub async fn finish(self, digest: &str, step: u8, today: Day) -> Result<Envelope, StoreError> {
        let body = match self.large {
            Some(large) => Body::Object(large.complete(today).await?),
            None => Body::Row(self.small.into()),
        };
        Ok(Envelope {
            id: self.id,
            digest: digest.to_owned(),
            step,
            body,
        })
    }
}

/// Ends what was `committed` of envelopes whose rows stand in one transaction: objects that no row names are removed.
/// An error may hide a commit whose answer was lost, so the rows are asked, and one of them tells of all; where they
/// cannot be, the objects are left to the sweep, which asks them again.
pub async fn settle(
    envelopes: Vec<Envelope>,
    committed: Result<Added, StoreError>,
    store: &Store,
    blobs: &Blobs,
) -> Result<Added, StoreError> {
    let settled = match (committed, envelopes.first()) {
        (Err(error), Some(one)) => match is_there(store, one.id).await {
            Ok(true) => Ok(Added::Now),
            Ok(false) => Err(error),
            Err(_cannot_be_asked) => return Err(error),
        },
        (committed, _) => committed,
    };
    if !matches!(settled, Ok(Added::Now)) {
        discard_or_leave(envelopes, blobs).await;
    }
    settled
}

/// Removes the objects of envelopes whose rows are not there; what cannot be removed is left to the sweep.
pub(super) async fn discard_or_leave(envelopes: Vec<Envelope>, blobs: &Blobs) {
    for envelope in envelopes {
        if let Err(error) = envelope.discard(blobs).await {
            tracing::warn!(error = %error, "an object that no row names is left to the sweep");
        }
    }
}

impl Envelope {
    /// Removes the object of an envelope whose row could not be committed.
    async fn discard(self, blobs: &Blobs) -> Result<(), StoreError> {
        match self.body {
            Body::Object(pending) => {
                let deleted = blobs.delete(self.id).await;
                drop(pending);
                deleted
            }
            Body::Row(_) => Ok(()),
        }
    }
}

/// Up to here an envelope lies in its row, so that a text-only report is one atomic commit.
const ROW: usize = 128 * 1024;
