//! The tally: counted in the transaction of the change, so that no row per report is ever needed.

use crate::case::PublicStatus;
use crate::clock::Day;
use crate::on;
use crate::store::{Store, StoreError, Tx};

/// Counts one case of `institution` entering `status` in the month of `today`.
pub async fn count(
    tx: &mut Tx,
    institution: &str,
    status: PublicStatus,
    today: Day,
) -> Result<(), StoreError> {
    on!(tx.connection(), db => sqlx::query(
        "INSERT INTO tally (institution, month, status, reports) VALUES ($1, $2, $3, 1)
         ON CONFLICT (institution, month, status) DO UPDATE SET reports = tally.reports + 1",
    )
    .bind(institution)
    .bind(today.month())
    .bind(status.word())
    .execute(db)
    .await?
    .rows_affected());
    Ok(())
}

/// How many cases of an institution entered a status in a month.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Count {
    /// `AAAA-MM`.
    pub month: String,
    /// The institution's id.
    pub institution: String,
    /// The status they entered.
    pub status: PublicStatus,
    /// How many.
    pub reports: u64,
}

/// All counts of the months before `month` (`AAAA-MM`): closed months only.
pub async fn closed_before(store: &Store, month: &str) -> Result<Vec<Count>, StoreError> {
    let rows: Vec<(String, String, String, i64)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT month, institution, status, reports FROM tally WHERE month < $1
         ORDER BY month DESC, institution, status",
    )
    .bind(month)
    .fetch_all(db)
    .await?);
    rows.into_iter()
        .map(|(month, institution, status, reports)| {
            let status = status.parse().map_err(|_unknown_word| StoreError::Inconsistent {
                table: "tally",
                column: "status",
            })?;
            Ok(Count {
                month,
                institution,
                status,
                reports: reports.unsigned_abs(),
            })
        })
        .collect()
}
