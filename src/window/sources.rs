//! Where the directory and the catalogue come from, and whether they may be used: both together, or neither.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalogue::{Catalogue, CatalogueError, Faults, Files, SIGNATURE};
use crate::clock::Day;
use crate::config::{CatalogueSection, Config, DirectorySection};
use crate::institution::{Directory, DirectoryError, Published, Seen, TrustedKey};
use crate::signing::Document;

/// Why a directory or a catalogue is not taken: which file, what is wrong with it, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// A file cannot be read or written.
    #[error("{path}: {why}. {}", self.remedy())]
    File {
        /// Which.
        path: String,
        /// Why.
        why: io::Error,
    },
    /// The directory itself.
    #[error("{path}: {why}. {}", self.remedy())]
    Directory {
        /// The file of the directory.
        path: String,
        /// What is wrong, with its line where there is one.
        why: DirectoryError,
    },
    /// The catalogue itself.
    #[error("{path}: {why}. {}", self.remedy())]
    Catalogue {
        /// The folder of the catalogue.
        path: String,
        /// What is wrong, with files and lines where there are any.
        why: CatalogueError,
    },
    /// The tables in the program.
    #[error("the catalogue in the program has faults:\n{0}")]
    Embedded(#[from] Faults),
    /// The configuration.
    #[error("[{section}] trusted holds what is not a minisign public key. {}", self.remedy())]
    Trusted {
        /// Its section.
        section: &'static str,
    },
}

impl Refused {
    /// What to do.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::File { .. } => {
                "Check that it is there and who may use it. A damaged record of what was seen is put back from a \
                 copy, not deleted: without it an older one would be taken."
            }
            Self::Directory { why, .. } => why.remedy(),
            Self::Catalogue { why, .. } => why.remedy(),
            Self::Embedded(_) => "Use a program whose own tables are whole.",
            Self::Trusted { .. } => "Copy the second line of the .pub file of who signs.",
        }
    }
}

/// The places that the configuration names.
#[derive(Clone, Debug)]
pub struct Sources {
    directory: DirectorySection,
    catalogue: Option<CatalogueSection>,
}

/// A directory and the catalogue that its places were checked against.
#[derive(Clone, Debug)]
pub struct Given {
    /// Who can receive.
    pub published: Arc<Published>,
    /// Who is competent.
    pub catalogue: Arc<Catalogue>,
}

impl Given {
    /// Whether nothing of it differs.
    pub(super) fn is_same(&self, before: &Self) -> bool {
        self.published.directory.hash() == before.published.directory.hash()
            && self.published.signature == before.published.signature
            && self.catalogue.manifest().hash == before.catalogue.manifest().hash
    }
}

impl Sources {
    /// Those of a configuration.
    pub fn of(config: &Config) -> Self {
        Self {
            directory: config.directory.clone(),
            catalogue: config.catalogue.clone(),
        }
    }

    /// What may be used `today`, and is not older than what was seen, nor than what was in force `before` in this
    /// process. Changes nothing.
    pub fn read(&self, before: Option<&Given>, today: Day) -> Result<Given, Refused> {
        let catalogue = self.catalogue(before.map(|before| &before.catalogue), today)?;
        let directory = before.map(|before| &*before.published.directory);
        let published = self.directory(&catalogue, directory, today)?;
        Ok(Given {
            published: Arc::new(published),
            catalogue,
        })
    }

    /// The same, remembered as the highest seen: from here on nothing older is taken.
    pub fn take(&self, before: Option<&Given>, today: Day) -> Result<Given, Refused> {
        let given = self.read(before, today)?;
        if let Some(section) = &self.catalogue {
            let seen = Seen::of(&*given.catalogue).store(&section.seen);
            seen.map_err(|why| file(&section.seen, why))?;
        }
        let seen = Seen::of(&*given.published.directory).store(&self.directory.seen);
        seen.map_err(|why| file(&self.directory.seen, why))?;
        Ok(given)
    }

    /// The catalogue of the folder; without one, that of the program. Changes nothing.
    pub fn catalogue(&self, before: Option<&Arc<Catalogue>>, today: Day) -> Result<Arc<Catalogue>, Refused> {
        let Some(section) = &self.catalogue else {
            return match before {
                Some(before) => Ok(Arc::clone(before)),
                None => Ok(Arc::new(Catalogue::embedded()?)),
            };
        };
        let minisig = signature(section);
        let files = Files::in_folder(&section.folder).map_err(|why| file(&section.folder, why))?;
        let signed = match fs::read_to_string(&minisig) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => String::new(),
            read => read.map_err(|why| file(&minisig, why))?,
        };
        let trusted = keys("catalogue", &section.trusted)?;
        let seen = Seen::load_of(Document::Catalogue, &section.seen);
        let seen = seen.map_err(|why| file(&section.seen, why))?;
        let refused = |why| Refused::Catalogue {
            path: section.folder.display().to_string(),
            why,
        };
        let catalogue = Catalogue::open(&files, &signed, &trusted, seen.as_ref(), today).map_err(refused)?;
        // The record may have been deleted meanwhile.
        if let Some(rollback) = before.and_then(|before| Seen::of(&**before).refuses(&catalogue)) {
            return Err(refused(CatalogueError::Older(rollback)));
        }
        Ok(Arc::new(catalogue))
    }

    fn directory(
        &self,
        catalogue: &Catalogue,
        before: Option<&Directory>,
        today: Day,
    ) -> Result<Published, Refused> {
        let section = &self.directory;
        let toml = fs::read(&section.file).map_err(|why| file(&section.file, why))?;
        let signature =
            fs::read_to_string(&section.signature).map_err(|why| file(&section.signature, why))?;
        let trusted = keys("directory", &section.trusted)?;
        let seen = Seen::load(&section.seen).map_err(|why| file(&section.seen, why))?;
        let refused = |why| Refused::Directory {
            path: section.file.display().to_string(),
            why,
        };
        let directory =
            Directory::read(&toml, &signature, &trusted, seen.as_ref(), today).map_err(refused)?;
        directory
            .check_places(&toml, catalogue)
            .map_err(|fault| refused(fault.into()))?;
        // The record may have been deleted meanwhile.
        if let Some(rollback) = before.and_then(|before| Seen::of(before).refuses(&directory)) {
            return Err(refused(DirectoryError::Older(rollback)));
        }
        Ok(Published::new(directory, toml, &signature))
    }

    /// What is said when the reading itself breaks off.
    pub(super) fn interrupted(&self, why: io::Error) -> Refused {
        file(&self.directory.file, why)
    }
}

/// By what files that were changed or replaced are known from outside; nothing where there is none.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct Marks(Vec<Option<(u64, u64, i64, i64)>>);

impl Marks {
    pub(super) fn of(sources: &Sources) -> Self {
        let directory = [&sources.directory.file, &sources.directory.signature].map(Clone::clone);
        let catalogue = sources.catalogue.iter().flat_map(|section| {
            let tables = Files::names().map(|name| section.folder.join(name));
            tables.chain([signature(section)])
        });
        let mark = |path: PathBuf| {
            let found = fs::metadata(path).ok()?;
            Some((found.ino(), found.len(), found.mtime(), found.mtime_nsec()))
        };
        Self(directory.into_iter().chain(catalogue).map(mark).collect())
    }
}

fn signature(section: &CatalogueSection) -> PathBuf {
    section.folder.join(SIGNATURE)
}

fn keys(section: &'static str, trusted: &[String]) -> Result<Vec<TrustedKey>, Refused> {
    let trusted: Result<_, _> = trusted.iter().map(|key| key.parse()).collect();
    trusted.map_err(|_not_a_key| Refused::Trusted { section })
}

fn file(path: &Path, why: io::Error) -> Refused {
    Refused::File {
        path: path.display().to_string(),
        why,
    }
}
