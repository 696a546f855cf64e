//! The highest directory seen, remembered in a small file of its own: whoever puts an old database back
//! does not put an old directory back with it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::Directory;

/// Version and hash of the highest directory seen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Seen {
    version: u64,
    hash: [u8; 32],
}

impl Seen {
    /// What is to be remembered of `directory`.
    pub fn of(directory: &Directory) -> Self {
        Self {
            version: directory.version(),
            hash: directory.hash(),
        }
    }

    /// The version.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The SHA-256 of the TOML bytes.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// What the file says; nothing when there is none. A damaged file is an error, never an absence.
    pub fn load(path: &Path) -> io::Result<Option<Self>> {
        match fs::read_to_string(path) {
            Ok(text) => read(&text).map(Some).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "not a record of a directory seen")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts the record into the file: the old one or the new one stands there, whatever happens.
    pub fn store(&self, path: &Path) -> io::Result<()> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            Some(_) | None => Path::new("."),
        };
        let mut beside = path.to_path_buf().into_os_string();
        beside.push(".new");
        let mut file = File::create(&beside)?;
        writeln!(file, "{LABEL} {} {}", self.version, hex::encode(self.hash))?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        File::open(folder)?.sync_all()
    }
}

fn read(text: &str) -> Option<Seen> {
    let mut words = text.split_whitespace();
    let (label, version, hash) = (words.next()?, words.next()?, words.next()?);
    if label != LABEL || words.next().is_some() {
        return None;
    }
    Some(Seen {
        version: version.parse().ok()?,
        hash: hex::decode(hash).ok()?.try_into().ok()?,
    })
}

const LABEL: &str = "ventanilla/1/directory-seen";
