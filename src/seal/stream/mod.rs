//! One age file (<https://c2sp.org/age>) being written into memory that is drained as it grows.
//!
//! Recipients wrap the file key through the `age` crate. The payload is ours because the crate's writer copies
//! each chunk twice and leaves plain text in freed memory; here a chunk is sealed where it lies. What is
//! written is tested against the crate's reader and against other people's programs.

mod header;

use std::fmt;
use std::io::{self, Write};

use bytes::BytesMut;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};

use crate::seal::recipient::Recipients;
use crate::seal::sealed::{Digest, Digester, SealedBytes};

/// Seals what is written to it. Dropped without [`AgeWriter::finish`] it leaves a file that no age tool opens.
pub(super) struct AgeWriter {
    /// On the heap, which the allocator wipes.
    key: Box<LessSafeKey>,
    counter: u64,
    /// What is sealed and not taken yet, then plain text that waits to be sealed where it lies: only the last
    /// chunk may be short, and no chunk but the first may be empty, so a full one waits until there is more.
    buffer: BytesMut,
    /// Where the plain text begins.
    sealed: usize,
    /// How much of what is sealed has been digested.
    digested: usize,
    digester: Digester,
    length: u64,
    head: Digest,
}

impl AgeWriter {
    pub(super) fn begin(recipients: &Recipients) -> io::Result<Self> {
        let (head, nonce, key) = header::begin(recipients)?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, key.as_slice()).map_err(|_length| failed())?;
        let begun = BytesMut::from([head.as_bytes(), &nonce].concat().as_slice());
        Ok(Self {
            key: Box::new(LessSafeKey::new(key)),
            counter: 0,
            sealed: begun.len(),
            digested: 0,
            digester: Digester::default(),
            length: u64::try_from(begun.len()).unwrap_or(u64::MAX),
            buffer: begun,
            head: Digest::of(head.as_bytes()),
        })
    }

    /// What has been sealed since the last time.
    pub(super) fn take(&mut self) -> SealedBytes {
        self.digester.add(fresh(&self.buffer, self.digested, self.sealed));
        self.digested = 0;
        let sealed = self.buffer.split_to(std::mem::take(&mut self.sealed));
        SealedBytes::new(sealed.freeze())
    }

    /// Adds `plain` to its own digest while what is sealed is added to this one.
    pub(super) fn digest_beside(&mut self, digester: &mut Digester, plain: &[u8]) {
        let sealed = fresh(&self.buffer, self.digested, self.sealed);
        digester.add_both(plain, &mut self.digester, sealed);
        self.digested = self.sealed;
    }

    /// How many bytes have been sealed.
    pub(super) fn sealed(&self) -> u64 {
        self.length
    }

    /// SHA-256 of the header.
    pub(super) const fn head(&self) -> Digest {
        self.head
    }

    /// Seals the last chunk and tells what is left, the digest and the length of the whole.
    pub(super) fn finish(mut self) -> io::Result<(SealedBytes, Digest, u64)> {
        self.seal(LAST)?;
        let rest = self.take();
        Ok((rest, self.digester.end(), self.length))
    }

    /// Seals the plain text where it lies.
    fn seal(&mut self, flag: u8) -> io::Result<()> {
        let mut nonce = [0; 12];
        for (place, byte) in nonce.iter_mut().skip(3).zip(self.counter.to_be_bytes()) {
            *place = byte;
        }
        if let Some(last) = nonce.last_mut() {
            *last = flag;
        }
        let nonce = Nonce::assume_unique_for_key(nonce);
        let chunk = self.buffer.get_mut(self.sealed..).unwrap_or_default();
        let more = chunk.len().saturating_add(TAG);
        let tag = self.key.seal_in_place_separate_tag(nonce, Aad::empty(), chunk);
        self.buffer
            .extend_from_slice(tag.map_err(|_length| failed())?.as_ref());
        self.counter = self.counter.checked_add(1).ok_or_else(failed)?;
        self.sealed = self.buffer.len();
        self.length = self
            .length
            .saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        Ok(())
    }
}

impl Write for AgeWriter {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        let mut rest = plain;
        while !rest.is_empty() {
            let mut waiting = self.buffer.len().saturating_sub(self.sealed);
            if waiting == CHUNK {
                self.seal(MORE)?;
                waiting = 0;
            }
            if waiting == 0 {
                // The only moment at which the buffer may move: no plain text is left behind.
                self.buffer.reserve(CHUNK.saturating_add(TAG));
            }
            let room = CHUNK.saturating_sub(waiting);
            let (now, later) = rest.split_at_checked(room).unwrap_or((rest, &[]));
            self.buffer.extend_from_slice(now);
            rest = later;
        }
        Ok(plain.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is sealed and not digested yet.
fn fresh(buffer: &[u8], digested: usize, sealed: usize) -> &[u8] {
    buffer.get(digested..sealed).unwrap_or_default()
}

impl fmt::Debug for AgeWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AgeWriter(..)")
    }
}

fn failed() -> io::Error {
    io::Error::other("the cipher refused")
}

const CHUNK: usize = 64 << 10;
const TAG: usize = 16;
const MORE: u8 = 0;
const LAST: u8 = 1;

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::random::SystemRandom;
    use crate::seal::{Class, Identity, OpenError, check_sealed, open};

    /// Both sides of every edge that a chunk has.
    #[test]
    fn the_age_crate_reads_every_length_and_misses_every_missing_chunk() {
        let identity = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        for chunks in 0..4 {
            for beyond in -2..=2_isize {
                let Some(length) = (chunks * CHUNK).checked_add_signed(beyond) else {
                    continue;
                };
                let plain: Vec<u8> = (0..length).map(|n| n.to_le_bytes()[0]).collect();
                let sealed = seal(&identity, &[&plain]);
                assert!(read(&sealed, &identity).unwrap() == plain, "{length}");
                if let Some(cut) = sealed.len().checked_sub(CHUNK + TAG) {
                    assert!(read(&sealed[..cut], &identity).is_err(), "{length}, a chunk less");
                }
            }
        }
    }

    #[test]
    fn no_two_files_share_key_material() {
        let identity = Identity::generate(Class::Classic, &SystemRandom).unwrap();
        let (one, other) = (seal(&identity, &[&[0; 1000]]), seal(&identity, &[&[0; 1000]]));
        let tails = [one, other].map(|sealed| sealed[sealed.len() - 1016..].to_vec());
        assert!(tails[0] != tails[1]);
    }

    proptest! {
        #[test]
        fn the_age_crate_reads_what_was_written_in_any_pieces(
            pieces in vec(vec(any::<u8>(), 0..30_000), 0..12),
            hybrid: bool,
        ) {
            let class = if hybrid { Class::Hybrid } else { Class::Classic };
            let identity = Identity::generate(class, &SystemRandom).unwrap();
            let borrowed: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
            let sealed = seal(&identity, &borrowed);
            let header = check_sealed(&sealed).unwrap();
            prop_assert_eq!((header.class(), header.recipients()), (class, 1));
            prop_assert_eq!(read(&sealed, &identity).unwrap(), pieces.concat());
        }
    }

    fn seal(identity: &Identity, pieces: &[&[u8]]) -> Vec<u8> {
        let mut writer = AgeWriter::begin(&identity.recipient().into()).unwrap();
        let mut sealed = Vec::new();
        for piece in pieces {
            writer.write_all(piece).unwrap();
            sealed.extend_from_slice(writer.take().as_bytes());
        }
        let (rest, digest, length) = writer.finish().unwrap();
        sealed.extend_from_slice(rest.as_bytes());
        assert_eq!((digest, length), (Digest::of(&sealed), sealed.len() as u64));
        sealed
    }

    fn read(sealed: &[u8], identity: &Identity) -> Result<Vec<u8>, OpenError> {
        let mut plain = Vec::new();
        open::decrypt(sealed, &[identity.as_age()])?.read_to_end(&mut plain)?;
        Ok(plain)
    }
}
