//! Sessions of officers: rows that tell nothing without the cookie.
//!
//! Index and key follow, under two labels, from the cookie's value and a key that this process draws when it
//! starts; the content is sealed under the key and bound to the index. So a copied database holds no session,
//! and none outlives the process. Whose a session is follows in the same way from the name, so that somebody's
//! sessions can be counted and ended here, and nowhere else.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use hkdf::Hkdf;
use serde_json::Value;
use sha2::Sha256;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use zeroize::Zeroizing;

use super::store::DeskStore;
use crate::clock::{Clock, Day};
use crate::random::{self, Random};
use crate::seal::vault;

/// Keeps sessions sealed in the desk's database.
#[derive(Clone)]
pub struct SealedSessions {
    store: DeskStore,
    boot: Arc<Zeroizing<[u8; 32]>>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl SealedSessions {
    /// Begins with a fresh key: whatever lies in the store from before opens no more.
    pub fn new(store: DeskStore, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let boot = Arc::new(Zeroizing::new(random::bytes(&*random)));
        Self {
            store,
            boot,
            clock,
            random,
        }
    }

    fn index(&self, id: Id) -> Result<String> {
        Ok(self.derive(id)?.index)
    }

    /// Whose a session is, as its row says it: nobody can tell without this process.
    fn owner(&self, name: &str) -> Result<String> {
        let hkdf = Hkdf::<Sha256>::new(Some(self.boot.as_slice()), name.as_bytes());
        let mut owner = [0; 16];
        hkdf.expand(OWNER, &mut owner).map_err(|_length| failed())?;
        Ok(hex::encode(owner))
    }

    /// Every session of `name`; `this` is the one that asks.
    pub async fn open(&self, name: &str, this: Option<Id>) -> Result<Vec<Open>> {
        let this = this.map(|id| self.index(id)).transpose()?;
        let found = self.store.sessions_of(&self.owner(name)?).await;
        let found = found.map_err(|_store| failed())?;
        let one = |(index, began): (String, Day)| Open {
            is_this: this.as_ref() == Some(&index),
            index,
            began,
        };
        Ok(found.into_iter().map(one).collect())
    }

    /// Ends the session of `name` under that index, or all but `this` where none is named.
    pub async fn end(&self, name: &str, this: Option<Id>, index: &str) -> Result<()> {
        let owner = self.owner(name)?;
        let ended = if index.is_empty() {
            let this = this.map(|id| self.index(id)).transpose()?;
            let this = this.unwrap_or_default();
            self.store.erase_other_sessions(&owner, &this).await
        } else {
            self.store.erase_session_of(&owner, index).await
        };
        ended.map_err(|_store| failed())
    }

    fn derive(&self, id: Id) -> Result<Derived> {
        let cookie = Zeroizing::new(id.0.to_le_bytes());
        let hkdf = Hkdf::<Sha256>::new(Some(self.boot.as_slice()), cookie.as_slice());
        let mut index = [0; 16];
        let mut key = Zeroizing::new([0; 32]);
        hkdf.expand(INDEX, &mut index).map_err(|_length| failed())?;
        hkdf.expand(KEY, key.as_mut_slice()).map_err(|_length| failed())?;
        Ok(Derived {
            index: hex::encode(index),
            key,
        })
    }
}

#[async_trait]
impl SessionStore for SealedSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // The id that the record comes with still lies in the generator of the thread that drew it, in memory.
        // 128 random bits: two sessions never share an id.
        record.id = Id(i128::from_le_bytes(random::bytes(&*self.random)));
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let derived = self.derive(record.id)?;
        let mut plain = Zeroizing::new(serde_json::to_vec(record).map_err(|_never| failed())?);
        // All sessions are of one length, whatever the officer's name is.
        let length = plain.len().next_multiple_of(PADDED);
        plain.resize(length, b' ');
        let index = derived.index.as_bytes();
        let sealed =
            vault::seal_under(&derived.key, index, &plain, &*self.random).map_err(|_too_long| failed())?;
        let today = self.clock.today();
        let owner = record.data.get(OFFICER).and_then(Value::as_str);
        let owner = self.owner(owner.unwrap_or_default())?;
        self.store
            .save_session(&derived.index, &sealed, &owner, today)
            .await
            .map_err(|_store| failed())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let derived = self.derive(*id)?;
        let found = self
            .store
            .find_session(&derived.index)
            .await
            .map_err(|_store| failed())?;
        let Some(sealed) = found else {
            return Ok(None);
        };
        let opened = vault::open_under(&derived.key, derived.index.as_bytes(), &sealed);
        Ok(opened.ok().and_then(|plain| serde_json::from_slice(&plain).ok()))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let derived = self.derive(*id)?;
        self.store
            .erase_session(&derived.index)
            .await
            .map_err(|_store| failed())
    }
}

impl fmt::Debug for SealedSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedSessions(..)")
    }
}

/// A session that is open.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Open {
    /// Where it lies; it opens nothing.
    pub index: String,
    /// The day of the sign-in.
    pub began: Day,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

struct Derived {
    index: String,
    key: Zeroizing<[u8; 32]>,
}

fn failed() -> Error {
    Error::Backend("the session store failed".to_owned())
}

/// Under which name a session says whose it is.
pub(super) const OFFICER: &str = "officer";
const OWNER: &[u8] = b"ventanilla/1/desk-session-owner";
const INDEX: &[u8] = b"ventanilla/1/desk-session-index";
const KEY: &[u8] = b"ventanilla/1/desk-session-key";
const PADDED: usize = 1024;
