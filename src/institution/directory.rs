//! The directory in force: signed by a key that the operator trusts, of this day, and never an older one.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::draft::check_places;
use super::{Draft, Institution, InstitutionId, Malformed};
use crate::catalogue::Catalogue;
use crate::clock::Day;
use crate::signing::{self, Document, Rollback, Seen, TrustedKey, Versioned, Vouched, When};

/// The institutions that can receive reports today.
#[derive(Clone, Debug)]
pub struct Directory {
    version: u64,
    valid_from: Day,
    valid_until: Day,
    institutions: BTreeMap<InstitutionId, Institution>,
    hash: [u8; 32],
    is_canonical: bool,
}

impl Directory {
    /// Bytes that its text may have: twice one of ten thousand institutions with three hybrid recipients each.
    pub const LARGEST: u64 = 128 << 20;

    /// Reads a directory that may be used `today`: signed by one of the `trusted` keys, valid, and not older
    /// than the one `seen` before. The caller keeps [`Seen`] outside the database and renews it after this.
    pub fn read(
        toml: &[u8],
        minisig: &str,
        trusted: &[TrustedKey],
        seen: Option<&Seen>,
        today: Day,
    ) -> Result<Self, DirectoryError> {
        match signing::check(toml, minisig, trusted) {
            Vouched::No => return Err(DirectoryError::Unsigned),
            Vouched::ByStranger(key) => return Err(DirectoryError::Untrusted { key }),
            Vouched::ForOtherBytes => return Err(DirectoryError::Altered),
            Vouched::Yes => {}
        }
        let directory = Self::vouched(toml)?;
        if let Some(rollback) = seen.and_then(|seen| seen.refuses(&directory)) {
            return Err(DirectoryError::Older(rollback));
        }
        match When::of(directory.valid_from, directory.valid_until, today) {
            Some(when) => Err(DirectoryError::NotInForce(when)),
            None => Ok(directory),
        }
    }

    /// A directory from text that was vouched for.
    fn vouched(toml: &[u8]) -> Result<Self, DirectoryError> {
        let text = std::str::from_utf8(toml).map_err(|error| Malformed {
            line: 1,
            what: format!("not UTF-8 from byte {}", error.valid_up_to()),
        })?;
        let (draft, is_canonical) = Draft::read_and_compare(text)?;
        Ok(Self {
            is_canonical,
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

    /// Refuses places that these tables do not know, and kinds of one place that name none. `toml` is the text that
    /// the directory was read from.
    pub fn check_places(&self, toml: &[u8], catalogue: &Catalogue) -> Result<(), Malformed> {
        check_places(
            &mut self.institutions.values(),
            &String::from_utf8_lossy(toml),
            catalogue,
        )
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

    /// Whether the bytes were the canonical text of what they say, so that they can be written anew.
    pub(super) fn is_canonical(&self) -> bool {
        self.is_canonical
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

impl Versioned for Directory {
    const DOCUMENT: Document = Document::Directory;

    fn version(&self) -> u64 {
        self.version
    }

    fn hash(&self) -> [u8; 32] {
        self.hash
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

impl DirectoryError {
    /// What whoever has such a directory does.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Unsigned => "Sign it with `ventanilla keys sign`, or fetch its .minisig as well.",
            Self::Untrusted { .. } => {
                "If that key is right, name it among the trusted ones; if not, do not use this file."
            }
            Self::Altered => {
                "Fetch file and signature again; if it stays so, somebody changed it: do not use it."
            }
            Self::Malformed(_) => "Correct that line, raise the version and sign it again.",
            Self::NotInForce(_) => {
                "Check the date of this machine, then ask whoever signs for a directory of these days."
            }
            Self::Older(_) => "Fetch the newest directory, or sign the next version.",
        }
    }
}
