//! Notes beside a case: sealed bytes, whose they are and of which day.

use uuid::Uuid;

use super::{DeskStore, id, read};
use crate::case::CaseId;
use crate::clock::Day;
use crate::desk::history::Act;
use crate::desk::officer::OfficerName;
use crate::on;
use crate::seal::{Digest, Finished};
use crate::store::StoreError;

/// A note that is about to be kept. Only the seal makes what it holds.
#[derive(Debug)]
pub struct NewNote<'a> {
    /// Random.
    pub id: Uuid,
    /// Beside which case.
    pub case: CaseId,
    /// The day it is written.
    pub day: Day,
    /// Who writes it.
    pub officer: &'a OfficerName,
    /// A whole envelope, in one piece.
    pub sealed: &'a Finished,
}

/// A note as it lies here.
#[derive(Debug)]
pub struct KeptNote {
    /// The day it was written.
    pub day: Day,
    /// Who wrote it.
    pub officer: String,
    /// What the digest of its bytes must be.
    pub digest: Digest,
    /// Its bytes.
    pub sealed: Vec<u8>,
    /// Whether the history says that this person wrote these bytes beside this case.
    pub is_in_history: bool,
}

type Row = (i64, String, String, Vec<u8>, Option<i64>);

impl DeskStore {
    /// Keeps a note.
    pub async fn add_note(&self, new: &NewNote<'_>) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO note (id, case_id, day, officer, digest, sealed) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id(new.id))
        .bind(id(new.case.0))
        .bind(new.day.number())
        .bind(new.officer.as_str())
        .bind(new.sealed.digest.to_string())
        .bind(new.sealed.rest.as_bytes())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// The notes beside a case in the order of the history, and behind them what it does not know.
    pub async fn notes(&self, case: CaseId) -> Result<Vec<KeptNote>, StoreError> {
        let rows: Vec<Row> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT n.day, n.officer, n.digest, n.sealed, h.number
             FROM note n LEFT JOIN history h ON h.case_id = n.case_id AND h.act = $2
                  AND h.officer = n.officer AND h.about = n.digest
             WHERE n.case_id = $1
             ORDER BY CASE WHEN h.number IS NULL THEN 1 ELSE 0 END, h.number, n.id",
        )
        .bind(id(case.0))
        .bind(Act::Noted.word())
        .fetch_all(db)
        .await)?;
        let one = |(day, officer, digest, sealed, number): Row| {
            Ok(KeptNote {
                day: Day::from_number(day),
                officer,
                digest: read(&digest, "note", "digest")?,
                sealed,
                is_in_history: number.is_some(),
            })
        };
        rows.into_iter().map(one).collect()
    }
}
