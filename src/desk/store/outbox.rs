//! Answers: written down with their case in one transaction, then on their way until the window has them.

use uuid::Uuid;

use super::messages::insert_message;
use super::{DeskStore, NewMessage, id, number, read, whole};
use crate::case::CaseId;
use crate::desk::alarm::{Alarm, Alarms};
use crate::inbox::signature::{Answer, SignedAnswer};
use crate::on;
use crate::store::{StoreError, Tx};

/// A sealed and signed answer, about to be written down.
#[derive(Debug)]
pub struct NewAnswer<'a> {
    /// Our own copy, as a message of the case.
    pub copy: &'a NewMessage,
    /// The file that is sealed to the mailbox.
    pub sealed: Uuid,
    /// What will be signed when it is sent.
    pub answer: &'a Answer,
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
    /// What was signed when it was last sent; without a signature before the first time.
    pub signed: SignedAnswer,
    /// Whether the window refused it, which more tries will not change.
    pub refused: bool,
}

impl DeskStore {
    /// Writes an answer down: our copy, its delivery and the case's new standing, all or nothing. `false`
    /// when another answer took its number meanwhile.
    pub async fn add_answer(&self, new: &NewAnswer<'_>) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let before: Option<(String, i64)> = on!(tx.connection(), db => sqlx::query_as(
            "SELECT status, status_day FROM \"case\" WHERE id = $1",
        )
        .bind(id(new.answer.case))
        .fetch_optional(&mut *db)
        .await)?;
        if !advance_case(&mut tx, new.answer).await? {
            return Ok(false);
        }
        let (status, status_day) = before.unwrap_or_default();
        insert_message(&mut tx, new.copy, true).await?;
        let answer = written(&SignedAnswer {
            answer: new.answer.clone(),
            signature: String::new(),
        })?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO outbox (envelope, case_id, number, sealed, answer, refused, status, status_day)
             VALUES ($1, $2, $3, $4, $5, 0, $6, $7)",
        )
        .bind(id(new.copy.envelope))
        .bind(id(new.copy.case.0))
        .bind(number(new.answer.number))
        .bind(id(new.sealed))
        .bind(&answer)
        .bind(&status)
        .bind(status_day)
        .execute(db)
        .await
        .map(|_done| ()))?;
        self.renew(&mut tx, &id(new.copy.case.0)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What is on its way, each case's answers in their order. A row that cannot be read stands in its case alone: it, and
    /// what waits behind it, is not among them.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        Ok(self.read_outbox().await?.0)
    }

    /// Our copies of the answers whose row on the way cannot be read.
    pub async fn unreadable_deliveries(&self) -> Result<Vec<Uuid>, StoreError> {
        Ok(self.read_outbox().await?.1)
    }

    async fn read_outbox(&self) -> Result<(Vec<Delivery>, Vec<Uuid>), StoreError> {
        let rows: Vec<(String, String, String, String, i64)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT envelope, case_id, sealed, answer, refused FROM outbox ORDER BY case_id, number",
        )
        .fetch_all(db)
        .await)?;
        let (mut whole, mut broken, mut held) = (Vec::new(), Vec::new(), String::new());
        for row in rows {
            let (envelope, case) = (row.0.clone(), row.1.clone());
            if case == held {
                continue;
            }
            match delivery(row) {
                Ok(delivery) => whole.push(delivery),
                Err(_broken) => {
                    held = case;
                    broken.extend(envelope.parse::<Uuid>());
                }
            }
        }
        Ok((whole, broken))
    }

    /// Keeps what is about to be sent, so that a crash cannot leave us in doubt of what the window has.
    pub async fn note_signed(&self, envelope: Uuid, signed: &SignedAnswer) -> Result<(), StoreError> {
        let answer = written(signed)?;
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "UPDATE outbox SET answer = $2, refused = 0 WHERE envelope = $1",
        )
        .bind(id(envelope))
        .bind(&answer)
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// Notes that the window has an answer: the next one of its case names it as the previous one, and its day is the one
    /// that was signed.
    pub async fn note_delivered(&self, envelope: Uuid, answer: &Answer) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("UPDATE \"case\" SET previous = $2 WHERE id = $1")
            .bind(id(answer.case))
            .bind(answer.link())
            .execute(db)
            .await
            .map(|_done| ()))?;
        settle(&mut tx, envelope, answer).await?;
        self.renew(&mut tx, &id(answer.case)).await?;
        tx.commit().await
    }

    /// Takes back the answers of a case from this number on, none of which the window has: the case stands again where
    /// it stood before, and the first of them gets this alarm. Tells which files nobody needs any more.
    pub async fn withdraw(&self, case: CaseId, from: u64, alarm: Alarm) -> Result<Vec<Uuid>, StoreError> {
        let mut tx = self.0.begin().await?;
        let rows: Vec<TakenBack> = on!(tx.connection(), db => sqlx::query_as(
            "DELETE FROM outbox WHERE case_id = $1 AND number >= $2
             RETURNING envelope, sealed, number, status, status_day",
        )
        .bind(id(case.0))
        .bind(number(from))
        .fetch_all(&mut *db)
        .await)?;
        for row in &rows {
            take_back(&mut tx, row, case, (from, alarm)).await?;
        }
        self.renew(&mut tx, &id(case.0)).await?;
        tx.commit().await?;
        rows.iter().map(|row| read(&row.1, "outbox", "sealed")).collect()
    }

    /// Notes that the window refused an answer, and raises the alarm on it.
    pub async fn note_refused(&self, envelope: Uuid, alarms: &Alarms) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("UPDATE outbox SET refused = 1 WHERE envelope = $1")
            .bind(id(envelope))
            .execute(db)
            .await
            .map(|_done| ()))?;
        on!(tx.connection(), db => sqlx::query("UPDATE message SET alarms = $2 WHERE envelope = $1")
            .bind(id(envelope))
            .bind(alarms.to_string())
            .execute(db)
            .await
            .map(|_done| ()))?;
        self.renew_of(&mut tx, envelope).await?;
        tx.commit().await
    }
}

/// Envelope, file for the mailbox, number, and where the case stood before.
type TakenBack = (String, String, i64, String, i64);

/// Marks our copy, and puts the case back to where it stood before the first that is taken back.
async fn take_back(
    tx: &mut Tx,
    row: &TakenBack,
    case: CaseId,
    (from, alarm): (u64, Alarm),
) -> Result<(), StoreError> {
    let (envelope, _sealed, place, status, status_day) = row;
    let is_first = *place == number(from);
    let alarm = if is_first { alarm } else { Alarm::Withdrawn };
    on!(tx.connection(), db => sqlx::query("UPDATE message SET alarms = $2 WHERE envelope = $1")
        .bind(envelope)
        .bind(alarm.word())
        .execute(db)
        .await
        .map(|_done| ()))?;
    if !is_first {
        return Ok(());
    }
    on!(tx.connection(), db => sqlx::query(
        "UPDATE \"case\" SET answers = $2 - 1, status = $3, status_day = $4 WHERE id = $1",
    )
    .bind(id(case.0))
    .bind(place)
    .bind(status)
    .bind(status_day)
    .execute(db)
    .await
    .map(|_done| ()))?;
    Ok(())
}

/// What was on its way has arrived, on the day that was signed.
async fn settle(tx: &mut Tx, envelope: Uuid, answer: &Answer) -> Result<(), StoreError> {
    on!(tx.connection(), db => sqlx::query("UPDATE message SET alarms = '', day = $2 WHERE envelope = $1")
        .bind(id(envelope))
        .bind(answer.day.number())
        .execute(db)
        .await
        .map(|_done| ()))?;
    on!(tx.connection(), db => sqlx::query("DELETE FROM outbox WHERE envelope = $1")
        .bind(id(envelope))
        .execute(db)
        .await
        .map(|_done| ()))?;
    Ok(())
}

/// Takes the next place in the chain of answers, if it is still free.
async fn advance_case(tx: &mut Tx, answer: &Answer) -> Result<bool, StoreError> {
    let changed = on!(tx.connection(), db => sqlx::query(
        "UPDATE \"case\" SET answers = $2,
             status_day = CASE WHEN status = $3 THEN status_day ELSE $4 END, status = $3
         WHERE id = $1 AND answers = $2 - 1",
    )
    .bind(id(answer.case))
    .bind(number(answer.number))
    .bind(answer.status.word())
    .bind(answer.day.number())
    .execute(db)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

fn written(signed: &SignedAnswer) -> Result<String, StoreError> {
    serde_json::to_string(signed).map_err(|_never| StoreError::Inconsistent {
        table: "outbox",
        column: "answer",
    })
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
