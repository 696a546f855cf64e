//! The section of a catalogue that takes the place of the one in the program.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::DirectorySection;

/// Which rules count.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueSection {
    /// The signed folder.
    pub folder: PathBuf,
    /// The minisign public keys that may sign it: without any, those of the directory.
    #[serde(default)]
    pub trusted: Vec<String>,
    /// Remembers the highest version seen, outside the database.
    pub seen: PathBuf,
}

impl CatalogueSection {
    /// Starts its paths at `folder`, and takes the keys of the directory where it has none.
    pub(super) fn anchor(&mut self, folder: &Path, directory: &DirectorySection) {
        self.folder = folder.join(&self.folder);
        self.seen = folder.join(&self.seen);
        if self.trusted.is_empty() {
            self.trusted.clone_from(&directory.trusted);
        }
    }
}
