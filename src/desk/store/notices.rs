//! What the officers must have seen, and how they explained it.

use super::{DeskStore, number, whole};
use crate::clock::Day;
use crate::desk::notice::{Explanation, Matter, Notice};
use crate::on;
use crate::store::StoreError;

type Row = (String, String, i64, Option<String>, Option<String>, Option<i64>);

impl DeskStore {
    /// Keeps a matter, unless it is kept already, or as many of its kind are open as officers can look at.
    pub async fn raise(&self, matter: Matter, subject: &str, today: Day) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO notice (matter, subject, day) SELECT $1, $2, $3
             WHERE (SELECT COUNT(*) FROM notice WHERE matter = $1 AND explained IS NULL) < $4
             ON CONFLICT DO NOTHING",
        )
        .bind(matter.word())
        .bind(subject)
        .bind(today.number())
        .bind(number(Matter::OPEN_AT_ONCE))
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// Notes how an open matter was explained; `false` when there is none.
    pub async fn explain(
        &self,
        matter: Matter,
        subject: &str,
        said: &Explanation,
    ) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let changed = on!(tx.connection(), db => sqlx::query(
            "UPDATE notice SET officer = $3, reason = $4, explained = $5
             WHERE matter = $1 AND subject = $2 AND explained IS NULL",
        )
        .bind(matter.word())
        .bind(subject)
        .bind(&said.officer)
        .bind(&said.reason)
        .bind(said.day.number())
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(changed == 1)
    }

    /// How many are not explained.
    pub async fn count_open_notices(&self) -> Result<u64, StoreError> {
        let (count,): (i64,) = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT COUNT(*) FROM notice WHERE explained IS NULL",
        )
        .fetch_one(db)
        .await)?;
        whole(count, "notice", "count")
    }

    /// The first of those that are open, then the last of those that were explained.
    pub async fn notices(&self, most: u64) -> Result<Vec<Notice>, StoreError> {
        let rows: Vec<Row> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT matter, subject, day, officer, reason, explained FROM notice
             ORDER BY CASE WHEN explained IS NULL THEN 0 ELSE 1 END, explained DESC, day, matter, subject
             LIMIT $1",
        )
        .bind(number(most))
        .fetch_all(db)
        .await)?;
        rows.into_iter().map(notice).collect()
    }
}

fn notice((matter, subject, day, officer, reason, explained): Row) -> Result<Notice, StoreError> {
    let explained = officer.zip(reason).zip(explained);
    Ok(Notice {
        matter: Matter::find(&matter).ok_or(StoreError::Inconsistent {
            table: "notice",
            column: "matter",
        })?,
        subject,
        day: Day::from_number(day),
        explained: explained.map(|((officer, reason), day)| Explanation {
            officer,
            reason,
            day: Day::from_number(day),
        }),
    })
}
