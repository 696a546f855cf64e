//! The last entry of a history, noted outside the database: whoever cuts the end of the one off does not cut it off the
//! other.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

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
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")))?;
        // Two acts at once, or a command beside the desk: one after the other, so that no earlier note comes last.
        folder.lock()?;
        if Self::load(path)?.is_some_and(|noted| noted.number > self.number) {
            return Ok(());
        }
        let mut beside = path.to_path_buf().into_os_string();
        beside.push(".new");
        let mut file = File::create(&beside)?;
        writeln!(file, "{self}")?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        folder.sync_all()
    }
}

/// An entry as people note it on paper: its number and its digest.
impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.digest)
    }
}

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let (number, digest) = text.trim().split_once(':').ok_or(NotAHead)?;
        Ok(Self {
            number: number.parse().map_err(|_not_a_number| NotAHead)?,
            digest: digest.parse().map_err(|_not_a_digest| NotAHead)?,
        })
    }
}

/// The text is not a number and a digest.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("write the number of an entry, a colon and its digest of 64 hexadecimal digits")]
pub struct NotAHead;

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn of_many_who_note_at_once_the_last_entry_stays_noted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        thread::scope(|scope| {
            for number in 1..=40 {
                let path = &path;
                scope.spawn(move || {
                    let digest = Digest::of(&[number]);
                    Head {
                        number: number.into(),
                        digest,
                    }
                    .store(path)
                    .unwrap();
                });
            }
        });
        let noted = Head::load(&path).unwrap().unwrap();
        assert_eq!((noted.number, noted.digest), (40, Digest::of(&[40])));
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }
}
