//! Secret keys: what opens an envelope.

use std::fmt;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519;
use age_core::primitives;
use bech32::Hrp;
use zeroize::{Zeroize, Zeroizing};

use crate::random::{self, Random};
use crate::seal::hybrid;
use crate::seal::recipient::{Class, Recipient};

/// One secret key. It is never shown but by [`Identity::expose`] and never copied.
pub struct Identity(Key);

enum Key {
    Classic(x25519::Identity),
    Hybrid(Box<hybrid::Identity>),
}

impl Identity {
    /// A new secret key.
    pub fn generate(class: Class, random: &dyn Random) -> Result<Self, IdentityError> {
        let seed = Zeroizing::new(random::bytes(random));
        match class {
            Class::Classic => classic_from_seed(&seed),
            Class::Hybrid => Ok(Self::from_seed(seed)),
        }
    }

    /// The hybrid secret key that follows from `seed`: the same seed, the same key.
    pub fn from_seed(seed: Zeroizing<[u8; 32]>) -> Self {
        Self(Key::Hybrid(Box::new(hybrid::Identity::from_seed(seed))))
    }

    /// Which kind of key it is.
    pub const fn class(&self) -> Class {
        match self.0 {
            Key::Classic(_) => Class::Classic,
            Key::Hybrid(_) => Class::Hybrid,
        }
    }

    /// The public key that belongs to it.
    pub fn recipient(&self) -> Recipient {
        match &self.0 {
            Key::Classic(identity) => Recipient::from_classic(identity.to_public()),
            Key::Hybrid(identity) => Recipient::from_hybrid(identity.recipient()),
        }
    }

    /// The text form, `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`, to be written into an identity file.
    pub fn expose(&self) -> Zeroizing<String> {
        match &self.0 {
            Key::Classic(identity) => Zeroizing::new(identity.to_string().expose_secret().to_owned()),
            Key::Hybrid(identity) => identity.expose(),
        }
    }

    pub(super) fn as_age(&self) -> &dyn age::Identity {
        match &self.0 {
            Key::Classic(identity) => identity,
            Key::Hybrid(identity) => identity.as_ref(),
        }
    }
}

impl FromStr for Identity {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let text = text.trim();
        let kind = if text
            .get(..hybrid::IDENTITY_START.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(hybrid::IDENTITY_START))
        {
            let identity: hybrid::Identity = text.parse().map_err(|_malformed| IdentityError)?;
            Key::Hybrid(Box::new(identity))
        } else {
            Key::Classic(text.parse().map_err(|_malformed| IdentityError)?)
        };
        Ok(Self(kind))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({}, ..)", self.class())
    }
}

/// The text is not a secret key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an age identity (AGE-SECRET-KEY-1… or AGE-SECRET-KEY-PQ-1…)")]
pub struct IdentityError;

fn classic_from_seed(seed: &[u8; 32]) -> Result<Identity, IdentityError> {
    let mut lower = primitives::bech32_encode(CLASSIC_PREFIX, seed);
    let upper = Zeroizing::new(lower.to_ascii_uppercase());
    lower.zeroize();
    upper.parse()
}

const CLASSIC_PREFIX: Hrp = Hrp::parse_unchecked("age-secret-key-");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn an_identity_is_read_as_it_was_written_and_never_shown() {
        for (class, start) in [
            (Class::Classic, "AGE-SECRET-KEY-1"),
            (Class::Hybrid, "AGE-SECRET-KEY-PQ-1"),
        ] {
            let identity = Identity::generate(class, &SeededRandom::new(7)).unwrap();
            let text = identity.expose();
            assert!(text.starts_with(start));
            let again: Identity = text.parse().unwrap();
            assert_eq!(again.class(), class);
            assert_eq!(again.recipient(), identity.recipient());
            assert_eq!(format!("{again:?}"), format!("Identity({class}, ..)"));
        }
        assert!("AGE-SECRET-KEY-1".parse::<Identity>().is_err());
        assert!("AGE-SECRET-KEY-PQ-1".parse::<Identity>().is_err());
    }
}
