//! The highest version of a document that was seen, remembered in a small file of its own: whoever puts an old
//! database back does not put an old directory or catalogue back with it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::{Document, Rollback, Versioned};

/// Version and hash of the highest document of its sort that was seen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Seen {
    document: Document,
    version: u64,
    hash: [u8; 32],
}

impl Seen {
    /// What is to be remembered of `document`.
    pub fn of<D: Versioned>(document: &D) -> Self {
        Self {
            document: D::DOCUMENT,
            version: document.version(),
            hash: document.hash(),
        }
    }

    /// How `document` would go back behind what was seen; nothing when it does not.
    pub(crate) fn refuses<D: Versioned>(&self, document: &D) -> Option<Rollback> {
        let version = document.version();
        if version < self.version {
            Some(Rollback::Version {
                version,
                seen: self.version,
            })
        } else if version == self.version && document.hash() != self.hash {
            Some(Rollback::Replaced { version })
        } else {
            None
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

    /// What the file says of a directory; nothing when there is none. A damaged file is an error, never an absence.
    pub fn load(path: &Path) -> io::Result<Option<Self>> {
        Self::load_of(Document::Directory, path)
    }

    /// What the file says of a document of that sort. One that is of another sort counts as damaged.
    pub fn load_of(document: Document, path: &Path) -> io::Result<Option<Self>> {
        match fs::read_to_string(path) {
            Ok(text) => read(document, &text)
                .map(Some)
                .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not a record of what was seen")),
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
        writeln!(
            file,
            "{} {} {}",
            self.document.seen(),
            self.version,
            hex::encode(self.hash)
        )?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        File::open(folder)?.sync_all()
    }
}

fn read(document: Document, text: &str) -> Option<Seen> {
    let mut words = text.split_whitespace();
    let (label, version, hash) = (words.next()?, words.next()?, words.next()?);
    if label != document.seen() || words.next().is_some() {
        return None;
    }
    Some(Seen {
        document,
        version: version.parse().ok()?,
        hash: hex::decode(hash).ok()?.try_into().ok()?,
    })
}
