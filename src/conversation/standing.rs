//! Where a case stands, and whose turn it is, by what its institution signed.

use super::mailbox::{OpenReply, Said, open_reply};
use crate::case::{FineStatus, PublicStatus};
use crate::clock::Day;

/// Where a case stands by what its institution signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Standing {
    /// The status of the last reply that verifies, or that of a case that nobody has answered.
    pub status: PublicStatus,
    /// The day of the first reply with it, or the day the report came.
    pub since: Day,
    /// What the row says beside it.
    pub record: Record,
}

/// What a case's row says beside what its institution signed. Nobody signed the row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Record {
    /// The same, or nothing can be said of it: the directory does not list the institution any more.
    Agrees,
    /// Another status than the one that was signed.
    Differs,
    /// Another status than that of a case that nobody has answered, and nothing that was signed stands behind it.
    Unsigned,
}

impl Record {
    /// What is said of it, where anything is.
    pub(super) const fn words(self) -> Option<&'static str> {
        match self {
            Self::Agrees => None,
            Self::Differs => Some("mailbox-status-unsigned"),
            Self::Unsigned => Some("mailbox-status-nobody"),
        }
    }
}

/// How the talk stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LastWord {
    /// The institution has answered.
    Answer,
    /// The institution has said nothing yet.
    Nobodys,
    /// The institution asked for more, and nothing was sent on a later day.
    Question,
}

impl LastWord {
    /// By the newest messages of a case and the last reply that opened.
    pub(super) fn of(newest: &[Said], last: Option<&OpenReply>) -> Self {
        let Some(last) = last else {
            return Self::Nobodys;
        };
        let asked = last.change.as_ref().map(|change| change.status.as_str());
        let sent_later = newest
            .iter()
            .any(|said| matches!(said, Said::Sent(day) if *day > last.day));
        let has_words = |reply: &OpenReply| !reply.text.is_empty();
        if asked == Some(FineStatus::MoreAsked.word()) && !sent_later {
            Self::Question
        } else if has_words(last) || newest.iter().filter_map(open_reply).any(has_words) {
            Self::Answer
        } else {
            Self::Nobodys
        }
    }
}
