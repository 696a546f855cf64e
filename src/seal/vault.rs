//! A small sealed box for what a program keeps about a session: XChaCha20-Poly1305 under a key of 32 bytes.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::random::{self, Random};

/// Seals `plain` under `key`, bound to `bound`: a random nonce of 24 bytes, then the sealed text.
pub fn seal_under(
    key: &[u8; 32],
    bound: &[u8],
    plain: &[u8],
    random: &dyn Random,
) -> Result<Vec<u8>, VaultError> {
    let nonce: [u8; NONCE] = random::bytes(random);
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: plain,
                aad: bound,
            },
        )
        .map_err(|_too_long| VaultError)?;
    Ok([nonce.as_slice(), sealed.as_slice()].concat())
}

/// Opens what [`seal_under`] sealed under the same key and bound to the same `bound`.
pub fn open_under(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(VaultError)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(
            XNonce::from_slice(nonce),
            Payload {
                msg: sealed,
                aad: bound,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_wrong| VaultError)
}

/// Another key, another binding, or altered bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the box does not open")]
pub struct VaultError;

const NONCE: usize = 24;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::SeededRandom;

    proptest! {
        #[test]
        fn a_box_opens_with_its_key_and_binding_only(
            key: [u8; 32],
            bound: Vec<u8>,
            plain: Vec<u8>,
            flip in any::<prop::sample::Index>(),
        ) {
            let random = SeededRandom::new(1);
            let sealed = seal_under(&key, &bound, &plain, &random).unwrap();
            let opened = open_under(&key, &bound, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
            let mut other_key = key;
            other_key[0] ^= 1;
            prop_assert!(open_under(&other_key, &bound, &sealed).is_err());
            let other_bound = [bound.as_slice(), b"x"].concat();
            prop_assert!(open_under(&key, &other_bound, &sealed).is_err());
            let mut altered = sealed.clone();
            altered[flip.index(sealed.len())] ^= 1;
            prop_assert!(open_under(&key, &bound, &altered).is_err());
            prop_assert!(sealed != seal_under(&key, &bound, &plain, &random).unwrap());
        }
    }

    #[test]
    fn a_box_cut_short_does_not_open() {
        assert_eq!(open_under(&[0; 32], b"", &[0; 39]), Err(VaultError));
    }
}
