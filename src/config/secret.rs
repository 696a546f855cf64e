//! The window's secrets: each in the environment, or in a file that the configuration names.

use super::Config;
use crate::given::{self, Secret, Unusable};
use crate::store::Location;

impl Config {
    /// Where the database is: the environment first, then the secret file, then the line in the file.
    pub fn database(&self) -> Result<Location, Unusable> {
        let store = &self.store;
        given::locate(
            DATABASE,
            store.database_file.as_deref(),
            store.database.as_deref(),
        )
    }

    /// The pepper of tracking codes.
    pub fn pepper(&self) -> Result<Secret, Unusable> {
        Secret::find(PEPPER, self.secrets.pepper.as_deref())?.ok_or(Unusable::Value {
            path: "[secrets]".to_owned(),
            what: "pepper is not there",
        })
    }

    /// The salt of tracking codes.
    pub fn salt(&self) -> Result<Secret, Unusable> {
        Secret::find(SALT, self.secrets.salt.as_deref())?.ok_or(Unusable::Value {
            path: "[secrets]".to_owned(),
            what: "salt is not there",
        })
    }

    /// `user:password` of the mail server; nothing when it asks for none.
    pub fn mail_credentials(&self) -> Result<Option<Secret>, Unusable> {
        let file = self
            .mail
            .as_ref()
            .and_then(|mail| mail.credentials_file.as_deref());
        Ok(Secret::find(MAIL_CREDENTIALS, file)?)
    }
}

const DATABASE: &str = "VENTANILLA_DATABASE";
const MAIL_CREDENTIALS: &str = "VENTANILLA_MAIL_CREDENTIALS";
pub(super) const PEPPER: &str = "VENTANILLA_PEPPER";
pub(super) const SALT: &str = "VENTANILLA_SALT";
