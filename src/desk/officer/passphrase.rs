//! Passphrases: how strong one must be, and the hash that is kept of it.

use std::fmt;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use zxcvbn::{Score, zxcvbn};

use super::{OfficerError, OfficerName};
use crate::random::{self, Random};

/// Whether `passphrase` is strong enough for what `about` is all about: names that somebody would try first.
pub fn check_passphrase(about: &[&str], passphrase: &str) -> Result<(), OfficerError> {
    if passphrase.chars().count() < SHORTEST {
        return Err(OfficerError::Short);
    }
    let has_a_name = about
        .iter()
        .any(|name| passphrase.to_lowercase().contains(&name.to_lowercase()));
    let tried_first: Vec<&str> = about.iter().copied().chain(FIRST_GUESSES).collect();
    if has_a_name || zxcvbn(passphrase, &tried_first).score() < Score::Three {
        return Err(OfficerError::Guessable);
    }
    Ok(())
}

/// The Argon2id hash of a passphrase in PHC form.
#[derive(Clone)]
pub struct PassphraseHash(String);

impl PassphraseHash {
    /// Hashes the passphrase of an account that is made; slow on purpose.
    pub fn new(
        name: &OfficerName,
        institution: &str,
        passphrase: &str,
        random: &dyn Random,
    ) -> Result<Self, OfficerError> {
        check_passphrase(&[name.as_str(), institution], passphrase)?;
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

    pub(in crate::desk) const fn from_phc(text: String) -> Self {
        Self(text)
    }

    pub(in crate::desk) fn as_phc(&self) -> &str {
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

/// Words that are tried early here and that the lists of zxcvbn, which are English, do not hold.
const FIRST_GUESSES: [&str; 14] = [
    "contraseña",
    "contrasena",
    "clave",
    "secreta",
    "secreto",
    "denuncia",
    "denuncias",
    "corrupcion",
    "corrupción",
    "ventanilla",
    "mesa",
    "mexico",
    "méxico",
    "gobierno",
];
const SHORTEST: usize = 12;
/// 19 MiB.
pub(super) const MEMORY: u32 = 19 * 1024;
pub(super) const PASSES: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_passphrase_that_would_soon_be_guessed_is_refused() {
        let about = ["ana.prueba", "contraloria-oaxaca"];
        assert_eq!(check_passphrase(&about, "corta"), Err(OfficerError::Short));
        let guessed = [
            "aaaaaaaaaaaaaa",
            "Password123456",
            "qwertyuiop12345",
            "soy Ana.Prueba de aqui",
            "la contraloria-oaxaca manda",
            "123456789012345",
            "contraseñasecreta",
        ];
        for passphrase in guessed {
            assert_eq!(
                check_passphrase(&about, passphrase),
                Err(OfficerError::Guessable),
                "{passphrase}"
            );
        }
        assert_eq!(check_passphrase(&about, "lago perro nube sur"), Ok(()));
    }

    #[test]
    fn only_the_right_passphrase_verifies() {
        let name: OfficerName = "ana".parse().unwrap();
        let hash =
            PassphraseHash::new(&name, "contraloria", "lago perro nube sur", &SeededRandom::new(1)).unwrap();
        assert!(hash.as_phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hash.verify("lago perro nube sur"));
        assert!(!hash.verify("lago perro nube norte"));
        assert!(!PassphraseHash::nobody().verify("lago perro nube sur"));
        assert_eq!(format!("{hash:?}"), "PassphraseHash(..)");
    }
}
