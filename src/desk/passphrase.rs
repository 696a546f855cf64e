//! Somebody proves to be who is signed in, and chooses another passphrase. The second factor stays, sealed anew.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::gate::Turn;
use super::history::{Act, Doing};
use super::officer::{Account, FactorKey, OfficerError, OfficerName, PassphraseHash, SealedFactor};
use super::{Desk, blocking};
use crate::store::StoreError;

/// What came of proving it.
#[derive(Debug)]
pub enum Own {
    /// It is this account's passphrase.
    Account(Account),
    /// It is not.
    Wrong,
    /// Too many attempts wait.
    Busy,
}

/// What came of the change.
#[derive(Debug)]
pub enum Changed {
    /// The account, as it is now.
    To(Account),
    /// The passphrase until now was another one.
    Wrong,
    /// Too many attempts wait.
    Busy,
}

impl Desk {
    /// The account, where `passphrase` is its own; slowed down as a sign-in is.
    pub async fn own_account(
        &self,
        name: &OfficerName,
        passphrase: Zeroizing<String>,
    ) -> Result<Own, StoreError> {
        let attempt = async |turn: Turn| self.is_own(name, passphrase, turn).await.transpose();
        match self.gate.pass(name.as_str(), attempt).await {
            Err(_busy) => Ok(Own::Busy),
            Ok(None) => Ok(Own::Wrong),
            Ok(Some(account)) => account.map(Own::Account),
        }
    }

    async fn is_own(
        &self,
        name: &OfficerName,
        passphrase: Zeroizing<String>,
        turn: Turn,
    ) -> Result<Option<Account>, StoreError> {
        let Some(account) = self.store.find_account(name).await? else {
            return Ok(None);
        };
        let hash = account.hash.clone();
        let right = blocking(move || {
            let right = hash.verify(&passphrase);
            drop(turn);
            right
        });
        Ok(right.await?.then_some(account))
    }

    /// Puts a passphrase that was found strong enough in place of the current one.
    pub async fn change_passphrase(
        &self,
        name: &OfficerName,
        current: Zeroizing<String>,
        new: Zeroizing<String>,
    ) -> Result<Changed, StoreError> {
        let account = match self.own_account(name, current.clone()).await? {
            Own::Account(account) => account,
            Own::Wrong => return Ok(Changed::Wrong),
            Own::Busy => return Ok(Changed::Busy),
        };
        let random = Arc::clone(&self.random);
        let institution = self.settings.institution.to_string();
        let made = blocking(move || {
            let hash = PassphraseHash::new(&account.name, &institution, &new, &*random)?;
            let factor = account.factor.as_ref();
            let factor = factor.and_then(|factor| {
                let secret = factor.open(&account.name, &FactorKey::of(&current, factor).ok()?)?;
                let key = FactorKey::draw(&new, &*random).ok()?;
                secret.seal(&account.name, &key, &*random).ok()
            });
            Ok::<(PassphraseHash, Option<SealedFactor>), OfficerError>((hash, factor))
        });
        let Ok((hash, factor)) = made.await? else {
            return Ok(Changed::Wrong);
        };
        self.record(Doing {
            officer: name.as_str(),
            act: Act::ChangedPassphrase,
            case: None,
            about: name.as_str(),
        })
        .await?;
        self.store.set_passphrase(name, &hash, factor.as_ref()).await?;
        let account = self.store.find_account(name).await?;
        Ok(account.map_or(Changed::Wrong, Changed::To))
    }
}
