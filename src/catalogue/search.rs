//! An index of names by their words, so that the beginning of a word finds them without a walk through all.

use std::cmp::Reverse;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The words of all names, in order, each with the places of the names it stands in.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    words: Vec<(Box<str>, usize)>,
    /// By place: the words of the name.
    names: Vec<Vec<Box<str>>>,
}

/// A name that was found. The smaller comes first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Hit {
    whole_words: Reverse<usize>,
    length: usize,
    pub(super) place: usize,
}

impl Index {
    /// Indexes names, each with its short form.
    pub(super) fn of<'a>(names: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut index = Self::default();
        for (place, (name, short)) in names.enumerate() {
            let words: Vec<Box<str>> = split(name)
                .into_iter()
                .chain(split(short))
                .map(Into::into)
                .collect();
            index.words.extend(words.iter().map(|word| (word.clone(), place)));
            index.names.push(words);
        }
        index.words.sort_unstable();
        index.words.dedup();
        index
    }

    /// The names that have every word of `sought`, whole or begun. No words find nothing.
    pub(super) fn find(&self, sought: &str, looks: &mut usize) -> Vec<Hit> {
        let sought: Vec<String> = split(sought).into_iter().take(MOST_WORDS).collect();
        // The rarest beginning leaves the fewest names to look at.
        let ranges = sought.iter().map(|word| self.beginning_with(word));
        let Some(rarest) = ranges.min_by_key(|range| range.len()) else {
            return Vec::new();
        };
        let mut places: Vec<usize> = rarest.iter().map(|(_, place)| *place).collect();
        *looks = looks.saturating_add(places.len());
        places.sort_unstable();
        places.dedup();
        let hits = places
            .into_iter()
            .filter_map(|place| self.hit(place, &sought, looks));
        hits.collect()
    }

    fn hit(&self, place: usize, sought: &[String], looks: &mut usize) -> Option<Hit> {
        let words = self.names.get(place)?;
        let mut whole_words = 0_usize;
        for word in sought {
            *looks = looks.saturating_add(words.len());
            if words.iter().any(|own| **own == **word) {
                whole_words = whole_words.saturating_add(1);
            } else if !words.iter().any(|own| own.starts_with(&**word)) {
                return None;
            }
        }
        Some(Hit {
            whole_words: Reverse(whole_words),
            length: words.iter().map(|word| word.len()).sum(),
            place,
        })
    }

    fn beginning_with(&self, word: &str) -> &[(Box<str>, usize)] {
        let from = self.words.partition_point(|(known, _)| **known < *word);
        let rest = self.words.get(from..).unwrap_or_default();
        let length = rest.partition_point(|(known, _)| known.starts_with(word));
        rest.get(..length).unwrap_or_default()
    }
}

/// The words of a text in lower case, without accents.
pub fn split(text: &str) -> Vec<String> {
    let plain: String = text.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let plain = plain.to_lowercase();
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// More words than a name has say nothing more.
const MOST_WORDS: usize = 12;
