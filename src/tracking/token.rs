//! The token of the last form, and the code that follows from it.
//!
//! The token says when the form was shown and nothing else; the code's bits follow from the token, the
//! institutions and all that was sent, under a key that lives for at most 24 hours. So the same form sent twice
//! gives the same code, the code stands in no page before the receipt, and nobody can choose it.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::random::{self, Random};

/// Issues and checks the tokens of last forms. Lost with the process, and with it every form still open.
pub struct FormTokens {
    mac: Zeroizing<[u8; 32]>,
    epochs: Mutex<Epochs>,
}

struct Epochs {
    current: Epoch,
    previous: Option<Epoch>,
}

struct Epoch {
    began: OffsetDateTime,
    key: Zeroizing<[u8; 32]>,
}

/// A token that is ours and not too old.
#[derive(Clone, Copy, Debug)]
pub struct CheckedToken {
    nonce: [u8; 16],
    issued: OffsetDateTime,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokenError {
    /// The form was shown more than 12 hours ago.
    #[error("the form has expired")]
    Expired,
    /// This process never issued it.
    #[error("the form is not one of ours")]
    Unknown,
}

impl FormTokens {
    /// Begins with fresh keys.
    pub fn new(now: OffsetDateTime, random: &dyn Random) -> Self {
        let current = Epoch::begin(now, random);
        Self {
            mac: Zeroizing::new(random::bytes(random)),
            epochs: Mutex::new(Epochs {
                current,
                previous: None,
            }),
        }
    }

    /// A fresh token for a form shown `now`.
    pub fn issue(&self, now: OffsetDateTime, random: &dyn Random) -> String {
        self.rotate(now, random);
        let nonce: [u8; 16] = random::bytes(random);
        let moment = now.unix_timestamp().to_be_bytes();
        let mac = self.mac(&nonce, &moment);
        BASE64_URL_SAFE_NO_PAD.encode([&nonce[..], &moment, &mac].concat())
    }

    /// Reads a token that came back.
    pub fn check(&self, token: &str, now: OffsetDateTime) -> Result<CheckedToken, TokenError> {
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(token)
            .map_err(|_not_base64| TokenError::Unknown)?;
        let (nonce, rest) = bytes.split_first_chunk::<16>().ok_or(TokenError::Unknown)?;
        let (moment, mac) = rest.split_first_chunk::<8>().ok_or(TokenError::Unknown)?;
        let mut verifier = self.hmac();
        verifier.update(nonce);
        verifier.update(moment);
        verifier
            .verify_truncated_left(mac)
            .map_err(|_forged| TokenError::Unknown)?;
        if mac.len() != MAC {
            return Err(TokenError::Unknown);
        }
        let issued = OffsetDateTime::from_unix_timestamp(i64::from_be_bytes(*moment))
            .map_err(|_no_such_time| TokenError::Unknown)?;
        if age(issued, now) > VALID {
            return Err(TokenError::Expired);
        }
        Ok(CheckedToken {
            nonce: *nonce,
            issued,
        })
    }

    /// The 88 random bits of the code for what was sent: to whom, and the digest of all fields and files.
    pub fn code_bits(
        &self,
        token: &CheckedToken,
        institutions: &[&str],
        digest: &[u8; 32],
    ) -> Result<Zeroizing<[u8; 11]>, TokenError> {
        let epochs = self.epochs.lock().unwrap_or_else(PoisonError::into_inner);
        let live = [Some(&epochs.current), epochs.previous.as_ref()];
        let epoch = live
            .into_iter()
            .flatten()
            .find(|epoch| epoch.began <= token.issued);
        let epoch = epoch.ok_or(TokenError::Expired)?;
        let mut mac = keyed(&epoch.key);
        mac.update(&token.nonce);
        for institution in institutions {
            // With its length, so that no two lists read alike.
            mac.update(&u64::try_from(institution.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(institution.as_bytes());
        }
        mac.update(digest);
        let full = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
        drop(epochs);
        let mut bits = Zeroizing::new([0; 11]);
        bits.iter_mut()
            .zip(full.iter())
            .for_each(|(bit, byte)| *bit = *byte);
        Ok(bits)
    }

    /// Draws a new key when the present one is 12 hours old; the one before is wiped. A duty calls it too, so
    /// that a quiet night does not keep an old key alive.
    pub fn rotate(&self, now: OffsetDateTime, random: &dyn Random) {
        let mut epochs = self.epochs.lock().unwrap_or_else(PoisonError::into_inner);
        let age = age(epochs.current.began, now);
        if age < VALID {
            return;
        }
        let fresh = Epoch::begin(now, random);
        let old = std::mem::replace(&mut epochs.current, fresh);
        epochs.previous = (age < KEPT).then_some(old);
    }

    fn mac(&self, nonce: &[u8], moment: &[u8]) -> Vec<u8> {
        let mut mac = self.hmac();
        mac.update(nonce);
        mac.update(moment);
        mac.finalize().into_bytes().into_iter().take(MAC).collect()
    }

    fn hmac(&self) -> Hmac<Sha256> {
        let mut mac = keyed(&self.mac);
        mac.update(b"ventanilla/1/form");
        mac
    }
}

impl fmt::Debug for FormTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormTokens(..)")
    }
}

impl CheckedToken {
    /// How long to wait until the form was shown long enough for a person to have read it: at most 3 seconds.
    pub fn too_soon_by(&self, now: OffsetDateTime) -> std::time::Duration {
        let wait = PATIENCE.saturating_sub(age(self.issued, now)).clamp(0, PATIENCE);
        std::time::Duration::from_secs(wait.unsigned_abs())
    }
}

impl Epoch {
    fn begin(now: OffsetDateTime, random: &dyn Random) -> Self {
        // Whole seconds, as in the tokens.
        let began = now.replace_nanosecond(0).unwrap_or(now);
        Self {
            began,
            key: Zeroizing::new(random::bytes(random)),
        }
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // RFC 2104: a key shorter than the block is padded with zeros.
    let mut block = Zeroizing::new([0_u8; 64]);
    block
        .iter_mut()
        .zip(key)
        .for_each(|(padded, byte)| *padded = *byte);
    <Hmac<Sha256> as KeyInit>::new((&*block).into())
}

const MAC: usize = 16;
/// Seconds between two moments.
const fn age(since: OffsetDateTime, now: OffsetDateTime) -> i64 {
    now.unix_timestamp().saturating_sub(since.unix_timestamp())
}

/// Seconds for which a token is valid, and after which a new key is drawn.
const VALID: i64 = 12 * 3600;
/// Seconds after which no valid token can need a key.
const KEPT: i64 = 2 * VALID;
/// Seconds that a person takes at least to read a form.
const PATIENCE: i64 = 3;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use time::Duration;

    use super::*;
    use crate::random::SeededRandom;

    const DIGEST: [u8; 32] = [7; 32];

    fn start() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap()
    }

    #[test]
    fn the_same_form_gives_the_same_code_and_another_text_another() {
        let random = SeededRandom::new(1);
        let tokens = FormTokens::new(start(), &random);
        let token = tokens.check(&tokens.issue(start(), &random), start()).unwrap();
        let bits = tokens.code_bits(&token, &["a"], &DIGEST).unwrap();
        assert_eq!(*bits, *tokens.code_bits(&token, &["a"], &DIGEST).unwrap());
        assert_ne!(*bits, *tokens.code_bits(&token, &["b"], &DIGEST).unwrap());
        assert_ne!(*bits, *tokens.code_bits(&token, &["a"], &[8; 32]).unwrap());
    }

    #[test]
    fn every_set_of_institutions_gives_a_code_of_its_own() {
        let random = SeededRandom::new(6);
        let tokens = FormTokens::new(start(), &random);
        let token = tokens.check(&tokens.issue(start(), &random), start()).unwrap();
        let sets: [&[&str]; 6] = [&["a"], &["b"], &["a", "b"], &["b", "a"], &["ab"], &["a", ""]];
        let codes: BTreeSet<[u8; 11]> = sets
            .iter()
            .map(|set| *tokens.code_bits(&token, set, &DIGEST).unwrap())
            .collect();
        assert_eq!(codes.len(), sets.len());
    }

    #[test]
    fn a_code_can_be_repeated_until_the_token_expires_whatever_epoch_began_since() {
        let random = SeededRandom::new(2);
        let tokens = FormTokens::new(start(), &random);
        let shown = start() + Duration::hours(11);
        let text = tokens.issue(shown, &random);
        let bits = tokens
            .code_bits(&tokens.check(&text, shown).unwrap(), &["a"], &DIGEST)
            .unwrap();
        let later = shown + Duration::hours(12);
        tokens.rotate(later, &random);
        let token = tokens.check(&text, later).unwrap();
        assert_eq!(*bits, *tokens.code_bits(&token, &["a"], &DIGEST).unwrap());
        let too_late = later + Duration::seconds(1);
        assert_eq!(tokens.check(&text, too_late).unwrap_err(), TokenError::Expired);
    }

    #[test]
    fn an_old_key_is_wiped_when_nobody_came_for_a_day() {
        let random = SeededRandom::new(3);
        let tokens = FormTokens::new(start(), &random);
        tokens.rotate(start() + Duration::hours(25), &random);
        assert!(tokens.epochs.lock().unwrap().previous.is_none());
    }

    #[test]
    fn a_token_of_another_process_or_a_changed_one_is_unknown() {
        let random = SeededRandom::new(4);
        let tokens = FormTokens::new(start(), &random);
        let other = FormTokens::new(start(), &random);
        let text = tokens.issue(start(), &random);
        assert_eq!(other.check(&text, start()).unwrap_err(), TokenError::Unknown);
        let shortened: String = text.chars().take(text.len() - 4).collect();
        for forged in ["", "x", "ñ", &shortened, &format!("A{}", text.get(1..).unwrap())] {
            assert_eq!(tokens.check(forged, start()).unwrap_err(), TokenError::Unknown);
        }
    }

    #[test]
    fn a_form_sent_at_once_waits_three_seconds_and_an_older_one_does_not() {
        let random = SeededRandom::new(5);
        let tokens = FormTokens::new(start(), &random);
        let token = tokens.check(&tokens.issue(start(), &random), start()).unwrap();
        assert_eq!(token.too_soon_by(start()).as_secs(), 3);
        assert_eq!(token.too_soon_by(start() + Duration::seconds(9)).as_secs(), 0);
    }
}
