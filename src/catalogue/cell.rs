//! What one cell can hold, and what would be right where something else stands there.

use std::str::FromStr;

use super::fault;
use super::keys::NotAKey;
use super::words::Word;
use crate::clock::Day;

/// What a cell can hold.
pub(super) trait Cell: Sized {
    /// Reads it, or says what is wrong and what would be right.
    fn read(text: &str) -> Result<Self, (fault::What, String)>;
}

/// Reads one word of a list.
pub(super) fn word<T: Word>(text: &str) -> Result<T, (fault::What, String)> {
    let all = || T::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ");
    T::find(text).ok_or_else(|| (fault::WORD, all()))
}

/// Reads a key.
pub(super) fn key<T: FromStr<Err = NotAKey>>(text: &str) -> Result<T, (fault::What, String)> {
    text.parse()
        .map_err(|NotAKey(form)| (fault::KEY, form.to_owned()))
}

impl Cell for bool {
    fn read(text: &str) -> Result<Self, (fault::What, String)> {
        match text {
            "si" => Ok(true),
            "no" => Ok(false),
            _ => Err((fault::WORD, "si, no".to_owned())),
        }
    }
}

impl Cell for Day {
    fn read(text: &str) -> Result<Self, (fault::What, String)> {
        text.parse().map_err(|_wrong_form| (fault::DAY, String::new()))
    }
}

impl Cell for u16 {
    fn read(text: &str) -> Result<Self, (fault::What, String)> {
        let number = text.parse().ok().filter(|number| *number > 0);
        number.ok_or_else(|| (fault::NUMBER, format!("1-{}", Self::MAX)))
    }
}
