//! The window's configuration: one TOML file, one documented struct per section. Unknown keys are refused with
//! their line. Secrets stand in files of their own, or in the environment, never in this file.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::given::{self, Configuration, Unusable};

mod check;
mod secret;

/// All of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the site is.
    pub site: Site,
    /// Where rows and objects lie.
    pub store: StoreSection,
    /// Where the secrets of tracking codes lie.
    #[serde(default)]
    pub secrets: Secrets,
    /// Which institutions there are.
    pub directory: DirectorySection,
    /// Which rules count; without it, those in the program.
    #[serde(default)]
    pub catalogue: Option<CatalogueSection>,
    /// When desks see what came in.
    #[serde(default)]
    pub release: Release,
    /// What is erased when.
    #[serde(default)]
    pub retention: Retention,
    /// How much is taken.
    #[serde(default)]
    pub limits: LimitsSection,
    /// Who is told that there is something new; without it, nobody is.
    #[serde(default)]
    pub mail: Option<Mail>,
}

/// Where the site is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The address to listen on, such as `127.0.0.1:8080`; TLS belongs to the proxy or onion service in front.
    pub listen: SocketAddr,
    /// Every origin people reach the site at, such as `https://ventanilla.example`; the first is the main one.
    #[serde(deserialize_with = "given::origins")]
    pub origins: Vec<String>,
    /// Where "salir rápido" leads.
    #[serde(default = "neutral_site")]
    pub neutral_site: String,
    /// Says on every page that this is a demonstration.
    #[serde(default)]
    pub demonstration: bool,
}

/// Where rows and objects lie.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSection {
    /// `sqlite:FILE`. For PostgreSQL use `database_file` or the environment: the address holds a password.
    #[serde(default, deserialize_with = "given::database")]
    pub database: Option<String>,
    /// A file whose only line is `postgres://…`. `VENTANILLA_DATABASE` in the environment comes before both.
    pub database_file: Option<PathBuf>,
    /// The folder of sealed objects.
    pub objects: PathBuf,
    /// Files are refused when less than this many bytes would be left free.
    #[serde(default = "watermark")]
    pub keep_free_bytes: u64,
    /// Texts are refused too when less than this many bytes are free: a database on a full disk dies.
    #[serde(default = "low_watermark")]
    pub keep_free_text_bytes: u64,
}

/// Where the secrets of tracking codes lie: without both, no code opens anything. Back them up like keys.
/// `VENTANILLA_PEPPER` and `VENTANILLA_SALT` in the environment come before the files.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Secrets {
    /// The file of the pepper, 64 hexadecimal digits.
    pub pepper: Option<PathBuf>,
    /// The file of the salt, 64 hexadecimal digits.
    pub salt: Option<PathBuf>,
}

/// Which institutions there are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectorySection {
    /// The directory.
    pub file: PathBuf,
    /// Its minisign signature.
    pub signature: PathBuf,
    /// The minisign public keys that may sign it. There is no default.
    pub trusted: Vec<String>,
    /// Remembers the highest version seen, outside the database.
    pub seen: PathBuf,
}

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

/// When desks see what came in. The likeliest adversary works inside the institution.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Release {
    /// At once: a desk then sees the minute of filing. Only for demonstrations.
    pub at_once: bool,
    /// The hours of the day at which batches are released.
    #[serde(deserialize_with = "check::hours")]
    pub hours: Vec<u8>,
    /// Hours to add to UTC for the above.
    #[serde(deserialize_with = "check::utc_offset")]
    pub utc_offset: i8,
}

/// What is erased when.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days after which an envelope is erased here, counted from its desk's acknowledgement.
    pub acknowledged_days: u16,
    /// Days without a visit after which a desk counts as silent.
    pub silent_days: u16,
}

/// How much is taken; every limit is said on the page before it is met.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsSection {
    /// Characters in the story.
    pub story_characters: Option<usize>,
    /// Characters in any other field.
    pub field_characters: Option<usize>,
    /// Files in one sending.
    pub files: Option<usize>,
    /// Bytes in one file.
    pub file_bytes: Option<u64>,
    /// Bytes in one envelope.
    pub envelope_bytes: Option<u64>,
    /// Uploads over 64 MiB at once.
    pub large_uploads: Option<usize>,
    /// Bytes that the files of one institution's answers may take in all.
    pub answers_bytes: Option<u64>,
}

/// Who is told that there is something new.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `smtp://host:25`, `smtps://host:465` or `smtp://host:587?tls=required`.
    #[serde(deserialize_with = "check::server")]
    pub server: String,
    /// A file with `user:password`, when the server asks for one; `VENTANILLA_MAIL_CREDENTIALS` comes before it.
    #[serde(default)]
    pub credentials_file: Option<PathBuf>,
    /// The sender.
    #[serde(deserialize_with = "check::address")]
    pub from: String,
    /// Who is told of a silent desk.
    #[serde(deserialize_with = "check::address")]
    pub operator: String,
    /// By institution, who is told that its queue has something new.
    #[serde(default, deserialize_with = "check::addresses")]
    pub institutions: BTreeMap<String, String>,
}

impl Config {
    /// Reads the file; relative paths in it start at its folder.
    pub fn read(path: &Path) -> Result<Self, Unusable> {
        let mut config: Self = given::read(path)?;
        if let Some(catalogue) = &mut config.catalogue
            && catalogue.trusted.is_empty()
        {
            catalogue.trusted.clone_from(&config.directory.trusted);
        }
        Ok(config)
    }
}

impl Configuration for Config {
    fn paths(&mut self) -> Vec<&mut PathBuf> {
        let (store, directory) = (&mut self.store, &mut self.directory);
        let paths = [
            &mut store.objects,
            &mut directory.file,
            &mut directory.signature,
            &mut directory.seen,
        ];
        let optional = [
            store.database_file.as_mut(),
            self.secrets.pepper.as_mut(),
            self.secrets.salt.as_mut(),
            self.mail.as_mut().and_then(|mail| mail.credentials_file.as_mut()),
        ];
        let catalogue = self.catalogue.as_mut();
        let catalogue = catalogue.map(|section| [&mut section.folder, &mut section.seen]);
        let there = optional.into_iter().flatten();
        paths
            .into_iter()
            .chain(there)
            .chain(catalogue.into_iter().flatten())
            .collect()
    }

    fn database_line(&mut self) -> &mut Option<String> {
        &mut self.store.database
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.site.origins.is_empty() {
            return Err("[site] origins is empty: name every address people reach the site at");
        }
        if self.directory.trusted.is_empty() {
            return Err("[directory] trusted is empty: name the public key that may sign the directory");
        }
        if self.secrets.pepper.is_none() && !given::is_in_environment(secret::PEPPER) {
            return Err("[secrets] pepper is not there: name its file, or set VENTANILLA_PEPPER");
        }
        if self.secrets.salt.is_none() && !given::is_in_environment(secret::SALT) {
            return Err("[secrets] salt is not there: name its file, or set VENTANILLA_SALT");
        }
        if self.release.hours.is_empty() && !self.release.at_once {
            return Err("[release] hours is empty: desks would never see anything");
        }
        Ok(())
    }
}

impl Default for Release {
    fn default() -> Self {
        Self {
            at_once: false,
            hours: vec![8, 16],
            utc_offset: -6,
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            acknowledged_days: 30,
            silent_days: 3,
        }
    }
}

fn neutral_site() -> String {
    "https://es.wikipedia.org/".to_owned()
}

const fn watermark() -> u64 {
    1 << 30
}

const fn low_watermark() -> u64 {
    128 << 20
}
