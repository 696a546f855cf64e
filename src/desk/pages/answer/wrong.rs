//! What can be mended in an answer: the form again, with what was written and what is wrong with it.

use http::StatusCode;

use super::super::REFUSED;
use super::super::draft::Draft;
use super::super::trouble::Cause;
use crate::desk::Desk;
use crate::desk::open::Unanswerable;
use crate::desk::reply::{Limit, ReplyError};
use crate::text::Text;
use crate::web::limits;

/// Why an answer is not taken.
pub(super) enum Refused {
    /// The key was locked meanwhile.
    Locked,
    /// Nothing in the form can be mended.
    Cause(Cause),
    /// The form can be mended.
    Form(Wrong),
}

impl From<Cause> for Refused {
    fn from(cause: Cause) -> Self {
        Self::Cause(cause)
    }
}

/// What a failure of the answer means for its form.
pub(super) fn refusal(error: &ReplyError, desk: &Desk) -> Refused {
    match error {
        ReplyError::Limit(limit) => Refused::Form(Wrong::Limit(*limit)),
        ReplyError::Form(_) => Cause::NotAForm.into(),
        ReplyError::Unanswerable(Unanswerable::Closed) => Cause::Damaged.into(),
        ReplyError::Unanswerable(Unanswerable::Doubtful) => Cause::Doubtful.into(),
        ReplyError::Overtaken => Cause::Overtaken.into(),
        ReplyError::Seal(_) | ReplyError::Disk(_) | ReplyError::Store(_) => {
            Cause::failed(error, &*desk.random).into()
        }
    }
}

/// What is wrong with an answer.
#[derive(Clone, Copy)]
pub(super) enum Wrong {
    Empty,
    TextTooLong,
    /// It closes the case without a cause of the list that goes with its status.
    CauseMissing,
    ReasonMissing,
    ReasonTooLong,
    UnknownStatus,
    /// It closes the case, and that was not said twice.
    Unconfirmed,
    /// The disk has no room for files.
    NoRoom,
    Limit(Limit),
}

impl Wrong {
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Limit(Limit::File | Limit::Envelope) | Self::TextTooLong | Self::ReasonTooLong => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::Limit(Limit::Files)
            | Self::CauseMissing
            | Self::Empty
            | Self::ReasonMissing
            | Self::UnknownStatus
            | Self::Unconfirmed => REFUSED,
            Self::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// The form again, with what was written and what is wrong with it.
    pub(super) fn draft(self, written: Draft, desk: &Desk, text: Text) -> Draft {
        let limits = &desk.settings.limits;
        let number = |count: usize| text.language().number(u64::try_from(count).unwrap_or(u64::MAX));
        let (field, id, limit) = match self {
            Self::Empty => ("text", "desk-fault-empty", String::new()),
            Self::TextTooLong => ("text", "desk-fault-long", number(limits.text_characters)),
            Self::CauseMissing => ("cause", "desk-fault-cause", String::new()),
            Self::ReasonMissing => ("reason", "desk-fault-reason", String::new()),
            Self::ReasonTooLong => ("reason", "desk-fault-long", number(limits.reason_characters)),
            Self::UnknownStatus => ("status", "desk-fault-status", String::new()),
            Self::Unconfirmed => ("confirm", "desk-fault-confirm", String::new()),
            Self::NoRoom => ("files", "desk-fault-room", String::new()),
            Self::Limit(Limit::Files) => ("files", "desk-fault-files", number(limits.files)),
            Self::Limit(Limit::File) => ("files", "desk-fault-file", limits::size(limits.file_bytes)),
            Self::Limit(Limit::Envelope) => ("files", "desk-fault-all", limits::size(limits.envelope_bytes)),
        };
        let mut draft = written;
        draft
            .errors
            .add(field, text.say_with(id, &[("limit", limit.into())]));
        draft
    }
}
