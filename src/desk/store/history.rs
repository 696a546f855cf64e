//! The history of the desk: rows are added, and never changed.

use super::{DeskStore, id, number, read, whole};
use crate::case::CaseId;
use crate::desk::history::{Doing, Entry, Head};
use crate::inbox::signature::DeskKey;
use crate::on;
use crate::seal::Digest;
use crate::store::{On, StoreError, Tx};

type Row = (
    i64,
    i64,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    Option<i64>,
);

/// The newest entries before a number ($1), $2 at most, with the numbers of their cases.
macro_rules! newest {
    ($of:literal) => {
        concat!(
            "SELECT h.number, h.minute, h.officer, h.act, h.case_id, h.about, h.previous, h.case_previous, h.signature,
                 c.number
             FROM history h LEFT JOIN \"case\" c ON c.id = h.case_id
             WHERE h.number < $1",
            $of,
            " ORDER BY h.number DESC LIMIT $2"
        )
    };
}

/// Which entries.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sought {
    /// Of this case only.
    pub case: Option<CaseId>,
    /// With smaller numbers than this.
    pub before: Option<u64>,
}

impl DeskStore {
    /// Adds an entry behind the last one, and gives it. One after the other, also of several processes.
    pub async fn append(&self, doing: &Doing<'_>, minute: i64, key: &DeskKey) -> Result<Head, StoreError> {
        let mut tx = self.0.begin().await?;
        // SQLite has one writer, and that is this transaction.
        if let On::Postgres(db) = tx.connection() {
            sqlx::query("LOCK TABLE history IN EXCLUSIVE MODE")
                .execute(db)
                .await?;
        }
        let (last, of_case) = ends(&mut tx, doing.case).await?;
        let entry = Entry::after(last, of_case, doing, minute, key);
        let head = entry.head();
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO history
                 (number, minute, officer, act, case_id, about, previous, case_previous, digest, signature)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(number(entry.number))
        .bind(entry.minute)
        .bind(&entry.officer)
        .bind(entry.act.word())
        .bind(entry.case.map(|case| id(case.0)))
        .bind(&entry.about)
        .bind(entry.previous.to_string())
        .bind(entry.case_previous.to_string())
        .bind(head.digest.to_string())
        .bind(&entry.signature)
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await?;
        Ok(head)
    }

    /// So many entries behind that number, in their order.
    pub async fn entries_after(&self, after: u64, most: u64) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<Row> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT number, minute, officer, act, case_id, about, previous, case_previous, signature,
                 CAST(NULL AS BIGINT)
             FROM history WHERE number > $1 ORDER BY number LIMIT $2",
        )
        .bind(number(after))
        .bind(number(most))
        .fetch_all(db)
        .await)?;
        let alone = |row| entry(row).map(|(entry, _number)| entry);
        rows.into_iter().map(alone).collect()
    }

    /// The newest of those that are wanted, the newest first, each with the number of its case where that is still here.
    pub async fn newest_entries(
        &self,
        wanted: Sought,
        most: u64,
    ) -> Result<Vec<(Entry, Option<u64>)>, StoreError> {
        let before = wanted.before.map_or(i64::MAX, number);
        let rows: Vec<Row> = match wanted.case {
            None => on!(self.0.reader(), db => sqlx::query_as(newest!(""))
                .bind(before)
                .bind(number(most))
                .fetch_all(db)
                .await)?,
            Some(case) => on!(self.0.reader(), db => sqlx::query_as(newest!(" AND h.case_id = $3"))
                .bind(before)
                .bind(number(most))
                .bind(id(case.0))
                .fetch_all(db)
                .await)?,
        };
        rows.into_iter().map(entry).collect()
    }
}

/// The last entry of the desk, and that of a case.
async fn ends(tx: &mut Tx, case: Option<CaseId>) -> Result<(Option<Head>, Option<Digest>), StoreError> {
    let last: Option<(i64, String)> = on!(tx.connection(), db => sqlx::query_as(
        "SELECT number, digest FROM history ORDER BY number DESC LIMIT 1",
    )
    .fetch_optional(&mut *db)
    .await)?;
    let of_case: Option<(String,)> = match case {
        None => None,
        Some(case) => on!(tx.connection(), db => sqlx::query_as(
            "SELECT digest FROM history WHERE case_id = $1 ORDER BY number DESC LIMIT 1",
        )
        .bind(id(case.0))
        .fetch_optional(&mut *db)
        .await)?,
    };
    let last = last.map(head).transpose()?;
    let of_case = of_case
        .map(|(digest,)| read(&digest, "history", "digest"))
        .transpose()?;
    Ok((last, of_case))
}

fn head((number, digest): (i64, String)) -> Result<Head, StoreError> {
    Ok(Head {
        number: whole(number, "history", "number")?,
        digest: read(&digest, "history", "digest")?,
    })
}

fn entry(
    (number, minute, officer, act, case, about, previous, case_previous, signature, of): Row,
) -> Result<(Entry, Option<u64>), StoreError> {
    let case = case.map(|case| read(&case, "history", "case_id")).transpose()?;
    let entry = Entry {
        number: whole(number, "history", "number")?,
        minute,
        officer,
        act: read(&act, "history", "act")?,
        case: case.map(CaseId),
        about,
        previous: read(&previous, "history", "previous")?,
        case_previous: read(&case_previous, "history", "case_previous")?,
        signature,
    };
    let of = of.map(|of| whole(of, "case", "number")).transpose()?;
    Ok((entry, of))
}
