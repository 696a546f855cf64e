//! The rows of envelopes, and where the bytes of each are.

use bytes::Bytes;
use uuid::Uuid;

use super::inconsistent;
use crate::case::CaseId;
use crate::case::deposit::{Body, Envelope};
use crate::clock::Day;
use crate::on;
use crate::store::{On, Store, StoreError, Tx};

/// Which way an envelope goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// From the reporter: more about a report.
    FollowUp,
    /// To the reporter.
    Reply,
    /// From the reporter: the report.
    Report,
}

impl Direction {
    /// The word in the table and on the desk link.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FollowUp => "follow_up",
            Self::Reply => "reply",
            Self::Report => "report",
        }
    }
}

pub(super) async fn add_envelope(
    tx: &mut Tx,
    case: CaseId,
    institution: &str,
    direction: Direction,
    envelope: &Envelope,
    today: Day,
) -> Result<(), StoreError> {
    let (place, body) = match &envelope.body {
        Body::Object(_) => (PLACE_OBJECT, None),
        Body::Row(bytes) => (PLACE_ROW, Some(bytes.to_vec())),
    };
    on!(tx.connection(), db => sqlx::query(
        "INSERT INTO envelope (id, case_id, institution, direction, step, day, digest, place, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(envelope.id.to_string())
    .bind(case.to_string())
    .bind(institution)
    .bind(direction.word())
    .bind(i64::from(envelope.step))
    .bind(today.number())
    .bind(envelope.digest.as_str())
    .bind(place)
    .bind(body)
    .execute(db)
    .await?
    .rows_affected());
    Ok(())
}

/// Where the bytes of an envelope are.
#[derive(Debug)]
pub enum Stored {
    /// They were erased after the desk acknowledged them.
    Erased,
    /// An object has them.
    Object,
    /// Here they are.
    Row(Bytes),
}

/// Where the bytes of an envelope of that institution are, if it has such an envelope.
pub async fn find_envelope(
    store: &Store,
    envelope: Uuid,
    institution: &str,
) -> Result<Option<Stored>, StoreError> {
    let row: Option<(String, Option<Vec<u8>>)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT place, body FROM envelope WHERE id = $1 AND institution = $2",
    )
    .bind(envelope.to_string())
    .bind(institution)
    .fetch_optional(db)
    .await?);
    row.map(|(place, body)| match (place.as_str(), body) {
        (PLACE_ROW, Some(bytes)) => Ok(Stored::Row(bytes.into())),
        (PLACE_OBJECT, None) => Ok(Stored::Object),
        (PLACE_ERASED, None) => Ok(Stored::Erased),
        _ => Err(inconsistent("envelope", "place")),
    })
    .transpose()
}

/// Whether the row of an envelope is there, for good: who may still be adding one is waited for, also where the
/// connection of a transaction broke and the server goes on to commit it.
pub async fn is_there(store: &Store, envelope: Uuid) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    // SQLite has one writer, and that is this transaction.
    if let On::Postgres(db) = tx.connection() {
        let patience = sqlx::query("SET LOCAL lock_timeout = '10s'");
        patience.execute(&mut *db).await?;
        sqlx::query("LOCK TABLE envelope IN SHARE MODE")
            .execute(db)
            .await?;
    }
    let row: Option<(i64,)> = on!(tx.connection(), db => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM envelope WHERE id = $1",
    )
    .bind(envelope.to_string())
    .fetch_optional(&mut *db)
    .await?);
    Ok(row.is_some())
}

pub(crate) const PLACE_ERASED: &str = "erased";
pub(crate) const PLACE_OBJECT: &str = "object";
pub(crate) const PLACE_ROW: &str = "row";
