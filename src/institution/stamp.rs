//! What the comment signed with a directory says of it: its version and its hash.

use std::fmt;

use sha2::{Digest, Sha256};

/// Version and SHA-256 of a directory, as the trusted comment of its signature has them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stamp {
    version: u64,
    hash: [u8; 32],
}

impl Stamp {
    /// The stamp for the text of a directory.
    pub fn of(version: u64, toml: &[u8]) -> Self {
        Self {
            version,
            hash: Sha256::digest(toml).into(),
        }
    }

    /// The stamp in the text of a signature. Nobody has checked that signature.
    pub fn find(minisig: &str) -> Option<Self> {
        let comment = minisig.lines().find_map(|line| line.strip_prefix(COMMENT))?;
        let rest = comment.trim().strip_prefix(LABEL)?;
        let (version, hash) = rest.split_once(" sha256 ")?;
        Some(Self {
            version: version.parse().ok()?,
            hash: hex::decode(hash).ok()?.try_into().ok()?,
        })
    }

    /// The version.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether windows that have seen `before` take this one: the same text, or a higher version.
    pub fn may_follow(&self, before: &Self) -> bool {
        self == before || before.version < self.version
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LABEL}{} sha256 {}", self.version, hex::encode(self.hash))
    }
}

const COMMENT: &str = "trusted comment: ";
const LABEL: &str = "ventanilla directory version ";
