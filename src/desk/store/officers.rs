//! Who may sign in.

use super::DeskStore;
use crate::desk::officer::{OfficerName, PassphraseHash};
use crate::on;
use crate::store::StoreError;

impl DeskStore {
    /// Adds an officer, or gives one who is there a new passphrase.
    pub async fn set_officer(&self, name: &OfficerName, hash: &PassphraseHash) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO officer (name, passphrase) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET passphrase = excluded.passphrase",
        )
        .bind(name.as_str())
        .bind(hash.as_phc())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// Takes an officer away; whether there was one.
    pub async fn remove_officer(&self, name: &OfficerName) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let gone = on!(tx.connection(), db => sqlx::query("DELETE FROM officer WHERE name = $1")
            .bind(name.as_str())
            .execute(db)
            .await
            .map(|done| done.rows_affected() > 0))?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Who may sign in, by name.
    pub async fn officers(&self) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT name FROM officer ORDER BY name",
        )
        .fetch_all(db)
        .await)?;
        Ok(rows.into_iter().map(|(name,)| name).collect())
    }

    /// The passphrase hash of an officer.
    pub async fn find_officer(&self, name: &OfficerName) -> Result<Option<PassphraseHash>, StoreError> {
        let row: Option<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT passphrase FROM officer WHERE name = $1",
        )
        .bind(name.as_str())
        .fetch_optional(db)
        .await)?;
        Ok(row.map(|(phc,)| PassphraseHash::from_phc(phc)))
    }

    /// How many officers there are.
    pub async fn count_officers(&self) -> Result<u64, StoreError> {
        let (count,): (i64,) = on!(self.0.reader(), db => sqlx::query_as("SELECT COUNT(*) FROM officer")
            .fetch_one(db)
            .await)?;
        super::whole(count, "officer", "count")
    }
}
