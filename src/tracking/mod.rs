//! The tracking code, the only credential of a reporter, and the keys that come from it.
//!
//! A code is 88 random bits, said as eight words and a ninth that checks them. A slip of the pen is found
//! before any key is derived, and named by its position.
#![warn(clippy::arithmetic_side_effects)]

use std::fmt;

use zeroize::Zeroizing;

mod derive;
mod field;
mod parse;
mod pool;
mod secrets;
mod slip;
pub mod token;
mod wordlist;

pub use self::derive::{Locator, MailboxKeys};
pub use self::pool::{ENTRY_QUEUE, IDLE, KdfError, KdfPool};
pub use self::secrets::{Secrets, SecretsError};
pub use self::slip::{Repair, Slip};
pub use self::wordlist::Wordlist;

/// What a reporter holds: 88 bits, shown as [`WORDS`] words.
pub struct TrackingCode(Zeroizing<[u8; BYTES]>);

impl TrackingCode {
    /// The code with these bits, which must have been drawn at random.
    pub fn from_bits(bits: [u8; BYTES]) -> Self {
        Self(Zeroizing::new(bits))
    }

    /// The bits, most significant first.
    pub fn bits(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// The code as it is shown: eight words and the check word.
    pub fn words(&self, list: Wordlist) -> [&'static str; WORDS] {
        (*self.numbers()).map(|number| list.word(number))
    }

    /// Whether `word`, written as a person writes it, is the word in `place`, counted from 1, in either list.
    pub fn has_word(&self, place: usize, word: &str) -> bool {
        let letters: Zeroizing<String> = Zeroizing::new(wordlist::plain_letters(word).collect());
        let number = place
            .checked_sub(1)
            .and_then(|index| self.numbers().get(index).copied());
        let lists = [Wordlist::Spanish, Wordlist::English];
        number.is_some() && lists.into_iter().any(|list| list.find(letters.trim()) == number)
    }

    /// Reads a code as a person writes it: any case, accents or none, any separator, four letters of each
    /// word or more, in either list. A `?` in the place of one word is filled in from the check word.
    pub fn parse(text: &str) -> Result<Self, Slip> {
        parse::parse(text)
    }

    /// The nine numbers below 2048 that the words stand for.
    fn numbers(&self) -> Zeroizing<[u16; WORDS]> {
        let mut rest = self
            .0
            .iter()
            .fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
        let mut numbers = Zeroizing::new([0; WORDS]);
        for number in numbers.iter_mut().rev().skip(1) {
            *number = (rest & 0x7ff) as u16;
            rest >>= 11;
        }
        if let Some((last, words)) = numbers.split_last_mut() {
            *last = field::check(words);
        }
        numbers
    }

    /// The code of eight numbers and a check that was found right.
    fn from_numbers(numbers: &[u16; WORDS]) -> Self {
        let bits = numbers
            .iter()
            .take(DATA)
            .fold(0_u128, |sum, number| (sum << 11) | u128::from(*number));
        let mut bytes = [0; BYTES];
        for (byte, from) in bytes.iter_mut().rev().zip(bits.to_le_bytes()) {
            *byte = from;
        }
        Self::from_bits(bytes)
    }
}

impl fmt::Debug for TrackingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrackingCode(..)")
    }
}

/// Bytes of a code.
pub const BYTES: usize = 11;

/// Words of a code, the check word included.
pub const WORDS: usize = 9;

/// Words that carry the bits.
const DATA: usize = 8;
