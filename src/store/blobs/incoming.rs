//! An object on its way to the disk: gathered into frames that go past the page cache, where the file system
//! can do that, one on its way while the next is filled.

use std::fmt;
use std::fs::{self, File, FileTimes};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use rustix::fs::{OFlags, fcntl_setfl};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

use super::Pending;
use crate::clock::Day;
use crate::store::StoreError;

/// An object being written. Dropped before it is complete, nothing of it stays.
pub struct Incoming {
    pending: Pending,
    staged: Arc<Staged>,
    frame: Frame,
    /// Where the frame goes.
    offset: u64,
    /// The frame before, on its way to the disk.
    writing: Option<JoinHandle<io::Result<Frame>>>,
}

impl Incoming {
    pub(super) async fn begin(pending: Pending, root: &Path) -> Result<Self, StoreError> {
        let to = root.join(pending.id.to_string());
        let staged = blocking(move || Staged::create(to)).await?;
        Ok(Self {
            pending,
            staged: Arc::new(staged),
            frame: Frame::new(),
            offset: 0,
            writing: None,
        })
    }

    /// Adds bytes; waits while too many are on their way to the disk.
    pub async fn push(&mut self, bytes: Bytes) -> Result<(), StoreError> {
        let mut rest = bytes.as_ref();
        while !rest.is_empty() {
            rest = self.frame.fill(rest);
            if self.frame.is_full() {
                self.send().await?;
            }
        }
        Ok(())
    }

    /// Syncs the object and its folder, and gives the file the day as its time.
    pub async fn complete(mut self, day: Day) -> Result<Pending, StoreError> {
        self.written().await?;
        let Self {
            pending,
            staged,
            frame,
            offset,
            ..
        } = self;
        blocking(move || staged.publish(&frame, offset, day)).await?;
        Ok(pending)
    }

    /// The object's id.
    pub const fn id(&self) -> Uuid {
        self.pending.id
    }

    /// Sends the frame on its way and takes the one before for the next.
    async fn send(&mut self) -> io::Result<()> {
        let next = self.written().await?.unwrap_or_else(Frame::new);
        let frame = std::mem::replace(&mut self.frame, next);
        let (staged, offset) = (Arc::clone(&self.staged), self.offset);
        self.offset = offset.saturating_add(frame.length());
        self.writing = Some(spawn_blocking(move || {
            staged.write(frame.bytes(), offset)?;
            Ok(frame.emptied())
        }));
        Ok(())
    }

    async fn written(&mut self) -> io::Result<Option<Frame>> {
        match self.writing.take() {
            Some(writing) => writing.await.map_err(io::Error::other)?.map(Some),
            None => Ok(None),
        }
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Incoming")
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// A file that has not got its name yet; removed when it is dropped without one.
struct Staged {
    file: File,
    path: PathBuf,
    to: PathBuf,
    published: AtomicBool,
}

impl Staged {
    fn create(to: PathBuf) -> io::Result<Self> {
        let mut path = to.clone().into_os_string();
        path.push("#1");
        let path = PathBuf::from(path);
        let file = File::options().write(true).create_new(true).open(&path)?;
        let staged = Self {
            file,
            path,
            to,
            published: AtomicBool::new(false),
        };
        // A file system that cannot do it says so here or when it is written to: then it caches as ever.
        match staged.past_the_cache(true) {
            Ok(()) | Err(_) => Ok(staged),
        }
    }

    fn past_the_cache(&self, past: bool) -> io::Result<()> {
        let flags = if past { OFlags::DIRECT } else { OFlags::empty() };
        Ok(fcntl_setfl(&self.file, flags)?)
    }

    fn write(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        match self.file.write_all_at(bytes, offset) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                self.past_the_cache(false)?;
                self.file.write_all_at(bytes, offset)
            }
            done => done,
        }
    }

    /// Writes the last frame, makes everything durable and gives the file its name.
    fn publish(&self, last: &Frame, offset: u64, day: Day) -> io::Result<()> {
        // What does not fill a page of the disk cannot go past the cache.
        self.past_the_cache(false)?;
        self.write(last.bytes(), offset)?;
        let seconds = u64::try_from(day.start()).unwrap_or_default();
        let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        self.file
            .set_times(FileTimes::new().set_accessed(moment).set_modified(moment))?;
        self.file.sync_all()?;
        fs::rename(&self.path, &self.to)?;
        self.published.store(true, Ordering::Relaxed);
        let folder = self.to.parent().unwrap_or(&self.to);
        File::open(folder)?.sync_all()
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if *self.published.get_mut() {
            return;
        }
        let path = std::mem::take(&mut self.path);
        // What cannot be removed is swept later.
        let remove = move || drop(fs::remove_file(path));
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_no_runtime) => remove(),
        }
    }
}

/// Memory for a part of an object that begins where a page of the disk may begin.
struct Frame {
    bytes: Vec<u8>,
    start: usize,
}

impl Frame {
    fn new() -> Self {
        let mut bytes: Vec<u8> = Vec::with_capacity(FRAME.saturating_add(PAGE));
        let start = bytes.as_ptr().align_offset(PAGE).min(PAGE);
        bytes.resize(start, 0);
        Self { bytes, start }
    }

    /// Takes in what fits and gives what does not. The memory is never moved: all that fits was reserved.
    fn fill<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let room = FRAME.saturating_sub(self.bytes().len());
        let (now, later) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
        self.bytes.extend_from_slice(now);
        later
    }

    fn is_full(&self) -> bool {
        self.bytes().len() == FRAME
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    fn length(&self) -> u64 {
        u64::try_from(self.bytes().len()).unwrap_or(u64::MAX)
    }

    fn emptied(mut self) -> Self {
        self.bytes.truncate(self.start);
        self
    }
}

/// Enough for one call; two of them are all that an upload keeps for the disk.
const FRAME: usize = 1 << 20;
/// No disk in use has larger pages.
const PAGE: usize = 4096;

#[cfg(test)]
mod tests {
    use super::super::{Blobs, Lying};
    use super::*;

    fn content(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at % 251).to_le_bytes()[0]).collect()
    }

    #[tokio::test]
    async fn an_object_is_what_was_pushed_at_every_edge_of_a_frame() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let edges = [-4096, -1, 0, 1, 4095, 4096];
        let lengths =
            (0..4).flat_map(|frames| edges.map(|beyond| (frames * FRAME).checked_add_signed(beyond)));
        for length in lengths.flatten() {
            let (id, content) = (Uuid::from_u128(length as u128), content(length));
            let mut incoming = blobs.begin(id).await.unwrap();
            for piece in content.chunks(65_552) {
                incoming.push(Bytes::copy_from_slice(piece)).await.unwrap();
            }
            drop(incoming.complete(Day::from_number(20_000)).await.unwrap());
            assert!(fs::read(blobs.path(id)).unwrap() == content, "{length}");
        }
        assert!(blobs.list().await.unwrap().iter().all(Lying::is_whole));
    }

    /// As a file system does that cannot do it, or only in larger pages.
    #[test]
    fn what_cannot_go_past_the_cache_is_written_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let staged = Staged::create(folder.path().join("object")).unwrap();
        let content = content(300_001);
        staged.write(&content[..100_001], 0).unwrap();
        staged.write(&content[100_001..], 100_001).unwrap();
        staged
            .publish(&Frame::new(), 300_001, Day::from_number(20_000))
            .unwrap();
        assert!(fs::read(folder.path().join("object")).unwrap() == content);
    }

    #[test]
    fn what_gets_no_name_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let staged = Staged::create(folder.path().join("object")).unwrap();
        staged.write(&content(5000), 0).unwrap();
        drop(staged);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
