//! An envelope held to the header that somebody vouched for.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use crate::seal::header::{Header, check_sealed};
use crate::seal::open::OpenError;
use crate::seal::sealed::Digest;

/// Reads an envelope whose header is the one with a digest that is known to be genuine.
///
/// Nothing else of it has to be read beforehand: only who made it has the key that its header wraps, so whatever is
/// put behind the header by somebody else does not open. The header is kept here, so that it cannot be exchanged
/// between the look at it and its use, wherever the bytes lie.
pub struct Pinned<R> {
    head: Vec<u8>,
    /// Where the next byte is read.
    at: u64,
    sealed: R,
}

impl<R: Read + Seek> Pinned<R> {
    /// Holds `sealed`, read from its start, to the header with this digest.
    pub fn new(mut sealed: R, header: Digest) -> Result<Self, OpenError> {
        let sight = u64::try_from(Header::SIGHT).unwrap_or(u64::MAX);
        let mut head = Vec::new();
        sealed.by_ref().take(sight).read_to_end(&mut head)?;
        let found = check_sealed(&head).map_err(|_not_sealed| OpenError::NotSealed)?;
        if found.digest() != header {
            return Err(OpenError::Damaged);
        }
        head.truncate(found.length());
        sealed.rewind()?;
        Ok(Self { head, at: 0, sealed })
    }
}

impl<R: Read> Read for Pinned<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.sealed.read(out)?;
        let known = usize::try_from(self.at)
            .ok()
            .and_then(|at| self.head.get(at..))
            .unwrap_or_default();
        for (byte, known) in out.iter_mut().take(read).zip(known) {
            *byte = *known;
        }
        self.at = self.at.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}

impl<R: Seek> Seek for Pinned<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.sealed.seek(to)?;
        Ok(self.at)
    }
}

impl<R> fmt::Debug for Pinned<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pinned(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::io::Cursor;
    use std::rc::Rc;

    use super::*;
    use crate::random::SystemRandom;
    use crate::seal::{
        Class, Contents, Direction, DirectoryStamp, Extension, Identity, IdentityBlock, Recipients, Sealer,
        open,
    };

    /// Bytes that somebody else can exchange while they are read, and how many were read.
    #[derive(Clone, Default)]
    struct Exposed {
        bytes: Rc<RefCell<Vec<u8>>>,
        at: u64,
        read: Rc<Cell<usize>>,
    }

    impl Read for Exposed {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let mut bytes = Cursor::new(self.bytes.borrow().clone());
            bytes.set_position(self.at);
            let read = bytes.read(out)?;
            self.at = bytes.position();
            self.read.set(self.read.get() + read);
            Ok(read)
        }
    }

    impl Seek for Exposed {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.at = match to {
                SeekFrom::Start(at) => at,
                SeekFrom::End(by) => (self.bytes.borrow().len() as u64).strict_add_signed(by),
                SeekFrom::Current(by) => self.at.strict_add_signed(by),
            };
            Ok(self.at)
        }
    }

    /// An envelope to `to` with one file, and the digest of its header.
    fn envelope(to: &Identity, text: &str, file: &[u8]) -> (Vec<u8>, Digest) {
        let mut sealer = Sealer::begin(&Recipients::from(to.recipient())).unwrap();
        sealer.begin_file(Extension::recognise(file)).unwrap();
        sealer.write(file).unwrap();
        let contents = Contents {
            files: vec![sealer.end_file().unwrap()],
            ..Contents::new(
                Direction::Reply,
                "contraloria".to_owned(),
                DirectoryStamp {
                    version: 1,
                    hash: Digest::of(b""),
                },
                to.recipient(),
                text.to_owned(),
            )
        };
        let finished = sealer.finish(&contents, IdentityBlock::Dummy, text).unwrap();
        (finished.rest.into_bytes().to_vec(), finished.head)
    }

    fn exposed(bytes: &[u8]) -> Exposed {
        Exposed {
            bytes: Rc::new(RefCell::new(bytes.to_vec())),
            ..Exposed::default()
        }
    }

    #[test]
    fn what_is_put_in_the_place_of_a_vouched_envelope_never_opens_as_it_whenever_that_happens() {
        let mailbox = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        let key = std::slice::from_ref(&mailbox);
        let file = vec![7; 300_000];
        let (genuine, head) = envelope(&mailbox, "De la fiscalía.", &file);
        let (forged, other) = envelope(&mailbox, "Ven y di tu nombre.", &file);
        assert_ne!(head, other);
        assert!(Pinned::new(Cursor::new(&forged), head).is_err(), "before");
        // Its header in front of other content, as whoever has both can put together.
        let length = check_sealed(&genuine).unwrap().length();
        let mended = [&genuine[..length], &forged[length..]].concat();
        let vouched = Pinned::new(Cursor::new(&mended), head).unwrap();
        assert!(open(vouched, key).is_err(), "behind the header");
        // Between the look at the header and the opening.
        let lying = exposed(&genuine);
        let vouched = Pinned::new(lying.clone(), head).unwrap();
        lying.bytes.replace(forged.clone());
        assert!(open(vouched, key).is_err(), "between");
        // Between the opening and the copy.
        let lying = exposed(&genuine);
        let mut opened = open(Pinned::new(lying.clone(), head).unwrap(), key).unwrap();
        assert_eq!(opened.contents().text, "De la fiscalía.");
        lying.bytes.replace(forged);
        assert!(opened.copy_file(0, &mut Vec::new()).is_err(), "after");
        let mut opened = open(Pinned::new(exposed(&genuine), head).unwrap(), key).unwrap();
        assert!(opened.copy_file(0, &mut Vec::new()).is_ok(), "left alone");
    }

    #[test]
    fn a_large_envelope_opens_without_reading_its_files() {
        let mailbox = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        let (large, head) = envelope(&mailbox, "Con un archivo.", &vec![7; 8 << 20]);
        let lying = exposed(&large);
        let opened = open(Pinned::new(lying.clone(), head).unwrap(), &[mailbox]).unwrap();
        assert_eq!(opened.contents().text, "Con un archivo.");
        let read = lying.read.get();
        assert!(read < 1 << 20, "{read} of {}", large.len());
    }
}
