//! From the configuration to a window, or to the reason why there is none.

use std::sync::Arc;

use time::Duration;
use tokio::sync::Semaphore;

use super::sources::{Refused, Sources};
use super::{Window, duties};
use crate::case::sending::Bounds;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::Config;
use crate::conversation::once::Once;
use crate::conversation::receipt::Receipts;
use crate::conversation::shelf::Shelf;
use crate::conversation::{Conversation, turns};
use crate::duties::Errands;
use crate::given::{Secret, Unusable};
use crate::inbox::api::Inbox;
use crate::inbox::entry::Nonces;
use crate::inbox::turns::Turns;
use crate::institution::{Directory, InstitutionId, Published};
use crate::intake::receive::Filing;
use crate::intake::{Intake, OpenDesks};
use crate::notify::mailer::{MailError, Mailer};
use crate::random::Random;
use crate::store::blobs::Blobs;
use crate::store::space::{Marks, Space};
use crate::store::{Location, Schema, Store, StoreError};
use crate::tracking::token::FormTokens;
use crate::tracking::{KdfPool, Secrets, SecretsError};
use crate::web::Limits;

/// Why the window does not start. Each says what is wrong; `doctor` says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] Unusable),
    /// The directory or the catalogue.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Mail.
    #[error("[mail]")]
    Mail(#[from] MailError),
    /// Mail for nobody.
    #[error(
        "[mail.institutions] {0}: the directory has no such institution. Correct its name or take the line out"
    )]
    Stranger(String),
    /// Pepper or salt.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Database or objects.
    #[error("[store]")]
    Store(#[from] StoreError),
}

/// Opens everything the configuration names.
pub async fn open(
    config: &Config,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<Window, OpenError> {
    let given = Sources::of(config).take(None, clock.today())?;
    if let Some(name) = stranger(config, &given.published.directory) {
        return Err(OpenError::Stranger(name.to_owned()));
    }
    let secrets = Secrets::given(&config.pepper()?, &config.salt()?)?;
    let limits = limits(config);
    let database = config.database()?;
    let shared = Shared {
        store: Store::open(&database, Schema::Window).await?,
        blobs: Blobs::open(&config.store.objects)?,
        kdf: Arc::new(KdfPool::new(
            secrets,
            KdfPool::permits_here(),
            KdfPool::pace(),
            Arc::clone(&random),
        )),
        tokens: Arc::new(FormTokens::new(clock.now(), &*random)),
        receipts: Arc::new(Receipts::new(Arc::clone(&clock), Arc::clone(&random))),
        bounds: bounds(config, &limits, &database),
        limits,
        errands: Errands::new(),
        published: given.published,
        catalogue: given.catalogue,
        clock,
        random,
    };
    let sessions = Shelf::new(IDLE, Arc::clone(&shared.clock), Arc::clone(&shared.random));
    Ok(Window {
        filing: shared.filing(config),
        conversation: shared.conversation(config),
        inbox: shared.inbox(config),
        store: shared.store,
        blobs: shared.blobs,
        errands: shared.errands,
        clock: shared.clock,
        random: shared.random,
        published: shared.published,
        sessions: Arc::new(sessions),
        mail: post(config)?,
        release: config.release.clone(),
        retention: config.retention.clone(),
        origins: config.site.origins.clone(),
    })
}

/// Who is to be told of a queue and has none: a name that is mistyped would be silence.
pub fn stranger<'a>(config: &'a Config, directory: &Directory) -> Option<&'a str> {
    let names = config.mail.iter().flat_map(|mail| mail.institutions.keys());
    let mut strangers = names.filter(|name| {
        let id: Option<InstitutionId> = name.parse().ok();
        id.and_then(|id| directory.find(&id)).is_none()
    });
    strangers.next().map(String::as_str)
}

/// What several parts of the window hold together.
struct Shared {
    store: Store,
    blobs: Blobs,
    kdf: Arc<KdfPool>,
    tokens: Arc<FormTokens>,
    receipts: Arc<Receipts>,
    limits: Limits,
    bounds: Bounds,
    errands: Errands,
    published: Arc<Published>,
    catalogue: Arc<Catalogue>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Shared {
    fn filing(&self, config: &Config) -> Filing {
        let intake = Intake {
            directory: Arc::clone(&self.published.directory),
            catalogue: Arc::clone(&self.catalogue),
            desks: Arc::new(OpenDesks::default()),
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            limits: self.limits.clone(),
            tokens: Arc::clone(&self.tokens),
            neutral_site: config.site.neutral_site.as_str().into(),
            origins: config.site.origins.clone().into(),
        };
        Filing {
            intake,
            store: self.store.clone(),
            blobs: self.blobs.clone(),
            kdf: Arc::clone(&self.kdf),
            receipts: Arc::clone(&self.receipts),
            bounds: self.bounds.clone(),
            errands: self.errands.clone(),
        }
    }

    fn conversation(&self, config: &Config) -> Conversation {
        Conversation {
            store: self.store.clone(),
            blobs: self.blobs.clone(),
            directory: Arc::clone(&self.published.directory),
            calendar: Arc::clone(self.catalogue.calendar()),
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            kdf: Arc::clone(&self.kdf),
            tokens: Arc::clone(&self.tokens),
            receipts: Arc::clone(&self.receipts),
            sent: Arc::new(Once::default()),
            turns: turns::Turns::default(),
            errands: self.errands.clone(),
            limits: self.limits.clone(),
            bounds: self.bounds.clone(),
            origins: config.site.origins.clone().into(),
            silent_days: i64::from(config.retention.silent_days),
        }
    }

    fn inbox(&self, config: &Config) -> Inbox {
        Inbox {
            store: self.store.clone(),
            blobs: self.blobs.clone(),
            directory: Arc::clone(&self.published.directory),
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            bounds: self.bounds.clone(),
            answers_bytes: config.limits.answers_bytes.unwrap_or(ANSWERS_BYTES),
            nonces: Arc::new(Nonces::default()),
            turns: Turns::default(),
        }
    }
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

fn bounds(config: &Config, limits: &Limits, rows: &Location) -> Bounds {
    let marks = Marks {
        files: config.store.keep_free_bytes,
        texts: config.store.keep_free_text_bytes,
    };
    let rows = match rows {
        Location::Sqlite(file) => Some(file.as_path()),
        Location::Postgres(_) => None,
    };
    Bounds {
        files: limits.files,
        file_bytes: limits.file_bytes,
        envelope_bytes: limits.envelope_bytes,
        large_bytes: limits.large_upload_bytes,
        large: Arc::new(Semaphore::new(limits.large_uploads.max(1))),
        space: Space::new(&config.store.objects, rows, marks),
    }
}

fn post(config: &Config) -> Result<Option<Arc<duties::Post>>, OpenError> {
    let Some(mail) = &config.mail else { return Ok(None) };
    let credentials = config.mail_credentials()?;
    let credentials = credentials.as_ref().map(Secret::text);
    Ok(Some(Arc::new(duties::Post {
        mailer: Mailer::new(&mail.server, credentials, &mail.from)?,
        operator: mail.operator.clone(),
        institutions: mail.institutions.clone(),
    })))
}

/// How long a mailbox stays open untouched.
const IDLE: Duration = Duration::minutes(15);

/// Enough for many years of answers with files, and a bound for a desk that went wrong.
const ANSWERS_BYTES: u64 = 64 << 30;
