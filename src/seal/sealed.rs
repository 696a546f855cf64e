//! Bytes that are sealed, and the digest that names them.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use crate::seal::header::Header;

/// A part (or the whole) of a sealed envelope. Only the seal makes them, so plain text cannot be stored by
/// mistake.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SealedBytes(Bytes);

impl SealedBytes {
    /// Bytes of an envelope that came from outside, after [`check_sealed`](crate::seal::check_sealed) has
    /// read its header.
    pub fn received(bytes: Bytes, _checked: &Header) -> Self {
        Self(bytes)
    }

    pub(super) fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, to be handed on without a copy.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// How many bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A SHA-256 digest, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// A digest that was computed elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A digest of bytes that come one part after the other.
#[derive(Clone, Debug, Default)]
pub struct Digester {
    hash: Sha256,
    /// Bytes so far, counted within one block.
    begun: usize,
}

impl Digester {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.begun = self.begun.wrapping_add(bytes.len()) % BLOCK;
    }

    /// Adds the next bytes here and others there, in turns. On one stream a processor that has instructions
    /// for it waits for its own last block most of the time; on two it works on the one meanwhile.
    pub(super) fn add_both(&mut self, mine: &[u8], there: &mut Self, others: &[u8]) {
        let (mine, my_rest) = self.complete_block(mine).as_chunks::<BLOCK>();
        let (others, other_rest) = there.complete_block(others).as_chunks::<BLOCK>();
        for (block, other) in mine.iter().zip(others) {
            self.hash.update(block);
            there.hash.update(other);
        }
        let both = mine.len().min(others.len());
        self.add(mine.get(both..).unwrap_or_default().as_flattened());
        there.add(others.get(both..).unwrap_or_default().as_flattened());
        self.add(my_rest);
        there.add(other_rest);
    }

    /// Adds what is lacking of the block that was begun, and gives what comes after.
    fn complete_block<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let lacking = BLOCK.wrapping_sub(self.begun) % BLOCK;
        let (first, rest) = bytes.split_at_checked(lacking).unwrap_or((bytes, &[]));
        self.add(first);
        rest
    }

    /// The digest of everything that was added.
    pub fn end(self) -> Digest {
        Digest(self.hash.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// The text is not a digest.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a digest of 64 hexadecimal digits")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_not_hex| NotADigest)?;
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// What SHA-256 takes in at a time.
const BLOCK: usize = 64;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn two_digests_taken_side_by_side_are_those_taken_alone(
            pieces in vec((vec(any::<u8>(), 0..700), vec(any::<u8>(), 0..700), any::<bool>()), 0..8),
        ) {
            let (mut one, mut other) = (Digester::default(), Digester::default());
            for (mine, others, together) in &pieces {
                if *together {
                    one.add_both(mine, &mut other, others);
                } else {
                    one.add(mine);
                    other.add(others);
                }
            }
            let (mine, others): (Vec<_>, Vec<_>) =
                pieces.into_iter().map(|(mine, others, _)| (mine, others)).unzip();
            prop_assert_eq!(one.end(), Digest::of(&mine.concat()));
            prop_assert_eq!(other.end(), Digest::of(&others.concat()));
        }
    }
}
