//! SQLite: one connection that writes, a few that read.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};

use super::{StoreError, pool};

#[derive(Clone)]
pub(super) struct SqliteStore {
    pub(super) read: SqlitePool,
    pub(super) write: SqlitePool,
}

/// How a checkpoint ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Checkpoint {
    /// Somebody still reads what stands in the log: it is not empty, and has to be tried again.
    Busy,
    /// The log is empty.
    Done,
}

impl SqliteStore {
    /// The writers wait meanwhile, so a reader that does not end is waited for only a moment.
    pub(super) async fn checkpoint(&self) -> Result<Checkpoint, StoreError> {
        let mut writer = self.write.acquire().await?;
        sqlx::query("PRAGMA busy_timeout = 1000")
            .execute(&mut *writer)
            .await?;
        let told = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut *writer)
            .await;
        sqlx::query("PRAGMA busy_timeout = 30000")
            .execute(&mut *writer)
            .await?;
        let (busy, _pages, _copied): (i64, i64, i64) = told?;
        Ok(if busy == 0 {
            Checkpoint::Done
        } else {
            Checkpoint::Busy
        })
    }

    pub(super) async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("secure_delete", "ON")
            .pragma("trusted_schema", "OFF");
        let write = pool(1).connect_with(options.clone()).await?;
        let read = pool(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self { read, write })
    }
}

const READERS: u32 = 4;
/// How long one program waits for another one's lock on the file; a checkpoint sets it back to this.
const BUSY: Duration = Duration::from_secs(30);
