//! Downloads that go on where they broke off.

use std::io;
use std::path::PathBuf;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use tokio::task::spawn_blocking;

use super::{digest_of, hash, keep};
use crate::clock::Day;
use crate::seal::Digest;

/// A download under way. It takes what the window sends as it is: what is not an envelope is kept too, as a
/// proof of what happened, and found out when it is opened.
#[derive(Debug)]
pub struct Partial {
    file: tokio::fs::File,
    hasher: Sha256,
    length: u64,
    path: PathBuf,
    to: PathBuf,
}

impl Partial {
    /// Goes on with the download in `path`, or begins it.
    pub(super) async fn resume(path: PathBuf, to: PathBuf) -> io::Result<Self> {
        let begun = path.clone();
        let found = spawn_blocking(move || hash(&begun))
            .await
            .map_err(io::Error::other)?;
        let (hasher, length) = found.unwrap_or_else(|_none| (Sha256::new(), 0));
        let file = tokio::fs::File::options()
            .create(true)
            .append(true)
            .open(&path)
            .await?;
        Ok(Self {
            file,
            hasher,
            length,
            path,
            to,
        })
    }

    /// How many bytes are there.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// Forgets them.
    pub async fn restart(&mut self) -> io::Result<()> {
        self.file.set_len(0).await?;
        self.hasher = Sha256::new();
        self.length = 0;
        Ok(())
    }

    /// Adds what came.
    pub async fn write(&mut self, bytes: &Bytes) -> io::Result<()> {
        self.hasher.update(bytes);
        self.length = self
            .length
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.file.write_all(bytes).await
    }

    /// Whether these are the bytes that were announced.
    pub fn matches(&self, digest: Digest) -> bool {
        digest_of(self.hasher.clone()) == digest
    }

    /// Writes out what came, so that a later download can go on from here.
    pub async fn pause(mut self) -> io::Result<()> {
        self.file.flush().await
    }

    /// Syncs file and folder and gives it its name.
    pub async fn keep(mut self, day: Day) -> io::Result<()> {
        keep(&mut self.file, &self.path, &self.to, day).await
    }
}
