//! What is wrong with a form and its files as they were sent, and can be mended by whoever sent them.

use http::StatusCode;

use crate::text::{Language, Text};
use crate::web::Limits;

/// What can be mended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SendingFault {
    /// Nothing arrived whole.
    Broken,
    /// The form was shown too long ago, or before the window was started again.
    Expired,
    /// A file, counted from 1, is larger than a file may be.
    FileTooLarge(usize),
    /// It did not come from our own page.
    Foreign,
    /// There is no room for anything now.
    Full,
    /// There is no room for files now.
    NoRoom,
    /// There are more files than can be sent at once.
    TooManyFiles,
    /// Everything together is larger than it may be.
    TooMuch,
}

impl SendingFault {
    /// The status of a page that says this.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Expired => StatusCode::CONFLICT,
            Self::FileTooLarge(_) | Self::TooManyFiles | Self::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Full | Self::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether it can be mended by other files, or none.
    pub const fn is_about_files(self) -> bool {
        match self {
            Self::FileTooLarge(_) | Self::NoRoom | Self::TooManyFiles | Self::TooMuch => true,
            Self::Broken | Self::Expired | Self::Foreign | Self::Full => false,
        }
    }

    /// What happened and what to do.
    pub fn words(self, limits: &Limits, language: Language) -> String {
        let text = Text::of(language);
        match self {
            Self::Broken => text.say("notice-broken"),
            Self::Expired => text.say("notice-expired"),
            Self::FileTooLarge(number) => text.say_with(
                "notice-file-too-large",
                &[("number", number.into()), ("limit", limits.file().into())],
            ),
            Self::Foreign => text.say("notice-foreign"),
            Self::Full => text.say("notice-full"),
            Self::NoRoom => text.say("notice-no-room"),
            Self::TooManyFiles => text.say_with("notice-too-many-files", &[("limit", limits.files.into())]),
            Self::TooMuch => text.say_with("notice-too-much", &[("limit", limits.envelope().into())]),
        }
    }
}
