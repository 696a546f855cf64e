//! Whether a sealed file is still the one that was written down. Reading all of a large one takes seconds, so one that was
//! found whole is read again only when the file system says that it was touched, or after a start.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Seek as _};
use std::os::unix::fs::MetadataExt as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Shelf, digest_of};
use crate::seal::Digest;

/// The files that had the bytes that they must have, as they lay then.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundWhole(Arc<Mutex<BTreeMap<Uuid, (Stamp, Digest)>>>);

/// What changes when anybody writes to a file, or puts another one in its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Stamp {
    inode: u64,
    length: u64,
    changed: (i64, i64),
}

impl Shelf {
    /// A sealed file, to be read, if it has the bytes of that digest. Blocks.
    pub fn read_whole(&self, id: Uuid, digest: Digest) -> io::Result<Option<File>> {
        let mut file = self.read(id)?;
        let stamp = Stamp::of(&file.metadata()?);
        if self.found_whole.now().get(&id) == Some(&(stamp, digest)) {
            return Ok(Some(file));
        }
        let mut hasher = Sha256::new();
        io::copy(&mut file, &mut hasher)?;
        if digest_of(hasher) != digest {
            return Ok(None);
        }
        file.rewind()?;
        self.found_whole.now().insert(id, (stamp, digest));
        Ok(Some(file))
    }
}

impl FoundWhole {
    fn now(&self) -> MutexGuard<'_, BTreeMap<Uuid, (Stamp, Digest)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            length: metadata.size(),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}
