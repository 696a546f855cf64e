//! Who may sign in, and what that opens.

use super::invitations::cancel;
use super::{DeskStore, read};
use crate::desk::officer::{Account, OfficerName, PassphraseHash, Role, Roles, SealedFactor, State};
use crate::on;
use crate::store::StoreError;

impl DeskStore {
    /// Adds an account.
    pub async fn add_officer(
        &self,
        name: &OfficerName,
        hash: &PassphraseHash,
        roles: &Roles,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO officer (name, passphrase, roles, disabled, step) VALUES ($1, $2, $3, 0, 0)",
        )
        .bind(name.as_str())
        .bind(hash.as_phc())
        .bind(roles.to_string())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// Gives an account other roles; not where nobody would be left who makes accounts.
    pub async fn set_roles(&self, name: &OfficerName, roles: &Roles) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let done = on!(tx.connection(), db => sqlx::query(
            "UPDATE officer SET roles = $2 WHERE name = $1 AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
                SELECT 1 FROM officer AS other
                WHERE other.name <> $1 AND other.disabled = 0 AND other.roles LIKE '%administrator%'))",
        )
        .bind(name.as_str())
        .bind(roles.to_string())
        .bind(i64::from(roles.has(Role::Administrator)))
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0))?;
        tx.commit().await?;
        Ok(done)
    }

    /// Lets nobody sign in with an account, and takes its invitation back; not where nobody would be left who makes
    /// accounts.
    pub async fn disable(&self, name: &OfficerName) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let done = on!(tx.connection(), db => sqlx::query(
            "UPDATE officer SET disabled = 1 WHERE name = $1 AND EXISTS (
                SELECT 1 FROM officer AS other
                WHERE other.name <> $1 AND other.disabled = 0 AND other.roles LIKE '%administrator%')",
        )
        .bind(name.as_str())
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0))?;
        if done {
            cancel(&mut tx, name).await?;
        }
        tx.commit().await?;
        Ok(done)
    }

    /// Lets somebody sign in again with an account that was disabled; whether there is one.
    pub async fn enable(&self, name: &OfficerName) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let done = on!(tx.connection(), db => sqlx::query("UPDATE officer SET disabled = 0 WHERE name = $1")
            .bind(name.as_str())
            .execute(db)
            .await
            .map(|done| done.rows_affected() > 0))?;
        tx.commit().await?;
        Ok(done)
    }

    /// Takes an account away, and its invitation; whether there was one.
    pub async fn remove_officer(&self, name: &OfficerName) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        cancel(&mut tx, name).await?;
        let gone = on!(tx.connection(), db => sqlx::query("DELETE FROM officer WHERE name = $1")
            .bind(name.as_str())
            .execute(db)
            .await
            .map(|done| done.rows_affected() > 0))?;
        tx.commit().await?;
        Ok(gone)
    }

    /// All accounts, by name.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows: Vec<Row> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT name, passphrase, roles, disabled, factor FROM officer ORDER BY name",
        )
        .fetch_all(db)
        .await)?;
        rows.into_iter().map(account).collect()
    }

    /// The account of that name.
    pub async fn find_account(&self, name: &OfficerName) -> Result<Option<Account>, StoreError> {
        let row: Option<Row> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT name, passphrase, roles, disabled, factor FROM officer WHERE name = $1",
        )
        .bind(name.as_str())
        .fetch_optional(db)
        .await)?;
        row.map(account).transpose()
    }

    /// Who makes accounts, by name.
    pub async fn administrators(&self) -> Result<Vec<OfficerName>, StoreError> {
        let all = self.accounts().await?.into_iter();
        let administer = all.filter(|account| account.is_active() && account.roles.has(Role::Administrator));
        Ok(administer.map(|account| account.name).collect())
    }

    /// How many officers there are.
    pub async fn count_officers(&self) -> Result<u64, StoreError> {
        let (count,): (i64,) = on!(self.0.reader(), db => sqlx::query_as("SELECT COUNT(*) FROM officer")
            .fetch_one(db)
            .await)?;
        super::whole(count, "officer", "count")
    }
}

type Row = (String, String, String, i64, Option<Vec<u8>>);

fn account((name, phc, roles, disabled, factor): Row) -> Result<Account, StoreError> {
    Ok(Account {
        name: read(&name, "officer", "name")?,
        hash: PassphraseHash::from_phc(phc),
        factor: factor.map(SealedFactor::from_bytes),
        roles: read(&roles, "officer", "roles")?,
        state: if disabled == 0 {
            State::Active
        } else {
            State::Disabled
        },
    })
}
