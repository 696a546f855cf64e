//! The session behind the mailbox's cookie: tower-sessions over a [`Shelf`], in memory only.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};
use tower_sessions::{Expiry, SessionManagerLayer};
use zeroize::Zeroizing;

use super::shelf::Shelf;
use crate::random::{self, Random};

/// Sessions sealed under their own cookie.
#[derive(Clone)]
pub struct Sessions {
    shelf: Arc<Shelf>,
    random: Arc<dyn Random>,
}

impl Sessions {
    /// Sessions on `shelf`, whose idle time is theirs.
    pub const fn new(shelf: Arc<Shelf>, random: Arc<dyn Random>) -> Self {
        Self { shelf, random }
    }

    /// The layer that reads and sets the cookie: no expiry date, `HttpOnly`, `SameSite=Strict`;
    /// `Secure` is added by `web::headers` for those who come by https.
    pub fn layer(self) -> SessionManagerLayer<Self> {
        SessionManagerLayer::new(self)
            .with_name("buzon")
            .with_secure(false)
            .with_http_only(true)
            .with_same_site(tower_sessions::cookie::SameSite::Strict)
            .with_expiry(Expiry::OnSessionEnd)
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions(..)")
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // The id that the record comes with still lies in the generator of the thread that drew it, where a
        // picture of the memory would show the key of the shelf. 128 random bits: two sessions never meet.
        record.id = Id(i128::from_le_bytes(random::bytes(&*self.random)));
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let content = serde_json::to_vec(record).map_err(|error| Error::Encode(error.to_string()))?;
        self.shelf.put(&secret(record.id), &Zeroizing::new(content));
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(content) = self.shelf.find(&secret(*id)) else {
            return Ok(None);
        };
        let record = serde_json::from_slice(&content).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.shelf.remove(&secret(*id));
        Ok(())
    }
}

fn secret(id: Id) -> [u8; 16] {
    id.0.to_be_bytes()
}
