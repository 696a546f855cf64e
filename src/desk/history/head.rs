//! The last entry of a history, noted outside the database: whoever cuts the end of the one off does not cut it off the
//! other.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::seal::Digest;

/// An entry by its number and its digest.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Head {
    /// Its number.
    pub number: u64,
    /// Its digest.
    pub digest: Digest,
}

impl Head {
    /// What the file notes; nothing when there is none. A damaged file is an error, never an absence.
    pub fn load(path: &Path) -> io::Result<Option<Self>> {
        match fs::read_to_string(path) {
            Ok(text) => text.parse().map(Some).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Notes it, unless a later one is noted: the old note or the new one stands there, whatever happens.
    pub fn store(&self, path: &Path) -> io::Result<()> {
        if Self::load(path)?.is_some_and(|noted| noted.number > self.number) {
            return Ok(());
        }
        let mut beside = path.to_path_buf().into_os_string();
        beside.push(format!(".{}", self.number));
        let mut file = File::create(&beside)?;
        writeln!(file, "{self}")?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}
