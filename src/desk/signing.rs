//! The keys that this desk signs with: it may hold the next one before it counts and the last one while that
//! still does. Which of them signs today, the verified directory says.

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::settings::Settings;
use super::{DeskError, key_file};
use crate::clock::Day;
use crate::inbox::signature::DeskKey;
use crate::institution::DatedKey;

/// One signing key or more, of which one signs.
pub struct SigningKeys {
    last: DeskKey,
    earlier: Vec<DeskKey>,
    /// The place of the one that signs among the earlier ones; beyond them, the last one.
    chosen: AtomicUsize,
}

impl SigningKeys {
    /// The keys of a configuration, oldest first. Until a directory was verified the last one signs.
    pub fn new(mut keys: Vec<DeskKey>) -> Option<Self> {
        let last = keys.pop()?;
        Some(Self {
            last,
            earlier: keys,
            chosen: AtomicUsize::new(usize::MAX),
        })
    }

    /// The keys that a configuration names.
    pub fn read(settings: &Settings) -> Result<Self, DeskError> {
        let what = "an Ed25519 signing key";
        let read = |path: &PathBuf| key_file::<DeskKey>(path, what);
        let keys: Result<Vec<DeskKey>, DeskError> = settings.keys.signing.iter().map(read).collect();
        Self::new(keys?).ok_or_else(|| DeskError::Key {
            path: "[keys] signing".to_owned(),
            what,
        })
    }

    /// The key that signs now.
    pub fn current(&self) -> &DeskKey {
        self.earlier
            .get(self.chosen.load(Ordering::Relaxed))
            .unwrap_or(&self.last)
    }

    /// All that are held.
    pub fn all(&self) -> impl Iterator<Item = &DeskKey> {
        self.earlier.iter().chain([&self.last])
    }

    /// From now on the key signs that is in force `today`, is held here, and began last. `false` when there is
    /// none: then what signed before goes on.
    pub fn choose(&self, listed: &[DatedKey], today: Day) -> bool {
        let ours = listed
            .iter()
            .filter(|dated| dated.covers(today))
            .filter_map(|dated| Some((dated.since, self.place(dated)?)));
        let Some((_since, place)) = ours.max() else {
            return false;
        };
        self.chosen.store(place, Ordering::Relaxed);
        true
    }

    /// Whether every listed key that counts on `today` or later is held here: another one would speak for us.
    pub fn are_all(&self, listed: &[DatedKey], today: Day) -> bool {
        listed
            .iter()
            .filter(|dated| dated.until.is_none_or(|until| today <= until))
            .all(|dated| self.place(dated).is_some())
    }

    fn place(&self, dated: &DatedKey) -> Option<usize> {
        self.all().map(DeskKey::public).position(|key| key == dated.key)
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    fn key(seed: u64) -> DeskKey {
        DeskKey::generate(&SeededRandom::new(seed))
    }

    fn dated(seed: u64, since: i64, until: Option<i64>) -> DatedKey {
        DatedKey {
            since: Day::from_number(since),
            until: until.map(Day::from_number),
            key: key(seed).public(),
        }
    }

    fn signs_on(keys: &SigningKeys, listed: &[DatedKey], day: i64) -> Option<[u8; 32]> {
        let chosen = keys.choose(listed, Day::from_number(day));
        chosen.then(|| keys.current().public().to_bytes())
    }

    #[test]
    fn the_newest_key_in_force_that_is_held_signs() {
        let keys = SigningKeys::new(vec![key(1), key(2)]).unwrap();
        assert_eq!(keys.current().public(), key(2).public(), "before any directory");
        let listed = [dated(1, 100, Some(210)), dated(2, 200, None), dated(9, 205, None)];
        let public = |seed| Some(key(seed).public().to_bytes());
        assert_eq!(signs_on(&keys, &listed, 199), public(1));
        assert_eq!(signs_on(&keys, &listed, 200), public(2));
        assert_eq!(
            signs_on(&keys, &listed, 206),
            public(2),
            "not one that is not ours"
        );
        assert_eq!(signs_on(&keys, &listed, 99), None);
        assert_eq!(
            keys.current().public(),
            key(2).public(),
            "what signed before goes on"
        );
        assert!(SigningKeys::new(Vec::new()).is_none());
    }

    #[test]
    fn a_listed_key_that_speaks_for_us_and_is_not_ours_is_noticed() {
        let keys = SigningKeys::new(vec![key(2)]).unwrap();
        let today = Day::from_number(220);
        assert!(keys.are_all(&[dated(1, 100, Some(219)), dated(2, 200, None)], today));
        assert!(!keys.are_all(&[dated(1, 100, Some(220)), dated(2, 200, None)], today));
        assert!(
            !keys.are_all(&[dated(2, 200, None), dated(9, 300, None)], today),
            "one to come"
        );
    }
}
