//! A desk beside the window's real desk link: both over HTTP on loopback, on databases and folders of their own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, SqlitePool};
use tempfile::TempDir;
use time::macros::datetime;
use tokio::net::TcpListener;
use uuid::Uuid;
use ventanilla::case::deposit::{Deposit, Envelope};
use ventanilla::case::store::{NewReport, Place, add_follow_up, add_report, list, told};
use ventanilla::case::{self, CaseId};
use ventanilla::clock::{Clock, FixedClock};
use ventanilla::desk::Desk;
use ventanilla::desk::settings::Settings;
use ventanilla::duties::Duties;
use ventanilla::inbox::Page;
use ventanilla::inbox::api::{self, Inbox};
use ventanilla::inbox::store::release;
use ventanilla::inbox::turns::Turns;
use ventanilla::institution::{Directory, DirectoryKey, Institution};
use ventanilla::on;
use ventanilla::random::{Random, SystemRandom, bytes, uuid};
use ventanilla::seal::{
    Answer, Class, Contents, Digest, Direction, DirectoryStamp, Extension, FileEntry, Identity,
    IdentityBlock, Recipient, Recipients, Sealer, Voice,
};
use ventanilla::store::blobs::Blobs;
use ventanilla::store::space::{Marks, Space};
use ventanilla::store::{Location, Schema, Store};
use ventanilla::web::serve::serve;

use super::liar::Lie;
use super::made::{bounds, directory, enrolled, replace};
use crate::world::postgres::Database;

mod filing;
mod rows;

pub(crate) use filing::Filed;

pub(crate) const STORY: &str = "Pagaron luminarias que nunca llegaron.\n<b>Marcador-8261-historia</b>";

type Public = Arc<Mutex<(String, String)>>;

/// A window and one desk of it.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) entry: Institution,
    pub(crate) public: Public,
    pub(crate) signer: DirectoryKey,
    pub(crate) config: PathBuf,
    pub(crate) stamp: DirectoryStamp,
    /// Whom a window that was taken over seals to as well.
    pub(crate) overheard_by: Option<Recipient>,
    address: SocketAddr,
    inbox: Inbox,
    lie: Lie,
    running: Option<Duties>,
    databases: [Option<Database>; 2],
}

impl World {
    /// Both on `SQLite`.
    pub(crate) async fn new() -> Self {
        Self::between([None, None], Class::Hybrid).await
    }

    /// Both on databases of their own.
    pub(crate) async fn on_postgresql(class: Class) -> Self {
        Self::between([Some(Database::create()), Some(Database::create())], class).await
    }

    /// The window and the desk each on a database or on `SQLite`, the desk with keys of that class.
    async fn between(databases: [Option<Database>; 2], class: Class) -> Self {
        let [for_window, for_desk] = &databases;
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::at(datetime!(2026-11-23 10:00 UTC)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (signer, _secret) = DirectoryKey::generate(None).unwrap();
        let (config, entry) = enrolled(&folder, address, &signer, class, for_desk.as_ref());
        let text = directory(1, &entry);
        let minisig = signer.sign(text.as_bytes(), "test").unwrap();
        let trusted = [signer.public().clone()];
        let read = Directory::read(text.as_bytes(), &minisig, &trusted, None, clock.today()).unwrap();
        let stamp = DirectoryStamp {
            version: read.version(),
            hash: Digest::from_bytes(read.hash()),
        };
        let location = match for_window {
            Some(database) => Location::Postgres(database.url()),
            None => Location::Sqlite(folder.path().join("window.sqlite")),
        };
        let store = Store::open(&location, Schema::Window).await.unwrap();
        let inbox = Inbox {
            store,
            blobs: Blobs::open(&folder.path().join("objects")).unwrap(),
            directory: Arc::new(read),
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
            bounds: bounds(folder.path()),
            answers_bytes: u64::MAX,
            nonces: Arc::default(),
            turns: Turns::default(),
        };
        let mut world = Self {
            folder,
            clock,
            entry,
            public: Arc::new(Mutex::new((text, minisig))),
            signer,
            config,
            stamp,
            overheard_by: None,
            address,
            inbox,
            lie: Lie::default(),
            running: None,
            databases,
        };
        world.serve_on(listener);
        world
    }

    /// Desks that are opened from now on ask for a second factor.
    pub(crate) fn ask_for_codes(&self) {
        replace(&self.config, "second_factor = false", "second_factor = true");
    }

    /// Brings the window back at its address.
    pub(crate) async fn start_window(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.serve_on(listener);
    }

    /// Takes the window away.
    pub(crate) async fn stop_window(&mut self) {
        self.running.take().unwrap().end().await;
    }

    /// Brings the window back with another limit on what is in one envelope; twice as many bytes are let in.
    pub(crate) async fn set_envelope_bytes(&mut self, bytes: u64) {
        self.stop_window().await;
        self.inbox.bounds.envelope_bytes = bytes;
        self.start_window().await;
    }

    /// Brings the window back with so much room for the files of answers.
    pub(crate) async fn set_room_for_answers(&mut self, bytes: u64) {
        self.stop_window().await;
        self.inbox.answers_bytes = bytes;
        self.start_window().await;
    }

    /// Brings the window back with so much of its disk kept free of files.
    pub(crate) async fn keep_free_of_files(&mut self, files: u64) {
        self.stop_window().await;
        self.inbox.bounds.space = Space::new(self.folder.path(), None, Marks { files, texts: 0 });
        self.start_window().await;
    }

    fn serve_on(&mut self, listener: TcpListener) {
        let public = Router::new()
            .route(
                "/directorio.toml",
                get(async |State(public): State<Public>| public.lock().unwrap().0.clone()),
            )
            .route(
                "/directorio.toml.minisig",
                get(async |State(public): State<Public>| public.lock().unwrap().1.clone()),
            )
            .with_state(Arc::clone(&self.public));
        let router = api::routes().with_state(self.inbox.clone()).merge(public);
        let router = self.lie.tell(router);
        let mut duties = Duties::new();
        let stop = duties.stop();
        duties.run(async move { serve(listener, router, stop).await.unwrap() });
        self.running = Some(duties);
    }

    /// Brings the window back with another directory.
    pub(crate) async fn adopt(&mut self, version: u64, entry: &Institution) {
        let text = directory(version, entry);
        let minisig = self.signer.sign(text.as_bytes(), "test").unwrap();
        let trusted = [self.signer.public().clone()];
        let today = self.clock.today();
        let read = Directory::read(text.as_bytes(), &minisig, &trusted, None, today).unwrap();
        self.inbox.directory = Arc::new(read);
        *self.public.lock().unwrap() = (text, minisig);
        self.start_window().await;
    }

    /// Lists envelopes to the desk as a window that was taken over would.
    pub(crate) fn lie(&self, lie: impl Fn(&mut Page) + Send + 'static) {
        self.lie.set(lie);
    }

    /// Breaks off this envelope whenever it is fetched.
    pub(crate) fn cut(&self, envelope: Uuid) {
        self.lie.cut(envelope);
    }

    /// Shows another directory to everybody.
    pub(crate) fn publish(&self, version: u64, entry: &Institution, signer: &DirectoryKey) {
        let text = directory(version, entry);
        let minisig = signer.sign(text.as_bytes(), "test").unwrap();
        *self.public.lock().unwrap() = (text, minisig);
    }

    /// A desk on the configuration, as a start of the program opens it.
    pub(crate) async fn desk(&self) -> Arc<Desk> {
        let settings = Settings::read(&self.config).unwrap();
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        Desk::open(settings, self.clock.clone(), random).await.unwrap()
    }

    pub(crate) fn envelopes(&self) -> PathBuf {
        self.folder.path().join("desk/envelopes")
    }
}
