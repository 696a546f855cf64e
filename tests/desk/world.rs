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
use super::made::{bounds, directory, enrolled};
use crate::world::postgres::Database;

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

/// A report at the window.
pub(crate) struct Filed {
    /// What signs what the reporter writes again.
    pub(crate) voice: Voice,
    pub(crate) reporter: Identity,
    pub(crate) conversation: Uuid,
    pub(crate) case: CaseId,
    pub(crate) envelope: Uuid,
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

    /// Files a report with a small attachment, and releases it.
    pub(crate) async fn file(&self) -> Filed {
        let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        let contents = self.contents(&reporter, Direction::Report, None);
        self.file_as(reporter, contents, b"%PDF-1.4 prueba").await
    }

    pub(crate) async fn file_as(&self, reporter: Identity, contents: Contents, attachment: &[u8]) -> Filed {
        let voice = Voice::from_seed(&bytes(&SystemRandom));
        let contents = Contents {
            voice: Some(voice.public()),
            ..contents
        };
        self.file_by(voice, reporter, contents, attachment).await
    }

    /// Files what stands in `contents` and nothing else, whether or not it names this voice.
    pub(crate) async fn file_by(
        &self,
        voice: Voice,
        reporter: Identity,
        contents: Contents,
        attachment: &[u8],
    ) -> Filed {
        let filed = Filed {
            conversation: uuid(&SystemRandom),
            case: CaseId(uuid(&SystemRandom)),
            envelope: uuid(&SystemRandom),
            reporter,
            voice,
        };
        let envelope = self.seal(filed.envelope, contents, attachment).await;
        let mailbox = filed.reporter.recipient().to_string();
        let (locator, sameness) = (uuid(&SystemRandom).to_string(), uuid(&SystemRandom).to_string());
        let new = NewReport {
            locator: &locator,
            mailbox: &mailbox,
            sameness: &sameness,
            conversation: filed.conversation,
            case: filed.case,
            institution: self.entry.id.as_str(),
            today: self.clock.today(),
        };
        let mut tx = self.inbox.store.begin().await.unwrap();
        add_report(&mut tx, &new, &envelope).await.unwrap();
        release(&mut tx, &SystemRandom).await.unwrap();
        tx.commit().await.unwrap();
        filed
    }

    /// The holder of the code writes again.
    pub(crate) async fn follow_up(&self, filed: &Filed, mailbox: &Identity) -> Uuid {
        self.follow_up_by(filed, mailbox, Some(&filed.voice)).await
    }

    /// Somebody writes again, or puts it there, under this voice.
    pub(crate) async fn follow_up_by(
        &self,
        filed: &Filed,
        mailbox: &Identity,
        voice: Option<&Voice>,
    ) -> Uuid {
        let id = uuid(&SystemRandom);
        let mut contents = self.contents(mailbox, Direction::FollowUp, Some(filed.case));
        contents.text = "Algo más que recordé.".to_owned();
        let before = told(&self.inbox.store, filed.case).await.unwrap();
        let number = before.number + 1;
        if let Some(voice) = voice {
            voice.sign(&mut contents, filed.case.0, number, before.link);
        }
        let link = contents.told_link(filed.case.0).unwrap_or(before.link);
        let envelope = self.seal(id, contents, b"").await;
        let cases: Vec<case::store::Case> = list(&self.inbox.store, filed.conversation).await.unwrap();
        let mut tx = self.inbox.store.begin().await.unwrap();
        let place = Place { number, link };
        add_follow_up(&mut tx, &cases[0], place, &envelope, self.clock.today())
            .await
            .unwrap();
        release(&mut tx, &SystemRandom).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) fn contents(
        &self,
        mailbox: &Identity,
        direction: Direction,
        case: Option<CaseId>,
    ) -> Contents {
        Contents {
            case: case.map(|case| case.0),
            answers: vec![Answer {
                key: "state".to_owned(),
                value: "20".to_owned(),
                name: Some("Oaxaca".to_owned()),
            }],
            ..Contents::new(
                direction,
                self.entry.id.to_string(),
                self.stamp.clone(),
                mailbox.recipient(),
                STORY.to_owned(),
            )
        }
    }

    async fn seal(&self, id: Uuid, mut contents: Contents, attachment: &[u8]) -> Envelope {
        let ours = self.entry.recipients(self.clock.today()).unwrap();
        let readers = ours.iter().chain(&self.overheard_by).cloned().collect();
        let mut sealer = Sealer::begin(&Recipients::new(readers).unwrap()).unwrap();
        let mut deposit = Deposit::new(&self.inbox.blobs, id);
        if !attachment.is_empty() {
            let name = sealer.begin_file(Extension::recognise(attachment)).unwrap();
            sealer.write(attachment).unwrap();
            sealer.end_file().unwrap();
            contents.files.push(FileEntry {
                name,
                bytes: u64::try_from(attachment.len()).unwrap(),
                sha256: Digest::of(attachment),
                original: None,
            });
            deposit.push(sealer.take()).await.unwrap();
        }
        let closing = sealer.close(&contents, IdentityBlock::Dummy, "").unwrap();
        deposit.close(closing, self.clock.today()).await.unwrap()
    }

    /// Does to the window's rows what an intruder would.
    pub(crate) async fn tamper(&self, sql: &'static str, values: &[&str]) {
        let mut tx = self.inbox.store.begin().await.unwrap();
        let changed = on!(tx.connection(), db => values
            .iter()
            .fold(sqlx::query(sql), |query, value| query.bind((*value).to_owned()))
            .execute(db)
            .await
            .unwrap()
            .rows_affected());
        tx.commit().await.unwrap();
        assert!(changed > 0, "nothing was changed by {sql}");
    }

    /// Reads of the window's rows.
    pub(crate) async fn ask<T>(&self, sql: &'static str, values: &[&str]) -> Vec<T>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        on!(self.inbox.store.reader(), db => values
            .iter()
            .fold(sqlx::query_as(sql), |query, value| query.bind((*value).to_owned()))
            .fetch_all(db)
            .await
            .unwrap())
    }

    /// The window's rows, when they are in `SQLite`.
    pub(crate) async fn window_rows(&self) -> SqlitePool {
        let file = self.folder.path().join("window.sqlite");
        SqlitePool::connect(&format!("sqlite:{}", file.display()))
            .await
            .unwrap()
    }

    /// The same for the desk's, when they are in `SQLite`.
    pub(crate) async fn desk_rows(&self) -> SqlitePool {
        let file = self.folder.path().join("desk/desk.sqlite");
        SqlitePool::connect(&format!("sqlite:{}", file.display()))
            .await
            .unwrap()
    }

    /// Makes the rows of a case's answers on their way unreadable.
    pub(crate) async fn damage_outbox(&self, case: CaseId) {
        let sql = format!("UPDATE outbox SET answer = '{{' WHERE case_id = '{}'", case.0);
        let [_of_window, of_desk] = &self.databases;
        match of_desk {
            Some(database) => drop(database.ask(&sql)),
            None => {
                let rows = self.desk_rows().await;
                sqlx::query("UPDATE outbox SET answer = '{' WHERE case_id = $1")
                    .bind(case.0.to_string())
                    .execute(&rows)
                    .await
                    .unwrap();
            }
        }
    }

    pub(crate) fn envelopes(&self) -> PathBuf {
        self.folder.path().join("desk/envelopes")
    }
}
