//! Answers: written down with their case in one transaction, then on their way until the window has them.

use uuid::Uuid;

use super::cases::insert_message;
use super::{DeskStore, NewMessage, id, number, read, whole};
use crate::case::CaseId;
use crate::inbox::signature::SignedAnswer;
use crate::on;
use crate::store::{StoreError, Tx};

/// A sealed and signed answer, about to be written down.
#[derive(Debug)]
pub struct NewAnswer<'a> {
    /// Our own copy, as a message of the case.
    pub copy: &'a NewMessage,
    /// The file that is sealed to the mailbox.
    pub sealed: Uuid,
    /// What was signed.
    pub signed: &'a SignedAnswer,
}

/// An answer on its way.
#[derive(Debug)]
pub struct Delivery {
    /// Our own copy's envelope.
    pub envelope: Uuid,
    /// Its case.
    pub case: CaseId,
    /// The file that is sealed to the mailbox.
    pub sealed: Uuid,
    /// What was signed.
    pub signed: SignedAnswer,
    /// Whether the window refused it, which more tries will not change.
    pub refused: bool,
}

impl DeskStore {
    /// Writes an answer down: our copy, its delivery and the case's new standing, all or nothing. `false`
    /// when another answer was written meanwhile, so that this one must be signed again.
    pub async fn add_answer(&self, new: &NewAnswer<'_>) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        if !advance_case(&mut tx, &new.signed.answer).await? {
            return Ok(false);
        }
        insert_message(&mut tx, new.copy, true).await?;
        let answer = serde_json::to_string(new.signed).map_err(|_never| StoreError::Inconsistent {
            table: "outbox",
            column: "answer",
        })?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO outbox (envelope, case_id, number, sealed, answer, refused)
             VALUES ($1, $2, $3, $4, $5, 0)",
        )
        .bind(id(new.copy.envelope))
        .bind(id(new.copy.case.0))
        .bind(number(new.signed.answer.number))
        .bind(id(new.sealed))
        .bind(&answer)
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await?;
        Ok(true)
    }

    /// What is on its way, each case's answers in their order.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        let rows: Vec<(String, String, String, String, i64)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT envelope, case_id, sealed, answer, refused FROM outbox ORDER BY case_id, number",
        )
        .fetch_all(db)
        .await)?;
        rows.into_iter().map(delivery).collect()
    }

    /// Notes that the window has an answer.
    pub async fn note_delivered(&self, envelope: Uuid) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("DELETE FROM outbox WHERE envelope = $1")
            .bind(id(envelope))
            .execute(db)
            .await
            .map(|_done| ()))?;
        tx.commit().await
    }

    /// Notes that the window refused an answer, and raises the alarm on it.
    pub async fn note_refused(&self, envelope: Uuid, alarms: &str) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("UPDATE outbox SET refused = 1 WHERE envelope = $1")
            .bind(id(envelope))
            .execute(db)
            .await
            .map(|_done| ()))?;
        on!(tx.connection(), db => sqlx::query("UPDATE message SET alarms = $2 WHERE envelope = $1")
            .bind(id(envelope))
            .bind(alarms)
            .execute(db)
            .await
            .map(|_done| ()))?;
        tx.commit().await
    }
}

/// Takes the next place in the chain of answers, if it is still free.
async fn advance_case(tx: &mut Tx, answer: &crate::inbox::signature::Answer) -> Result<bool, StoreError> {
    let changed = on!(tx.connection(), db => sqlx::query(
        "UPDATE \"case\" SET answers = $2, previous = $3,
             status_day = CASE WHEN status = $4 THEN status_day ELSE $5 END, status = $4
         WHERE id = $1 AND answers = $2 - 1",
    )
    .bind(id(answer.case))
    .bind(number(answer.number))
    .bind(answer.link())
    .bind(answer.status.word())
    .bind(answer.day.number())
    .execute(db)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

fn delivery(row: (String, String, String, String, i64)) -> Result<Delivery, StoreError> {
    let (envelope, case, sealed, answer, refused) = row;
    let signed = serde_json::from_str(&answer).map_err(|_impossible| StoreError::Inconsistent {
        table: "outbox",
        column: "answer",
    })?;
    Ok(Delivery {
        envelope: read(&envelope, "outbox", "envelope")?,
        case: CaseId(read(&case, "outbox", "case_id")?),
        sealed: read(&sealed, "outbox", "sealed")?,
        signed,
        refused: whole::<u8>(refused, "outbox", "refused")? != 0,
    })
}
