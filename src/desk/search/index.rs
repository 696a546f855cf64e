//! Words to cases. Texts are only ever added, so what stands under a word is a row of small steps from one text to the
//! next, a few bits of which tell more than whole numbers would in eight bytes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::slice::Iter;

use crate::case::CaseId;
use crate::catalogue::split;

/// In which cases each word stands. What is dropped goes to the allocator, which overwrites it.
#[derive(Default)]
pub struct Index {
    words: BTreeMap<Box<str>, Places>,
    /// By the place of a text: the place of its case.
    texts: Vec<u32>,
    cases: Vec<(CaseId, u64)>,
    known: BTreeMap<CaseId, u32>,
}

/// The texts in which a word stands, in order: for each the step from the one before it and how often, in as few bytes as
/// these take.
#[derive(Default)]
struct Places {
    last: u32,
    steps: Vec<u8>,
}

/// What was found.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// In how many cases.
    pub count: usize,
    /// The first of them: those with the most hits, and of these the newest.
    pub first: Vec<CaseId>,
}

impl Index {
    /// Adds a text of the case with this number.
    pub fn add(&mut self, case: CaseId, number: u64, text: &str) {
        // Beyond four thousand millions of texts nothing is found any more, and nothing breaks.
        let Ok(place) = u32::try_from(self.texts.len()) else {
            return;
        };
        let Some(of) = self.place_of(case, number) else {
            return;
        };
        self.texts.push(of);
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for word in split(text) {
            let count = counts.entry(word).or_default();
            *count = count.saturating_add(1);
        }
        for (word, count) in counts {
            self.words
                .entry(word.into_boxed_str())
                .or_default()
                .push(place, count);
        }
    }

    fn place_of(&mut self, case: CaseId, number: u64) -> Option<u32> {
        if let Some(known) = self.known.get(&case) {
            return Some(*known);
        }
        let place = u32::try_from(self.cases.len()).ok()?;
        self.cases.push((case, number));
        self.known.insert(case, place);
        Some(place)
    }

    /// The cases in which every word of `sought` stands, whole or begun, in whichever of their texts; `most` of them. No
    /// words find nothing.
    pub fn find(&self, sought: &str, most: usize) -> Found {
        let sought: Vec<String> = split(sought).into_iter().take(MOST_WORDS).collect();
        let mut left: Option<Vec<u32>> = None;
        for word in &sought {
            let hits = self.hits(word);
            left = Some(match left {
                None => hits,
                Some(before) => before.into_iter().zip(hits).map(both).collect(),
            });
        }
        let hits = left.unwrap_or_default();
        let mut found: Vec<(Reverse<u32>, Reverse<u64>, CaseId)> = hits
            .iter()
            .zip(&self.cases)
            .filter(|(hits, _)| **hits > 0)
            .map(|(hits, (case, number))| (Reverse(*hits), Reverse(*number), *case))
            .collect();
        let count = found.len();
        if count > most {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.sort_unstable();
        let first = found.into_iter().map(|(_, _, case)| case).collect();
        Found { count, first }
    }

    /// How often words that begin so stand in each case.
    fn hits(&self, word: &str) -> Vec<u32> {
        let mut hits = vec![0_u32; self.cases.len()];
        let from = (Bound::Included(word), Bound::Unbounded);
        let begun = self.words.range::<str, _>(from);
        for (_, places) in begun.take_while(|(known, _)| known.starts_with(word)) {
            places.each(|text, count| {
                let case = usize::try_from(text).ok().and_then(|text| self.texts.get(text));
                let case = case.and_then(|case| usize::try_from(*case).ok());
                if let Some(hits) = case.and_then(|case| hits.get_mut(case)) {
                    *hits = hits.saturating_add(count);
                }
            });
        }
        hits
    }
}

/// Hits of both words, where both stand.
const fn both((one, other): (u32, u32)) -> u32 {
    if one == 0 || other == 0 {
        0
    } else {
        one.saturating_add(other)
    }
}

impl Places {
    fn push(&mut self, text: u32, count: u32) {
        write(&mut self.steps, text.saturating_sub(self.last));
        write(&mut self.steps, count);
        self.last = text;
    }

    fn each(&self, mut told: impl FnMut(u32, u32)) {
        let (mut text, mut rest) = (0_u32, self.steps.iter());
        while let (Some(step), Some(count)) = (read(&mut rest), read(&mut rest)) {
            text = text.saturating_add(step);
            told(text, count);
        }
    }
}

/// Seven bits to a byte, the lowest first; all but the last have the eighth.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(0x80 | low(number));
        number >>= 7;
    }
    bytes.push(low(number));
}

fn low(number: u32) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or_default()
}

fn read(bytes: &mut Iter<'_, u8>) -> Option<u32> {
    let (mut number, mut shift) = (0_u32, 0_u32);
    loop {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift = shift.saturating_add(7);
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Index(..)")
    }
}

/// More words than these narrow nothing any more.
const MOST_WORDS: usize = 12;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn case(number: u64) -> CaseId {
        CaseId(Uuid::from_u128(number.into()))
    }

    /// What a walk through all texts finds.
    fn walk(texts: &[(u64, String)], sought: &str) -> Vec<CaseId> {
        let sought = split(sought);
        let mut of: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for (number, text) in texts {
            of.entry(*number).or_default().extend(split(text));
        }
        let mut found = Vec::new();
        for (number, words) in of {
            let begun = |word: &String| words.iter().filter(|own| own.starts_with(&**word)).count();
            let hits: Vec<usize> = sought.iter().map(begun).collect();
            if !hits.is_empty() && !hits.contains(&0) {
                found.push((Reverse(hits.iter().sum::<usize>()), Reverse(number)));
            }
        }
        found.sort_unstable();
        found
            .into_iter()
            .map(|(_, Reverse(number))| case(number))
            .collect()
    }

    proptest! {
        #[test]
        fn the_index_answers_what_a_walk_through_all_texts_finds(
            texts in vec((0_u64..30, "[aáÁbñNn ,.Öo1]{0,30}"), 0..60),
            sought in "[aÁbñNOo1 ]{0,6}",
        ) {
            let mut index = Index::default();
            for (number, text) in &texts {
                index.add(case(*number), *number, text);
            }
            let right = walk(&texts, &sought);
            let all = index.find(&sought, usize::MAX);
            prop_assert_eq!(&all.first, &right);
            prop_assert_eq!(all.count, right.len());
            let some = index.find(&sought, 3);
            prop_assert_eq!(some.count, right.len());
            prop_assert_eq!(&some.first[..], &right[..right.len().min(3)]);
        }

        #[test]
        fn a_number_is_read_as_it_was_written(numbers in vec(any::<u32>(), 0..20)) {
            let mut bytes = Vec::new();
            for number in &numbers {
                write(&mut bytes, *number);
            }
            let mut rest = bytes.iter();
            let back: Vec<u32> = std::iter::from_fn(|| read(&mut rest)).collect();
            prop_assert_eq!(back, numbers);
        }
    }
}
