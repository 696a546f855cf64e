//! A desk's configuration, one struct per section. Unknown keys are refused; secrets stand in files of their own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::limits::AnswerLimits;
use crate::given::{self, Configuration, Unusable};
use crate::institution::InstitutionId;
use crate::store::Location;

mod clocks;

pub use clocks::ClockSettings;

/// All of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Whose desk this is.
    pub institution: InstitutionId,
    /// Where the officers' site is.
    pub site: Site,
    /// Where reports come from.
    pub window: Window,
    /// Where rows and sealed files lie.
    pub store: StoreSection,
    /// Where the keys lie.
    pub keys: Keys,
    /// How long a desk stays open without anybody.
    #[serde(default)]
    pub idle: Idle,
    /// Who signs in, and how.
    #[serde(default)]
    pub officers: Officers,
    /// How much an answer may hold.
    #[serde(default)]
    pub limits: AnswerLimits,
    /// How long a case may wait.
    #[serde(default)]
    pub clocks: ClockSettings,
}

/// Where the officers' site is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The address to listen on, such as `127.0.0.1:8445`; TLS belongs to the proxy in front.
    pub listen: SocketAddr,
    /// Every origin that officers reach the site at, such as `https://mesa.example`.
    #[serde(deserialize_with = "given::origins")]
    pub origins: Vec<String>,
    /// Says on every page that this is a demonstration.
    #[serde(default)]
    pub demonstration: bool,
}

/// Where reports come from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The window's address, such as `https://ventanilla.example` or `http://….onion`.
    pub url: String,
    /// Seconds between two visits.
    #[serde(default = "interval")]
    pub interval_seconds: u64,
    /// A PEM file: only certificates that it vouches for are accepted, whatever the machine trusts.
    #[serde(default)]
    pub certificate: Option<PathBuf>,
    /// A SOCKS proxy to go through, such as `socks5h://127.0.0.1:9050` for an onion.
    #[serde(default)]
    pub proxy: Option<String>,
    /// Another way for the public directory alone, so that the window cannot tell which of those who fetch it is this
    /// desk: another SOCKS proxy, or the same Tor under a name of its own (`socks5h://directory:any@127.0.0.1:9050`),
    /// which gives it another circuit. Without it `proxy` serves both.
    #[serde(default)]
    pub public_proxy: Option<String>,
    /// The minisign public keys that may sign the directory. There is no default.
    pub trusted: Vec<String>,
}

/// Where rows and sealed files lie.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSection {
    /// `sqlite:FILE`. For PostgreSQL use `database_file` or the environment: the address holds a password.
    #[serde(default, deserialize_with = "given::database")]
    pub database: Option<String>,
    /// A file whose only line is `postgres://…`. `VENTANILLA_DESK_DATABASE` in the environment comes before both.
    #[serde(default)]
    pub database_file: Option<PathBuf>,
    /// The folder of sealed files. One desk at a time owns it.
    pub envelopes: PathBuf,
    /// Remembers the highest directory seen, outside the database.
    pub seen: PathBuf,
    /// Notes the last entry of the history, outside the database.
    #[serde(default = "history")]
    pub history: PathBuf,
    /// Answers with files are refused when less than this many bytes would be left free.
    #[serde(default = "files_mark")]
    pub keep_free_bytes: u64,
    /// All answers are refused below this.
    #[serde(default = "low_mark")]
    pub keep_free_text_bytes: u64,
}

/// Where the keys lie. The secret half of the recovery key is not here at all.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The intake identities, age files under one passphrase, oldest first. An old one stays as long as something is
    /// to be read that was sealed to it.
    pub intake: Vec<PathBuf>,
    /// Their recipients, in the same order.
    pub intake_recipient: Vec<PathBuf>,
    /// The recovery recipients, oldest first.
    pub recovery_recipient: Vec<PathBuf>,
    /// The Ed25519 keys that sign requests and answers, oldest first: the one that signs is the newest that the
    /// directory has in force.
    pub signing: Vec<PathBuf>,
}

/// How long a desk stays open without anybody.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Idle {
    /// Minutes until an officer has to sign in again.
    pub session_minutes: u32,
    /// Minutes until the intake identity is locked again.
    pub unlocked_minutes: u32,
}

/// Who signs in, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Officers {
    /// Whether a code from a telephone is asked for as well as the passphrase.
    pub second_factor: bool,
    /// How many days an invitation is good for.
    pub invitation_days: u16,
}

impl Settings {
    /// Reads the file; relative paths in it start at its folder.
    pub fn read(path: &Path) -> Result<Self, Unusable> {
        given::read(path)
    }

    /// Where the database is: the environment first, then the secret file, then the line in the file.
    pub fn database(&self) -> Result<Location, Unusable> {
        let store = &self.store;
        given::locate(
            DATABASE,
            store.database_file.as_deref(),
            store.database.as_deref(),
        )
    }
}

impl Configuration for Settings {
    fn paths(&mut self) -> Vec<&mut PathBuf> {
        let (store, keys) = (&mut self.store, &mut self.keys);
        let paths = [&mut store.envelopes, &mut store.seen, &mut store.history];
        let optional = [
            store.database_file.as_mut(),
            self.window.certificate.as_mut(),
            self.clocks.calendar.as_mut(),
        ];
        let listed = keys
            .intake
            .iter_mut()
            .chain(&mut keys.intake_recipient)
            .chain(&mut keys.recovery_recipient)
            .chain(&mut keys.signing);
        let there = optional.into_iter().flatten();
        paths.into_iter().chain(there).chain(listed).collect()
    }

    fn database_line(&mut self) -> &mut Option<String> {
        &mut self.store.database
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.site.origins.is_empty() {
            return Err("[site] origins is empty: name every address officers reach the desk at");
        }
        if !given::is_private(&self.window.url) {
            return Err(given::NOT_PRIVATE);
        }
        if self.window.trusted.is_empty() {
            return Err("[window] trusted is empty: name the public key that may sign the directory");
        }
        if self.keys.signing.is_empty() {
            return Err("[keys] signing is empty: name the file of the key that signs, in [ ]");
        }
        if self.keys.intake.is_empty() || self.keys.recovery_recipient.is_empty() {
            return Err("[keys] intake and recovery_recipient each name a file or more, in [ ]");
        }
        if self.keys.intake.len() != self.keys.intake_recipient.len() {
            return Err("[keys] intake_recipient names one file for each of intake, in the same order");
        }
        if self.window.interval_seconds == 0 {
            return Err("[window] interval_seconds is 0: one second is the least");
        }
        if self.idle.session_minutes == 0 || self.idle.unlocked_minutes == 0 {
            return Err("[idle] a minute is the least");
        }
        if self.clocks.is_never() {
            return Err("[clocks] a working day is the least");
        }
        if self.officers.invitation_days == 0 {
            return Err("[officers] invitation_days is 0: one day is the least");
        }
        Ok(())
    }
}

impl Default for Officers {
    fn default() -> Self {
        Self {
            second_factor: true,
            invitation_days: 3,
        }
    }
}

impl Default for Idle {
    fn default() -> Self {
        Self {
            session_minutes: 30,
            unlocked_minutes: 15,
        }
    }
}

/// Names the database in the environment: of the only desk of a process.
pub const DATABASE: &str = "VENTANILLA_DESK_DATABASE";

fn history() -> PathBuf {
    "history".into()
}

const fn files_mark() -> u64 {
    1 << 30
}

const fn low_mark() -> u64 {
    128 << 20
}

const fn interval() -> u64 {
    300
}
