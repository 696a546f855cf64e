//! Things kept in memory for a short while under a key that only the visitor holds: mailbox sessions and the
//! receipts still open. Never in the database, the write-ahead log or a backup.
//!
//! Index and content key follow from the visitor's secret and a key of this boot (HKDF-SHA256, two labels), so
//! a picture of the memory without the visitor's cookie opens nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use hkdf::Hkdf;
use sha2::Sha256;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::random::{self, Random};
use crate::seal::vault;

/// A shelf of sealed things, each gone when nobody asked for it during `idle`.
pub struct Shelf {
    boot: Zeroizing<[u8; 32]>,
    idle: Duration,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    kept: Mutex<BTreeMap<[u8; 32], Kept>>,
}

struct Kept {
    sealed: Vec<u8>,
    until: OffsetDateTime,
}

impl Shelf {
    /// An empty shelf with a fresh key.
    pub fn new(idle: Duration, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let boot = Zeroizing::new(random::bytes(&*random));
        Self {
            boot,
            idle,
            clock,
            random,
            kept: Mutex::default(),
        }
    }

    /// Keeps `content` for whoever holds `secret`, in place of what was there.
    pub fn put(&self, secret: &[u8], content: &[u8]) {
        let (index, key) = self.keys(secret);
        // Fails only beyond 256 GiB; what is not kept is asked for again.
        let Ok(sealed) = vault::seal_under(&key, &*index, content, &*self.random) else {
            return;
        };
        let until = self.clock.now() + self.idle;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(*index, Kept { sealed, until });
    }

    /// What is kept for `secret`; asking keeps it for another `idle`.
    pub fn find(&self, secret: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (index, key) = self.keys(secret);
        let now = self.clock.now();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get_mut(&*index).filter(|found| now < found.until)?;
        found.until = now + self.idle;
        let sealed = found.sealed.clone();
        drop(kept);
        vault::open_under(&key, &*index, &sealed).ok()
    }

    /// Forgets what is kept for `secret`.
    pub fn remove(&self, secret: &[u8]) {
        let (index, _key) = self.keys(secret);
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&*index);
    }

    /// Forgets what nobody asked for in time; a duty calls it every minute.
    pub fn sweep(&self) {
        let now = self.clock.now();
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, kept| now < kept.until);
    }

    fn keys(&self, secret: &[u8]) -> (Zeroizing<[u8; 32]>, Zeroizing<[u8; 32]>) {
        let derived = Hkdf::<Sha256>::new(Some(&*self.boot), secret);
        let expand = |label: &[u8]| {
            let mut out = Zeroizing::new([0; 32]);
            // HKDF fails only beyond 8,160 bytes.
            match derived.expand(label, &mut *out) {
                Ok(()) | Err(_) => out,
            }
        };
        (
            expand(b"ventanilla/1/shelf-index"),
            expand(b"ventanilla/1/shelf-key"),
        )
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shelf(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FixedClock;
    use crate::random::SeededRandom;

    fn shelf() -> (Shelf, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::at(OffsetDateTime::UNIX_EPOCH));
        let shelf = Shelf::new(
            Duration::minutes(15),
            Arc::clone(&clock) as _,
            Arc::new(SeededRandom::new(1)),
        );
        (shelf, clock)
    }

    #[test]
    fn only_the_holder_of_the_secret_finds_what_is_kept_and_memory_holds_it_sealed() {
        let (shelf, _clock) = shelf();
        shelf.put(b"secret", b"nine words");
        assert_eq!(shelf.find(b"secret").unwrap().as_slice(), b"nine words");
        assert!(shelf.find(b"another").is_none());
        let sealed = shelf.kept.lock().unwrap().values().next().unwrap().sealed.clone();
        assert!(!sealed.windows(4).any(|window| window == b"nine"));
    }

    #[test]
    fn what_nobody_asks_for_during_the_idle_time_is_gone() {
        let (shelf, clock) = shelf();
        shelf.put(b"secret", b"x");
        clock.advance(Duration::minutes(14));
        assert!(shelf.find(b"secret").is_some());
        clock.advance(Duration::minutes(14));
        assert!(shelf.find(b"secret").is_some());
        clock.advance(Duration::minutes(15));
        assert!(shelf.find(b"secret").is_none());
        shelf.sweep();
        assert!(shelf.kept.lock().unwrap().is_empty());
    }
}
