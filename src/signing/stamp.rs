//! What the comment signed with a document says of it: its version and its hash.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Document;

/// Version and SHA-256 of a document, as the trusted comment of its signature has them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stamp {
    document: Document,
    version: u64,
    hash: [u8; 32],
}

impl Stamp {
    /// The stamp for the text of a directory.
    pub fn of(version: u64, toml: &[u8]) -> Self {
        Self::of_document(Document::Directory, version, toml)
    }

    /// The stamp for the text of any document.
    pub fn of_document(document: Document, version: u64, toml: &[u8]) -> Self {
        Self {
            document,
            version,
            hash: Sha256::digest(toml).into(),
        }
    }

    /// The stamp in the text of a signature. Nobody has checked that signature.
    pub fn find(minisig: &str) -> Option<Self> {
        let comment = minisig.lines().find_map(|line| line.strip_prefix(COMMENT))?;
        let fits = |document: Document| Some((document, comment.trim().strip_prefix(document.stamp())?));
        let (document, rest) = [Document::Directory, Document::Catalogue]
            .into_iter()
            .find_map(fits)?;
        let (version, hash) = rest.split_once(" sha256 ")?;
        Some(Self {
            document,
            version: version.parse().ok()?,
            hash: hex::decode(hash).ok()?.try_into().ok()?,
        })
    }

    /// What it is the stamp of.
    pub fn document(&self) -> Document {
        self.document
    }

    /// The version.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether windows that have seen `before` take this one: the same text, or a higher version.
    pub fn may_follow(&self, before: &Self) -> bool {
        self == before || self.document == before.document && before.version < self.version
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{} sha256 {}",
            self.document.stamp(),
            self.version,
            hex::encode(self.hash)
        )
    }
}

const COMMENT: &str = "trusted comment: ";
