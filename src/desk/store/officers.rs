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
