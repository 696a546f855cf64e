//! The statuses that a case can be given, and the causes of those that close it.

use super::words;
use crate::case::{Closing, FineStatus};
use crate::text::Text;

/// A status to choose.
pub(super) struct Choice {
    pub(super) word: &'static str,
    pub(super) label: String,
    pub(super) public: String,
    pub(super) chosen: bool,
    /// Of one that closes the case.
    pub(super) causes: Vec<Cause>,
}

/// A cause to choose.
pub(super) struct Cause {
    pub(super) word: &'static str,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// All of them, as they were chosen last.
pub(super) fn all(text: Text, status: &str, cause: &str) -> Vec<Choice> {
    let causes = |one: FineStatus| {
        let causes = Closing::of(one).map(|closing| Cause {
            word: closing.word(),
            label: text.say(closing.label()),
            chosen: closing.word() == cause,
        });
        causes.collect()
    };
    let choice = |one: FineStatus| Choice {
        word: one.word(),
        label: text.say(one.label()),
        public: words::status(one.public(), text),
        chosen: one.word() == status,
        causes: causes(one),
    };
    FineStatus::ALL.into_iter().map(choice).collect()
}

/// The fine status in words; one of a later version stays the word it is.
pub(super) fn fine(word: &str, text: Text) -> String {
    FineStatus::find(word).map_or_else(|| word.to_owned(), |status| text.say(status.label()))
}
