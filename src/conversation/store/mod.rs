//! The rows of a conversation: found by locator, never by anything a person could be asked for.

use uuid::Uuid;

use crate::case::store::{Case, inconsistent};
use crate::case::{CaseId, PublicStatus};
use crate::clock::Day;
use crate::on;
use crate::store::{Store, StoreError};

mod row;

pub use row::ReplyRow;
use row::{Row, reply};

/// What the window keeps of a mailbox.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mailbox {
    /// The conversation.
    pub conversation: Uuid,
    /// What replies are sealed to.
    pub recipient: String,
}

/// The mailbox with this locator, in hexadecimal.
pub async fn find(store: &Store, locator: &str) -> Result<Option<Mailbox>, StoreError> {
    let row: Option<(String, String)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT id, mailbox FROM conversation WHERE locator = $1",
    )
    .bind(locator)
    .fetch_optional(db)
    .await?);
    row.map(|(id, recipient)| {
        let conversation = id
            .parse()
            .map_err(|_not_a_uuid| inconsistent("conversation", "id"))?;
        Ok(Mailbox {
            conversation,
            recipient,
        })
    })
    .transpose()
}

/// Whether a filing with this fingerprint, in hexadecimal, is kept.
pub async fn is_kept(store: &Store, sameness: &str) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM conversation WHERE sameness = $1",
    )
    .bind(sameness)
    .fetch_optional(db)
    .await?);
    Ok(row.is_some())
}

/// One message of a case, as the rows tell it.
#[derive(Clone, Debug)]
pub enum Message {
    /// The report; the day it came.
    Report(Day),
    /// Something more that the holder of the code sent; the day it came.
    Sent(Day),
    /// A reply of the institution.
    Reply(Box<ReplyRow>),
    /// What is listed as a reply and has nothing in this case that its institution signed; the day it came.
    Unsigned(Day),
}

/// The envelopes of a case with what was signed for each, as [`Row`]: those that have an answer, or all of them.
macro_rules! rows_of {
    ($join:literal, $rest:literal) => {
        concat!(
            "SELECT e.id, e.direction, e.day, e.digest,
                 a.number, a.signature, a.previous, a.head, a.status, a.day,
                 b.previous, b.head, b.status, b.day, f.digest
             FROM envelope e ",
            $join,
            " answer a ON a.envelope = e.id AND a.case_id = e.case_id AND e.direction = 'reply'
                 LEFT JOIN answer b ON b.case_id = a.case_id AND b.number = a.number - 1
                 LEFT JOIN envelope f ON f.id = b.envelope AND f.case_id = b.case_id AND f.direction = 'reply'
             WHERE e.case_id = $1 ",
            $rest
        )
    };
}

/// How many messages a case has.
pub async fn count(store: &Store, case: CaseId) -> Result<u64, StoreError> {
    let (count,): (i64,) = on!(store.reader(), db => sqlx::query_as(
        "SELECT COUNT(*) FROM envelope WHERE case_id = $1",
    )
    .bind(case.to_string())
    .fetch_one(db)
    .await?);
    Ok(count.unsigned_abs())
}

/// The days on which the holder of the code wrote again.
pub async fn days_written(store: &Store, case: CaseId) -> Result<Vec<Day>, StoreError> {
    let rows: Vec<(i64,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT DISTINCT day FROM envelope WHERE case_id = $1 AND direction = 'follow_up' ORDER BY day",
    )
    .bind(case.to_string())
    .fetch_all(db)
    .await?);
    Ok(rows.into_iter().map(|(day,)| Day::from_number(day)).collect())
}

/// A page of the messages of a case, the newest first. Within a day what was answered stands before what was sent, and
/// the report last: nothing finer is known. What is skipped costs a look at its row, and is never opened.
pub async fn messages(
    store: &Store,
    case: &Case,
    mailbox: &str,
    (skip, most): (u64, u64),
) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<Row> = on!(store.reader(), db => sqlx::query_as(
        rows_of!(
            "LEFT JOIN",
            "ORDER BY COALESCE(a.day, e.day) DESC, COALESCE(a.number, 0) DESC, e.direction, e.id
             LIMIT $2 OFFSET $3"
        ),
    )
    .bind(case.id.to_string())
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .bind(i64::try_from(skip).unwrap_or(i64::MAX))
    .fetch_all(db)
    .await?);
    rows.into_iter().map(|row| message(row, case, mailbox)).collect()
}

/// The reply with this envelope.
pub async fn find_reply(
    store: &Store,
    case: &Case,
    mailbox: &str,
    envelope: Uuid,
) -> Result<Option<ReplyRow>, StoreError> {
    let row: Option<Row> = on!(store.reader(), db => sqlx::query_as(
        rows_of!(
            "JOIN",
            "AND e.id = $2"
        ),
    )
    .bind(case.id.to_string())
    .bind(envelope.to_string())
    .fetch_optional(db)
    .await?);
    row.map(|row| reply(row, case, mailbox))
        .transpose()
        .map(Option::flatten)
}

/// The newest replies of a case below a number, the last first.
pub async fn newest_replies(
    store: &Store,
    case: &Case,
    mailbox: &str,
    (below, most): (u64, u64),
) -> Result<Vec<ReplyRow>, StoreError> {
    let rows: Vec<Row> = on!(store.reader(), db => sqlx::query_as(
        rows_of!(
            "JOIN",
            "AND a.number > 0 AND a.number < $2 ORDER BY a.number DESC LIMIT $3"
        ),
    )
    .bind(case.id.to_string())
    .bind(i64::try_from(below).unwrap_or(i64::MAX))
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .fetch_all(db)
    .await?);
    let replies = rows.into_iter().map(|row| reply(row, case, mailbox));
    replies.filter_map(Result::transpose).collect()
}

/// The first of the replies up to the one with this number that have its status without a break.
pub async fn first_with_status(
    store: &Store,
    case: &Case,
    mailbox: &str,
    (number, status): (u64, PublicStatus),
) -> Result<Option<ReplyRow>, StoreError> {
    let row: Option<Row> = on!(store.reader(), db => sqlx::query_as(
        rows_of!(
            "JOIN",
            "AND a.number <= $2 AND a.number > (
                 SELECT COALESCE(MAX(o.number), 0) FROM answer o
                 WHERE o.case_id = $1 AND o.number < $2 AND o.status <> $3)
             ORDER BY a.number LIMIT 1"
        ),
    )
    .bind(case.id.to_string())
    .bind(i64::try_from(number).unwrap_or(i64::MAX))
    .bind(status.word())
    .fetch_optional(db)
    .await?);
    row.map(|row| reply(row, case, mailbox))
        .transpose()
        .map(Option::flatten)
}

fn message(row: Row, case: &Case, mailbox: &str) -> Result<Message, StoreError> {
    let (direction, day) = (row.1.clone(), Day::from_number(row.2));
    Ok(match (reply(row, case, mailbox)?, direction.as_str()) {
        (Some(reply), _) => Message::Reply(Box::new(reply)),
        (None, "reply") => Message::Unsigned(day),
        (None, "report") => Message::Report(day),
        (None, _) => Message::Sent(day),
    })
}

/// The digest of the report's envelope, where the chain of answers begins.
pub async fn report_digest(store: &Store, case: CaseId) -> Result<String, StoreError> {
    let row: Option<(String,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT digest FROM envelope WHERE case_id = $1 AND direction = 'report'",
    )
    .bind(case.to_string())
    .fetch_optional(db)
    .await?);
    row.map(|(digest,)| digest)
        .ok_or(inconsistent("envelope", "direction"))
}

/// The day the institution's desk last came.
pub async fn last_pull(store: &Store, institution: &str) -> Result<Option<Day>, StoreError> {
    let row: Option<(Option<i64>,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT pulled FROM queue WHERE institution = $1",
    )
    .bind(institution)
    .fetch_optional(db)
    .await?);
    Ok(row.and_then(|(pulled,)| pulled).map(Day::from_number))
}

/// Whether something of the case was released, came on or before `day`, and is not on the desk's disk yet.
pub async fn waits_since(store: &Store, case: CaseId, day: Day) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM envelope
         WHERE case_id = $1 AND cursor IS NOT NULL AND acknowledged IS NULL AND day <= $2 LIMIT 1",
    )
    .bind(case.to_string())
    .bind(day.number())
    .fetch_optional(db)
    .await?);
    Ok(row.is_some())
}
