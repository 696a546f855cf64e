//! Cases and messages as rows.

use std::str::FromStr;

use uuid::Uuid;

use super::{read, whole};
use crate::case::clocks::{Duty, What};
use crate::case::{CaseId, PublicStatus};
use crate::clock::Day;
use crate::desk::alarm::Alarms;
use crate::seal::Digest;
use crate::store::StoreError;

/// One report at this institution.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its number within the institution, which people call the folio.
    pub number: u64,
    /// The day the report was received.
    pub received: Day,
    /// Where it stands.
    pub status: PublicStatus,
    /// Since when.
    pub status_day: Day,
    /// How many answers were written.
    pub answers: u64,
    /// What the next answer names as its previous one; empty before the first.
    pub previous: String,
    /// Whether something came that nobody has looked at.
    pub unread: bool,
    /// Whether one of its messages has an alarm.
    pub alarm: bool,
    /// The largest size step among its messages.
    pub step: u8,
    /// The clock that counts now, if one does.
    pub clock: Option<Duty>,
    /// Its last day; nothing while it waits for the person.
    pub due: Option<Day>,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// The report itself.
    Report,
    /// The holder of the code wrote again.
    FollowUp,
    /// The institution answered.
    Reply,
}

impl Direction {
    /// The word, as stored and as the window lists it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::FollowUp => "follow_up",
            Self::Reply => "reply",
        }
    }
}

/// The word is no direction.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not one of report, follow_up, reply")]
pub struct NotADirection;

impl FromStr for Direction {
    type Err = NotADirection;

    fn from_str(word: &str) -> Result<Self, NotADirection> {
        [Self::Report, Self::FollowUp, Self::Reply]
            .into_iter()
            .find(|direction| direction.word() == word)
            .ok_or(NotADirection)
    }
}

/// One sealed message of a case.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its envelope, and the name of its file.
    pub envelope: Uuid,
    /// Its case.
    pub case: CaseId,
    /// Which way it went.
    pub direction: Direction,
    /// The day it was received or written.
    pub day: Day,
    /// The digest of the sealed bytes.
    pub digest: Digest,
    /// The digest of the mailbox recipient that the window listed; empty for our own.
    pub mailbox: String,
    /// Whether the window knows that we have it.
    pub acknowledged: bool,
    /// Whether it was opened and compared since it came.
    pub checked: bool,
    /// What was found.
    pub alarms: Alarms,
    /// The number that the holder of the code signed, once it was opened and the signature is hers.
    pub told: Option<u64>,
}

/// A message that has come, about to be written down.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Its envelope.
    pub envelope: Uuid,
    /// Its case.
    pub case: CaseId,
    /// The case's number.
    pub number: u64,
    /// Which way it went.
    pub direction: Direction,
    /// The day it was received.
    pub day: Day,
    /// Its padded size step.
    pub step: u8,
    /// The digest of the sealed bytes.
    pub digest: Digest,
    /// The digest of the mailbox recipient that the window lists.
    pub mailbox: String,
    /// What was found so far.
    pub alarms: Alarms,
    /// What it does to the clocks, where it is an answer of ours.
    pub clock: Option<What>,
}

/// How much there is of a case.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Which.
    pub case: CaseId,
    /// Its number.
    pub number: u64,
    /// How many messages it has.
    pub messages: u64,
}

pub(super) type CaseRow = (
    String,
    i64,
    i64,
    String,
    i64,
    i64,
    String,
    i64,
    i64,
    i64,
    String,
    Option<i64>,
);

impl TryFrom<CaseRow> for Case {
    type Error = StoreError;

    fn try_from(row: CaseRow) -> Result<Self, StoreError> {
        let (id, number, received, status, status_day, answers, previous, unread, alarm, step, clock, due) =
            row;
        Ok(Self {
            id: CaseId(read(&id, "case", "id")?),
            number: whole(number, "case", "number")?,
            received: Day::from_number(received),
            status: read(&status, "case", "status")?,
            status_day: Day::from_number(status_day),
            answers: whole(answers, "case", "answers")?,
            previous,
            unread: unread != 0,
            alarm: alarm != 0,
            step: whole(step, "case", "step")?,
            clock: Duty::find(&clock),
            due: due.map(Day::from_number),
        })
    }
}

pub(super) type MessageRow = (
    String,
    String,
    String,
    i64,
    String,
    String,
    i64,
    i64,
    String,
    Option<i64>,
);

impl TryFrom<MessageRow> for Message {
    type Error = StoreError;

    fn try_from(row: MessageRow) -> Result<Self, StoreError> {
        let (envelope, case, direction, day, digest, mailbox, acknowledged, checked, alarms, told) = row;
        Ok(Self {
            envelope: read(&envelope, "message", "envelope")?,
            case: CaseId(read(&case, "message", "case_id")?),
            direction: read(&direction, "message", "direction")?,
            day: Day::from_number(day),
            digest: read(&digest, "message", "digest")?,
            mailbox,
            acknowledged: acknowledged != 0,
            checked: checked != 0,
            alarms: read(&alarms, "message", "alarms")?,
            told: told.map(|told| whole(told, "message", "told")).transpose()?,
        })
    }
}
