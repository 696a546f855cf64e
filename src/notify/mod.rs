//! Mail that says "there is something new", never what.
//!
//! An event becomes a row of the outbox in the transaction that causes it; a duty sends the rows. The words are
//! fixed: a mail says no number, no day and no name of a person.

use std::fmt;
use std::str::FromStr;

use crate::text::{Language, Text};

pub mod mailer;
pub mod outbox;

/// What somebody is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    /// To the operator: a desk has not come for days.
    DeskSilent,
    /// To the operator: a new directory was refused.
    DirectoryRefused,
    /// To the operator: the directory, or keys in it, end within a month.
    EndsNear,
    /// To an institution: its queue has something new.
    SomethingNew,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::DeskSilent,
        Self::DirectoryRefused,
        Self::EndsNear,
        Self::SomethingNew,
    ];

    /// The word in the outbox.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DeskSilent => "desk_silent",
            Self::DirectoryRefused => "directory_refused",
            Self::EndsNear => "ends_near",
            Self::SomethingNew => "something_new",
        }
    }

    /// The subject, in Spanish and English.
    pub fn subject(self) -> String {
        let id = match self {
            Self::DeskSilent => "mail-desk-silent-subject",
            Self::DirectoryRefused => "mail-directory-refused-subject",
            Self::EndsNear => "mail-ends-near-subject",
            Self::SomethingNew => "mail-something-new-subject",
        };
        Self::say(id, " / ")
    }

    /// The text, in Spanish and then in English.
    pub fn body(self) -> String {
        let id = match self {
            Self::DeskSilent => "mail-desk-silent-body",
            Self::DirectoryRefused => "mail-directory-refused-body",
            Self::EndsNear => "mail-ends-near-body",
            Self::SomethingNew => "mail-something-new-body",
        };
        Self::say(id, "\n\n")
    }

    fn say(id: &str, between: &str) -> String {
        Language::ALL
            .map(|language| Text::of(language).say(id))
            .join(between)
    }
}

/// The word names no event.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no such event")]
pub struct NotAnEvent;

impl FromStr for Event {
    type Err = NotAnEvent;

    fn from_str(word: &str) -> Result<Self, NotAnEvent> {
        Self::ALL
            .into_iter()
            .find(|event| event.word() == word)
            .ok_or(NotAnEvent)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
