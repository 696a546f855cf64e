//! A folder that replaces the catalogue in the program: signed by a key that the operator trusts, whole, sound, of
//! this day, and never an older one.

use super::manifest::MANIFEST;
use super::{Catalogue, Faults, Files};
use crate::clock::Day;
use crate::signing::{self, Document, Rollback, Seen, TrustedKey, Versioned, Vouched, When};

impl Catalogue {
    /// Reads a catalogue that may be used `today`, by the rules of the directory: the signature is over the
    /// manifest, and the manifest has the digest of every file. The caller keeps [`Seen`] outside the database and
    /// renews it after this.
    pub fn open(
        files: &Files,
        minisig: &str,
        trusted: &[TrustedKey],
        seen: Option<&Seen>,
        today: Day,
    ) -> Result<Self, CatalogueError> {
        let manifest = files.find(MANIFEST).unwrap_or_default();
        match signing::check(manifest, minisig, trusted) {
            Vouched::No => return Err(CatalogueError::Unsigned),
            Vouched::ByStranger(key) => return Err(CatalogueError::Untrusted { key }),
            Vouched::ForOtherBytes => {
                return Err(CatalogueError::Altered {
                    what: MANIFEST.to_owned(),
                });
            }
            Vouched::Yes => {}
        }
        let catalogue = Self::read(files)?;
        let changed = catalogue.manifest.differing(files);
        if !changed.is_empty() {
            return Err(CatalogueError::Altered {
                what: changed.join(", "),
            });
        }
        catalogue.prove()?;
        if let Some(rollback) = seen.and_then(|seen| seen.refuses(&catalogue)) {
            return Err(CatalogueError::Older(rollback));
        }
        match When::of(
            catalogue.manifest.valid_from,
            catalogue.manifest.valid_until,
            today,
        ) {
            Some(when) => Err(CatalogueError::NotInForce(when)),
            None => Ok(catalogue),
        }
    }
}

impl Versioned for Catalogue {
    const DOCUMENT: Document = Document::Catalogue;

    fn version(&self) -> u64 {
        self.manifest.version
    }

    fn hash(&self) -> [u8; 32] {
        self.manifest.hash
    }
}

/// Why a catalogue is not used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// There is no signature, or what stands in its place is not one.
    #[error("the catalogue is not signed")]
    Unsigned,
    /// The signature is by a key that is not among the trusted ones.
    #[error("the catalogue is signed by key {key}, which is not trusted")]
    Untrusted {
        /// The id of the signing key.
        key: String,
    },
    /// A file is not what was signed.
    #[error("not what was signed: {what}")]
    Altered {
        /// The files.
        what: String,
    },
    /// It does not follow its form, or it leaves somebody without an answer.
    #[error("the catalogue has faults:\n{0}")]
    Faults(#[from] Faults),
    /// Its days are over, or still to come.
    #[error("the catalogue {0}")]
    NotInForce(When),
    /// A newer one was seen before.
    #[error("the catalogue {0}")]
    Older(Rollback),
}

impl CatalogueError {
    /// What to do.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Unsigned => {
                "Sign it with `ventanilla catalogue sign`, or copy its catalogo.toml.minisig as well."
            }
            Self::Untrusted { .. } => {
                "If that key is right, name it among the trusted ones; if not, do not use this folder."
            }
            Self::Altered { .. } => {
                "Copy the whole folder again; if it stays so, somebody changed it: do not use it."
            }
            Self::Faults(_) => "Correct what is named, raise the version and sign it again.",
            Self::NotInForce(_) => {
                "Check the date of this machine, then ask whoever signs for a catalogue of these days."
            }
            Self::Older(_) => "Copy the newest catalogue, or sign the next version.",
        }
    }
}
