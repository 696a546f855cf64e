//! From the configuration to a window, or to the reason why there is none.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use time::Duration;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::{Window, duties};
use crate::case::sending::Bounds;
use crate::clock::Clock;
use crate::config::{Config, ConfigError, DirectorySection, Mail};
use crate::conversation::receipt::Receipts;
use crate::conversation::shelf::Shelf;
use crate::conversation::write::Once;
use crate::conversation::{self, Conversation};
use crate::inbox::api::Inbox;
use crate::inbox::entry::Nonces;
use crate::institution::{Directory, DirectoryError, Published, Seen, TrustedKey};
use crate::intake::Intake;
use crate::intake::receive::Filing;
use crate::notify::mailer::{MailError, Mailer};
use crate::random::Random;
use crate::store::blobs::Blobs;
use crate::store::{Schema, Store, StoreError};
use crate::tracking::token::FormTokens;
use crate::tracking::{KdfPool, Secrets, SecretsError};
use crate::web::Limits;
use crate::web::headers::Transport;

/// Why the window does not start. Each says what is wrong; `doctor` says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The directory.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// A file of the directory.
    #[error("cannot use {path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Mail.
    #[error("[mail] {0}")]
    Mail(#[from] MailError),
    /// Pepper or salt.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Database or objects.
    #[error("[store] {0}")]
    Store(#[from] StoreError),
}

/// The signed directory of the configuration, checked and remembered as seen.
pub fn directory(section: &DirectorySection, today: crate::clock::Day) -> Result<Published, OpenError> {
    let file = |path: &Path, source| OpenError::File {
        path: path.display().to_string(),
        source,
    };
    let toml = fs::read(&section.file).map_err(|error| file(&section.file, error))?;
    let signature =
        fs::read_to_string(&section.signature).map_err(|error| file(&section.signature, error))?;
    let trusted: Vec<TrustedKey> = section
        .trusted
        .iter()
        .filter_map(|key| key.parse().ok())
        .collect();
    if trusted.len() != section.trusted.len() {
        let what = "[directory] trusted holds what is not a minisign public key";
        return Err(ConfigError::Value {
            path: "configuration".to_owned(),
            what,
        }
        .into());
    }
    let seen = Seen::load(&section.seen).map_err(|error| file(&section.seen, error))?;
    let directory = Directory::read(&toml, &signature, &trusted, seen.as_ref(), today)?;
    Seen::of(&directory)
        .store(&section.seen)
        .map_err(|error| file(&section.seen, error))?;
    Ok(Published {
        directory: Arc::new(directory),
        toml: toml.into(),
        signature: signature.into(),
    })
}

/// Opens everything the configuration names.
pub async fn open(
    config: &Config,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<Window, OpenError> {
    let published = directory(&config.directory, clock.today())?;
    let store = Store::open(&config.database()?, Schema::Window).await?;
    let blobs = Blobs::open(&config.store.objects)?;
    let secrets = Secrets::read(&config.secrets.pepper, &config.secrets.salt)?;
    let kdf = Arc::new(KdfPool::new(
        secrets,
        KdfPool::permits_here(),
        Arc::clone(&random),
    ));
    let tokens = Arc::new(FormTokens::new(clock.now(), &*random));
    let limits = limits(config);
    let bounds = bounds(config, &limits);
    let directory = Arc::clone(&published.directory);
    let origins: Arc<[String]> = config.site.origins.clone().into();
    let intake = Intake {
        directory: Arc::clone(&directory),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        limits: limits.clone(),
        tokens: Arc::clone(&tokens),
        neutral_site: config.site.neutral_site.as_str().into(),
        origins: Arc::clone(&origins),
    };
    let receipts = Arc::new(Receipts::new(Arc::clone(&clock), Arc::clone(&random)));
    let filing = Filing {
        intake,
        store: store.clone(),
        blobs: blobs.clone(),
        kdf: Arc::clone(&kdf),
        receipts: Arc::clone(&receipts),
        bounds: bounds.clone(),
    };
    let conversation = Conversation {
        store: store.clone(),
        blobs: blobs.clone(),
        directory: Arc::clone(&directory),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        kdf,
        tokens,
        receipts,
        pace: Arc::new(conversation::pace()),
        neutral_site: config.site.neutral_site.as_str().into(),
        sent: Arc::new(Once::default()),
        limits,
        bounds: bounds.clone(),
        silent_days: i64::from(config.retention.silent_days),
        origins,
    };
    let inbox = Inbox {
        store: store.clone(),
        blobs: blobs.clone(),
        directory,
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        bounds,
        nonces: Arc::new(Nonces::default()),
    };
    let sessions = Arc::new(Shelf::new(IDLE, Arc::clone(&clock), Arc::clone(&random)));
    Ok(Window {
        filing,
        conversation,
        inbox,
        published: Arc::new(published),
        store,
        blobs,
        clock,
        random,
        sessions,
        mail: config.mail.as_ref().map(post).transpose()?.map(Arc::new),
        release: config.release.clone(),
        retention: config.retention.clone(),
        transport: Transport::of(&config.site.origins),
    })
}

fn limits(config: &Config) -> Limits {
    let (ours, set) = (Limits::default(), &config.limits);
    Limits {
        story_characters: set.story_characters.unwrap_or(ours.story_characters),
        field_characters: set.field_characters.unwrap_or(ours.field_characters),
        files: set.files.unwrap_or(ours.files),
        file_bytes: set.file_bytes.unwrap_or(ours.file_bytes),
        envelope_bytes: set.envelope_bytes.unwrap_or(ours.envelope_bytes),
        large_uploads: set.large_uploads.unwrap_or(ours.large_uploads),
        ..ours
    }
}

fn bounds(config: &Config, limits: &Limits) -> Bounds {
    Bounds {
        files: limits.files,
        file_bytes: limits.file_bytes,
        envelope_bytes: limits.envelope_bytes,
        large_bytes: limits.large_upload_bytes,
        large: Arc::new(Semaphore::new(limits.large_uploads)),
        keep_free_bytes: config.store.keep_free_bytes,
    }
}

fn post(mail: &Mail) -> Result<duties::Post, OpenError> {
    let credentials = mail.credentials_file.as_ref().map(|path| {
        let read = fs::read_to_string(path).map(Zeroizing::new);
        read.map_err(|source| OpenError::File {
            path: path.display().to_string(),
            source,
        })
    });
    let mailer = Mailer::new(&mail.server, credentials.transpose()?.as_ref(), &mail.from)?;
    Ok(duties::Post {
        mailer,
        operator: mail.operator.clone(),
        institutions: mail.institutions.clone(),
    })
}

/// How long a mailbox stays open untouched.
const IDLE: Duration = Duration::minutes(15);
