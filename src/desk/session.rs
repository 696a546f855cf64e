//! Sessions of officers: rows that tell nothing without the cookie.
//!
//! Index and key follow, under two labels, from the cookie's value and a key that this process draws when it
//! starts; the content is sealed under the key and bound to the index. So a copied database holds no session,
//! and none outlives the process.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use hkdf::Hkdf;
use sha2::Sha256;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use zeroize::Zeroizing;

use super::store::DeskStore;
use crate::clock::Clock;
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
        self.store
            .save_session(&derived.index, &sealed, today)
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

struct Derived {
    index: String,
    key: Zeroizing<[u8; 32]>,
}

fn failed() -> Error {
    Error::Backend("the session store failed".to_owned())
}

const INDEX: &[u8] = b"ventanilla/1/desk-session-index";
const KEY: &[u8] = b"ventanilla/1/desk-session-key";
const PADDED: usize = 1024;
