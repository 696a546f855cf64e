//! From what a person wrote to a code, or to the slip that was made.

use zeroize::Zeroizing;

use super::wordlist::plain_letters;
use super::{DATA, Repair, Slip, TrackingCode, WORDS, Wordlist, field};

pub(super) fn parse(text: &str) -> Result<TrackingCode, Slip> {
    let places = places(text)?;
    let readings = [Wordlist::Spanish, Wordlist::English].map(|list| Reading::new(&places, list));
    let whole = readings
        .iter()
        .filter_map(|reading| Some((reading, reading.numbers()?)));
    for (_, numbers) in whole.clone() {
        if field::syndrome(&numbers) == 0 {
            return Ok(TrackingCode::from_numbers(&numbers));
        }
    }
    if let Some((reading, numbers)) = whole.clone().next() {
        return Err(Slip::Check {
            repairs: reading.repairs(&numbers),
        });
    }
    // `max_by_key` keeps the last of equals: the Spanish list is asked last.
    match readings.iter().rev().max_by_key(|reading| reading.found()) {
        Some(reading) => Err(reading.unknown()),
        None => Err(Slip::Count { found: places.len() }),
    }
}

/// What stands in one of the nine places.
enum Place {
    /// Plain letters.
    Letters(Zeroizing<String>),
    /// A sign for a word that cannot be read.
    Gap,
}

/// Nine places with one gap at most.
fn places(text: &str) -> Result<Vec<Place>, Slip> {
    let mut places = Vec::with_capacity(WORDS);
    let mut found = 0_usize;
    let mut loose_gaps = Vec::new();
    for chunk in text.split_whitespace() {
        if is_loose_gap(chunk) {
            loose_gaps.push(found);
            loose_gaps.truncate(WORDS.saturating_add(1));
            continue;
        }
        if found > WORDS || chunk.len() > LONGEST_CHUNK {
            found = found.saturating_add(1);
            places.push(Place::Letters(Zeroizing::default()));
            places.truncate(WORDS);
            continue;
        }
        each_word(chunk, |place| {
            found = found.saturating_add(1);
            if places.len() < WORDS {
                places.push(place);
            }
        });
    }
    if found.saturating_add(loose_gaps.len()) == WORDS {
        for at in loose_gaps.into_iter().rev() {
            places.insert(at, Place::Gap);
        }
        found = places.len();
    }
    if found != WORDS {
        return Err(Slip::Count { found });
    }
    match places.iter().filter(|place| matches!(place, Place::Gap)).count() {
        0 | 1 => Ok(places),
        _ => Err(Slip::Illegible),
    }
}

/// Signs that people leave for a missing word; when all nine words are there they are mere separators.
fn is_loose_gap(chunk: &str) -> bool {
    let only = |signs: &[char]| chunk.chars().all(|letter| signs.contains(&letter));
    only(&['_', '*', '…']) || (only(&['.', '-', '–', '—']) && chunk.chars().nth(1).is_some())
}

/// Splits a chunk without white space into words; `?` alone or inside an unreadable word is a gap.
fn each_word(chunk: &str, mut found: impl FnMut(Place)) {
    let mut letters = Zeroizing::new(String::with_capacity(LONGEST));
    let mut doubt = false;
    for letter in plain_letters(chunk)
        .filter(|letter| !is_invisible(*letter))
        .chain([' '])
    {
        if letter.is_alphabetic() {
            if letters.len() < LONGEST {
                letters.push(letter);
            }
        } else if letter == '?' {
            doubt = true;
        } else {
            if let Some(place) = place(&letters, doubt) {
                found(place);
            }
            letters.clear();
            doubt = false;
        }
    }
}

fn place(letters: &str, doubt: bool) -> Option<Place> {
    let known = || {
        Wordlist::Spanish
            .find(letters)
            .or_else(|| Wordlist::English.find(letters))
    };
    if doubt && known().is_none() {
        Some(Place::Gap)
    } else if letters.is_empty() {
        None
    } else {
        Some(Place::Letters(Zeroizing::new(letters.to_owned())))
    }
}

/// Characters that copying from a page or a message leaves inside words.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// The places as one list reads them.
struct Reading<'a> {
    list: Wordlist,
    places: Vec<(&'a Place, Option<u16>)>,
}

impl<'a> Reading<'a> {
    fn new(places: &'a [Place], list: Wordlist) -> Self {
        let number = |place: &'a Place| match place {
            Place::Letters(letters) => (place, list.find(letters)),
            Place::Gap => (place, None),
        };
        Self {
            list,
            places: places.iter().map(number).collect(),
        }
    }

    fn found(&self) -> usize {
        self.places.iter().filter(|(_, number)| number.is_some()).count()
    }

    /// The numbers, when at most a gap is open; the check fills the gap.
    fn numbers(&self) -> Option<Zeroizing<[u16; WORDS]>> {
        let mut open = self
            .places
            .iter()
            .enumerate()
            .filter(|(_, (_, number))| number.is_none());
        match (open.next(), open.next()) {
            (None, _) => Some(self.filled(None)),
            (Some((at, (Place::Gap, _))), None) => Some(self.filled(Some(at))),
            (Some(_), _) => None,
        }
    }

    /// The numbers with zero for what is open, or with what the check demands at one place.
    fn filled(&self, open: Option<usize>) -> Zeroizing<[u16; WORDS]> {
        let mut numbers = Zeroizing::new([0; WORDS]);
        for (number, (_, read)) in numbers.iter_mut().zip(&self.places) {
            *number = read.unwrap_or_default();
        }
        if let Some(at) = open {
            let sum = field::syndrome(&numbers);
            if let Some(number) = numbers.get_mut(at) {
                *number = field::amends(sum, at);
            }
        }
        numbers
    }

    /// The slip of a word that is in neither list.
    fn unknown(&self) -> Slip {
        let mut open = self
            .places
            .iter()
            .enumerate()
            .filter_map(|(at, place)| match place {
                (Place::Letters(letters), None) => Some((at, letters.as_str())),
                (Place::Letters(_) | Place::Gap, _) => None,
            });
        let Some((at, letters)) = open.next() else {
            return Slip::Illegible;
        };
        let mut nearest = self.nearest(letters);
        if self.found() == DATA {
            let confirmed = self.filled(Some(at)).get(at).copied();
            if nearest.iter().any(|number| Some(*number) == confirmed) {
                nearest.retain(|number| Some(*number) == confirmed);
            }
        }
        nearest.truncate(SHOWN);
        Slip::Unknown {
            position: at.saturating_add(1),
            word: Zeroizing::new(letters.to_owned()),
            nearest: nearest.into_iter().map(|number| self.list.word(number)).collect(),
        }
    }

    /// The numbers of words that look like the letters, nearest first.
    fn nearest(&self, letters: &str) -> Vec<u16> {
        let mut near: Vec<(usize, u16)> = self
            .list
            .plain_words()
            .map(|(number, plain)| (distance(letters, plain), number))
            .filter(|(distance, _)| *distance <= NEAR)
            .collect();
        near.sort_unstable();
        near.into_iter().map(|(_, number)| number).collect()
    }

    /// The changes that make the sum right and that look like a slip of the pen.
    fn repairs(&self, numbers: &[u16; WORDS]) -> Vec<Repair> {
        let sum = field::syndrome(numbers);
        let mut repairs: Vec<Repair> = Self::swaps(numbers).collect();
        for (at, ((place, _), number)) in self.places.iter().zip(numbers).enumerate() {
            let other = number ^ field::amends(sum, at);
            let Place::Letters(letters) = place else { continue };
            let plain = self.list.plain(other);
            let near = distance(letters, plain).min(distance(self.list.plain(*number), plain));
            if near <= NEAR {
                repairs.push(Repair::Word {
                    position: at.saturating_add(1),
                    word: self.list.word(other),
                });
            }
        }
        if repairs.len() > SHOWN {
            repairs.clear();
        }
        repairs
    }

    fn swaps(numbers: &[u16; WORDS]) -> impl Iterator<Item = Repair> {
        let pairs =
            (0..WORDS).flat_map(|first| (first.saturating_add(1)..WORDS).map(move |second| (first, second)));
        pairs.filter_map(|(first, second)| {
            let mut swapped = Zeroizing::new(*numbers);
            swapped.swap(first, second);
            (field::syndrome(&swapped) == 0).then(|| Repair::Swap {
                first: first.saturating_add(1),
                second: second.saturating_add(1),
            })
        })
    }
}

/// Letters to add, leave out or change to make one text of the other (Levenshtein). What was cut to its
/// first four letters counts as those.
fn distance(typed: &str, word: &str) -> usize {
    let whole = edits(typed, word);
    if typed.chars().count() == 4 {
        whole.min(edits(typed, word.get(..4).unwrap_or(word)))
    } else {
        whole
    }
}

fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, letter) in (1..).zip(from.chars()) {
        let Some((first, rest)) = row.split_first_mut() else {
            return 0;
        };
        let mut diagonal = std::mem::replace(first, line);
        let mut left = line;
        for (cell, other) in rest.iter_mut().zip(to.chars()) {
            let change = diagonal.saturating_add(usize::from(letter != other));
            diagonal = *cell;
            *cell = change.min(diagonal.min(left).saturating_add(1));
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Letters kept of a word; the longest in the lists has eight.
const LONGEST: usize = 32;
/// Bytes without white space that can be words of a code; more is one word that no list knows.
const LONGEST_CHUNK: usize = 1024;
/// Edits up to which two words look alike.
const NEAR: usize = 2;
/// Candidates shown at most.
const SHOWN: usize = 4;
