//! Cases: one of them, and what changes of it.

use super::messages::insert_message;
use super::rows::{Case, CaseRow, NewMessage};
use super::{DeskStore, id, number};
use crate::case::{CaseId, PublicStatus};
use crate::on;
use crate::store::StoreError;

impl DeskStore {
    /// Writes a message down, and its case if it is the first; again, it changes nothing.
    pub async fn add_received(&self, new: &NewMessage) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO \"case\" (id, number, received, status, status_day, answers, previous, unread,
                 alarm, step, clock)
             VALUES ($1, $2, $3, $4, $3, 0, '', 1, 0, 0, '')
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
        self.renew(&mut tx, &id(new.case.0)).await?;
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

    /// One case.
    pub async fn find_case(&self, case: CaseId) -> Result<Option<Case>, StoreError> {
        let row: Option<CaseRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT id, number, received, status, status_day, answers, previous, unread, alarm, step, clock, due
             FROM \"case\" WHERE id = $1",
        )
        .bind(id(case.0))
        .fetch_optional(db)
        .await)?;
        row.map(Case::try_from).transpose()
    }
}
