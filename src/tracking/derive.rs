//! From the code to the keys of a mailbox, version 1.
//!
//! `k = Argon2id(bits, salt)`, `prk = HKDF-Extract(pepper, k)`, and one HKDF output for each purpose. The
//! pepper stands before every output: a copied database alone gives no way to try codes.

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{KdfError, Secrets, TrackingCode};

/// The keys that one code opens its mailboxes with: one for each institution that has the report.
pub struct MailboxKeys {
    /// On the heap: whoever moves an array leaves a copy behind on the stack, of which nobody knows.
    prk: Box<Zeroizing<[u8; 32]>>,
}

impl MailboxKeys {
    /// The cases that a code may lead to. Each is looked for, whether or not it is there.
    pub const CASES: [u32; 2] = [0, 1];

    /// Derives the keys, working in `memory`, which must have [`blocks`] blocks and is left dirty.
    pub(super) fn derive(bits: &[u8], secrets: &Secrets, memory: &mut [Block]) -> Result<Self, KdfError> {
        let params = params().map_err(|_any| KdfError::Failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = Zeroizing::new([0; 32]);
        argon2
            .hash_password_into_with_memory(bits, secrets.salt(), key.as_mut_slice(), memory)
            .map_err(|_any| KdfError::Failed)?;
        let (extracted, _) = Hkdf::<Sha256>::extract(Some(secrets.pepper()), key.as_slice());
        Ok(Self::from_prk(Zeroizing::new(extracted.into())))
    }

    /// The name under which the window keeps the mailbox of case `index` (0 for the first).
    pub fn locator(&self, index: u32) -> Locator {
        let mut out = [0; 16];
        self.expand("locator", index, &mut out);
        Locator(out)
    }

    /// The seed of the hybrid age identity that opens the replies of case `index`.
    pub fn mailbox_seed(&self, index: u32) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        self.expand("mailbox-hybrid", index, out.as_mut_slice());
        out
    }

    /// The seed of the key that signs what is written again in case `index`.
    pub fn voice_seed(&self, index: u32) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        self.expand("voice", index, out.as_mut_slice());
        out
    }

    /// What tells that the same report was sent twice, in the row of case `index`.
    pub fn sameness(&self, index: u32) -> [u8; 16] {
        let mut out = [0; 16];
        self.expand("sameness", index, &mut out);
        out
    }

    /// A key for what a session keeps.
    pub fn session(&self) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        self.expand("session", 0, out.as_mut_slice());
        out
    }

    /// What all the keys come from, for the sealed content of a session.
    pub fn expose_prk(&self) -> &[u8; 32] {
        &self.prk
    }

    /// The keys again, from the sealed content of a session.
    pub fn from_prk(prk: Zeroizing<[u8; 32]>) -> Self {
        Self { prk: Box::new(prk) }
    }

    fn expand(&self, purpose: &str, index: u32, out: &mut [u8]) {
        let label = match index {
            0 => format!("ventanilla/1/{purpose}"),
            twin => format!("ventanilla/1/{purpose}/{twin}"),
        };
        let expanded = Hkdf::<Sha256>::from_prk(self.prk.as_slice())
            .map(|hkdf| hkdf.expand(label.as_bytes(), out).is_ok());
        assert!(
            matches!(expanded, Ok(true)),
            "32 bytes are a key, and 32 bytes can be expanded from it"
        );
    }
}

impl fmt::Debug for MailboxKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailboxKeys(..)")
    }
}

/// The name under which the window keeps a mailbox: it follows from the code, the code not from it.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Locator([u8; 16]);

impl Locator {
    /// The locator as the store keeps it.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the store.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locator(..)")
    }
}

impl Secrets {
    /// Derives the keys of a code at once, in memory of its own. Takes a processor for tens of milliseconds:
    /// a server goes through the [`KdfPool`](super::KdfPool).
    pub fn derive(&self, code: &TrackingCode) -> Result<MailboxKeys, KdfError> {
        MailboxKeys::derive(code.bits(), self, &mut vec![Block::new(); blocks()])
    }
}

/// Blocks of memory that one derivation works in.
pub(super) fn blocks() -> usize {
    params().map_or(0, |params| params.block_count())
}

fn params() -> argon2::Result<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, Some(32))
}

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
