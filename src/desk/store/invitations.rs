//! Who is invited, under the digests of what their links hold.

use super::factors::set_codes;
use super::{DeskStore, read};
use crate::clock::Day;
use crate::desk::officer::{Invitation, OfficerName, PassphraseHash};
use crate::on;
use crate::seal::Digest;
use crate::store::{StoreError, Tx};

impl DeskStore {
    /// Keeps an invitation in place of any other one for that name.
    pub async fn invite(&self, digest: Digest, invitation: &Invitation) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        cancel(&mut tx, &invitation.name).await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO invitation (digest, name, roles, until) VALUES ($1, $2, $3, $4)",
        )
        .bind(digest.to_string())
        .bind(invitation.name.as_str())
        .bind(invitation.roles.to_string())
        .bind(invitation.until.number())
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// The invitation of a link, while it is good.
    pub async fn find_invitation(
        &self,
        digest: Digest,
        today: Day,
    ) -> Result<Option<Invitation>, StoreError> {
        let row: Option<Row> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT name, roles, until FROM invitation WHERE digest = $1 AND until >= $2",
        )
        .bind(digest.to_string())
        .bind(today.number())
        .fetch_optional(db)
        .await)?;
        row.map(invitation).transpose()
    }

    /// Everybody who is invited, by name.
    pub async fn invitations(&self, today: Day) -> Result<Vec<Invitation>, StoreError> {
        let rows: Vec<Row> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT name, roles, until FROM invitation WHERE until >= $1 ORDER BY name",
        )
        .bind(today.number())
        .fetch_all(db)
        .await)?;
        rows.into_iter().map(invitation).collect()
    }

    /// Uses an invitation up: makes its account, or gives the one of that name a new passphrase and no second factor
    /// yet. `None` where it is not good any more: of two who come with one link, one gets the account.
    pub async fn accept(
        &self,
        digest: Digest,
        hash: &PassphraseHash,
        today: Day,
    ) -> Result<Option<Invitation>, StoreError> {
        let mut tx = self.0.begin().await?;
        let row: Option<Row> = on!(tx.connection(), db => sqlx::query_as(
            "DELETE FROM invitation WHERE digest = $1 AND until >= $2 RETURNING name, roles, until",
        )
        .bind(digest.to_string())
        .bind(today.number())
        .fetch_optional(db)
        .await)?;
        let Some(invitation) = row.map(invitation).transpose()? else {
            return Ok(None);
        };
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO officer (name, passphrase, roles, disabled, step) VALUES ($1, $2, $3, 0, 0)
             ON CONFLICT (name) DO UPDATE SET passphrase = excluded.passphrase, factor = NULL, step = 0",
        )
        .bind(invitation.name.as_str())
        .bind(hash.as_phc())
        .bind(invitation.roles.to_string())
        .execute(db)
        .await
        .map(|_done| ()))?;
        set_codes(&mut tx, &invitation.name, &[]).await?;
        tx.commit().await?;
        Ok(Some(invitation))
    }

    /// Takes an invitation back.
    pub async fn cancel_invitation(&self, name: &OfficerName) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        cancel(&mut tx, name).await?;
        tx.commit().await
    }

    /// Erases those that are good no more.
    pub async fn erase_invitations_before(&self, today: Day) -> Result<(), StoreError> {
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query("DELETE FROM invitation WHERE until < $1")
            .bind(today.number())
            .execute(db)
            .await
            .map(|_done| ()))?;
        tx.commit().await
    }
}

pub(super) async fn cancel(tx: &mut Tx, name: &OfficerName) -> Result<(), StoreError> {
    on!(tx.connection(), db => sqlx::query("DELETE FROM invitation WHERE name = $1")
        .bind(name.as_str())
        .execute(db)
        .await
        .map(|_done| ()))?;
    Ok(())
}

type Row = (String, String, i64);

fn invitation((name, roles, until): Row) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        name: read(&name, "invitation", "name")?,
        roles: read(&roles, "invitation", "roles")?,
        until: Day::from_number(until),
    })
}
