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
