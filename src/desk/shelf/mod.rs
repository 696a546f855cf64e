//! The folder of sealed files. The ending tells where each stands:
//!
//! - `.age`: whole, synced with the folder, and not removed by anything but its delivery;
//! - `.part`: a download under way, to go on from;
//! - `.new`: one of ours being written, worth nothing;
//! - `.whole`: one of ours, complete and synced, whose row may or may not have been committed.

use std::collections::BTreeSet;
use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::clock::Day;
use crate::seal::{Digest, SealedBytes};

mod partial;
mod whole;

pub use partial::Partial;
use whole::FoundWhole;

/// Sealed files. One desk at a time owns the folder.
#[derive(Clone, Debug)]
pub struct Shelf {
    root: Arc<Path>,
    /// The files that had the bytes they must have, as they lay then.
    found_whole: FoundWhole,
    _lock: Arc<File>,
}

impl Shelf {
    /// Opens the folder, making it if need be, and takes the lock that keeps a second desk out.
    pub fn open(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let lock = File::create(root.join("lock"))?;
        lock.try_lock()?;
        Ok(Self {
            root: root.into(),
            found_whole: FoundWhole::default(),
            _lock: Arc::new(lock),
        })
    }

    /// A sealed file, to be read.
    pub fn read(&self, id: Uuid) -> io::Result<File> {
        match File::open(self.path(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => File::open(self.whole(id)),
            found => found,
        }
    }

    /// Gives a file of ours its lasting name, once its row is committed.
    pub async fn settle(&self, id: Uuid) -> io::Result<()> {
        let (from, to, root) = (self.whole(id), self.path(id), Arc::clone(&self.root));
        let renamed = spawn_blocking(move || {
            fs::rename(from, to)?;
            File::open(root)?.sync_all()
        });
        renamed.await.map_err(io::Error::other)?
    }

    /// Whether a whole file is there with these bytes.
    pub async fn holds(&self, id: Uuid, digest: Digest) -> io::Result<bool> {
        let path = self.path(id);
        let found = spawn_blocking(move || hash(&path))
            .await
            .map_err(io::Error::other)?;
        match found {
            Ok((hasher, _length)) => Ok(digest_of(hasher) == digest),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Begins a file of ours.
    pub async fn begin(&self, id: Uuid) -> io::Result<Draft> {
        let path = self.root.join(format!("{id}.new"));
        let file = tokio::fs::File::create(&path).await?;
        Ok(Draft {
            file,
            path,
            to: self.whole(id),
            kept: false,
        })
    }

    /// How many bytes of a download are here already.
    pub async fn begun(&self, id: Uuid) -> io::Result<u64> {
        match tokio::fs::metadata(self.part(id)).await {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Goes on with a download, or begins it.
    pub async fn resume(&self, id: Uuid) -> io::Result<Partial> {
        let path = self.part(id);
        Partial::resume(path, self.path(id)).await
    }

    /// Removes a file of ours; one that is not there is as good as removed.
    pub async fn remove(&self, id: Uuid) -> io::Result<()> {
        for path in [self.path(id), self.whole(id)] {
            match tokio::fs::remove_file(path).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// Clears up after a crash, before anything else runs: what was not finished goes, what is whole goes or
    /// stays as its row says. What came from the window is never removed, whatever the rows say: they may be
    /// those of an older backup.
    pub fn sweep(&self, named: &BTreeSet<Uuid>) -> io::Result<()> {
        for entry in fs::read_dir(&*self.root)? {
            let path = entry?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let id = stem.and_then(|stem| stem.parse::<Uuid>().ok());
            match (id, path.extension().and_then(|extension| extension.to_str())) {
                (Some(id), Some("whole")) if named.contains(&id) => fs::rename(&path, self.path(id))?,
                (Some(_), Some("new" | "whole")) => fs::remove_file(&path)?,
                _ => {}
            }
        }
        File::open(&*self.root)?.sync_all()
    }

    fn whole(&self, id: Uuid) -> PathBuf {
        self.root.join(format!("{id}.whole"))
    }

    fn part(&self, id: Uuid) -> PathBuf {
        self.root.join(format!("{id}.part"))
    }

    fn path(&self, id: Uuid) -> PathBuf {
        self.root.join(format!("{id}.age"))
    }
}

/// A file of ours being written. Only sealed bytes have a way in; dropped before it is kept, nothing of it stays.
#[derive(Debug)]
pub struct Draft {
    file: tokio::fs::File,
    path: PathBuf,
    to: PathBuf,
    kept: bool,
}

impl Draft {
    /// Adds sealed bytes.
    pub async fn write(&mut self, bytes: &SealedBytes) -> io::Result<()> {
        self.file.write_all(bytes.as_bytes()).await
    }

    /// Syncs file and folder; [`Shelf::settle`] follows when its row is committed.
    pub async fn keep(mut self, day: Day) -> io::Result<()> {
        keep(&mut self.file, &self.path, &self.to, day).await?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // A piece that stays is removed by the next sweep.
            drop(fs::remove_file(&self.path));
        }
    }
}

async fn keep(file: &mut tokio::fs::File, from: &Path, to: &Path, day: Day) -> io::Result<()> {
    file.flush().await?;
    let file = file.try_clone().await?.into_std().await;
    let (from, to) = (from.to_owned(), to.to_owned());
    spawn_blocking(move || {
        // The file's time is the day: its hour would tell when a report came in.
        let seconds = u64::try_from(day.start()).unwrap_or_default();
        let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        file.set_times(FileTimes::new().set_accessed(moment).set_modified(moment))?;
        file.sync_all()?;
        fs::rename(&from, &to)?;
        let folder = to.parent().unwrap_or_else(|| Path::new("."));
        File::open(folder)?.sync_all()
    })
    .await
    .map_err(io::Error::other)?
}

fn hash(path: &Path) -> io::Result<(Sha256, u64)> {
    let mut hasher = Sha256::new();
    let length = io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok((hasher, length))
}

fn digest_of(hasher: Sha256) -> Digest {
    Digest::from_bytes(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[tokio::test]
    async fn a_download_goes_on_where_it_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let (id, day) = (Uuid::from_u128(1), Day::from_number(20_000));
        let digest = Digest::of(b"sealed bytes");
        let mut partial = shelf.resume(id).await.unwrap();
        partial.write(&Bytes::from_static(b"sealed ")).await.unwrap();
        assert!(!partial.matches(digest));
        partial.pause().await.unwrap();
        assert!(!shelf.holds(id, digest).await.unwrap());
        let mut partial = shelf.resume(id).await.unwrap();
        assert_eq!(partial.length(), 7);
        partial.write(&Bytes::from_static(b"bytes")).await.unwrap();
        assert!(partial.matches(digest));
        partial.keep(day).await.unwrap();
        assert!(shelf.holds(id, digest).await.unwrap());
        let modified = shelf.read(id).unwrap().metadata().unwrap().modified().unwrap();
        assert_eq!(
            modified,
            SystemTime::UNIX_EPOCH + Duration::from_hours(20_000 * 24)
        );
    }

    #[tokio::test]
    async fn a_draft_that_is_dropped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        drop(shelf.begin(Uuid::from_u128(1)).await.unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn the_sweep_removes_what_a_crash_left_and_nothing_that_came() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let [came, coming, begun, named, orphan] = [1, 2, 3, 4, 5].map(Uuid::from_u128);
        let endings = [
            (came, "age"),
            (coming, "part"),
            (begun, "new"),
            (named, "whole"),
            (orphan, "whole"),
        ];
        for (id, ending) in endings {
            fs::write(folder.path().join(format!("{id}.{ending}")), b"x").unwrap();
        }
        assert!(shelf.read(orphan).is_ok());
        shelf.sweep(&BTreeSet::from([named])).unwrap();
        let there = |id: Uuid, ending: &str| folder.path().join(format!("{id}.{ending}")).exists();
        assert!(there(came, "age") && there(coming, "part") && there(named, "age"));
        assert!(!there(begun, "new") && !there(orphan, "whole") && !there(named, "whole"));
        assert!(Shelf::open(folder.path()).is_err(), "one desk at a time");
    }
}
