//! The rows of a conversation: found by locator, never by anything a person could be asked for.

use uuid::Uuid;

use crate::case::CaseId;
use crate::case::store::inconsistent;
use crate::clock::Day;
use crate::inbox::signature::{Answer, SignedAnswer, digest};
use crate::on;
use crate::store::{Store, StoreError};

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
    /// Something the holder of the code sent; the day it came.
    Sent(Day),
    /// A reply of the institution.
    Reply {
        /// Its envelope.
        envelope: Uuid,
        /// What the desk signed for it. Not verified yet.
        signed: Box<SignedAnswer>,
    },
}

/// The messages of a case: what was sent by day, then the replies in the order of their numbers.
pub async fn messages(
    store: &Store,
    case: CaseId,
    institution: &str,
    mailbox: &str,
) -> Result<Vec<Message>, StoreError> {
    let sent: Vec<(i64,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT day FROM envelope WHERE case_id = $1 AND direction <> 'reply' ORDER BY day",
    )
    .bind(case.to_string())
    .fetch_all(db)
    .await?);
    let replies: Vec<Row> = on!(store.reader(), db => sqlx::query_as(
        "SELECT a.envelope, a.number, a.previous, a.status, a.day, a.signature, a.head, e.digest
         FROM answer a JOIN envelope e ON e.id = a.envelope
         WHERE a.case_id = $1 ORDER BY a.number",
    )
    .bind(case.to_string())
    .fetch_all(db)
    .await?);
    let sent = sent
        .into_iter()
        .map(|(day,)| Ok(Message::Sent(Day::from_number(day))));
    let replies = replies
        .into_iter()
        .map(|row| reply(row, case, institution, mailbox));
    sent.chain(replies).collect()
}

type Row = (String, i64, String, String, i64, String, String, String);

fn reply(row: Row, case: CaseId, institution: &str, mailbox: &str) -> Result<Message, StoreError> {
    let (envelope, number, previous, status, day, signature, head, sealed) = row;
    let answer = Answer {
        case: case.0,
        institution: institution.to_owned(),
        mailbox: digest(mailbox.as_bytes()),
        number: number.unsigned_abs(),
        previous,
        digest: sealed,
        head: head
            .parse()
            .map_err(|_not_a_digest| inconsistent("answer", "head"))?,
        status: status
            .parse()
            .map_err(|_unknown_word| inconsistent("answer", "status"))?,
        day: Day::from_number(day),
    };
    let envelope = envelope
        .parse()
        .map_err(|_not_a_uuid| inconsistent("answer", "envelope"))?;
    Ok(Message::Reply {
        envelope,
        signed: Box::new(SignedAnswer { answer, signature }),
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
