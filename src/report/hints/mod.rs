//! What in a text could tell who wrote it. It is only shown: the person decides, and nothing is taken out. All of it
//! happens in memory, and asks nobody.

use std::ops::Range;

mod patterns;
#[cfg(test)]
mod tests;

/// Why a part of a text is shown.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A CURP: it names one person in Mexico.
    Curp,
    /// An RFC: it names one person or company in Mexico.
    Rfc,
    /// An e-mail address.
    Email,
    /// The number of an account, a card or a CLABE.
    Account,
    /// The plate of a vehicle.
    Plate,
    /// A number long enough to be a telephone.
    Phone,
    /// A street with a number, or a postal code.
    Address,
    /// Words that say how the writer stands to the others.
    FirstPerson,
    /// A word with letters of two alphabets, as a marked copy may have.
    LookAlike,
}

impl Kind {
    /// The message that names it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Curp => "clue-curp",
            Self::Rfc => "clue-rfc",
            Self::Email => "clue-email",
            Self::Account => "clue-account",
            Self::Plate => "clue-plate",
            Self::Phone => "clue-phone",
            Self::Address => "clue-address",
            Self::FirstPerson => "clue-first-person",
            Self::LookAlike => "clue-look-alike",
        }
    }

    /// The message that says why it is shown, and what to do.
    pub const fn why(self) -> &'static str {
        match self {
            Self::Curp => "clue-curp-why",
            Self::Rfc => "clue-rfc-why",
            Self::Email => "clue-email-why",
            Self::Account => "clue-account-why",
            Self::Plate => "clue-plate-why",
            Self::Phone => "clue-phone-why",
            Self::Address => "clue-address-why",
            Self::FirstPerson => "clue-first-person-why",
            Self::LookAlike => "clue-look-alike-why",
        }
    }
}

/// A part of a text that could tell who wrote it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hint {
    /// Why it is shown.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub place: Range<usize>,
}

impl Hint {
    /// The part, with a few words before and after it.
    pub fn excerpt<'a>(&self, text: &'a str) -> Excerpt<'a> {
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        let (before, after) = (part(0..self.place.start), part(self.place.end..text.len()));
        let first = before.char_indices().rev().nth(AROUND).and_then(|(at, _)| {
            before
                .get(at..)?
                .find(char::is_whitespace)
                .map(|blank| at + blank)
        });
        let last = after
            .char_indices()
            .nth(AROUND)
            .and_then(|(at, _)| after.get(..at)?.rfind(char::is_whitespace));
        Excerpt {
            is_cut_before: first.is_some(),
            before: first.map_or(before, |at| before.get(at..).unwrap_or_default().trim_start()),
            found: part(self.place.clone()),
            after: last.and_then(|at| after.get(..at)).unwrap_or(after),
            is_cut_after: last.is_some(),
        }
    }
}

/// A part of a text among its neighbours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Excerpt<'a> {
    /// Whether more stands before it.
    pub is_cut_before: bool,
    /// The words before it.
    pub before: &'a str,
    /// The part itself.
    pub found: &'a str,
    /// The words after it.
    pub after: &'a str,
    /// Whether more stands after it.
    pub is_cut_after: bool,
}

/// What in `text` could tell who wrote it, in the order of the text. No part is shown twice.
pub fn find(text: &str) -> Vec<Hint> {
    let mut found: Vec<Hint> = Vec::new();
    for (kind, place) in patterns::all(text) {
        let is_free = |hint: &Hint| place.end <= hint.place.start || hint.place.end <= place.start;
        if found.iter().all(is_free) {
            found.push(Hint { kind, place });
        }
        if found.len() == MOST {
            break;
        }
    }
    found.sort_by_key(|hint| hint.place.start);
    found
}

/// Letters of its neighbours that a part is shown with, on each side.
const AROUND: usize = 32;
/// Parts of one text that are looked at; more would help nobody, and cost their square.
const MOST: usize = 200;
