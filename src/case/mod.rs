//! One report at one institution: its status, its days and its sealed envelopes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub mod clocks;
pub mod closing;
pub mod deposit;
pub mod fine;
pub mod sending;
pub mod store;

pub use closing::Closing;
pub use fine::FineStatus;

/// Identifies a case; random, so that it tells nothing.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct CaseId(pub Uuid);

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a case stands, in the four words of the PDN's System 5: all that the window knows of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PublicStatus {
    /// Filed; no desk has answered yet.
    Registrada,
    /// Sent on to another authority.
    Turnada,
    /// Being looked into.
    Proceso,
    /// Closed, with a reason.
    Atendida,
}

impl PublicStatus {
    /// All four, in the order of a case's life.
    pub const ALL: [Self; 4] = [Self::Registrada, Self::Turnada, Self::Proceso, Self::Atendida];

    /// The word, as stored, signed and published.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registrada => "REGISTRADA",
            Self::Turnada => "TURNADA",
            Self::Proceso => "PROCESO",
            Self::Atendida => "ATENDIDA",
        }
    }
}

impl fmt::Display for PublicStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The word is none of the four.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not one of REGISTRADA, TURNADA, PROCESO, ATENDIDA")]
pub struct NotAStatus;

impl FromStr for PublicStatus {
    type Err = NotAStatus;

    fn from_str(word: &str) -> Result<Self, NotAStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.word() == word)
            .ok_or(NotAStatus)
    }
}
