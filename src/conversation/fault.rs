//! What a person can mend in what she writes again, and how it is said.

use axum::http::StatusCode;

use super::Conversation;
use crate::text::{Language, Text};
use crate::web::Errors;

/// What a person can mend.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fault {
    Broken,
    Empty,
    Expired,
    FileTooLarge(usize),
    Foreign,
    Full,
    NoReader,
    NoRoom,
    NotChosen,
    TooLong(usize),
    TooManyFiles,
    TooMuch,
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
            Self::FileTooLarge(_) | Self::NoRoom | Self::TooManyFiles | Self::TooMuch => "archivo",
            Self::Broken
            | Self::Empty
            | Self::Expired
            | Self::Foreign
            | Self::Full
            | Self::NoReader
            | Self::TooLong(_) => "text",
            Self::NotChosen => "case",
        }
    }

    /// The status of the page that says so.
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Empty | Self::NotChosen | Self::TooLong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Expired => StatusCode::CONFLICT,
            Self::FileTooLarge(_) | Self::TooManyFiles | Self::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Full | Self::NoReader | Self::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn words(self, conversation: &Conversation, language: Language) -> String {
        let (text, limits) = (Text::of(language), &conversation.limits);
        match self {
            Self::Broken => text.say("notice-broken"),
            Self::Empty => text.say("err-message-missing"),
            Self::Expired => text.say("notice-expired"),
            Self::FileTooLarge(number) => text.say_with(
                "notice-file-too-large",
                &[("number", number.into()), ("limit", limits.file().into())],
            ),
            Self::Foreign => text.say("notice-foreign"),
            Self::Full => text.say("notice-full"),
            Self::NoReader => text.say("err-message-no-reader"),
            Self::NoRoom => text.say("notice-no-room"),
            Self::NotChosen => text.say("err-message-to-missing"),
            Self::TooLong(over) => text.say_with(
                "err-too-long",
                &[
                    ("field", text.say("write-text").into()),
                    ("limit", limits.story(language).into()),
                    ("over", over.into()),
                ],
            ),
            Self::TooManyFiles => text.say_with("notice-too-many-files", &[("limit", limits.files.into())]),
            Self::TooMuch => text.say_with("notice-too-much", &[("limit", limits.envelope().into())]),
        }
    }
}
