//! The directory in force: signed by a key that the operator trusts, of this day, and never an older one.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::signature::{self, Vouched};
use super::{Draft, Institution, InstitutionId, Malformed, Seen, TrustedKey};
use crate::clock::Day;

/// The institutions that can receive reports today.
#[derive(Clone, Debug)]
pub struct Directory {
    version: u64,
    valid_from: Day,
    valid_until: Day,
    institutions: BTreeMap<InstitutionId, Institution>,
    hash: [u8; 32],
}

impl Directory {
    /// Reads a directory that may be used `today`: signed by one of the `trusted` keys, valid, and not older
    /// than the one `seen` before. The caller keeps [`Seen`] outside the database and renews it after this.
    pub fn read(
        toml: &[u8],
        minisig: &str,
        trusted: &[TrustedKey],
        seen: Option<&Seen>,
        today: Day,
    ) -> Result<Self, DirectoryError> {
        match signature::check(toml, minisig, trusted) {
            Vouched::No => return Err(DirectoryError::Unsigned),
            Vouched::ByStranger(key) => return Err(DirectoryError::Untrusted { key }),
            Vouched::ForOtherBytes => return Err(DirectoryError::Altered),
            Vouched::Yes => {}
        }
        let directory = Self::vouched(toml)?;
        directory.not_before(seen)?;
        if today < directory.valid_from {
            return Err(DirectoryError::NotInForce(When::NotYet(directory.valid_from)));
        }
        if directory.has_expired(today) {
            return Err(DirectoryError::NotInForce(When::Expired(directory.valid_until)));
        }
        Ok(directory)
    }

    fn not_before(&self, seen: Option<&Seen>) -> Result<(), DirectoryError> {
        let version = self.version;
        match seen {
            Some(seen) if version < seen.version() => Err(DirectoryError::Older(Rollback::Version {
                version,
                seen: seen.version(),
            })),
            Some(seen) if version == seen.version() && self.hash != seen.hash() => {
                Err(DirectoryError::Older(Rollback::Replaced { version }))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A directory from text that was vouched for.
    fn vouched(toml: &[u8]) -> Result<Self, DirectoryError> {
        let text = std::str::from_utf8(toml).map_err(|error| Malformed {
            line: 1,
            what: format!("not UTF-8 from byte {}", error.valid_up_to()),
        })?;
        let draft = Draft::read(text)?;
        Ok(Self {
            version: draft.version,
            valid_from: draft.valid_from,
            valid_until: draft.valid_until,
            institutions: draft
                .institutions
                .into_iter()
                .map(|one| (one.id.clone(), one))
                .collect(),
            hash: Sha256::digest(toml).into(),
        })
    }

    /// The version, which only grows.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The first day on which the directory counts.
    pub fn valid_from(&self) -> Day {
        self.valid_from
    }

    /// The last day on which the directory counts.
    pub fn valid_until(&self) -> Day {
        self.valid_until
    }

    /// Whether its last day is over: then nobody vouches for its keys any more.
    pub fn has_expired(&self, today: Day) -> bool {
        self.valid_until < today
    }

    /// The SHA-256 of the TOML bytes.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// The institutions, by id.
    pub fn institutions(&self) -> &BTreeMap<InstitutionId, Institution> {
        &self.institutions
    }

    /// The institution with that id.
    pub fn find(&self, id: &InstitutionId) -> Option<&Institution> {
        self.institutions.get(id)
    }
}

/// Why a directory is not used.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// There is no signature, or what stands in its place is not one.
    #[error("the directory is not signed")]
    Unsigned,
    /// The signature is by a key that is not among the trusted ones.
    #[error("the directory is signed by key {key}, which is not trusted")]
    Untrusted {
        /// The id of the signing key.
        key: String,
    },
    /// The signature does not belong to these bytes.
    #[error("the directory is not what was signed")]
    Altered,
    /// It does not follow the format.
    #[error("the directory is malformed, {0}")]
    Malformed(#[from] Malformed),
    /// Its days are over, or still to come.
    #[error("the directory {0}")]
    NotInForce(When),
    /// A newer one was seen before.
    #[error("the directory {0}")]
    Older(Rollback),
}

/// On which side of its days a directory stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum When {
    /// Its last day is over.
    Expired(Day),
    /// Its first day has not come.
    NotYet(Day),
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Expired(day) => write!(f, "expired: its last day was {day}"),
            Self::NotYet(day) => write!(f, "is not valid yet: its first day is {day}"),
        }
    }
}

/// How a directory goes back behind one that was seen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rollback {
    /// Its version is lower.
    Version {
        /// The version of the refused directory.
        version: u64,
        /// The highest version seen.
        seen: u64,
    },
    /// Another text was seen under the same version.
    Replaced {
        /// The version of both.
        version: u64,
    },
}

impl std::fmt::Display for Rollback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Version { version, seen } => {
                write!(f, "is older than one seen before: version {version}, seen {seen}")
            }
            Self::Replaced { version } => write!(f, "has another text than version {version} seen before"),
        }
    }
}
