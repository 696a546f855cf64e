//! Cases: the list, one of them, and what changes of it.

use super::messages::insert_message;
use super::rows::{Case, CaseRow, NewMessage};
use super::{DeskStore, id, number, whole};
use crate::case::{CaseId, PublicStatus};
use crate::on;
use crate::store::StoreError;

impl DeskStore {
    /// Writes a message down, and its case if it is the first; again, it changes nothing.
    pub async fn add_received(&self, new: &NewMessage) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO \"case\" (id, number, received, status, status_day, answers, previous, unread)
             VALUES ($1, $2, $3, $4, $3, 0, '', 1)
             ON CONFLICT (id) DO UPDATE SET unread = 1, received = CASE
                 WHEN excluded.received < \"case\".received THEN excluded.received ELSE \"case\".received END",
        )
        .bind(id(new.case.0))
        .bind(number(new.number))
        .bind(new.day.number())
        .bind(PublicStatus::Registrada.word())
        .execute(db)
        .await
        .map(|_done| ()))?;
        insert_message(&mut tx, new, false).await?;
        tx.commit().await
    }

    /// Notes that an officer has looked at everything in a case.
    pub async fn note_read(&self, case: CaseId) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("UPDATE \"case\" SET unread = 0 WHERE id = $1")
            .bind(id(case.0))
            .execute(db)
            .await
            .map(|_done| ()))?;
        tx.commit().await
    }

    /// A page of cases: those with something new first, then the newest.
    pub async fn list_cases(&self, skip: u64, limit: u64) -> Result<Vec<Case>, StoreError> {
        let rows: Vec<CaseRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT c.id, c.number, c.received, c.status, c.status_day, c.answers, c.previous, c.unread,
                 CAST(COALESCE(MAX(CASE WHEN m.alarms <> '' THEN 1 ELSE 0 END), 0) AS BIGINT),
                 CAST(COALESCE(MAX(m.step), 0) AS BIGINT)
             FROM \"case\" c LEFT JOIN message m ON m.case_id = c.id
             GROUP BY c.id, c.number, c.received, c.status, c.status_day, c.answers, c.previous, c.unread
             ORDER BY c.unread DESC, c.number DESC LIMIT $1 OFFSET $2",
        )
        .bind(number(limit))
        .bind(number(skip))
        .fetch_all(db)
        .await)?;
        rows.into_iter().map(Case::try_from).collect()
    }

    /// How many cases there are, and how many have something new.
    pub async fn count_cases(&self) -> Result<(u64, u64), StoreError> {
        let (all, unread): (i64, i64) = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT COUNT(*), CAST(COALESCE(SUM(unread), 0) AS BIGINT) FROM \"case\"",
        )
        .fetch_one(db)
        .await)?;
        Ok((whole(all, "case", "count")?, whole(unread, "case", "unread")?))
    }

    /// One case.
    pub async fn find_case(&self, case: CaseId) -> Result<Option<Case>, StoreError> {
        let row: Option<CaseRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT c.id, c.number, c.received, c.status, c.status_day, c.answers, c.previous, c.unread,
                 CAST(COALESCE(MAX(CASE WHEN m.alarms <> '' THEN 1 ELSE 0 END), 0) AS BIGINT),
                 CAST(COALESCE(MAX(m.step), 0) AS BIGINT)
             FROM \"case\" c LEFT JOIN message m ON m.case_id = c.id WHERE c.id = $1
             GROUP BY c.id, c.number, c.received, c.status, c.status_day, c.answers, c.previous, c.unread",
        )
        .bind(id(case.0))
        .fetch_optional(db)
        .await)?;
        row.map(Case::try_from).transpose()
    }
}
