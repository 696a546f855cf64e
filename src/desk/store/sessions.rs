//! Sessions of officers, as sealed boxes under an index that tells nothing.

use super::DeskStore;
use crate::clock::Day;
use crate::on;
use crate::store::StoreError;

impl DeskStore {
    /// Keeps a sealed session, in place of what was there under the same index.
    pub(crate) async fn save_session(
        &self,
        index: &str,
        content: &[u8],
        owner: &str,
        day: Day,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO session (id, content, owner, began, day) VALUES ($1, $2, $3, $4, $4)
             ON CONFLICT (id) DO UPDATE
             SET content = excluded.content, owner = excluded.owner, day = excluded.day",
        )
        .bind(index)
        .bind(content)
        .bind(owner)
        .bind(day.number())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// The index of each session of one owner, and the day on which it began, the newest first.
    pub(crate) async fn sessions_of(&self, owner: &str) -> Result<Vec<(String, Day)>, StoreError> {
        let rows: Vec<(String, i64)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT id, began FROM session WHERE owner = $1 ORDER BY began DESC, id",
        )
        .bind(owner)
        .fetch_all(db)
        .await)?;
        let rows = rows.into_iter();
        Ok(rows.map(|(id, began)| (id, Day::from_number(began))).collect())
    }

    /// Ends one of an owner's sessions.
    pub(crate) async fn erase_session_of(&self, owner: &str, index: &str) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("DELETE FROM session WHERE id = $1 AND owner = $2")
            .bind(index)
            .bind(owner)
            .execute(db)
            .await
            .map(|_done| ()))?;
        tx.commit().await
    }

    /// Ends every session of an owner but the one under this index.
    pub(crate) async fn erase_other_sessions(&self, owner: &str, index: &str) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("DELETE FROM session WHERE owner = $1 AND id <> $2")
            .bind(owner)
            .bind(index)
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
