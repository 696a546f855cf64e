//! Sessions of officers, as sealed boxes under an index that tells nothing.

use super::DeskStore;
use crate::clock::Day;
use crate::on;
use crate::store::StoreError;

impl DeskStore {
    /// Keeps a sealed session, in place of what was there under the same index.
    pub(crate) async fn save_session(&self, index: &str, content: &[u8], day: Day) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO session (id, content, day) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET content = excluded.content, day = excluded.day",
        )
        .bind(index)
        .bind(content)
        .bind(day.number())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// The sealed session under an index.
    pub(crate) async fn find_session(&self, index: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row: Option<(Vec<u8>,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT content FROM session WHERE id = $1",
        )
        .bind(index)
        .fetch_optional(db)
        .await)?;
        Ok(row.map(|(content,)| content))
    }

    /// Ends the session under an index.
    pub(crate) async fn erase_session(&self, index: &str) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("DELETE FROM session WHERE id = $1")
            .bind(index)
            .execute(db)
            .await
            .map(|_done| ()))?;
        tx.commit().await
    }

    /// Ends every session that was last used before `day`.
    pub async fn erase_sessions_before(&self, day: Day) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("DELETE FROM session WHERE day < $1")
            .bind(day.number())
            .execute(db)
            .await
            .map(|_done| ()))?;
        tx.commit().await
    }
}
