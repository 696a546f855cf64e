//! Codes for whoever has no telephone at hand: each opens once. Eighty random bits need no slow hash.

use std::fmt;

use zeroize::Zeroizing;

use crate::random::{self, Random};
use crate::seal::Digest;

/// One code.
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

impl RecoveryCode {
    /// As many as somebody gets at once.
    pub fn draw_all(random: &dyn Random) -> Vec<Self> {
        let draw = |_| Self(Zeroizing::new(random::bytes(random)));
        (0..COUNT).map(draw).collect()
    }

    /// Reads one as somebody types it.
    pub fn read(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        let letters = letters.flat_map(char::to_lowercase).map(|letter| match letter {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        });
        let letters: Zeroizing<String> = Zeroizing::new(letters.collect());
        let mut bytes = Zeroizing::new([0; BYTES]);
        hex::decode_to_slice(letters.as_bytes(), bytes.as_mut_slice()).ok()?;
        Some(Self(bytes))
    }

    /// In groups of four, to be written down.
    pub fn letters(&self) -> Zeroizing<String> {
        let groups: Vec<Zeroizing<String>> = self
            .0
            .chunks(2)
            .map(|group| Zeroizing::new(hex::encode(group)))
            .collect();
        let groups: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
        Zeroizing::new(groups.join("-"))
    }

    /// What is kept of it.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_slice())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

const BYTES: usize = 10;
const COUNT: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let codes = RecoveryCode::draw_all(&SeededRandom::new(1));
        assert_eq!(codes.len(), 10);
        for code in &codes {
            let letters = code.letters();
            assert_eq!(letters.len(), 24);
            let typed = letters
                .to_uppercase()
                .replace('-', " ")
                .replace('0', "O")
                .replace('1', "l");
            assert_eq!(RecoveryCode::read(&typed).unwrap().digest(), code.digest());
            assert!(RecoveryCode::read(letters.trim_end_matches(char::is_alphanumeric)).is_none());
        }
        assert!(RecoveryCode::read("123456").is_none());
        assert_eq!(format!("{:?}", codes[0]), "RecoveryCode(..)");
    }
}
