//! The desk of one institution: it pulls what is the institution's, opens it with the institution's identity,
//! and answers. It only calls out, holds nothing on disk but what is sealed, and talks to the window over HTTP
//! alone.
//!
//! ```text
//! pull: queue -> download -> disk -> row -> acknowledgement      (a crash anywhere loses nothing)
//! read: unlocked identity -> open -> compare -> page             (every difference is an alarm)
//! send: answer -> two envelopes -> row -> signature -> window    (until the window has it)
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::case::CaseId;
use crate::catalogue::{Calendar, Faults};
use crate::clock::Clock;
use crate::given::Unusable;
use crate::institution::{Seen, TrustedKey};
use crate::random::Random;
use crate::seal::{Digest, DirectoryStamp, Recipient, RecipientError};
use crate::stack::wiping;
use crate::store::space::{Marks, Space};
use crate::store::{Location, StoreError};

pub mod alarm;
pub mod chain;
pub mod clocks;
pub mod directory;
pub mod duties;
pub mod enrol;
pub mod gate;
pub mod history;
pub mod keyring;
pub mod limits;
pub mod link;
pub mod notes;
pub mod notice;
pub mod officer;
pub mod open;
pub mod own;
pub mod pages;
pub mod passphrase;
pub mod pull;
pub mod reading;
pub mod reply;
pub mod search;
pub mod send;
pub mod session;
pub mod settings;
pub mod shelf;
pub mod sign_in;
pub mod signing;
mod standing;
pub mod store;

use duties::Calls;
use gate::Gate;
use keyring::Keyring;
use link::{Link, LinkError, Moment};
use own::OwnRecipients;
use session::SealedSessions;
use settings::Settings;
use shelf::Shelf;
use signing::SigningKeys;
pub use standing::{LinkStanding, Visit};
use store::DeskStore;

/// Everything one desk has.
pub struct Desk {
    settings: Settings,
    trusted: Vec<TrustedKey>,
    own: OwnRecipients,
    store: DeskStore,
    shelf: Shelf,
    space: Space,
    keyring: Keyring,
    link: Link,
    gate: Gate,
    sessions: SealedSessions,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    calendar: Arc<Calendar>,
    standing: Mutex<LinkStanding>,
    looked_at: Mutex<CaseId>,
    pulling: tokio::sync::Mutex<()>,
    calls: Calls,
}

/// Why a desk does not start. The message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The configuration.
    #[error(transparent)]
    Settings(#[from] Unusable),
    /// The database.
    #[error("the desk's database cannot be used")]
    Store(#[from] StoreError),
    /// The folder of sealed files, or the file that remembers the directory.
    #[error("cannot use {path}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The link to the window.
    #[error("the link to the window cannot be prepared")]
    Link(#[from] LinkError),
    /// A key file.
    #[error("{path} does not hold {what}")]
    Key {
        /// Which.
        path: String,
        /// What should be in it.
        what: &'static str,
    },
    /// The calendar.
    #[error("{path}: {what}")]
    Calendar {
        /// Which file.
        path: String,
        /// What is wrong with it, and what to do.
        what: Faults,
    },
    /// The two recipients do not go together.
    #[error("the intake and recovery recipients cannot be used together")]
    Recipients(#[from] RecipientError),
}

impl Desk {
    /// Opens everything a desk needs; nothing is fetched yet, and the identity stays locked.
    pub async fn open(
        settings: Settings,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Arc<Self>, DeskError> {
        let store = DeskStore::open(&settings.database()?).await?;
        let shelf = Shelf::open(&settings.store.envelopes)
            .map_err(|source| folder(&settings.store.envelopes, source))?;
        let named: BTreeSet<_> = store.named_files().await?.into_iter().collect();
        shelf
            .sweep(&named)
            .map_err(|source| folder(&settings.store.envelopes, source))?;
        let space = space(&settings)?;
        let keys = SigningKeys::read(&settings)?;
        let intake = recipients(&settings.keys.intake_recipient)?;
        let recovery = recipients(&settings.keys.recovery_recipient)?;
        let held = settings.keys.intake.iter().cloned().zip(intake.clone());
        let idle = time::Duration::minutes(settings.idle.unlocked_minutes.into());
        let calendar = clocks::calendar(&settings)?;
        let seen = Seen::load(&settings.store.seen).map_err(|source| folder(&settings.store.seen, source))?;
        let standing = LinkStanding {
            notices: store.count_open_notices().await?,
            stamp: seen.map(|seen| stamp(seen.version(), seen.hash())),
            ..LinkStanding::default()
        };
        let desk = Arc::new(Self {
            trusted: trusted(&settings)?,
            keyring: Keyring::new(held.collect(), idle, Arc::clone(&clock)),
            own: OwnRecipients::new(intake, recovery)?,
            link: Link::new(settings.institution.clone(), keys, &settings.window)?,
            gate: Gate::new(PAUSE, Arc::clone(&random)),
            sessions: SealedSessions::new(store.clone(), Arc::clone(&clock), Arc::clone(&random)),
            standing: Mutex::new(standing),
            looked_at: Mutex::new(CaseId(Uuid::nil())),
            pulling: tokio::sync::Mutex::new(()),
            calls: Calls::default(),
            settings,
            store,
            shelf,
            space,
            clock,
            random,
            calendar,
        });
        desk.count_again().await?;
        Ok(desk)
    }

    /// The configuration.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The rows.
    pub const fn store(&self) -> &DeskStore {
        &self.store
    }

    /// The intake identity, locked or not.
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// How the link stands.
    pub fn standing(&self) -> LinkStanding {
        self.standing_now().clone()
    }

    fn standing_now(&self) -> MutexGuard<'_, LinkStanding> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moment(&self) -> Moment<'_> {
        Moment {
            clock: &*self.clock,
            random: &*self.random,
        }
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("institution", &self.settings.institution)
            .finish_non_exhaustive()
    }
}

/// Runs what blocks on a thread that may.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
    spawn_blocking(|| wiping(work)).await.map_err(io::Error::other)
}

fn stamp(version: u64, hash: [u8; 32]) -> DirectoryStamp {
    DirectoryStamp {
        version,
        hash: Digest::from_bytes(hash),
    }
}

fn key_file<T: std::str::FromStr>(path: &Path, what: &'static str) -> Result<T, DeskError> {
    let text = fs::read_to_string(path).map_err(|source| folder(path, source))?;
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    line.and_then(|line| line.parse().ok())
        .ok_or_else(|| DeskError::Key {
            path: path.display().to_string(),
            what,
        })
}

fn space(settings: &Settings) -> Result<Space, DeskError> {
    let marks = Marks {
        files: settings.store.keep_free_bytes,
        texts: settings.store.keep_free_text_bytes,
    };
    let rows = match settings.database()? {
        Location::Sqlite(file) => Some(file),
        Location::Postgres(_) => None,
    };
    Ok(Space::new(&settings.store.envelopes, rows.as_deref(), marks))
}

fn recipients(paths: &[PathBuf]) -> Result<Vec<Recipient>, DeskError> {
    paths
        .iter()
        .map(|path| key_file(path, "an age recipient"))
        .collect()
}

fn trusted(settings: &Settings) -> Result<Vec<TrustedKey>, DeskError> {
    let read = |text: &String| {
        text.parse().map_err(|_not_a_key| DeskError::Key {
            path: "[window] trusted".to_owned(),
            what: "a minisign public key",
        })
    };
    settings.window.trusted.iter().map(read).collect()
}

fn folder(path: &Path, source: io::Error) -> DeskError {
    DeskError::Folder {
        path: path.display().to_string(),
        source,
    }
}

/// How long the next attempt waits after a wrong passphrase.
const PAUSE: Duration = Duration::from_secs(1);
