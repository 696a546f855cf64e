//! The directory in force, and the site under it. A request is answered under one directory from its first byte to
//! its last: what a renewal changes is which site the next request goes to.

use std::fmt;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use tokio::sync::{Mutex, watch};
use tokio::task::spawn_blocking;
use tower::{ServiceExt as _, service_fn};

use super::{Window, router};
use crate::catalogue::Catalogue;
use crate::clock::Day;
use crate::config::DirectorySection;
use crate::institution::{Directory, DirectoryError, Published, Seen, TrustedKey};

/// Why a directory is not taken: which file, what is wrong with it, and what to do.
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
    /// The configuration.
    #[error("[directory] trusted holds what is not a minisign public key. {}", self.remedy())]
    Trusted,
}

impl Refused {
    /// What to do.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::File { .. } => {
                "Check that it is there and who may use it. A damaged record of what was seen is put back from a \
                 copy, not deleted: without it an older directory would be taken."
            }
            Self::Directory { why, .. } => why.remedy(),
            Self::Trusted => "Copy the second line of the .pub file of who signs the directory.",
        }
    }
}

/// The signed directory of the configuration, if it may be used `today` and is not older than what was seen, nor than
/// the one `before` it in this process. Changes nothing.
pub fn read(
    section: &DirectorySection,
    catalogue: &Catalogue,
    before: Option<&Directory>,
    today: Day,
) -> Result<Published, Refused> {
    let toml = fs::read(&section.file).map_err(|why| file(&section.file, why))?;
    let signature = fs::read_to_string(&section.signature).map_err(|why| file(&section.signature, why))?;
    let trusted: Result<Vec<TrustedKey>, _> = section.trusted.iter().map(|key| key.parse()).collect();
    let trusted = trusted.map_err(|_not_a_key| Refused::Trusted)?;
    let seen = Seen::load(&section.seen).map_err(|why| file(&section.seen, why))?;
    let refused = |why| Refused::Directory {
        path: section.file.display().to_string(),
        why,
    };
    let directory = Directory::read(&toml, &signature, &trusted, seen.as_ref(), today).map_err(refused)?;
    directory
        .check_places(&toml, catalogue)
        .map_err(|fault| refused(fault.into()))?;
    // The record may have been deleted meanwhile.
    if let Some(rollback) = before.and_then(|before| Seen::of(before).refuses(&directory)) {
        return Err(refused(DirectoryError::Older(rollback)));
    }
    Ok(Published {
        directory: Arc::new(directory),
        toml: toml.into(),
        signature: signature.into(),
    })
}

/// The same, remembered as the highest seen: from here on nothing older is taken.
pub fn take(
    section: &DirectorySection,
    catalogue: &Catalogue,
    before: Option<&Directory>,
    today: Day,
) -> Result<Published, Refused> {
    let published = read(section, catalogue, before, today)?;
    Seen::of(&*published.directory)
        .store(&section.seen)
        .map_err(|why| file(&section.seen, why))?;
    Ok(published)
}

/// The window under the directory in force, and where the next one comes from.
pub struct InForce {
    section: DirectorySection,
    shown: watch::Sender<Shown>,
    looked: Mutex<Looked>,
}

struct Shown {
    window: Window,
    site: Router,
}

/// What came of looking for another directory.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Renewal {
    /// The files are as they were, or came a moment ago and may still be coming.
    Nothing,
    /// What the files hold is in force.
    Taken,
}

impl InForce {
    /// A window as it was opened, with the directory of `section`.
    pub fn new(window: Window, section: DirectorySection) -> Self {
        let looked = Looked {
            files: Some(Marks::of(&section)),
            tried: Some((Marks::of(&section), window.clock.today())),
        };
        let site = router(window.clone());
        Self {
            section,
            shown: watch::channel(Shown { window, site }).0,
            looked: Mutex::new(looked),
        }
    }

    /// The window under the directory in force now.
    pub fn window(&self) -> Window {
        self.shown.borrow().window.clone()
    }

    /// The site: each request goes whole to the one that is in force when it comes.
    pub fn site(&self) -> Router {
        let shown = self.shown.subscribe();
        Router::new().fallback_service(service_fn(move |request: Request| {
            let site = shown.borrow().site.clone();
            site.oneshot(request)
        }))
    }

    /// Takes what the files hold, checked as at the start; whatever is wrong changes nothing.
    pub async fn renew(&self) -> Result<Renewal, Refused> {
        let mut looked = self.looked.lock().await;
        let today = self.shown.borrow().window.clock.today();
        looked.tried = Some((Marks::of(&self.section), today));
        let outcome = self.renew_alone(today).await;
        // One at a time, to the end.
        drop(looked);
        outcome
    }

    /// The same, if the files are others than those tried last and did not change since the last look: one of the two
    /// may still be on its way. What is refused is tried again on another day.
    pub async fn look(&self) -> Result<Renewal, Refused> {
        let mut looked = self.looked.lock().await;
        let today = self.shown.borrow().window.clock.today();
        let marks = Marks::of(&self.section);
        if looked.tried == Some((marks, today)) {
            return Ok(Renewal::Nothing);
        }
        if looked.files.replace(marks) != Some(marks) {
            return Ok(Renewal::Nothing);
        }
        looked.tried = Some((marks, today));
        let outcome = self.renew_alone(today).await;
        // One at a time, to the end.
        drop(looked);
        outcome
    }

    async fn renew_alone(&self, today: Day) -> Result<Renewal, Refused> {
        let window = self.window();
        let (section, before) = (self.section.clone(), window.published);
        let catalogue = window.filing.intake.catalogue;
        let taken = spawn_blocking(move || {
            let published = take(&section, &catalogue, Some(&before.directory), today)?;
            let same = published.toml == before.toml && published.signature == before.signature;
            Ok((!same).then_some(published))
        });
        let ended = |why: tokio::task::JoinError| file(&self.section.file, io::Error::other(why));
        let Some(published) = taken.await.map_err(ended)?? else {
            return Ok(Renewal::Nothing);
        };
        let directory = Arc::clone(&published.directory);
        self.shown.send_modify(|shown| {
            shown.window = shown.window.under(published);
            shown.site = router(shown.window.clone());
        });
        tracing::info!(
            version = directory.version(),
            institutions = directory.institutions().len(),
            "another directory is in force"
        );
        Ok(Renewal::Taken)
    }
}

impl fmt::Debug for InForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InForce(..)")
    }
}

/// What was looked at.
struct Looked {
    /// The files at the last look.
    files: Option<Marks>,
    /// The files that were last read whole, and when.
    tried: Option<(Marks, Day)>,
}

/// By what a file that was changed or replaced is known from outside; nothing where there is none.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Marks([Option<(u64, u64, i64, i64)>; 2]);

impl Marks {
    fn of(section: &DirectorySection) -> Self {
        Self([&section.file, &section.signature].map(|path| {
            let found = fs::metadata(path).ok()?;
            Some((found.ino(), found.len(), found.mtime(), found.mtime_nsec()))
        }))
    }
}

fn file(path: &Path, why: io::Error) -> Refused {
    Refused::File {
        path: path.display().to_string(),
        why,
    }
}
