//! Accounts of those who work at the desk: a name, a passphrase of which only an Argon2id hash is kept, a
//! second factor, and roles.

use std::fmt;
use std::str::FromStr;

use crate::seal::Digest;

mod invitation;
mod passphrase;
mod recovery;
mod role;
mod second_factor;

pub use invitation::{Invitation, InvitationToken};
pub use passphrase::{PassphraseHash, check_passphrase};
pub use recovery::RecoveryCode;
pub use role::{CASES, Role, Roles};
pub use second_factor::{Drawing, FactorKey, SealedFactor, Secret};

/// What an officer signs in as: 2 to 64 letters, digits, dots, hyphens and underscores, in lower case.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct OfficerName(String);

impl OfficerName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OfficerName {
    type Err = OfficerError;

    fn from_str(text: &str) -> Result<Self, OfficerError> {
        let name = text.trim().to_lowercase();
        let length = (2..=64).contains(&name.chars().count());
        let letters = name
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
        if length && letters {
            Ok(Self(name))
        } else {
            Err(OfficerError::Name)
        }
    }
}

impl fmt::Display for OfficerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One account as it stands in the rows.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose it is.
    pub name: OfficerName,
    /// What the passphrase is held against.
    pub hash: PassphraseHash,
    /// The second factor, once it is set up.
    pub factor: Option<SealedFactor>,
    /// What it opens.
    pub roles: Roles,
    /// Whether it opens anything.
    pub state: State,
}

/// Whether an account is in use.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It opens what its roles open.
    Active,
    /// Nobody signs in with it until an administrator says so.
    Disabled,
}

impl Account {
    /// What tells this account, as it can be signed in to now, from every other one: sessions are bound to it, so that
    /// they end when it changes.
    pub fn mark(&self) -> Digest {
        let factor = self.factor.as_ref().map(SealedFactor::as_bytes);
        Digest::of(&[self.hash.as_phc().as_bytes(), factor.unwrap_or_default()].concat())
    }

    /// Whether somebody may be signed in with it.
    pub fn is_active(&self) -> bool {
        self.state == State::Active
    }
}

/// Why an account cannot be made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OfficerError {
    /// The name is of no allowed form.
    #[error("a name is 2 to 64 letters, digits, dots, hyphens and underscores")]
    Name,
    /// The roles do not go together, or there is none.
    #[error(
        "these roles cannot be one account's: who administers accounts, who works on cases and who keeps identities \
         are different people, and every account has a role"
    )]
    Roles,
    /// The passphrase is too short.
    #[error("the passphrase is too short: use at least 12 characters, better five or six words")]
    Short,
    /// The passphrase would soon be guessed.
    #[error(
        "the passphrase is too easy to guess: use five or six words that do not belong together, and no name or date"
    )]
    Guessable,
    /// Hashing failed.
    #[error("the passphrase could not be hashed")]
    Hash,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_word_in_lower_case() {
        let name: OfficerName = " Ana.Pérez ".parse().unwrap();
        assert_eq!(name.as_str(), "ana.pérez");
        assert_eq!("a".parse::<OfficerName>(), Err(OfficerError::Name));
        assert_eq!("ana pérez".parse::<OfficerName>(), Err(OfficerError::Name));
    }
}
