//! The two word lists of BIP-39. The same number has one word in each; a code is written in one of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The language of the words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wordlist {
    /// Spanish, the language of a code unless an English page shows it.
    Spanish,
    /// English.
    English,
}

impl Wordlist {
    /// The word for a number below 2048.
    pub(super) fn word(self, number: u16) -> &'static str {
        self.entry(number).map_or("", |entry| entry.word)
    }

    /// The word for a number in plain letters: no case, no accents.
    pub(super) fn plain(self, number: u16) -> &'static str {
        self.entry(number).map_or("", |entry| entry.plain.as_str())
    }

    /// The number that plain letters stand for: by the whole word, else by its first four letters, in which
    /// all words of a list differ.
    pub(super) fn find(self, letters: &str) -> Option<u16> {
        let list = self.list();
        list.whole
            .get(letters)
            .or_else(|| list.by_start.get(start(letters)))
            .copied()
    }

    /// All numbers with their plain words.
    pub(super) fn plain_words(self) -> impl Iterator<Item = (u16, &'static str)> {
        (0..)
            .zip(&self.list().entries)
            .map(|(number, entry)| (number, entry.plain.as_str()))
    }

    fn entry(self, number: u16) -> Option<&'static Entry> {
        self.list().entries.get(usize::from(number))
    }

    fn list(self) -> &'static List {
        match self {
            Self::Spanish => &SPANISH,
            Self::English => &ENGLISH,
        }
    }
}

/// One letter as it counts for a code: without case and accents; nothing when it is only an accent.
pub(super) fn plain_letters(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
}

/// The first four letters; all of them when there are fewer, which then finds nothing.
fn start(letters: &str) -> &str {
    let end = letters
        .char_indices()
        .nth(DISTINCT)
        .map_or(letters.len(), |(at, _)| at);
    letters.get(..end).unwrap_or_default()
}

struct List {
    entries: Vec<Entry>,
    whole: BTreeMap<String, u16>,
    by_start: BTreeMap<String, u16>,
}

struct Entry {
    word: &'static str,
    plain: String,
}

impl List {
    fn read(text: &'static str) -> Self {
        let entries: Vec<Entry> = text
            .lines()
            .map(|word| Entry {
                word,
                plain: plain_letters(word).collect(),
            })
            .collect();
        let numbered = || (0..).zip(&entries);
        let whole = numbered()
            .map(|(number, entry)| (entry.plain.clone(), number))
            .collect();
        let by_start = numbered()
            .filter(|(_, entry)| entry.plain.len() >= DISTINCT)
            .map(|(number, entry)| (start(&entry.plain).to_owned(), number))
            .collect();
        Self {
            entries,
            whole,
            by_start,
        }
    }
}

static SPANISH: LazyLock<List> = LazyLock::new(|| List::read(include_str!("words/spanish.txt")));
static ENGLISH: LazyLock<List> = LazyLock::new(|| List::read(include_str!("words/english.txt")));

/// Letters in which two words of a list differ at the latest.
const DISTINCT: usize = 4;

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_lists_are_the_published_ones() {
        for (text, published) in [
            (
                include_str!("words/spanish.txt"),
                "46846a5a0139d1e3cb77293e521c2865f7bcdb82c44e8d0a06a2cd0ecba48c0b",
            ),
            (
                include_str!("words/english.txt"),
                "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
            ),
        ] {
            let decomposed: String = text.nfkd().collect();
            assert_eq!(format!("{:x}", Sha256::digest(decomposed)), published);
            assert_eq!(text.nfc().collect::<String>(), text);
        }
    }

    #[test]
    fn four_letters_and_whole_words_find_the_number() {
        for list in [Wordlist::Spanish, Wordlist::English] {
            assert_eq!(list.list().entries.len(), 2048);
            for (number, plain) in list.plain_words() {
                assert_eq!(list.find(plain), Some(number));
                assert_eq!(list.find(start(plain)), Some(number), "{plain}");
                assert!(plain.bytes().all(|byte| byte.is_ascii_lowercase()));
                assert!((3..=8).contains(&plain.len()));
            }
        }
        assert_eq!(Wordlist::Spanish.find("aba"), None);
        assert_eq!(Wordlist::Spanish.find(""), None);
    }
}
