//! How far the window's queue has been fetched, and which directories have been seen.

use super::{DeskStore, number, read, whole};
use crate::clock::Day;
use crate::on;
use crate::seal::Digest;
use crate::store::StoreError;

impl DeskStore {
    /// The last cursor up to which everything is on this disk, and the day of the last successful visit.
    pub async fn standing_of_link(&self, institution: &str) -> Result<(u64, Option<Day>), StoreError> {
        let row: Option<(i64, Option<i64>)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT cursor, pulled FROM link WHERE institution = $1",
        )
        .bind(institution)
        .fetch_optional(db)
        .await)?;
        let (cursor, pulled) = row.unwrap_or_default();
        Ok((whole(cursor, "link", "cursor")?, pulled.map(Day::from_number)))
    }

    /// Notes that everything up to `cursor` is on this disk and acknowledged.
    pub async fn note_pull(&self, institution: &str, cursor: u64, day: Day) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO link (institution, cursor, pulled) VALUES ($1, $2, $3)
             ON CONFLICT (institution) DO UPDATE SET cursor = excluded.cursor, pulled = excluded.pulled",
        )
        .bind(institution)
        .bind(number(cursor))
        .bind(day.number())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// Remembers a directory that was fetched and verified.
    pub async fn note_directory(&self, version: u64, hash: Digest) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO directory (version, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(number(version))
        .bind(hash.to_string())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// The hashes under which a version of the directory was seen; more than one means two directories.
    pub async fn directory_hashes(&self, version: u64) -> Result<Vec<Digest>, StoreError> {
        let rows: Vec<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT hash FROM directory WHERE version = $1 ORDER BY hash",
        )
        .bind(number(version))
        .fetch_all(db)
        .await)?;
        rows.iter()
            .map(|(hash,)| read(hash, "directory", "hash"))
            .collect()
    }
}
