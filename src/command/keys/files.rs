//! Files as these commands read and write them.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::problem;
use crate::institution::Directory;

/// Who may read a new file.
#[derive(Clone, Copy)]
pub(in crate::command) enum Readers {
    Everybody,
    Owner,
}

/// Reads a text file of reasonable size.
pub(in crate::command) fn read(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let unreadable = |error: io::Error| {
        problem(
            format!("{} cannot be read: {error}", path.display()),
            "Check the name and who may read it.",
        )
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > Directory::LARGEST {
        return Err(too_large(path));
    }
    let mut text = Zeroizing::new(String::new());
    // What comes through a pipe says no length beforehand.
    file.take(Directory::LARGEST.saturating_add(1))
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > Directory::LARGEST {
        return Err(too_large(path));
    }
    Ok(text)
}

fn too_large(path: &Path) -> anyhow::Error {
    problem(
        format!(
            "{} is larger than {} MiB, and was not read",
            path.display(),
            Directory::LARGEST >> 20
        ),
        "Check the name: no directory of a country comes near that.",
    )
}

/// The first line of a passphrase file.
pub(in crate::command) fn passphrase(path: Option<&Path>) -> anyhow::Result<Option<Zeroizing<String>>> {
    let Some(path) = path else { return Ok(None) };
    let text = read(path)?;
    let first = text.lines().next().unwrap_or_default();
    if first.is_empty() {
        return Err(problem(
            format!("{} has an empty first line", path.display()),
            "Write the passphrase there, or choose --no-passphrase.",
        ));
    }
    Ok(Some(Zeroizing::new(first.to_owned())))
}

/// Refuses a name that is taken.
pub(in crate::command) fn must_be_free(path: &Path) -> anyhow::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(_) | Err(_) => Err(taken(path)),
    }
}

/// Writes a new file through to the disk.
pub(in crate::command) fn create(path: &Path, text: &str, readers: Readers) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => through(file, path, text, readers).map_err(|error| unwritable(path, &error)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(path)),
        Err(error) => Err(unwritable(path, &error)),
    }
}

/// Puts a file that everybody may read in the place of another, whole.
pub(in crate::command) fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let beside = with_suffix(path, ".new");
    File::create(&beside)
        .and_then(|file| through(file, &beside, text, Readers::Everybody))
        .and_then(|()| fs::rename(&beside, path))
        .and_then(|()| sync_folder(path))
        .map_err(|error| unwritable(path, &error))
}

/// The name with something appended.
pub(in crate::command) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn through(mut file: File, path: &Path, text: &str, readers: Readers) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    // Asked for by name: the process makes everything its owner's alone.
    if matches!(readers, Readers::Everybody) {
        file.set_permissions(Permissions::from_mode(0o644))?;
    }
    file.sync_all()?;
    sync_folder(path)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        Some(_) | None => File::open(".")?.sync_all(),
    }
}

fn taken(path: &Path) -> anyhow::Error {
    problem(
        format!("{} exists already, and nothing was written", path.display()),
        "Choose another name, or move that file away if you are sure that nobody needs it.",
    )
}

fn unwritable(path: &Path, error: &io::Error) -> anyhow::Error {
    problem(
        format!("{} cannot be written: {error}", path.display()),
        "Check that the folder exists, that you may write there and that the disk has room.",
    )
}
