//! Holds a history against itself, entry by entry, from the first one.

use std::collections::BTreeMap;

use ed25519_dalek::VerifyingKey;

use super::{Entry, Head, nothing};
use crate::case::CaseId;
use crate::inbox::signature;
use crate::seal::Digest;

/// What was read so far.
#[derive(Debug, Default)]
pub struct Chain {
    last: Option<Head>,
    cases: BTreeMap<CaseId, Digest>,
    keys: Vec<VerifyingKey>,
    noted: BTreeMap<u64, Digest>,
}

/// Which entry does not hold, and why.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("entry {number}: {what}")]
pub struct Fault {
    /// Its number.
    pub number: u64,
    /// Why.
    pub what: Broken,
}

/// Why an entry does not hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Broken {
    /// The one before it is missing.
    #[error("the entry before it is missing")]
    Gap,
    /// It names another entry before it.
    #[error("it follows on another entry than the one before it: that one was changed, or taken out")]
    Previous,
    /// It names another entry of its case before it.
    #[error("it follows on another entry of its case: that one was changed, or taken out")]
    CasePrevious,
    /// The signature is not the desk's over it.
    #[error("it is not what the desk signed: it was changed, or put in")]
    Signature,
    /// It is not the one that was noted.
    #[error("it is not the entry that was noted: the history was written anew")]
    Noted,
    /// It was noted, and is not there.
    #[error("it was noted and is missing: the end of the history was cut off")]
    CutOff,
}

impl Chain {
    /// The beginning, by these keys of the desk and these entries that somebody noted.
    pub fn new(keys: Vec<VerifyingKey>, noted: impl IntoIterator<Item = Head>) -> Self {
        Self {
            keys,
            noted: noted.into_iter().map(|head| (head.number, head.digest)).collect(),
            ..Self::default()
        }
    }

    /// The last entry that held.
    pub const fn last(&self) -> Option<Head> {
        self.last
    }

    /// Takes the next entry.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Fault> {
        let number = self.last.map_or(0, |last| last.number).saturating_add(1);
        let fault = |what| Err(Fault { number, what });
        if entry.number != number {
            return fault(Broken::Gap);
        }
        if entry.previous != self.last.map_or_else(nothing, |last| last.digest) {
            return fault(Broken::Previous);
        }
        let before = entry.case.and_then(|case| self.cases.get(&case).copied());
        if entry.case_previous != before.unwrap_or_else(nothing) {
            return fault(Broken::CasePrevious);
        }
        let text = entry.text();
        let is_signed = |key: &VerifyingKey| signature::verify(key, &text, &entry.signature).is_ok();
        if !self.keys.iter().any(is_signed) {
            return fault(Broken::Signature);
        }
        let digest = entry.digest();
        if self.noted.remove(&number).is_some_and(|noted| noted != digest) {
            return fault(Broken::Noted);
        }
        if let Some(case) = entry.case {
            self.cases.insert(case, digest);
        }
        self.last = Some(Head { number, digest });
        Ok(())
    }

    /// Whether everything that was noted was there.
    pub fn end(self) -> Result<Option<Head>, Fault> {
        match self.noted.keys().next() {
            Some(&number) => Err(Fault {
                number,
                what: Broken::CutOff,
            }),
            None => Ok(self.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::desk::history::{Act, Doing};
    use crate::inbox::signature::DeskKey;
    use crate::random::SeededRandom;

    fn key() -> DeskKey {
        DeskKey::generate(&SeededRandom::new(1))
    }

    /// A history of so many entries, about three cases and about none.
    fn written(many: u64) -> Vec<Entry> {
        let mut last = None;
        let mut cases: BTreeMap<CaseId, Digest> = BTreeMap::new();
        let entry = |number: u64| {
            let case = (!number.is_multiple_of(4)).then(|| CaseId(Uuid::from_u128(u128::from(number % 4))));
            let doing = Doing {
                officer: "ana",
                act: Act::OpenedCase,
                case,
                about: "",
            };
            let before = case.and_then(|case| cases.get(&case).copied());
            let entry = Entry::after(last, before, &doing, 1000, &key());
            let digest = entry.digest();
            last = Some(Head { number, digest });
            if let Some(case) = case {
                cases.insert(case, digest);
            }
            entry
        };
        (1..=many).map(entry).collect()
    }

    fn judge(entries: &[Entry], noted: Option<Head>) -> Result<Option<Head>, Fault> {
        let mut chain = Chain::new(vec![key().public()], noted);
        for entry in entries {
            chain.add(entry)?;
        }
        chain.end()
    }

    fn head(entry: &Entry) -> Head {
        Head {
            number: entry.number,
            digest: entry.digest(),
        }
    }

    #[test]
    fn what_was_written_holds_and_ends_where_it_was_noted() {
        let entries = written(20);
        assert_eq!(
            judge(&entries, Some(head(&entries[19]))),
            Ok(Some(head(&entries[19])))
        );
        assert_eq!(judge(&[], None), Ok(None));
        let cut = judge(&entries[..19], Some(head(&entries[19])));
        assert_eq!(
            cut,
            Err(Fault {
                number: 20,
                what: Broken::CutOff
            })
        );
    }

    #[test]
    fn whoever_has_the_key_and_writes_it_anew_is_found_by_what_was_noted() {
        let entries = written(20);
        let noted = head(&entries[9]);
        let mut other = written(9);
        let doing = Doing {
            officer: "luis",
            act: Act::Locked,
            case: None,
            about: "",
        };
        other.push(Entry::after(Some(head(&other[8])), None, &doing, 1000, &key()));
        assert_eq!(
            judge(&other, Some(noted)),
            Err(Fault {
                number: 10,
                what: Broken::Noted
            })
        );
    }

    #[test]
    fn the_signature_of_another_desk_is_none() {
        let doing = Doing {
            officer: "ana",
            act: Act::Locked,
            case: None,
            about: "",
        };
        let stranger = DeskKey::generate(&SeededRandom::new(2));
        let entry = Entry::after(None, None, &doing, 1000, &stranger);
        assert_eq!(
            judge(&[entry], None),
            Err(Fault {
                number: 1,
                what: Broken::Signature
            })
        );
    }

    proptest! {
        #[test]
        fn whatever_is_changed_taken_out_or_put_in_is_found(place in 0..19_usize, how in 0..9_u8) {
            let mut entries = written(20);
            let noted = head(&entries[19]);
            let entry = &mut entries[place];
            match how {
                0 => entry.officer.push('a'),
                1 => entry.minute += 1,
                2 => entry.act = Act::Locked,
                3 => entry.case = Some(CaseId(Uuid::from_u128(9))),
                4 => entry.about.push('1'),
                5 => drop(entries.remove(place)),
                6 => { let again = entry.clone(); entries.insert(place, again); }
                7 => entries.swap(place, place + 1),
                _ => entry.signature = written(1)[0].signature.clone(),
            }
            let is_same = how == 8 && place == 0;
            prop_assert_eq!(judge(&entries, Some(noted)).is_ok(), is_same);
        }
    }
}
