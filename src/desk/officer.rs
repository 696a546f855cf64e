//! Accounts of officers: a name, and a passphrase of which only an Argon2id hash is kept.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::random::{self, Random};
use crate::seal::Digest;

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

/// Why an account cannot be made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OfficerError {
    /// The name is of no allowed form.
    #[error("a name is 2 to 64 letters, digits, dots, hyphens and underscores")]
    Name,
    /// The passphrase is too short.
    #[error("the passphrase is too short: use at least 12 characters, better five or six words")]
    Short,
    /// The passphrase is the name, or one character repeated.
    #[error("the passphrase is too easy to guess: use five or six words that nobody would expect")]
    Guessable,
    /// Hashing failed.
    #[error("the passphrase could not be hashed")]
    Hash,
}

/// Whether `passphrase` is one that `name` may have.
pub fn check_passphrase(name: &str, passphrase: &str) -> Result<(), OfficerError> {
    let mut letters = passphrase.chars();
    let first = letters.next();
    if passphrase.chars().count() < SHORTEST {
        return Err(OfficerError::Short);
    }
    if letters.all(|letter| Some(letter) == first) || passphrase.to_lowercase().contains(&name.to_lowercase())
    {
        return Err(OfficerError::Guessable);
    }
    Ok(())
}

/// The Argon2id hash of a passphrase in PHC form.
#[derive(Clone)]
pub struct PassphraseHash(String);

impl PassphraseHash {
    /// Hashes the passphrase of an account that is made; slow on purpose.
    pub fn new(name: &OfficerName, passphrase: &str, random: &dyn Random) -> Result<Self, OfficerError> {
        check_passphrase(name.as_str(), passphrase)?;
        hash(passphrase.as_bytes(), random::bytes(random))
    }

    /// A hash that no passphrase has: what an unknown name is compared with, so that it costs the same time.
    pub fn nobody() -> Self {
        NOBODY.clone()
    }

    /// Whether `passphrase` is the one; slow on purpose.
    pub fn verify(&self, passphrase: &str) -> bool {
        PasswordHash::new(&self.0).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(passphrase.as_bytes(), &hash)
                .is_ok()
        })
    }

    /// What tells this hash from every other one: sessions are bound to it, so that they end with the passphrase.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }

    pub(super) const fn from_phc(text: String) -> Self {
        Self(text)
    }

    pub(super) fn as_phc(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PassphraseHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PassphraseHash(..)")
    }
}

fn hash(passphrase: &[u8], salt: [u8; 16]) -> Result<PassphraseHash, OfficerError> {
    let params = Params::new(MEMORY, PASSES, 1, None).map_err(|_bounds| OfficerError::Hash)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let phc = argon2
        .hash_password_with_salt(passphrase, &salt)
        .map_err(|_too_long| OfficerError::Hash)?;
    Ok(PassphraseHash(phc.to_string()))
}

/// The hash of random bytes that nobody keeps.
static NOBODY: LazyLock<PassphraseHash> = LazyLock::new(|| {
    let random = random::SystemRandom;
    let passphrase: [u8; 32] = random::bytes(&random);
    hash(&passphrase, random::bytes(&random)).unwrap_or_else(|_never| PassphraseHash(String::new()))
});

const SHORTEST: usize = 12;
/// 19 MiB.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_name_is_one_word_in_lower_case() {
        let name: OfficerName = " Ana.Pérez ".parse().unwrap();
        assert_eq!(name.as_str(), "ana.pérez");
        assert_eq!("a".parse::<OfficerName>(), Err(OfficerError::Name));
        assert_eq!("ana pérez".parse::<OfficerName>(), Err(OfficerError::Name));
    }

    #[test]
    fn weak_passphrases_are_refused() {
        assert_eq!(check_passphrase("ana", "corta"), Err(OfficerError::Short));
        assert_eq!(
            check_passphrase("ana", "aaaaaaaaaaaaaa"),
            Err(OfficerError::Guessable)
        );
        assert_eq!(
            check_passphrase("administradora", "Administradora"),
            Err(OfficerError::Guessable)
        );
        assert_eq!(check_passphrase("ana", "lago perro nube sur"), Ok(()));
    }

    #[test]
    fn only_the_right_passphrase_verifies() {
        let name: OfficerName = "ana".parse().unwrap();
        let hash = PassphraseHash::new(&name, "lago perro nube sur", &SeededRandom::new(1)).unwrap();
        assert!(hash.as_phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hash.verify("lago perro nube sur"));
        assert!(!hash.verify("lago perro nube norte"));
        assert!(!PassphraseHash::nobody().verify("lago perro nube sur"));
        assert_eq!(format!("{hash:?}"), "PassphraseHash(..)");
    }
}
