//! The intake identities: under one passphrase on disk, open in memory only while officers work.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::desk::search::Search;
use crate::seal::{Identity, Recipient, unprotect};

/// Holds the identity while it is unlocked; locked again by hand, when nobody uses it, or with the process.
pub struct Keyring {
    held: Vec<(PathBuf, Recipient)>,
    idle: Duration,
    clock: Arc<dyn Clock>,
    open: Mutex<Option<Open>>,
}

struct Open {
    identities: Arc<[Identity]>,
    /// What was read with them, which goes when they go.
    search: Arc<Search>,
    used: OffsetDateTime,
}

/// Why the identity does not unlock.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeyringError {
    /// The passphrase does not fit, or the file is damaged: which of the two is not told.
    #[error("the identity does not unlock")]
    Wrong,
    /// It unlocks, but it is not the key that this desk's directory entry names.
    #[error("the identity is not this desk's")]
    OtherKey,
    /// The file cannot be read.
    #[error("the identity's file cannot be read")]
    Unreadable,
}

impl Keyring {
    /// A locked keyring over the identities in files, each of which must belong to its recipient.
    pub fn new(held: Vec<(PathBuf, Recipient)>, idle: Duration, clock: Arc<dyn Clock>) -> Self {
        Self {
            held,
            idle,
            clock,
            open: Mutex::new(None),
        }
    }

    /// Unlocks all of them with the one passphrase, or none; slow on purpose, so not on a thread that serves requests.
    pub fn unlock(&self, passphrase: &Zeroizing<String>) -> Result<(), KeyringError> {
        let identities: Result<Arc<[Identity]>, KeyringError> = self
            .held
            .iter()
            .map(|(file, expected)| {
                let sealed = std::fs::read(file).map_err(|_unreadable| KeyringError::Unreadable)?;
                let identity = unprotect(&sealed, passphrase).map_err(|_wrong| KeyringError::Wrong)?;
                let ours = identity.recipient() == *expected;
                ours.then_some(identity).ok_or(KeyringError::OtherKey)
            })
            .collect();
        let identities = identities?;
        self.lock_if_idle();
        let mut state = self.lock_state();
        // Who opens what is open reads nothing anew.
        let search = state.take().map(|open| open.search).unwrap_or_default();
        *state = Some(Open {
            identities,
            search,
            used: self.clock.now(),
        });
        drop(state);
        Ok(())
    }

    /// Forgets the identity and all that was read to be searched; what is being read at this moment is read to its end.
    pub fn lock(&self) {
        let gone = self.lock_state().take();
        drop(gone);
    }

    /// The identity for something an officer asked for, which starts the idle time anew.
    pub fn identities(&self) -> Option<Arc<[Identity]>> {
        let now = self.clock.now();
        let mut state = self.lock_state();
        let fresh = state.take().filter(|open| now - open.used < self.idle);
        *state = fresh.map(|open| Open { used: now, ..open });
        state.as_ref().map(|open| Arc::clone(&open.identities))
    }

    /// The identity for the desk's own checks, which start nothing anew.
    pub fn identities_unnoticed(&self) -> Option<Arc<[Identity]>> {
        self.lock_if_idle();
        self.lock_state()
            .as_ref()
            .map(|open| Arc::clone(&open.identities))
    }

    /// What can be searched, for something an officer asked for, which starts the idle time anew.
    pub fn search(&self) -> Option<Arc<Search>> {
        self.identities()?;
        self.lock_state().as_ref().map(|open| Arc::clone(&open.search))
    }

    /// The identity and what was read with it, for the desk's own reading, which starts nothing anew.
    pub fn search_unnoticed(&self) -> Option<(Arc<[Identity]>, Arc<Search>)> {
        self.lock_if_idle();
        self.lock_state()
            .as_ref()
            .map(|open| (Arc::clone(&open.identities), Arc::clone(&open.search)))
    }

    /// Whether it is unlocked now.
    pub fn is_open(&self) -> bool {
        self.identities_unnoticed().is_some()
    }

    /// Locks when nobody has used it for the idle time.
    pub fn lock_if_idle(&self) {
        let now = self.clock.now();
        let gone = self.lock_state().take_if(|open| now - open.used >= self.idle);
        drop(gone);
    }

    fn lock_state(&self) -> std::sync::MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::clock::FixedClock;
    use crate::random::SeededRandom;
    use crate::seal::{Class, protect};

    const PASSPHRASE: &str = "lago perro nube sur";

    fn keyring(expected: Option<Recipient>) -> (tempfile::TempDir, Arc<FixedClock>, Keyring) {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::generate(Class::Hybrid, &SeededRandom::new(1)).unwrap();
        let file = folder.path().join("intake.age");
        fs::write(&file, protect(&identity, PASSPHRASE, 2).unwrap()).unwrap();
        let clock = Arc::new(FixedClock::at(OffsetDateTime::UNIX_EPOCH));
        let expected = expected.unwrap_or_else(|| identity.recipient());
        let keyring = Keyring::new(vec![(file, expected)], Duration::minutes(15), clock.clone());
        (folder, clock, keyring)
    }

    fn passphrase(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[test]
    fn a_wrong_passphrase_unlocks_nothing() {
        let (_folder, _clock, keyring) = keyring(None);
        assert_eq!(keyring.unlock(&passphrase("otra")), Err(KeyringError::Wrong));
        assert!(!keyring.is_open());
    }

    #[test]
    fn the_identity_of_another_desk_is_refused() {
        let other = Identity::generate(Class::Hybrid, &SeededRandom::new(2)).unwrap();
        let (_folder, _clock, keyring) = keyring(Some(other.recipient()));
        assert_eq!(
            keyring.unlock(&passphrase(PASSPHRASE)),
            Err(KeyringError::OtherKey)
        );
        assert!(!keyring.is_open());
    }

    #[test]
    fn it_locks_by_hand_and_when_nobody_uses_it() {
        let (_folder, clock, keyring) = keyring(None);
        keyring.unlock(&passphrase(PASSPHRASE)).unwrap();
        clock.advance(Duration::minutes(14));
        assert!(keyring.identities().is_some());
        clock.advance(Duration::minutes(14));
        assert!(keyring.identities_unnoticed().is_some());
        clock.advance(Duration::minutes(1));
        assert!(keyring.identities().is_none());
        keyring.unlock(&passphrase(PASSPHRASE)).unwrap();
        keyring.lock();
        assert!(!keyring.is_open());
    }
}
