//! What an operator gives a program: a TOML file, whose faults are told by their line and never by what stands
//! there, and secrets, which come from the environment or from a file of their own.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

mod address;
mod file;

pub use self::address::{NOT_PRIVATE, database, holds_password, is_private, origins};
pub use self::file::{Configuration, Unusable, locate, read};

/// A secret, and where it came from.
pub struct Secret {
    text: Zeroizing<String>,
    from: PathBuf,
}

impl Secret {
    /// The secret of this name in the environment, else the one in `file`; nothing where there is neither.
    pub fn find(variable: &str, file: Option<&Path>) -> Result<Option<Self>, Unreadable> {
        if let Some(text) = environment(variable) {
            let from = variable.into();
            return Ok(Some(Self { text, from }));
        }
        file.map(Self::read).transpose()
    }

    /// The secret in a file.
    pub fn read(file: &Path) -> Result<Self, Unreadable> {
        let from = file.to_path_buf();
        match fs::read_to_string(file) {
            Ok(text) => Ok(Self {
                text: Zeroizing::new(text),
                from,
            }),
            Err(why) => Err(Unreadable { path: from, why }),
        }
    }

    /// The secret, without the blanks and ends of line around it.
    pub fn text(&self) -> &str {
        self.text.trim()
    }

    /// The variable or the file, to be told to the operator.
    pub fn from(&self) -> &Path {
        &self.from
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// A file that is named cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {why}", path.display())]
pub struct Unreadable {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub why: io::Error,
}

/// Whether the environment has a secret of this name.
pub fn is_in_environment(variable: &str) -> bool {
    environment(variable).is_some()
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the module that reads the environment"
)]
fn environment(variable: &str) -> Option<Zeroizing<String>> {
    std::env::var(variable).ok().map(Zeroizing::new)
}
