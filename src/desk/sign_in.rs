//! Who is it that signs in: name, passphrase and second factor are judged together, so that nobody learns which of them
//! was wrong, from the words or from the time.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::gate::Turn;
use super::officer::{Account, FactorKey, OfficerName, PassphraseHash, RecoveryCode, Secret};
use super::{Desk, blocking};
use crate::store::StoreError;

/// What somebody typed to sign in.
pub struct Credentials {
    /// The name.
    pub name: String,
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
    /// Six digits, or a code that opens once.
    pub code: Zeroizing<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}

/// Who may come in.
#[derive(Debug)]
pub enum Entered {
    /// Somebody with everything that is asked for.
    In(Account),
    /// Somebody with the right passphrase, whose second factor is to be set up under this key.
    WithoutFactor(Account, FactorKey),
}

impl Desk {
    /// Judges what somebody typed; `None` where any of it is wrong. `turn` is given back when the slow part is over.
    pub async fn enter(&self, typed: Credentials, turn: Turn) -> Result<Option<Entered>, StoreError> {
        let Credentials {
            name,
            passphrase,
            code,
        } = typed;
        let name: Option<OfficerName> = name.parse().ok();
        let account = match &name {
            Some(name) => self.store.find_account(name).await?,
            None => None,
        };
        let account = account.filter(Account::is_active);
        // Asked before anything is known of the passphrase, so that it costs the same.
        let once = self.recovery_code(name.as_ref(), &code).await?;
        let asks = self.settings.officers.second_factor;
        let (known, random) = (account.clone(), Arc::clone(&self.random));
        let judged = blocking(move || {
            let hash = known
                .as_ref()
                .map_or_else(PassphraseHash::nobody, |known| known.hash.clone());
            let right = hash.verify(&passphrase);
            let key = asks.then(|| match known.and_then(|known| known.factor) {
                Some(factor) => FactorKey::of(&passphrase, &factor),
                None => FactorKey::draw(&passphrase, &*random),
            });
            drop(turn);
            (right, key.transpose())
        });
        let (right, key) = judged.await?;
        let Some(account) = account.filter(|_| right) else {
            return Ok(None);
        };
        match key {
            Ok(None) => Ok(Some(Entered::In(account))),
            Ok(Some(key)) => self.judge_factor(account, key, &code, once).await,
            Err(_bounds) => Ok(None),
        }
    }

    async fn judge_factor(
        &self,
        account: Account,
        key: FactorKey,
        code: &str,
        once: Option<RecoveryCode>,
    ) -> Result<Option<Entered>, StoreError> {
        let Some(factor) = &account.factor else {
            return Ok(Some(Entered::WithoutFactor(account, key)));
        };
        let taken = if let Some(once) = once {
            self.store
                .take_recovery_code(&account.name, once.digest())
                .await?
        } else {
            let secret = factor.open(&account.name, &key);
            match secret.and_then(|secret| self.step_of(&secret, code)) {
                Some(step) => self.store.take_step(&account.name, step).await?,
                None => false,
            }
        };
        Ok(taken.then_some(Entered::In(account)))
    }

    /// The step whose code this is now, with whatever was typed between the digits.
    pub fn step_of(&self, secret: &Secret, code: &str) -> Option<i64> {
        let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        secret.step_of(&Zeroizing::new(digits), self.clock.now())
    }

    /// The code that opens once, where it is one of the account's.
    async fn recovery_code(
        &self,
        name: Option<&OfficerName>,
        code: &str,
    ) -> Result<Option<RecoveryCode>, StoreError> {
        let Some((name, code)) = name.zip(RecoveryCode::read(code)) else {
            return Ok(None);
        };
        let is_there = self.store.has_recovery_code(name, code.digest()).await?;
        Ok(is_there.then_some(code))
    }
}
