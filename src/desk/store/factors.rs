//! What is asked for at the sign-in: passphrases, second factors, and codes that open once.

use super::DeskStore;
use crate::desk::officer::{OfficerName, PassphraseHash, RecoveryCode, SealedFactor};
use crate::on;
use crate::seal::Digest;
use crate::store::{StoreError, Tx};

impl DeskStore {
    /// Gives an account a new passphrase, and the same second factor sealed under it. Without one, the next sign-in sets
    /// a new one up, and the codes that open once go.
    pub async fn set_passphrase(
        &self,
        name: &OfficerName,
        hash: &PassphraseHash,
        factor: Option<&SealedFactor>,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "UPDATE officer SET passphrase = $2, factor = $3 WHERE name = $1",
        )
        .bind(name.as_str())
        .bind(hash.as_phc())
        .bind(factor.map(SealedFactor::as_bytes))
        .execute(db)
        .await
        .map(|_done| ()))?;
        if factor.is_none() {
            set_codes(&mut tx, name, &[]).await?;
        }
        tx.commit().await
    }

    /// Keeps a second factor that was set up, with the step of the code that showed it; nothing where there is one.
    pub async fn set_up_factor(
        &self,
        name: &OfficerName,
        factor: &SealedFactor,
        step: i64,
        codes: &[RecoveryCode],
    ) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let first = on!(tx.connection(), db => sqlx::query(
            "UPDATE officer SET factor = $2, step = $3 WHERE name = $1 AND factor IS NULL",
        )
        .bind(name.as_str())
        .bind(factor.as_bytes())
        .bind(step)
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))?;
        if first {
            set_codes(&mut tx, name, codes).await?;
        }
        tx.commit().await?;
        Ok(first)
    }

    /// Forgets a second factor and its codes; whether there is such an account.
    pub async fn forget_factor(&self, name: &OfficerName) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let done = on!(tx.connection(), db => sqlx::query(
            "UPDATE officer SET factor = NULL, step = 0 WHERE name = $1",
        )
        .bind(name.as_str())
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0))?;
        set_codes(&mut tx, name, &[]).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Takes the code of a step, unless one of it or of a later one was taken: of two who come at once, one gets in.
    pub async fn take_step(&self, name: &OfficerName, step: i64) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let first = on!(tx.connection(), db => sqlx::query(
            "UPDATE officer SET step = $2 WHERE name = $1 AND step < $2",
        )
        .bind(name.as_str())
        .bind(step)
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))?;
        tx.commit().await?;
        Ok(first)
    }

    /// Whether this code that opens once is there.
    pub async fn has_recovery_code(&self, name: &OfficerName, digest: Digest) -> Result<bool, StoreError> {
        let row: Option<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT digest FROM recovery_code WHERE officer = $1 AND digest = $2",
        )
        .bind(name.as_str())
        .bind(digest.to_string())
        .fetch_optional(db)
        .await)?;
        Ok(row.is_some())
    }

    /// Takes a code that opens once: of two who come with it at once, one gets in.
    pub async fn take_recovery_code(&self, name: &OfficerName, digest: Digest) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let first = on!(tx.connection(), db => sqlx::query(
            "DELETE FROM recovery_code WHERE officer = $1 AND digest = $2",
        )
        .bind(name.as_str())
        .bind(digest.to_string())
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))?;
        tx.commit().await?;
        Ok(first)
    }

    /// Puts new codes that open once in place of all others.
    pub async fn set_recovery_codes(
        &self,
        name: &OfficerName,
        codes: &[RecoveryCode],
    ) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        set_codes(&mut tx, name, codes).await?;
        tx.commit().await
    }

    /// How many codes that open once are left.
    pub async fn count_recovery_codes(&self, name: &OfficerName) -> Result<u64, StoreError> {
        let (count,): (i64,) = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT COUNT(*) FROM recovery_code WHERE officer = $1",
        )
        .bind(name.as_str())
        .fetch_one(db)
        .await)?;
        super::whole(count, "recovery_code", "count")
    }
}

pub(super) async fn set_codes(
    tx: &mut Tx,
    name: &OfficerName,
    codes: &[RecoveryCode],
) -> Result<(), StoreError> {
    on!(tx.connection(), db => sqlx::query("DELETE FROM recovery_code WHERE officer = $1")
        .bind(name.as_str())
        .execute(db)
        .await
        .map(|_done| ()))?;
    for code in codes {
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO recovery_code (officer, digest) VALUES ($1, $2)",
        )
        .bind(name.as_str())
        .bind(code.digest().to_string())
        .execute(db)
        .await
        .map(|_done| ()))?;
    }
    Ok(())
}
