//! Where rows and sealed bytes lie: one set of queries for SQLite and PostgreSQL, and objects for what is
//! too large for a row. This module knows no noun.
//!
//! Reads go through [`Store::reader`]; every change through a [`Tx`]. SQLite has one writing connection, so
//! that concurrent writers wait in a queue of ours and "database is locked" has nobody to be told to.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool};
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Postgres, Sqlite, Transaction};

pub mod blobs;
pub mod migrate;
pub mod space;
mod sqlite;

pub use migrate::Schema;
pub use sqlite::Checkpoint;
use sqlite::SqliteStore;

/// One of the two engines, holding what the caller needs of it.
#[derive(Debug)]
pub enum On<S, P> {
    /// Something of SQLite's.
    Sqlite(S),
    /// Something of PostgreSQL's.
    Postgres(P),
}

/// Runs one body, written once, on whichever engine is there.
///
/// `on!(store.reader(), db => sqlx::query("..").fetch_all(db).await)`
#[macro_export]
macro_rules! on {
    ($engine:expr, $db:ident => $body:expr) => {
        match $engine {
            $crate::store::On::Sqlite($db) => $body,
            $crate::store::On::Postgres($db) => $body,
        }
    };
}

/// A database: cheap to clone, shared by everything that keeps rows.
#[derive(Clone)]
pub struct Store(On<SqliteStore, PgPool>);

impl<S: Clone, P: Clone> Clone for On<S, P> {
    fn clone(&self) -> Self {
        match self {
            Self::Sqlite(engine) => Self::Sqlite(engine.clone()),
            Self::Postgres(engine) => Self::Postgres(engine.clone()),
        }
    }
}

/// Where a database is.
#[derive(Clone, Eq, PartialEq)]
pub enum Location {
    /// A SQLite file, created when it is not there.
    Sqlite(PathBuf),
    /// A `postgres://` address, which may hold a password.
    Postgres(String),
}

impl FromStr for Location {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some(_) | None => Err(StoreError::Location),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Location::Sqlite(..)",
            Self::Postgres(_) => "Location::Postgres(..)",
        })
    }
}

/// What can go wrong between us and the rows.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The engine refused or could not be reached.
    #[error("the database failed ({})", code(.0))]
    Driver(#[from] sqlx::Error),
    /// A row holds what this program never writes.
    #[error("table {table} holds an impossible {column}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The address of the database is of no known form.
    #[error("a database is sqlite:FILE or postgres://…")]
    Location,
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The object store refused or could not be reached.
    #[error("the object store failed")]
    Objects(#[from] object_store::Error),
    /// The object folder could not be read or changed.
    #[error("the object folder failed")]
    Folder(#[from] std::io::Error),
}

impl Store {
    /// Opens the database and brings its tables up to date.
    pub async fn open(location: &Location, schema: Schema) -> Result<Self, StoreError> {
        let store = Self::connect(location).await?;
        migrate::run(&store, schema).await?;
        Ok(store)
    }

    /// Opens the database as it is.
    pub async fn connect(location: &Location) -> Result<Self, StoreError> {
        Ok(match location {
            Location::Sqlite(path) => Self(On::Sqlite(SqliteStore::open(path).await?)),
            Location::Postgres(url) => Self(On::Postgres(open_postgres(url).await?)),
        })
    }

    /// A pool to read from.
    pub fn reader(&self) -> On<&SqlitePool, &PgPool> {
        match &self.0 {
            On::Sqlite(sqlite) => On::Sqlite(&sqlite.read),
            On::Postgres(pool) => On::Postgres(pool),
        }
    }

    /// A pool to write to outside a transaction of ours; only migrations and upkeep need it.
    pub(crate) fn writer(&self) -> On<&SqlitePool, &PgPool> {
        match &self.0 {
            On::Sqlite(sqlite) => On::Sqlite(&sqlite.write),
            On::Postgres(pool) => On::Postgres(pool),
        }
    }

    /// Begins a transaction that will write. Dropped without [`Tx::commit`], it leaves nothing.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match &self.0 {
            On::Sqlite(sqlite) => On::Sqlite(sqlite.write.begin_with("BEGIN IMMEDIATE").await?),
            On::Postgres(pool) => On::Postgres(pool.begin().await?),
        }))
    }

    /// Copies what the write-ahead log still holds into the database and empties the log, so that what was
    /// erased is gone from the disk. PostgreSQL does its own.
    pub async fn checkpoint(&self) -> Result<Checkpoint, StoreError> {
        match &self.0 {
            On::Sqlite(sqlite) => sqlite.checkpoint().await,
            On::Postgres(_) => Ok(Checkpoint::Done),
        }
    }

    /// Waits for the connections to end.
    pub async fn close(&self) {
        match &self.0 {
            On::Sqlite(sqlite) => {
                sqlite.read.close().await;
                sqlite.write.close().await;
            }
            On::Postgres(pool) => pool.close().await,
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            On::Sqlite(_) => "Store(sqlite)",
            On::Postgres(_) => "Store(postgres)",
        })
    }
}

/// One transaction.
pub struct Tx(On<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>);

impl Tx {
    /// The connection to run queries on.
    pub fn connection(&mut self) -> On<&mut SqliteConnection, &mut PgConnection> {
        match &mut self.0 {
            On::Sqlite(tx) => On::Sqlite(&mut *tx),
            On::Postgres(tx) => On::Postgres(&mut *tx),
        }
    }

    /// Makes the change durable: when this returns, a crash cannot undo it.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            On::Sqlite(tx) => tx.commit().await?,
            On::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tx")
    }
}

async fn open_postgres(url: &str) -> Result<PgPool, StoreError> {
    let options = PgConnectOptions::from_str(url)?.application_name("ventanilla");
    let pool = pool(CONNECTIONS).after_connect(|connection, _which| {
        Box::pin(async move {
            // A code is shown when its row is safe, whatever the role or the database was set to.
            sqlx::query(
                "SELECT set_config('synchronous_commit', 'on', false)
                 WHERE current_setting('synchronous_commit') <> 'remote_apply'",
            )
            .execute(connection)
            .await?;
            Ok(())
        })
    });
    Ok(pool.connect_with(options).await?)
}

fn pool<D: sqlx::Database>(connections: u32) -> PoolOptions<D> {
    PoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
}

/// What an error of the driver may say in a log: its code or its sort, never a text that could hold a value.
fn code(error: &sqlx::Error) -> Cow<'_, str> {
    let known = [
        (
            matches!(error, sqlx::Error::PoolTimedOut),
            "no connection became free",
        ),
        (
            matches!(error, sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed),
            "connections are closed",
        ),
        (
            matches!(error, sqlx::Error::Configuration(_)),
            "its address is wrong",
        ),
        (matches!(error, sqlx::Error::Tls(_)), "TLS"),
        (matches!(error, sqlx::Error::RowNotFound), "a row is missing"),
    ];
    if let Some(error) = error.as_database_error() {
        return error.code().unwrap_or(Cow::Borrowed("no code"));
    }
    let said = known.into_iter().find_map(|(is_it, said)| is_it.then_some(said));
    Cow::Borrowed(said.unwrap_or("the connection or the driver"))
}

const CONNECTIONS: u32 = 8;
/// How long a request waits for a connection before it gives up.
const PATIENCE: Duration = Duration::from_mins(1);
