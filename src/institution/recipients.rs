//! Stand-in for the types of `seal` until they are in the tree.

use std::fmt;
use std::str::FromStr;

/// The class of a recipient.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// X25519.
    Classic,
    /// ML-KEM-768 and X25519.
    Hybrid,
}

/// A public key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recipient(String);

impl Recipient {
    /// The class of the key.
    pub fn class(&self) -> Class {
        if self.0.starts_with("age1pq1") {
            Class::Hybrid
        } else {
            Class::Classic
        }
    }
}

impl FromStr for Recipient {
    type Err = RecipientError;

    fn from_str(text: &str) -> Result<Self, RecipientError> {
        if text.starts_with("age1") {
            Ok(Self(text.to_owned()))
        } else {
            Err(RecipientError::Malformed)
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Recipients of one envelope.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recipients(Vec<Recipient>);

impl Recipients {
    /// Non-empty, of one class.
    pub fn new(recipients: Vec<Recipient>) -> Result<Self, RecipientError> {
        Ok(Self(recipients))
    }
}

/// Why a recipient is refused.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub enum RecipientError {
    /// Not a recipient.
    #[error("not an age recipient")]
    Malformed,
}
