//! Output that appears whole or not at all.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// A file or folder under a passing name beside its place, readable by its owner alone. Removed when it is
/// dropped before [`Draft::keep`].
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    place: PathBuf,
}

impl Draft {
    /// A folder to be filled by [`Draft::create`].
    pub(super) fn folder(place: &Path) -> anyhow::Result<Self> {
        let path = passing(place)?;
        let made = DirBuilder::new().mode(0o700).create(&path);
        made.with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self {
            path,
            place: place.to_owned(),
        })
    }

    /// A single file.
    pub(super) fn file(place: &Path) -> anyhow::Result<(Self, File)> {
        let path = passing(place)?;
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        let file = file.with_context(|| format!("cannot make {}", path.display()))?;
        Ok((
            Self {
                path,
                place: place.to_owned(),
            },
            file,
        ))
    }

    /// Makes the file `name` within the folder.
    pub(super) fn create(&self, name: &str) -> io::Result<File> {
        let path = self.path.join(name);
        if let Some(parent) = path.parent() {
            DirBuilder::new().mode(0o700).recursive(true).create(parent)?;
        }
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
    }

    /// Moves the draft to its place.
    pub(super) fn keep(self) -> anyhow::Result<()> {
        fs::rename(&self.path, &self.place).with_context(|| format!("cannot write {}", self.place.display()))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After `keep` there is nothing left under the passing name.
        let removed = fs::remove_dir_all(&self.path).or_else(|_file| fs::remove_file(&self.path));
        match removed {
            Ok(()) | Err(_) => {}
        }
    }
}

/// The passing name, when nothing stands in the place.
fn passing(place: &Path) -> anyhow::Result<PathBuf> {
    if fs::symlink_metadata(place).is_ok() {
        anyhow::bail!(
            "{} exists already\n  choose another place with -o, or move it away",
            place.display()
        );
    }
    let mut path = place.as_os_str().to_owned();
    path.push(".partial");
    Ok(PathBuf::from(path))
}
