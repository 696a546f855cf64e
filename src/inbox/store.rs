//! The rows a desk sees, and the release that puts envelopes into its queue.

use uuid::Uuid;

use super::schedule::Hour;
use super::{Item, Page};
use crate::case::CaseId;
use crate::case::store::{inconsistent, lock_tip};
use crate::clock::Day;
use crate::on;
use crate::random::{self, Random};
use crate::seal::Step;
use crate::store::{Store, StoreError, Tx};

/// A page of the institution's queue behind `after`, `limit` items at most.
pub async fn list(store: &Store, institution: &str, after: u64, limit: u32) -> Result<Page, StoreError> {
    let rows: Vec<Row> = on!(store.reader(), db => sqlx::query_as(
        "SELECT e.cursor, e.id, e.case_id, c.number, e.direction, e.day, e.step, e.digest, v.mailbox
         FROM envelope e
         JOIN \"case\" c ON c.id = e.case_id
         JOIN conversation v ON v.id = c.conversation
         WHERE e.institution = $1 AND e.cursor > $2
         ORDER BY e.cursor LIMIT $3",
    )
    .bind(institution)
    .bind(i64::try_from(after).unwrap_or(i64::MAX))
    .bind(i64::from(limit).saturating_add(1))
    .fetch_all(db)
    .await?);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    let items = rows.into_iter().take(limit).map(item).collect::<Result<_, _>>()?;
    Ok(Page { items, more })
}

type Row = (i64, String, String, Option<i64>, String, i64, i64, String, String);

fn item(
    (cursor, envelope, case, number, direction, day, step, digest, mailbox): Row,
) -> Result<Item, StoreError> {
    Ok(Item {
        cursor: cursor.unsigned_abs(),
        envelope: uuid(&envelope, "envelope", "id")?,
        case: uuid(&case, "envelope", "case_id")?,
        number: number.ok_or(inconsistent("case", "number"))?.unsigned_abs(),
        direction,
        received: Day::from_number(day),
        step: step
            .try_into()
            .map_err(|_out_of_range| inconsistent("envelope", "step"))?,
        digest,
        mailbox,
    })
}

/// Notes the day the desk last came; a second visit on the same day writes nothing.
pub async fn pulled(store: &Store, institution: &str, today: Day) -> Result<(), StoreError> {
    let seen: Option<(Option<i64>,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT pulled FROM queue WHERE institution = $1",
    )
    .bind(institution)
    .fetch_optional(db)
    .await?);
    if seen == Some((Some(today.number()),)) {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    on!(tx.connection(), db => sqlx::query(
        "INSERT INTO queue (institution, cursor, number, pulled) VALUES ($1, 0, 0, $2)
         ON CONFLICT (institution) DO UPDATE SET pulled = excluded.pulled",
    )
    .bind(institution)
    .bind(today.number())
    .execute(db)
    .await?
    .rows_affected());
    tx.commit().await
}

/// What became of an acknowledgement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Acknowledged {
    /// The desk has what we have; the clock of erasure runs.
    Noted,
    /// The desk has other bytes than we have.
    Different,
    /// The institution has no such envelope in its queue.
    Unknown,
}

/// Notes that the desk has the bytes with this digest on its own disk.
pub async fn acknowledge(
    store: &Store,
    institution: &str,
    envelope: Uuid,
    digest: &str,
    today: Day,
) -> Result<Acknowledged, StoreError> {
    let mut tx = store.begin().await?;
    let found: Option<(String,)> = on!(tx.connection(), db => sqlx::query_as(
        "UPDATE envelope SET acknowledged = COALESCE(acknowledged, $3)
         WHERE id = $1 AND institution = $2 AND cursor IS NOT NULL AND digest = $4 RETURNING digest",
    )
    .bind(envelope.to_string())
    .bind(institution)
    .bind(today.number())
    .bind(digest)
    .fetch_optional(db)
    .await?);
    tx.commit().await?;
    if found.is_some() {
        return Ok(Acknowledged::Noted);
    }
    let known: Option<(i64,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM envelope WHERE id = $1 AND institution = $2 AND cursor IS NOT NULL",
    )
    .bind(envelope.to_string())
    .bind(institution)
    .fetch_optional(db)
    .await?);
    Ok(if known.is_some() {
        Acknowledged::Different
    } else {
        Acknowledged::Unknown
    })
}

/// Puts everything that waits for its batch into the queues, in an order that says nothing of the order of
/// filing. Returns the institutions that have something new, each once.
pub async fn release(tx: &mut Tx, random: &dyn Random) -> Result<Vec<String>, StoreError> {
    let mut waiting: Vec<(String, String, String)> = on!(tx.connection(), db => sqlx::query_as(
        "SELECT institution, id, case_id FROM envelope WHERE cursor IS NULL AND direction <> 'reply'",
    )
    .fetch_all(&mut *db)
    .await?);
    shuffle(&mut waiting, random);
    waiting.sort_by(|a, b| a.0.cmp(&b.0));
    for (institution, envelope, case) in &waiting {
        let cursor = advance(tx, institution).await?;
        on!(tx.connection(), db => sqlx::query("UPDATE envelope SET cursor = $2 WHERE id = $1")
            .bind(envelope)
            .bind(cursor)
            .execute(db)
            .await?
    .rows_affected());
        number(tx, institution, case).await?;
    }
    let mut institutions: Vec<String> = waiting.into_iter().map(|(institution, ..)| institution).collect();
    institutions.dedup();
    Ok(institutions)
}

/// The hour of the last batch that was released; nothing before the first.
pub async fn last_batch(store: &Store) -> Result<Option<Hour>, StoreError> {
    let row: Option<(i64,)> = on!(store.reader(), db => sqlx::query_as("SELECT hour FROM batch")
        .fetch_optional(db)
        .await?);
    Ok(row.map(|(hour,)| Hour(hour)))
}

/// Notes the hour of a batch, in the transaction that releases it: it is noted if it was released.
pub async fn note_batch(tx: &mut Tx, hour: Hour) -> Result<(), StoreError> {
    on!(tx.connection(), db => sqlx::query("DELETE FROM batch").execute(&mut *db).await?.rows_affected());
    on!(tx.connection(), db => sqlx::query("INSERT INTO batch (hour) VALUES ($1)")
        .bind(hour.0)
        .execute(&mut *db)
        .await?
        .rows_affected());
    Ok(())
}

/// Takes the next cursor of an institution.
async fn advance(tx: &mut Tx, institution: &str) -> Result<i64, StoreError> {
    let (cursor,): (i64,) = on!(tx.connection(), db => sqlx::query_as(
        "INSERT INTO queue (institution, cursor, number) VALUES ($1, 1, 0)
         ON CONFLICT (institution) DO UPDATE SET cursor = queue.cursor + 1 RETURNING cursor",
    )
    .bind(institution)
    .fetch_one(&mut *db)
    .await?);
    Ok(cursor)
}

/// Gives a case its number within the institution, if it has none yet.
async fn number(tx: &mut Tx, institution: &str, case: &str) -> Result<(), StoreError> {
    let (given,): (Option<i64>,) = on!(tx.connection(), db => sqlx::query_as(
        "SELECT number FROM \"case\" WHERE id = $1",
    )
    .bind(case)
    .fetch_one(&mut *db)
    .await?);
    if given.is_some() {
        return Ok(());
    }
    let (next,): (i64,) = on!(tx.connection(), db => sqlx::query_as(
        "UPDATE queue SET number = number + 1 WHERE institution = $1 RETURNING number",
    )
    .bind(institution)
    .fetch_one(&mut *db)
    .await?);
    on!(tx.connection(), db => sqlx::query("UPDATE \"case\" SET number = $2 WHERE id = $1")
        .bind(case)
        .bind(next)
        .execute(db)
        .await?
    .rows_affected());
    Ok(())
}

/// Fisher and Yates's shuffle; the remainder's bias over 64 bits is far below anything observable.
fn shuffle<T>(items: &mut [T], random: &dyn Random) {
    for last in (1..items.len()).rev() {
        let drawn = u64::from_le_bytes(random::bytes(random));
        let bound = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
        let chosen = usize::try_from(drawn.checked_rem(bound).unwrap_or_default()).unwrap_or_default();
        items.swap(last, chosen);
    }
}

fn uuid(text: &str, table: &'static str, column: &'static str) -> Result<Uuid, StoreError> {
    text.parse().map_err(|_not_a_uuid| inconsistent(table, column))
}

/// The id of a case that belongs to the institution, with its standing.
pub async fn standing(
    store: &Store,
    institution: &str,
    case: CaseId,
) -> Result<Option<super::Standing>, StoreError> {
    let mut tx = store.begin().await?;
    let Some(tip) = lock_tip(&mut tx, case, institution).await? else {
        return Ok(None);
    };
    let (mailbox,): (String,) = on!(tx.connection(), db => sqlx::query_as(
        "SELECT v.mailbox FROM \"case\" c JOIN conversation v ON v.id = c.conversation WHERE c.id = $1",
    )
    .bind(case.to_string())
    .fetch_one(&mut *db)
    .await?);
    Ok(Some(super::Standing {
        case: case.0,
        status: tip.status,
        number: tip.number,
        previous: tip.previous,
        mailbox,
    }))
}

/// How many bytes the objects of the institution's answers take, by their padded steps.
pub async fn answers_bytes(store: &Store, institution: &str) -> Result<u64, StoreError> {
    let steps: Vec<(i64, i64)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT step, COUNT(*) FROM envelope
         WHERE institution = $1 AND direction = 'reply' AND place = 'object' GROUP BY step",
    )
    .bind(institution)
    .fetch_all(db)
    .await?);
    steps.into_iter().try_fold(0_u64, |sum, (step, count)| {
        let step = step.try_into().ok().and_then(Step::from_number);
        let bytes = step.ok_or(inconsistent("envelope", "step"))?.bytes();
        Ok(sum.saturating_add(bytes.saturating_mul(count.unsigned_abs())))
    })
}

/// The mailbox recipient of a case of the institution.
pub async fn mailbox(store: &Store, institution: &str, case: CaseId) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT v.mailbox FROM \"case\" c JOIN conversation v ON v.id = c.conversation
         WHERE c.id = $1 AND c.institution = $2",
    )
    .bind(case.to_string())
    .bind(institution)
    .fetch_optional(db)
    .await?);
    Ok(row.map(|(mailbox,)| mailbox))
}

/// The institutions whose released envelopes nobody fetched since `day`.
pub async fn silent(store: &Store, day: Day) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT DISTINCT e.institution FROM envelope e
         LEFT JOIN queue q ON q.institution = e.institution
         WHERE e.cursor IS NOT NULL AND e.acknowledged IS NULL AND e.day <= $1
           AND (q.pulled IS NULL OR q.pulled <= $1)
         ORDER BY e.institution",
    )
    .bind(day.number())
    .fetch_all(db)
    .await?);
    Ok(rows.into_iter().map(|(institution,)| institution).collect())
}
