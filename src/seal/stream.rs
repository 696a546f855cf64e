//! One age file being written into memory that is drained as it grows.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use age::Encryptor;
use age::stream::StreamWriter;
use sha2::{Digest as _, Sha256};

use crate::seal::recipient::Recipients;
use crate::seal::sealed::{Digest, SealedBytes};

/// Seals what is written to it. Dropped without [`AgeWriter::finish`] it leaves a file that no age tool opens.
pub(super) struct AgeWriter {
    writer: StreamWriter<Sink>,
    sink: Sink,
}

impl AgeWriter {
    pub(super) fn begin(recipients: &Recipients) -> io::Result<Self> {
        let sink = Sink::default();
        let encryptor =
            Encryptor::with_recipients(recipients.iter().map(super::recipient::Recipient::as_age))
                .map_err(io::Error::other)?;
        let writer = encryptor.wrap_output(sink.clone())?;
        Ok(Self { writer, sink })
    }

    /// What has been sealed since the last time.
    pub(super) fn take(&mut self) -> SealedBytes {
        self.sink.take()
    }

    /// How many bytes have been sealed.
    pub(super) fn sealed(&self) -> u64 {
        self.sink.with(|drained| drained.length)
    }

    /// Seals the last chunk and tells what is left, the digest and the length of the whole.
    pub(super) fn finish(self) -> io::Result<(SealedBytes, Digest, u64)> {
        let sink = self.writer.finish()?;
        let rest = sink.take();
        Ok(sink.with(|drained| {
            let digest = drained.hasher.clone().finalize();
            (rest, Digest::from_bytes(digest.into()), drained.length)
        }))
    }
}

impl Write for AgeWriter {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        self.writer.write(plain)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The library keeps the writer it was given, so the buffer is shared with it.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Drained>>);

#[derive(Default)]
struct Drained {
    waiting: Vec<u8>,
    hasher: Sha256,
    length: u64,
}

impl Sink {
    fn take(&self) -> SealedBytes {
        self.with(|drained| SealedBytes::new(std::mem::take(&mut drained.waiting)))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Drained) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Sink {
    fn write(&mut self, sealed: &[u8]) -> io::Result<usize> {
        self.with(|drained| {
            drained.hasher.update(sealed);
            drained.waiting.extend_from_slice(sealed);
            let more = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
            drained.length = drained.length.saturating_add(more);
        });
        Ok(sealed.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
