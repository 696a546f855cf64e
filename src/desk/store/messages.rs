//! Sealed messages: what came, what was found in it, and whether the window knows that we have it.

use uuid::Uuid;

use super::rows::{Message, MessageRow, NewMessage, Told};
use super::{DeskStore, id, number, read, whole};
use crate::case::CaseId;
use crate::case::clocks::What;
use crate::desk::alarm::{Alarm, Alarms};
use crate::on;
use crate::store::{StoreError, Tx};

impl DeskStore {
    /// Notes that the window knows that we have a message.
    pub async fn note_acknowledged(&self, envelope: Uuid) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "UPDATE message SET acknowledged = 1 WHERE envelope = $1",
        )
        .bind(id(envelope))
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// Keeps what was found when a message was opened and compared, and the number that its writer signed.
    pub async fn note_checked(
        &self,
        envelope: Uuid,
        alarms: &Alarms,
        told: Option<u64>,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        let before: Option<(String, String)> = on!(tx.connection(), db => sqlx::query_as(
            "SELECT case_id, alarms FROM message WHERE envelope = $1",
        )
        .bind(id(envelope))
        .fetch_optional(&mut *db)
        .await)?;
        on!(tx.connection(), db => sqlx::query(
            "UPDATE message SET checked = 1, alarms = $2, told = $3 WHERE envelope = $1",
        )
        .bind(id(envelope))
        .bind(alarms.to_string())
        .bind(told.map(number))
        .execute(db)
        .await
        .map(|_done| ()))?;
        // Most are quiet and stay so: their case is not counted again for each.
        if let Some((case, _)) = before.filter(|(_, before)| *before != alarms.to_string()) {
            self.renew(&mut tx, &case).await?;
        }
        tx.commit().await
    }

    /// The messages of a case: the report, then the others as they came.
    pub async fn messages(&self, case: CaseId) -> Result<Vec<Message>, StoreError> {
        let rows: Vec<MessageRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT envelope, case_id, direction, day, digest, mailbox, acknowledged, checked, alarms, told
             FROM message WHERE case_id = $1
             ORDER BY CASE WHEN direction = 'report' THEN 0 ELSE 1 END, position",
        )
        .bind(id(case.0))
        .fetch_all(db)
        .await)?;
        rows.into_iter().map(Message::try_from).collect()
    }

    /// How many messages each case has, the newest case last.
    pub async fn told(&self) -> Result<Vec<Told>, StoreError> {
        let rows: Vec<(String, i64, i64)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT c.id, c.number, COUNT(*) FROM \"case\" c JOIN message m ON m.case_id = c.id
             GROUP BY c.id, c.number ORDER BY c.number",
        )
        .fetch_all(db)
        .await)?;
        rows.iter()
            .map(|(case, number, messages)| {
                Ok(Told {
                    case: CaseId(read(case, "message", "case_id")?),
                    number: whole(*number, "case", "number")?,
                    messages: whole(*messages, "message", "count")?,
                })
            })
            .collect()
    }

    /// One message.
    pub async fn find_message(&self, envelope: Uuid) -> Result<Option<Message>, StoreError> {
        let row: Option<MessageRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT envelope, case_id, direction, day, digest, mailbox, acknowledged, checked, alarms, told
             FROM message WHERE envelope = $1",
        )
        .bind(id(envelope))
        .fetch_optional(db)
        .await)?;
        row.map(Message::try_from).transpose()
    }

    /// A hundred of the cases with a message that was not compared yet, those behind `last` first, and then from the
    /// beginning: some can never be compared, and must not stand before the others for good.
    pub async fn unchecked_cases(&self, last: CaseId) -> Result<Vec<CaseId>, StoreError> {
        let rows: Vec<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT case_id FROM message WHERE checked = 0 GROUP BY case_id
             ORDER BY CASE WHEN case_id > $1 THEN 0 ELSE 1 END, case_id LIMIT 100",
        )
        .bind(id(last.0))
        .fetch_all(db)
        .await)?;
        rows.iter()
            .map(|(case,)| Ok(CaseId(read(case, "message", "case_id")?)))
            .collect()
    }

    /// The cases in which something that came has this alarm.
    pub async fn cases_with(&self, alarm: Alarm) -> Result<Vec<CaseId>, StoreError> {
        let rows: Vec<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT DISTINCT case_id FROM message
             WHERE direction <> 'reply' AND ' ' || alarms || ' ' LIKE '% ' || $1 || ' %' ORDER BY case_id",
        )
        .bind(alarm.word())
        .fetch_all(db)
        .await)?;
        rows.iter()
            .map(|(case,)| Ok(CaseId(read(case, "message", "case_id")?)))
            .collect()
    }

    /// Notes which mailbox the window lists now for what came in a case; where it is another one than before,
    /// the message is to be compared again.
    pub async fn note_listed(&self, case: CaseId, mailbox: &str) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "UPDATE message SET mailbox = $2, checked = 0
             WHERE case_id = $1 AND direction <> 'reply' AND mailbox <> $2",
        )
        .bind(id(case.0))
        .bind(mailbox)
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// Every file that a row names.
    pub async fn named_files(&self) -> Result<Vec<Uuid>, StoreError> {
        let rows: Vec<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT envelope FROM message UNION SELECT sealed FROM outbox",
        )
        .fetch_all(db)
        .await)?;
        rows.iter()
            .map(|(name,)| read(name, "message", "envelope"))
            .collect()
    }
}

/// Writes a message at the end of its case; the caller has locked the case's row by changing it.
pub(super) async fn insert_message(tx: &mut Tx, new: &NewMessage, ours: bool) -> Result<(), StoreError> {
    on!(tx.connection(), db => sqlx::query(
        "INSERT INTO message (envelope, case_id, position, direction, day, step, digest, mailbox,
             acknowledged, checked, alarms, clock)
         VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM message WHERE case_id = $2),
             $3, $4, $5, $6, $7, $8, $8, $9, $10)
         ON CONFLICT (envelope) DO NOTHING",
    )
    .bind(id(new.envelope))
    .bind(id(new.case.0))
    .bind(new.direction.word())
    .bind(new.day.number())
    .bind(i64::from(new.step))
    .bind(new.digest.to_string())
    .bind(&new.mailbox)
    .bind(i64::from(ours))
    .bind(new.alarms.to_string())
    .bind(new.clock.map_or("", What::word))
    .execute(db)
    .await
    .map(|_done| ()))?;
    Ok(())
}
