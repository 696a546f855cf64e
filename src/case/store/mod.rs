//! The rows of cases and envelopes.

use uuid::Uuid;

use crate::case::deposit::Envelope;
use crate::case::{CaseId, PublicStatus};
use crate::clock::Day;
use crate::inbox::signature::SignedAnswer;
use crate::on;
use crate::seal::Digest;
use crate::store::{Store, StoreError, Tx};

mod envelopes;

use envelopes::add_envelope;
pub use envelopes::{Direction, Stored, find_envelope, is_there};
pub(crate) use envelopes::{PLACE_ERASED, PLACE_OBJECT};

/// A report that has just been sealed, with what the window keeps beside it.
#[derive(Debug)]
pub struct NewReport<'a> {
    /// Finds the conversation, in hexadecimal.
    pub locator: &'a str,
    /// What replies are sealed to.
    pub mailbox: &'a str,
    /// Recognises the same form sent again, in hexadecimal.
    pub sameness: &'a str,
    /// The new conversation.
    pub conversation: Uuid,
    /// The new case.
    pub case: CaseId,
    /// Who receives it.
    pub institution: &'a str,
    /// The day it came.
    pub today: Day,
}

/// Whether a filing was kept, or is one that is kept already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Added {
    /// The same filing was kept before; nothing was added.
    Before,
    /// It was added.
    Now,
}

/// Adds a conversation, its case and the envelope of the report.
pub async fn add_report(tx: &mut Tx, new: &NewReport<'_>, envelope: &Envelope) -> Result<Added, StoreError> {
    let added = on!(tx.connection(), db => sqlx::query(
        "INSERT INTO conversation (id, locator, mailbox, sameness) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(new.conversation.to_string())
    .bind(new.locator)
    .bind(new.mailbox)
    .bind(new.sameness)
    .execute(db)
    .await?
    .rows_affected());
    if added == 0 {
        return Ok(Added::Before);
    }
    on!(tx.connection(), db => sqlx::query(
        "INSERT INTO \"case\" (id, conversation, institution, received, status, status_day)
         VALUES ($1, $2, $3, $4, $5, $4)",
    )
    .bind(new.case.to_string())
    .bind(new.conversation.to_string())
    .bind(new.institution)
    .bind(new.today.number())
    .bind(PublicStatus::Registrada.word())
    .execute(db)
    .await?
    .rows_affected());
    add_envelope(
        tx,
        new.case,
        new.institution,
        Direction::Report,
        envelope,
        new.today,
    )
    .await?;
    Ok(Added::Now)
}

/// The place of a follow-up in its case, and what the next one names as the one before it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// 1 for the first after the report.
    pub number: u64,
    /// The link of the follow-up.
    pub link: Digest,
}

/// How many follow-ups a case has, and the link of the last: that of the report's envelope before the first.
pub async fn told(store: &Store, case: CaseId) -> Result<Place, StoreError> {
    let (told, last): (i64, String) = on!(store.reader(), db => sqlx::query_as(
        "SELECT c.told, COALESCE(c.told_last, e.digest) FROM \"case\" c
         JOIN envelope e ON e.case_id = c.id AND e.direction = 'report' WHERE c.id = $1",
    )
    .bind(case.to_string())
    .fetch_one(db)
    .await?);
    Ok(Place {
        number: told.unsigned_abs(),
        link: last
            .parse()
            .map_err(|_not_a_digest| inconsistent("case", "told_last"))?,
    })
}

/// Adds a follow-up to a case at its place; an error when another one has taken that meanwhile.
pub async fn add_follow_up(
    tx: &mut Tx,
    case: &Case,
    place: Place,
    envelope: &Envelope,
    today: Day,
) -> Result<(), StoreError> {
    let taken = on!(tx.connection(), db => sqlx::query(
        "UPDATE \"case\" SET told = $2, told_last = $3 WHERE id = $1 AND told = $2 - 1",
    )
    .bind(case.id.to_string())
    .bind(i64::try_from(place.number).unwrap_or(i64::MAX))
    .bind(place.link.to_string())
    .execute(db)
    .await?
    .rows_affected());
    if taken == 0 {
        return Err(inconsistent("case", "told"));
    }
    add_envelope(
        tx,
        case.id,
        &case.institution,
        Direction::FollowUp,
        envelope,
        today,
    )
    .await
}

/// A case, as the window knows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Case {
    /// The case.
    pub id: CaseId,
    /// Who has it.
    pub institution: String,
    /// The day it came.
    pub received: Day,
    /// Where it stands.
    pub status: PublicStatus,
    /// Since when.
    pub status_day: Day,
}

/// The cases of a conversation.
pub async fn list(store: &Store, conversation: Uuid) -> Result<Vec<Case>, StoreError> {
    let rows: Vec<(String, String, i64, String, i64)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT id, institution, received, status, status_day FROM \"case\"
         WHERE conversation = $1 ORDER BY institution, id",
    )
    .bind(conversation.to_string())
    .fetch_all(db)
    .await?);
    rows.into_iter()
        .map(|(id, institution, received, status, status_day)| {
            Ok(Case {
                id: CaseId(id.parse().map_err(|_not_a_uuid| inconsistent("case", "id"))?),
                institution,
                received: Day::from_number(received),
                status: status
                    .parse()
                    .map_err(|_unknown_word| inconsistent("case", "status"))?,
                status_day: Day::from_number(status_day),
            })
        })
        .collect()
}

/// The last link of a case's chain of answers: its number, 0 before the first, and what the next one names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tip {
    /// Where the case stands.
    pub status: PublicStatus,
    /// The number of the last answer.
    pub number: u64,
    /// What the next answer names as its previous one.
    pub previous: String,
}

/// Adds a verified answer and moves the case to its status; tells whether the case comes to that status for the first
/// time.
pub async fn add_answer(
    tx: &mut Tx,
    signed: &SignedAnswer,
    envelope: &Envelope,
    today: Day,
) -> Result<bool, StoreError> {
    let answer = &signed.answer;
    let case = CaseId(answer.case);
    let been: Option<(i64,)> = on!(tx.connection(), db => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM answer WHERE case_id = $1 AND status = $2 LIMIT 1",
    )
    .bind(case.to_string())
    .bind(answer.status.word())
    .fetch_optional(&mut *db)
    .await?);
    add_envelope(tx, case, &answer.institution, Direction::Reply, envelope, today).await?;
    on!(tx.connection(), db => sqlx::query(
        "INSERT INTO answer (envelope, case_id, number, previous, link, head, status, day, signature)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(envelope.id.to_string())
    .bind(case.to_string())
    .bind(i64::try_from(answer.number).unwrap_or(i64::MAX))
    .bind(answer.previous.as_str())
    .bind(answer.link())
    .bind(answer.head.to_string())
    .bind(answer.status.word())
    .bind(answer.day.number())
    .bind(signed.signature.as_str())
    .execute(db)
    .await?
    .rows_affected());
    on!(tx.connection(), db => sqlx::query(
        "UPDATE \"case\" SET status = $2, status_day = $3 WHERE id = $1 AND status <> $2",
    )
    .bind(case.to_string())
    .bind(answer.status.word())
    .bind(today.number())
    .execute(db)
    .await?
    .rows_affected());
    // A filing has registered it, and been counted.
    Ok(been.is_none() && answer.status != PublicStatus::Registrada)
}

/// The tip of a case's chain, if the institution has that case. The row stays locked until the transaction
/// ends, so that two answers sent at once get two numbers.
pub async fn lock_tip(tx: &mut Tx, case: CaseId, institution: &str) -> Result<Option<Tip>, StoreError> {
    let locked: Option<(String,)> = on!(tx.connection(), db => sqlx::query_as(
        "UPDATE \"case\" SET status_day = status_day WHERE id = $1 AND institution = $2 RETURNING status",
    )
    .bind(case.to_string())
    .bind(institution)
    .fetch_optional(&mut *db)
    .await?);
    let Some((status,)) = locked else {
        return Ok(None);
    };
    let status = status
        .parse()
        .map_err(|_unknown_word| inconsistent("case", "status"))?;
    let last: Option<(i64, String)> = on!(tx.connection(), db => sqlx::query_as(
        "SELECT number, link FROM answer WHERE case_id = $1 ORDER BY number DESC LIMIT 1",
    )
    .bind(case.to_string())
    .fetch_optional(&mut *db)
    .await?);
    if let Some((number, previous)) = last {
        return Ok(Some(Tip {
            status,
            number: number.unsigned_abs(),
            previous,
        }));
    }
    let report: Option<(String,)> = on!(tx.connection(), db => sqlx::query_as(
        "SELECT digest FROM envelope WHERE case_id = $1 AND direction = 'report'",
    )
    .bind(case.to_string())
    .fetch_optional(&mut *db)
    .await?);
    Ok(report.map(|(previous,)| Tip {
        status,
        number: 0,
        previous,
    }))
}

/// The digest of the answer of a case with a number.
pub async fn answered(tx: &mut Tx, case: CaseId, number: u64) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = on!(tx.connection(), db => sqlx::query_as(
        "SELECT e.digest FROM answer a JOIN envelope e ON e.id = a.envelope
         WHERE a.case_id = $1 AND a.number = $2",
    )
    .bind(case.to_string())
    .bind(i64::try_from(number).unwrap_or(i64::MAX))
    .fetch_optional(&mut *db)
    .await?);
    Ok(row.map(|(digest,)| digest))
}

pub(crate) const fn inconsistent(table: &'static str, column: &'static str) -> StoreError {
    StoreError::Inconsistent { table, column }
}
