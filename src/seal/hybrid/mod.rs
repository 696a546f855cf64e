//! The hybrid kind of age recipient, `mlkem768x25519`: HPKE in base mode over X-Wing, as Go age 1.3 and typage
//! write it. To be deleted when the `age` crate carries it.
//!
//! Two checks are ours because the crates below do not make them: an ML-KEM key must be reduced (FIPS 203,
//! modulus check), and an X25519 share must not be of low order, in either direction.

mod xwing;

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::Arc;

use age::{DecryptError, EncryptError};
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use age_core::primitives;
use age_core::secrecy::ExposeSecret;
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use bech32::Hrp;
use hpke::{Deserializable, Kem, Serializable, rand_core::OsRng};
use zeroize::{Zeroize, Zeroizing};

use self::xwing::{EncappedKey, PrivateKey, PublicKey, XWing};
use crate::seal::recipient;

/// A hybrid public key, by its bytes: what follows from them is as large again, and needed only to seal.
#[derive(Clone, Eq, Hash, PartialEq)]
pub(super) struct Recipient(Arc<[u8; PUBLIC_KEY_BYTES]>);

impl Recipient {
    fn of(key: &PublicKey) -> Self {
        let mut bytes = [0; PUBLIC_KEY_BYTES];
        key.write_exact(&mut bytes);
        Self(Arc::new(bytes))
    }
}

impl FromStr for Recipient {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes: [u8; PUBLIC_KEY_BYTES] = recipient::decode(text, RECIPIENT_PREFIX).ok_or(())?;
        xwing::is_safe(&bytes).then(|| Self(Arc::new(bytes))).ok_or(())
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        primitives::bech32_encode_to_fmt(f, RECIPIENT_PREFIX, self.0.as_slice())
    }
}

impl age::Recipient for Recipient {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let key = PublicKey::from_bytes(self.0.as_slice());
        let key = key.map_err(|checked_before| io::Error::other(checked_before.to_string()))?;
        let (share, body) =
            primitives::hpke_seal::<XWing, _>(&key, INFO, file_key.expose_secret(), &mut OsRng);
        let stanza = Stanza {
            tag: TAG.to_owned(),
            args: vec![BASE64_STANDARD_NO_PAD.encode(share.to_bytes())],
            body,
        };
        Ok((vec![stanza], HashSet::from([LABEL.to_owned()])))
    }
}

/// A hybrid secret key: a seed of 32 bytes and what follows from it.
pub(super) struct Identity(PrivateKey);

impl Identity {
    pub(super) fn from_seed(seed: Zeroizing<[u8; 32]>) -> Self {
        Self(PrivateKey::from_seed(seed))
    }

    pub(super) fn recipient(&self) -> Recipient {
        Recipient::of(&XWing::sk_to_pk(&self.0))
    }

    pub(super) fn expose(&self) -> Zeroizing<String> {
        let mut lower = primitives::bech32_encode(IDENTITY_PREFIX, self.0.seed());
        let upper = Zeroizing::new(lower.to_ascii_uppercase());
        lower.zeroize();
        upper
    }
}

impl FromStr for Identity {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let seed = recipient::decode(text, IDENTITY_PREFIX).ok_or(())?;
        Ok(Self::from_seed(Zeroizing::new(seed)))
    }
}

impl age::Identity for Identity {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        if stanza.tag != TAG {
            return None;
        }
        let Some(share) = parse_share(stanza) else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        match primitives::hpke_open::<XWing>(&share, &self.0, INFO, &stanza.body) {
            Ok(opened) => Some(file_key(&Zeroizing::new(opened))),
            // The key of another recipient, which age says by trying.
            Err(hpke::HpkeError::OpenError) => None,
            Err(_unsafe_share) => Some(Err(DecryptError::InvalidHeader)),
        }
    }
}

/// The one argument and the body, in the one form that the format allows.
fn parse_share(stanza: &Stanza) -> Option<EncappedKey> {
    let [share] = stanza.args.as_slice() else {
        return None;
    };
    if stanza.body.len() != SEALED_FILE_KEY_BYTES {
        return None;
    }
    let share = BASE64_STANDARD_NO_PAD.decode(share).ok()?;
    EncappedKey::from_bytes(&share).ok()
}

fn file_key(opened: &[u8]) -> Result<FileKey, DecryptError> {
    let opened: &[u8; FILE_KEY_BYTES] = opened.try_into().map_err(|_length| DecryptError::InvalidHeader)?;
    Ok(FileKey::init_with_mut(|key| key.copy_from_slice(opened)))
}

/// How a hybrid recipient starts.
pub(super) const RECIPIENT_START: &str = "age1pq1";
/// How a hybrid identity starts.
pub(super) const IDENTITY_START: &str = "AGE-SECRET-KEY-PQ-1";
const RECIPIENT_PREFIX: Hrp = Hrp::parse_unchecked("age1pq");
const IDENTITY_PREFIX: Hrp = Hrp::parse_unchecked("age-secret-key-pq-");
/// The stanza's name.
pub(super) const TAG: &str = "mlkem768x25519";
const INFO: &[u8] = b"age-encryption.org/mlkem768x25519";
const LABEL: &str = "postquantum";
const PUBLIC_KEY_BYTES: usize = 1216;
const SEALED_FILE_KEY_BYTES: usize = FILE_KEY_BYTES + 16;

#[cfg(test)]
mod tests;
