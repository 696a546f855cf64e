//! Cases and their sealed messages.

use std::str::FromStr;

use uuid::Uuid;

use super::{DeskStore, id, number, read, whole};
use crate::case::{CaseId, PublicStatus};
use crate::clock::Day;
use crate::desk::alarm::Alarms;
use crate::on;
use crate::seal::Digest;
use crate::store::{StoreError, Tx};

/// One report at this institution.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its number within the institution, which people call the folio.
    pub number: u64,
    /// The day the report was received.
    pub received: Day,
    /// Where it stands.
    pub status: PublicStatus,
    /// Since when.
    pub status_day: Day,
    /// How many answers were written.
    pub answers: u64,
    /// What the next answer names as its previous one; empty before the first.
    pub previous: String,
    /// Whether something came that nobody has looked at.
    pub unread: bool,
    /// Whether one of its messages has an alarm.
    pub alarm: bool,
    /// The largest size step among its messages.
    pub step: u8,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// The report itself.
    Report,
    /// The holder of the code wrote again.
    FollowUp,
    /// The institution answered.
    Reply,
}

impl Direction {
    /// The word, as stored and as the window lists it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::FollowUp => "follow_up",
            Self::Reply => "reply",
        }
    }
}

/// The word is no direction.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not one of report, follow_up, reply")]
pub struct NotADirection;

impl FromStr for Direction {
    type Err = NotADirection;

    fn from_str(word: &str) -> Result<Self, NotADirection> {
        [Self::Report, Self::FollowUp, Self::Reply]
            .into_iter()
            .find(|direction| direction.word() == word)
            .ok_or(NotADirection)
    }
}

/// One sealed message of a case.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its envelope, and the name of its file.
    pub envelope: Uuid,
    /// Its case.
    pub case: CaseId,
    /// Which way it went.
    pub direction: Direction,
    /// The day it was received or written.
    pub day: Day,
    /// The digest of the sealed bytes.
    pub digest: Digest,
    /// The digest of the mailbox recipient that the window listed; empty for our own.
    pub mailbox: String,
    /// Whether the window knows that we have it.
    pub acknowledged: bool,
    /// Whether it was opened and compared since it came.
    pub checked: bool,
    /// What was found.
    pub alarms: Alarms,
}

/// A message that has come, about to be written down.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Its envelope.
    pub envelope: Uuid,
    /// Its case.
    pub case: CaseId,
    /// The case's number.
    pub number: u64,
    /// Which way it went.
    pub direction: Direction,
    /// The day it was received.
    pub day: Day,
    /// Its padded size step.
    pub step: u8,
    /// The digest of the sealed bytes.
    pub digest: Digest,
    /// The digest of the mailbox recipient that the window lists.
    pub mailbox: String,
    /// What was found so far.
    pub alarms: Alarms,
}

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

    /// Keeps what was found when a message was opened and compared.
    pub async fn note_checked(&self, envelope: Uuid, alarms: &Alarms) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "UPDATE message SET checked = 1, alarms = $2 WHERE envelope = $1",
        )
        .bind(id(envelope))
        .bind(alarms.to_string())
        .execute(db)
        .await
        .map(|_done| ()))?;
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

    /// The messages of a case: the report, then the others as they came.
    pub async fn messages(&self, case: CaseId) -> Result<Vec<Message>, StoreError> {
        let rows: Vec<MessageRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT envelope, case_id, direction, day, digest, mailbox, acknowledged, checked, alarms
             FROM message WHERE case_id = $1
             ORDER BY CASE WHEN direction = 'report' THEN 0 ELSE 1 END, position",
        )
        .bind(id(case.0))
        .fetch_all(db)
        .await)?;
        rows.into_iter().map(Message::try_from).collect()
    }

    /// One message.
    pub async fn find_message(&self, envelope: Uuid) -> Result<Option<Message>, StoreError> {
        let row: Option<MessageRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT envelope, case_id, direction, day, digest, mailbox, acknowledged, checked, alarms
             FROM message WHERE envelope = $1",
        )
        .bind(id(envelope))
        .fetch_optional(db)
        .await)?;
        row.map(Message::try_from).transpose()
    }

    /// The cases with a message that nobody has opened yet.
    pub async fn unchecked_cases(&self) -> Result<Vec<CaseId>, StoreError> {
        let rows: Vec<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT DISTINCT case_id FROM message WHERE checked = 0 ORDER BY case_id LIMIT 100",
        )
        .fetch_all(db)
        .await)?;
        rows.iter()
            .map(|(case,)| Ok(CaseId(read(case, "message", "case_id")?)))
            .collect()
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
             acknowledged, checked, alarms)
         VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM message WHERE case_id = $2),
             $3, $4, $5, $6, $7, $8, $8, $9)
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
    .execute(db)
    .await
    .map(|_done| ()))?;
    Ok(())
}

type CaseRow = (String, i64, i64, String, i64, i64, String, i64, i64, i64);

impl TryFrom<CaseRow> for Case {
    type Error = StoreError;

    fn try_from(row: CaseRow) -> Result<Self, StoreError> {
        let (id, number, received, status, status_day, answers, previous, unread, alarm, step) = row;
        Ok(Self {
            id: CaseId(read(&id, "case", "id")?),
            number: whole(number, "case", "number")?,
            received: Day::from_number(received),
            status: read(&status, "case", "status")?,
            status_day: Day::from_number(status_day),
            answers: whole(answers, "case", "answers")?,
            previous,
            unread: unread != 0,
            alarm: alarm != 0,
            step: whole(step, "message", "step")?,
        })
    }
}

type MessageRow = (String, String, String, i64, String, String, i64, i64, String);

impl TryFrom<MessageRow> for Message {
    type Error = StoreError;

    fn try_from(row: MessageRow) -> Result<Self, StoreError> {
        let (envelope, case, direction, day, digest, mailbox, acknowledged, checked, alarms) = row;
        Ok(Self {
            envelope: read(&envelope, "message", "envelope")?,
            case: CaseId(read(&case, "message", "case_id")?),
            direction: read(&direction, "message", "direction")?,
            day: Day::from_number(day),
            digest: read(&digest, "message", "digest")?,
            mailbox,
            acknowledged: acknowledged != 0,
            checked: checked != 0,
            alarms: read(&alarms, "message", "alarms")?,
        })
    }
}
