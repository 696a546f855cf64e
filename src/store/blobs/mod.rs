//! Sealed bytes too large for a row, one object each: read through `object_store`, written by [`Incoming`].
//!
//! An object is complete, synced with its folder and named before [`Incoming::complete`] returns. Until the
//! row that names it is committed, [`Pending`] keeps the sweep away from it.

mod incoming;

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use uuid::Uuid;

pub use self::incoming::Incoming;
use super::StoreError;

/// A folder of objects. One program at a time owns it.
#[derive(Clone)]
pub struct Blobs {
    objects: Arc<LocalFileSystem>,
    root: Arc<Path>,
    pending: Arc<Mutex<BTreeSet<Uuid>>>,
    _lock: Arc<File>,
}

impl Blobs {
    /// Opens the folder, making it if need be, and takes the lock that keeps a second program out.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(root)?;
        let lock = File::create(root.join(LOCK))?;
        lock.try_lock().map_err(std::io::Error::from)?;
        let objects = LocalFileSystem::new_with_prefix(root)?.with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
            root: root.into(),
            pending: Arc::default(),
            _lock: Arc::new(lock),
        })
    }

    /// Begins an object. Dropped before it is complete, nothing of it stays.
    pub async fn begin(&self, id: Uuid) -> Result<Incoming, StoreError> {
        let pending = Pending::new(&self.pending, id);
        Incoming::begin(pending, &self.root).await
    }

    /// The bytes of an object from `from` on, and how long the whole is; `None` when it is not there.
    pub async fn read(&self, id: Uuid, from: u64) -> Result<Option<Outgoing>, StoreError> {
        let length = match self.objects.head(&key(id)).await {
            Ok(meta) => meta.size,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let range = from.min(length)..length;
        if range.is_empty() {
            return Ok(Some(Outgoing {
                length,
                range,
                bytes: Box::pin(futures_util::stream::empty()),
            }));
        }
        let options = GetOptions {
            range: Some(GetRange::Bounded(range.clone())),
            ..GetOptions::default()
        };
        let found = self.objects.get_opts(&key(id), options).await?;
        Ok(Some(Outgoing {
            length,
            range,
            bytes: found.into_stream(),
        }))
    }

    /// The object as a file to read with random access; `None` when it is not there.
    pub fn file(&self, id: Uuid) -> Result<Option<File>, StoreError> {
        match File::open(self.path(id)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes an object; one that is not there is as good as deleted.
    pub async fn delete(&self, id: Uuid) -> Result<(), StoreError> {
        match self.objects.delete(&key(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// What lies in the folder now, half-written pieces included. Take this list *before* asking the database
    /// which objects it knows, and check each with [`Blobs::is_pending`] before that.
    pub async fn list(&self) -> Result<Vec<Lying>, StoreError> {
        let root = Arc::clone(&self.root);
        let listed = tokio::task::spawn_blocking(move || list(&root)).await;
        Ok(listed.map_err(std::io::Error::other)??)
    }

    /// Whether an upload of this object is under way or its row is not committed yet.
    pub fn is_pending(&self, id: Uuid) -> bool {
        self.pending
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&id)
    }

    /// Removes a file found by [`Blobs::list`].
    pub fn remove(&self, lying: &Lying) -> Result<(), StoreError> {
        match fs::remove_file(&lying.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn path(&self, id: Uuid) -> PathBuf {
        self.root.join(id.to_string())
    }
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blobs")
    }
}

/// A file in the folder: a whole object, or a piece that a crash may have left.
#[derive(Debug)]
pub struct Lying {
    /// The object it is, or was to become.
    pub id: Uuid,
    path: PathBuf,
}

impl Lying {
    /// Whether it is an object under its final name, not a piece of one.
    pub fn is_whole(&self) -> bool {
        self.path
            .file_name()
            .is_some_and(|name| name == self.id.to_string().as_str())
    }
}

/// Keeps the sweep away from an object whose row is not committed yet; drop it after the commit.
#[derive(Debug)]
#[must_use]
pub struct Pending {
    all: Arc<Mutex<BTreeSet<Uuid>>>,
    id: Uuid,
}

impl Pending {
    fn new(all: &Arc<Mutex<BTreeSet<Uuid>>>, id: Uuid) -> Self {
        all.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        Self {
            all: Arc::clone(all),
            id,
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.all
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.id);
    }
}

/// An object on its way out.
pub struct Outgoing {
    /// Bytes of the whole object.
    pub length: u64,
    /// Which of them come.
    pub range: Range<u64>,
    /// The bytes.
    pub bytes: BoxStream<'static, object_store::Result<Bytes>>,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outgoing")
    }
}

fn key(id: Uuid) -> Key {
    Key::from(id.to_string())
}

fn list(root: &Path) -> std::io::Result<Vec<Lying>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        // A piece still being written is named after its object, `#` and a number.
        let stem = name.split('#').next().unwrap_or_default();
        if let Ok(id) = stem.parse() {
            found.push(Lying { id, path });
        }
    }
    Ok(found)
}

const LOCK: &str = "lock";
