//! A whole window in the test's own process: a real configuration, a real database, a real folder of objects
//! and a signed directory; only the clock and the generator are the test's.
//!
//! [`reporter`] is a browser without JavaScript, [`desk`] is an institution's own program.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use tempfile::TempDir;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use ventanilla::clock::FixedClock;
use ventanilla::config::Config;
use ventanilla::on;
use ventanilla::random::SeededRandom;
use ventanilla::store::space::{Marks, Space};
use ventanilla::tracking::Secrets;
use ventanilla::window::Window;
use ventanilla::window::duties::{erase, release_now};
use ventanilla::window::in_force::InForce;
use ventanilla::window::open::{OpenError, open};
use ventanilla::window::sources::Sources;

use super::postgres::Database;
use super::stored::tamper;
use desk::Desk;
use institutions::{Institutions, SignedDirectory};
use reporter::Reporter;

pub(crate) mod desk;
pub(crate) mod held;
pub(crate) mod html;
pub(crate) mod institutions;
pub(crate) mod multipart;
pub(crate) mod program;
pub(crate) mod reporter;

/// Where the rows lie.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Engine {
    /// In a database of the private `PostgreSQL`.
    Postgres,
    /// In a file.
    Sqlite,
}

/// Makes of each journey, an `async fn(Engine)`, two tests.
macro_rules! on_both_engines {
    ($($journey:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                Box::pin(super::$journey($crate::world::site::Engine::Sqlite)).await;
            })*
        }
        mod on_postgresql {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                Box::pin(super::$journey($crate::world::site::Engine::Postgres)).await;
            })*
        }
    };
}
pub(crate) use on_both_engines;

/// A window and everything around it.
#[derive(Debug)]
pub(crate) struct Site {
    /// What the test may look into and move.
    pub(crate) window: Window,
    /// The time, for everybody.
    pub(crate) clock: Arc<FixedClock>,
    /// The institutions with their secrets.
    pub(crate) institutions: Institutions,
    /// The directory that counts, and how it changes.
    pub(crate) in_force: Arc<InForce>,
    nonces: AtomicU64,
    folder: TempDir,
    _database: Option<Database>,
}

/// The folder and the files from which a window opens.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Where everything lies.
    pub(crate) folder: TempDir,
    /// The institutions with their secrets.
    pub(crate) institutions: Institutions,
    database: Option<Database>,
    way: Option<String>,
    extra: String,
    origin: String,
    keep_free: u64,
    seed: u64,
}

impl Plan {
    /// What every site begins with.
    pub(crate) fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Postgres => Some(Database::create()),
            Engine::Sqlite => None,
        };
        let [pepper, salt] = ["pepper", "salt"].map(|name| folder.path().join(name));
        Secrets::create(&pepper, &salt, &SeededRandom::new(11)).unwrap();
        let plan = Self {
            folder,
            institutions: Institutions::invent(),
            database,
            way: None,
            extra: String::new(),
            origin: ORIGIN.to_owned(),
            keep_free: 1,
            seed: 7,
        };
        plan.put_directory(&plan.institutions.sign(1));
        plan
    }

    /// Adds sections to the configuration.
    pub(crate) fn with(mut self, sections: &str) -> Self {
        self.extra.push_str(sections);
        self
    }

    /// Reached at another origin.
    pub(crate) fn at(mut self, origin: &str) -> Self {
        origin.clone_into(&mut self.origin);
        self
    }

    /// With files refused below so many free bytes.
    pub(crate) fn keeping_free(mut self, bytes: u64) -> Self {
        self.keep_free = bytes.min(i64::MAX.unsigned_abs());
        self
    }

    /// With a generator of its own.
    pub(crate) fn seeded(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Puts a directory where the window looks for it.
    pub(crate) fn put_directory(&self, signed: &SignedDirectory) {
        fs::write(self.folder.path().join("directory.toml"), &signed.toml).unwrap();
        fs::write(
            self.folder.path().join("directory.toml.minisig"),
            &signed.signature,
        )
        .unwrap();
    }

    /// Tries to open the window at a moment.
    pub(crate) async fn try_open(&self, now: OffsetDateTime) -> Result<(Window, Arc<FixedClock>), OpenError> {
        let file = self.folder.path().join("window.toml");
        fs::write(&file, self.configuration()).unwrap();
        let clock = Arc::new(FixedClock::at(now));
        let random = Arc::new(SeededRandom::new(self.seed));
        let window = open(&Config::read(&file)?, Arc::clone(&clock) as _, random).await?;
        Ok((window, clock))
    }

    /// Opens the window.
    pub(crate) async fn open(self) -> Site {
        let (window, clock) = self.try_open(NOW).await.unwrap();
        let in_force = standing(&window, self.folder.path());
        Site {
            in_force,
            window,
            clock,
            institutions: self.institutions,
            nonces: AtomicU64::new(1),
            folder: self.folder,
            _database: self.database,
        }
    }

    fn configuration(&self) -> String {
        let Self {
            origin,
            extra,
            keep_free,
            ..
        } = self;
        let trusted = self.institutions.key.public();
        let here = origin
            .strip_prefix("http://")
            .filter(|address| address.starts_with("127.0.0.1:"));
        let listen = here.unwrap_or("127.0.0.1:0");
        let database = match &self.database {
            Some(database) => {
                let url = self.way.clone().unwrap_or_else(|| database.url());
                fs::write(self.folder.path().join("database"), url).unwrap();
                "database_file = \"database\""
            }
            None => "database = \"sqlite:rows.sqlite\"",
        };
        format!(
            "[site]\nlisten = \"{listen}\"\norigins = [\"{origin}\"]\n\
             [store]\n{database}\nobjects = \"objects\"\nkeep_free_bytes = {keep_free}\n\
             [secrets]\npepper = \"pepper\"\nsalt = \"salt\"\n\
             [directory]\nfile = \"directory.toml\"\nsignature = \"directory.toml.minisig\"\n\
             seen = \"seen\"\ntrusted = [\"{trusted}\"]\n{extra}"
        )
    }
}

impl Site {
    /// A site as it comes.
    pub(crate) async fn new(engine: Engine) -> Self {
        Plan::new(engine).open().await
    }

    /// A person with a browser of her own.
    pub(crate) fn reporter(&self) -> Reporter {
        Reporter::new(self.router(), Arc::clone(&self.clock), self.origin())
    }

    /// The program of an institution.
    pub(crate) fn desk(&self, id: &'static str) -> Desk<'_> {
        Desk::new(self, id)
    }

    /// Ends the window and starts it again on the same files and rows, at a moment.
    pub(crate) async fn restart(self, now: OffsetDateTime) -> Self {
        let Self {
            window,
            in_force,
            institutions,
            folder,
            _database: database,
            ..
        } = self;
        // The folder of objects has one owner at a time.
        drop((window, in_force));
        let config = Config::read(&folder.path().join("window.toml")).unwrap();
        let clock = Arc::new(FixedClock::at(now));
        let random = Arc::new(SeededRandom::new(8));
        let window = open(&config, Arc::clone(&clock) as _, random).await.unwrap();
        Self {
            in_force: standing(&window, folder.path()),
            window,
            clock,
            institutions,
            nonces: AtomicU64::new(1 << 32),
            folder,
            _database: database,
        }
    }

    /// Releases what waits, whatever the hour.
    pub(crate) async fn release(&self) {
        release_now(&self.window).await.unwrap();
    }

    /// Erases and sweeps, as the duty does.
    pub(crate) async fn sweep(&self) {
        erase(&self.window).await.unwrap();
    }

    /// Moves the clock.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Leaves no room on the disk, as far as the window can tell; for those who visit from now on.
    pub(crate) fn fill_the_disk(&mut self) {
        let (files, texts) = (u64::MAX, u64::MAX);
        let space = Space::new(self.folder(), None, Marks { files, texts });
        self.window.filing.bounds.space = space.clone();
        self.window.inbox.bounds.space = space.clone();
        self.window.conversation.bounds.space = space;
        self.in_force = standing(&self.window, self.folder());
    }

    /// Where browsers reach it.
    pub(crate) fn origin(&self) -> String {
        self.window.conversation.origins[0].clone()
    }

    /// The service, for requests that no browser would make.
    pub(crate) fn router(&self) -> Router {
        self.in_force.site()
    }

    /// 32 hexadecimal digits that no other request of this site has.
    pub(crate) fn nonce(&self) -> String {
        format!("{:032x}", self.nonces.fetch_add(1, Ordering::Relaxed))
    }

    /// Where its files lie.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The one text column that a query gives, row by row.
    pub(crate) async fn ask(&self, sql: &'static str) -> Vec<String> {
        let rows: Vec<(String,)> = on!(self.window.store.reader(), db => sqlx::query_as(sql)
            .fetch_all(db)
            .await
            .unwrap());
        rows.into_iter().map(|(value,)| value).collect()
    }

    /// Changes rows behind the window's back, as somebody with the database would.
    pub(crate) async fn tamper(&self, sql: &'static str, values: &[&str]) {
        tamper(&self.window.store, sql, values).await;
    }

    /// Runs SQL that no program of ours would.
    pub(crate) async fn run(&self, sql: &'static str) {
        let mut tx = self.window.store.begin().await.unwrap();
        on!(tx.connection(), db => {
            sqlx::query(sql).execute(db).await.unwrap();
        });
        tx.commit().await.unwrap();
    }

    /// Takes away all that was filed and counted, objects too.
    pub(crate) async fn clear(&self) {
        self.run("DELETE FROM conversation").await;
        self.run("DELETE FROM tally").await;
        self.sweep().await;
        self.has_nothing().await;
    }

    /// How many rows stand in conversations, cases, envelopes and counts.
    pub(crate) async fn rows(&self) -> [usize; 4] {
        [
            self.ask("SELECT id FROM conversation").await.len(),
            self.ask("SELECT id FROM \"case\"").await.len(),
            self.ask("SELECT id FROM envelope").await.len(),
            self.ask("SELECT month FROM tally").await.len(),
        ]
    }

    /// The objects and pieces of objects that lie in the folder.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder().join("objects")).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| !path.ends_with("lock"));
        files.sort();
        files
    }

    /// Panics unless neither a row nor a file was left by anybody.
    pub(crate) async fn has_nothing(&self) {
        assert_eq!(self.rows().await, [0; 4], "rows were left");
        assert_eq!(self.objects(), [] as [PathBuf; 0], "files were left");
    }
}

/// The window with the directory, and the catalogue, that its configuration names.
fn standing(window: &Window, folder: &Path) -> Arc<InForce> {
    let config = Config::read(&folder.join("window.toml")).unwrap();
    Arc::new(InForce::new(window.clone(), Sources::of(&config)))
}

/// When every site begins.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 15:00 UTC);
const ORIGIN: &str = "http://ventanilla.test";
