//! The forms that were sent already, so that the same one sent again is kept once and is told the truth: it waits
//! while another of its kind is under way, and hears "sent" only of what is kept.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use crate::case::store::is_there;
use crate::store::{Store, StoreError};

/// What only the same form with the same text and files gives.
pub type Fingerprint = [u8; 11];

/// The forms sent lately, as long as their tokens are valid; in memory only, as the tokens' keys are.
#[derive(Default)]
pub struct Once(Mutex<BTreeMap<Fingerprint, Sent>>);

struct Sent {
    since: OffsetDateTime,
    outcome: Arc<tokio::sync::Mutex<Outcome>>,
}

/// How the attempts at one form have ended so far.
#[derive(Clone, Copy, Debug, Default)]
enum Outcome {
    /// The answer to the commit of this envelope was lost, or never waited for.
    InDoubt(Uuid),
    /// It is kept.
    Kept,
    /// Nothing is kept.
    #[default]
    Nothing,
}

impl Once {
    /// The turn to keep this form. There is one at a time: who comes meanwhile waits for how it ends.
    pub async fn enter(&self, fingerprint: Fingerprint, now: OffsetDateTime) -> Attempt {
        let outcome = self.outcome(fingerprint, now);
        Attempt(outcome.lock_owned().await)
    }

    fn outcome(&self, fingerprint: Fingerprint, now: OffsetDateTime) -> Arc<tokio::sync::Mutex<Outcome>> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.retain(|_, sent| now - sent.since < KEPT);
        let fresh = || Sent {
            since: now,
            outcome: Arc::default(),
        };
        Arc::clone(&sent.entry(fingerprint).or_insert_with(fresh).outcome)
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Once(..)")
    }
}

/// One attempt at a form; the next begins when it is dropped.
#[derive(Debug)]
pub struct Attempt(OwnedMutexGuard<Outcome>);

impl Attempt {
    /// Whether an attempt before this one has kept it; where that is in doubt, the rows are asked.
    pub async fn is_kept_already(&mut self, store: &Store) -> Result<bool, StoreError> {
        if let Outcome::InDoubt(envelope) = *self.0 {
            *self.0 = if is_there(store, envelope).await? {
                Outcome::Kept
            } else {
                Outcome::Nothing
            };
        }
        Ok(matches!(*self.0, Outcome::Kept))
    }

    /// From here on the row of this envelope may be there, until [`Attempt::kept`] says that it is.
    pub fn begin(&mut self, envelope: Uuid) {
        *self.0 = Outcome::InDoubt(envelope);
    }

    /// It is kept.
    pub fn kept(mut self) {
        *self.0 = Outcome::Kept;
    }
}

/// As long as a form is valid.
const KEPT: Duration = Duration::hours(12);
