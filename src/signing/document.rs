//! What holds for every signed document: it has a version that only grows, and days on which it counts.

use std::fmt;

use crate::clock::Day;

/// A sort of signed document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Document {
    /// The tables of competence.
    Catalogue,
    /// The institutions and their keys.
    Directory,
}

impl Document {
    /// What the comment signed with it begins with.
    pub(super) const fn stamp(self) -> &'static str {
        match self {
            Self::Catalogue => "ventanilla catalogue version ",
            Self::Directory => "ventanilla directory version ",
        }
    }

    /// What the record of one that was seen begins with.
    pub(super) const fn seen(self) -> &'static str {
        match self {
            Self::Catalogue => "ventanilla/1/catalogue-seen",
            Self::Directory => "ventanilla/1/directory-seen",
        }
    }
}

/// A version of a document: what it is, which number it has, and the SHA-256 of its bytes.
pub trait Versioned {
    /// What it is.
    const DOCUMENT: Document;

    /// The version, which only grows.
    fn version(&self) -> u64;

    /// The SHA-256 of the signed bytes.
    fn hash(&self) -> [u8; 32];
}

/// On which side of its days a document stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum When {
    /// Its last day is over.
    Expired(Day),
    /// Its first day has not come.
    NotYet(Day),
}

impl When {
    /// Nothing when `today` is one of the days from `first` to `last`, both included.
    pub(crate) fn of(first: Day, last: Day, today: Day) -> Option<Self> {
        if today < first {
            Some(Self::NotYet(first))
        } else if last < today {
            Some(Self::Expired(last))
        } else {
            None
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired(day) => write!(f, "expired: its last day was {day}"),
            Self::NotYet(day) => write!(f, "is not valid yet: its first day is {day}"),
        }
    }
}

/// How a document goes back behind one that was seen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rollback {
    /// Its version is lower.
    Version {
        /// The version of the refused one.
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

impl fmt::Display for Rollback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { version, seen } => {
                write!(f, "is older than one seen before: version {version}, seen {seen}")
            }
            Self::Replaced { version } => write!(f, "has another text than version {version} seen before"),
        }
    }
}
