//! The receipt: the code, shown on the answer to the form and again only while the receipt is open. It closes
//! when two of the words are read back, with the first sign-in, or after an hour.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use super::shelf::Shelf;
use crate::clock::Clock;
use crate::random::{self, Random};
use crate::tracking::TrackingCode;

/// The receipts that are open.
pub struct Receipts {
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    /// Code and institutions of each, sealed under a secret that only the receipt's page holds.
    shelf: Shelf,
    /// Which filings may still show their code, by their sameness fingerprint.
    open: Mutex<BTreeMap<[u8; 16], Open>>,
}

#[derive(Clone, Copy)]
struct Open {
    until: OffsetDateTime,
    is_closed: bool,
}

/// What the receipt's page shows.
pub struct Receipt {
    /// The code.
    pub code: TrackingCode,
    /// The ids of the institutions that have the report.
    pub institutions: Vec<String>,
    /// What the page sends back with the two words, in hexadecimal.
    pub secret: Zeroizing<String>,
    /// Which two words are asked for, counted from 1.
    pub asked: (usize, usize),
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(..)")
    }
}

impl Receipts {
    /// No receipt is open yet.
    pub fn new(clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let shelf = Shelf::new(OPEN, Arc::clone(&clock), Arc::clone(&random));
        Self {
            clock,
            random,
            shelf,
            open: Mutex::default(),
        }
    }

    /// Opens the receipt of a filing that is about to be kept, so that the same form sent twice at once shows
    /// its code twice. One that was closed stays closed.
    pub fn announce(&self, sameness: [u8; 16]) {
        let until = self.clock.now() + OPEN;
        let fresh = Open {
            until,
            is_closed: false,
        };
        let renew = |open: &mut Open| {
            if !open.is_closed {
                open.until = until;
            }
        };
        self.lock().entry(sameness).and_modify(renew).or_insert(fresh);
    }

    /// The receipt of a filing that is kept, while it is open.
    pub fn show(&self, sameness: [u8; 16], code: TrackingCode, institutions: &[&str]) -> Option<Receipt> {
        self.is_open(&sameness)
            .then(|| self.issue(sameness, code, institutions))
    }

    fn is_open(&self, sameness: &[u8; 16]) -> bool {
        let now = self.clock.now();
        let open = self.lock();
        open.get(sameness)
            .is_some_and(|open| !open.is_closed && now < open.until)
    }

    /// The receipt whose page sent `secret`, to be checked or shown again.
    pub fn find(&self, secret: &str) -> Option<(Receipt, [u8; 16])> {
        let key = decode::<32>(secret)?;
        let kept = self.shelf.find(&*key)?;
        let (bits, rest) = kept.split_first_chunk::<11>()?;
        let (sameness, rest) = rest.split_first_chunk::<16>()?;
        let ([first, second], institutions) = rest.split_first_chunk::<2>()?;
        if !self.is_open(sameness) {
            return None;
        }
        let receipt = Receipt {
            code: TrackingCode::from_bits(*bits),
            institutions: lines(institutions)?,
            secret: Zeroizing::new(secret.to_owned()),
            asked: (usize::from(*first), usize::from(*second)),
        };
        Some((receipt, *sameness))
    }

    /// Closes a receipt: its code is shown no more.
    pub fn close(&self, sameness: &[u8; 16]) {
        if let Some(open) = self.lock().get_mut(sameness) {
            open.is_closed = true;
        }
    }

    /// Forgets what was open for an hour; a duty calls it every minute.
    pub fn sweep(&self) {
        let now = self.clock.now();
        self.lock().retain(|_, open| now < open.until);
        self.shelf.sweep();
    }

    fn issue(&self, sameness: [u8; 16], code: TrackingCode, institutions: &[&str]) -> Receipt {
        let key = Zeroizing::new(random::bytes::<32>(&*self.random));
        let asked = self.two_places();
        let places = [asked.0, asked.1].map(|place| u8::try_from(place).unwrap_or(1));
        let listed = institutions.join("\n");
        let kept = Zeroizing::new([&code.bits()[..], &sameness, &places, listed.as_bytes()].concat());
        self.shelf.put(&*key, &kept);
        let secret = Zeroizing::new(hex::encode(*key));
        Receipt {
            code,
            institutions: institutions.iter().map(|&one| one.to_owned()).collect(),
            secret,
            asked,
        }
    }

    /// Two different places among nine, in order.
    fn two_places(&self) -> (usize, usize) {
        let [a, b] = random::bytes::<2>(&*self.random);
        let first = usize::from(a % 9);
        let other = usize::from(b % 8);
        let second = if other < first {
            other
        } else {
            other.saturating_add(1)
        };
        (
            first.min(second).saturating_add(1),
            first.max(second).saturating_add(1),
        )
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<[u8; 16], Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Receipts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipts(..)")
    }
}

fn lines(text: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(text).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

fn decode<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut out = Zeroizing::new([0; N]);
    hex::decode_to_slice(text, &mut *out).ok()?;
    Some(out)
}

/// How long a receipt stays open at most.
const OPEN: Duration = Duration::minutes(60);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FixedClock;
    use crate::random::SeededRandom;

    const SAME: [u8; 16] = [3; 16];
    const SENT: [&str; 2] = ["contraloria", "fiscalia"];

    fn receipts() -> (Receipts, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::at(OffsetDateTime::UNIX_EPOCH));
        (
            Receipts::new(Arc::clone(&clock) as _, Arc::new(SeededRandom::new(1))),
            clock,
        )
    }

    fn code() -> TrackingCode {
        TrackingCode::from_bits([9; 11])
    }

    fn opened(receipts: &Receipts) -> Receipt {
        receipts.announce(SAME);
        receipts.show(SAME, code(), &SENT).unwrap()
    }

    #[test]
    fn an_open_receipt_is_shown_again_until_it_is_closed() {
        let (receipts, _clock) = receipts();
        let receipt = opened(&receipts);
        assert!(receipts.show(SAME, code(), &SENT).is_some());
        let (found, sameness) = receipts.find(&receipt.secret).unwrap();
        assert_eq!(
            (found.code.bits(), found.asked, sameness),
            (code().bits(), receipt.asked, SAME)
        );
        assert_eq!(found.institutions, SENT);
        receipts.close(&SAME);
        assert!(receipts.show(SAME, code(), &SENT).is_none());
        assert!(receipts.find(&receipt.secret).is_none());
    }

    #[test]
    fn a_receipt_is_open_before_its_filing_is_kept_and_a_closed_one_does_not_open_again() {
        let (receipts, clock) = receipts();
        assert!(receipts.show(SAME, code(), &SENT).is_none());
        receipts.announce(SAME);
        receipts.announce(SAME);
        assert!(receipts.show(SAME, code(), &SENT).is_some());
        receipts.close(&SAME);
        receipts.announce(SAME);
        assert!(receipts.show(SAME, code(), &SENT).is_none());
        clock.advance(Duration::minutes(60));
        receipts.sweep();
        assert!(receipts.lock().is_empty());
    }

    #[test]
    fn a_receipt_closes_by_itself_after_an_hour_however_often_it_is_looked_at() {
        let (receipts, clock) = receipts();
        let receipt = opened(&receipts);
        for _ in 0..3 {
            clock.advance(Duration::minutes(19));
            assert!(receipts.find(&receipt.secret).is_some());
        }
        clock.advance(Duration::minutes(3));
        assert!(receipts.find(&receipt.secret).is_none());
        assert!(receipts.show(SAME, code(), &SENT).is_none());
    }

    #[test]
    fn the_two_words_asked_for_are_two_different_ones() {
        let (receipts, _clock) = receipts();
        for _ in 0..500 {
            let (first, second) = receipts.two_places();
            assert!(1 <= first && first < second && second <= 9);
        }
    }
}
