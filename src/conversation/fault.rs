//! What a person can mend in what she writes again, and how it is said.

use axum::http::StatusCode;

use super::Conversation;
use crate::text::{Language, Text};
use crate::web::{Errors, SendingFault};

/// What a person can mend.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fault {
    Empty,
    NoReader,
    NotChosen,
    Revoked,
    Sending(SendingFault),
    TooLong(usize),
}

impl Fault {
    /// The fault on its field.
    pub(super) fn errors(self, conversation: &Conversation, language: Language) -> Errors {
        let mut errors = Errors::default();
        errors.add(self.field(), self.words(conversation, language));
        errors
    }

    const fn field(self) -> &'static str {
        match self {
            Self::Sending(fault) if fault.is_about_files() => "archivo",
            Self::Empty | Self::NoReader | Self::Revoked | Self::Sending(_) | Self::TooLong(_) => "text",
            Self::NotChosen => "case",
        }
    }

    /// The status of the page that says so.
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Empty | Self::NotChosen | Self::TooLong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoReader => StatusCode::SERVICE_UNAVAILABLE,
            Self::Revoked => StatusCode::CONFLICT,
            Self::Sending(fault) => fault.status(),
        }
    }

    fn words(self, conversation: &Conversation, language: Language) -> String {
        let (text, limits) = (Text::of(language), &conversation.limits);
        match self {
            Self::Empty => text.say("err-message-missing"),
            Self::NoReader => text.say("err-message-no-reader"),
            Self::NotChosen => text.say("err-message-to-missing"),
            Self::Revoked => text.say("err-message-revoked"),
            Self::Sending(fault) => fault.words(limits, language),
            Self::TooLong(over) => text.say_with(
                "err-too-long",
                &[
                    ("field", text.say("write-text").into()),
                    ("limit", limits.story(language).into()),
                    ("over", over.into()),
                ],
            ),
        }
    }
}
