//! The clocks of a case: how long its institution may take to acknowledge, to answer and to end it, in working days
//! after the day of reception.
//!
//! They stand still while the person is asked for more, and while the case is ended. Both sides count by this one
//! rule: the desk from its rows, the holder of the code from the replies that she opens.

use std::sync::Arc;

use super::FineStatus;
use crate::catalogue::Calendar;
use crate::clock::Day;
use crate::institution::Clocks;

mod pauses;

use pauses::Pause;

/// What has to be done in time.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Duty {
    /// To say anything at all: the first signed reply.
    Acknowledge,
    /// To say something in words, or to end the case.
    Answer,
    /// To end the case: to close it with a reason, or to send it on.
    Close,
}

impl Duty {
    /// All of them, in the order in which they fall due.
    pub const ALL: [Self; 3] = [Self::Acknowledge, Self::Answer, Self::Close];

    /// The word, as stored at the desk.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Answer => "answer",
            Self::Close => "close",
        }
    }

    /// Reads a stored word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.word() == word)
    }

    const fn days(self, clocks: Clocks) -> u16 {
        match self {
            Self::Acknowledge => clocks.acknowledge,
            Self::Answer => clocks.answer,
            Self::Close => clocks.close,
        }
    }
}

/// Something that a clock hears.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Event {
    /// When.
    pub day: Day,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// The institution replied.
    Replied {
        /// Whether with words.
        has_words: bool,
        /// How it moved the case.
        turn: Turn,
    },
    /// The holder of the code wrote again.
    WroteAgain,
}

impl What {
    /// The word, as stored at the desk.
    pub const fn word(self) -> &'static str {
        match self {
            Self::WroteAgain => "",
            Self::Replied { has_words, turn } => match (turn, has_words) {
                (Turn::None, false) => "nothing",
                (Turn::None, true) => "words",
                (Turn::Asks, false) => "asks",
                (Turn::Asks, true) => "asks_words",
                (Turn::Ends, false) => "ends",
                (Turn::Ends, true) => "ends_words",
                (Turn::Works, false) => "works",
                (Turn::Works, true) => "works_words",
            },
        }
    }

    /// The reply of a stored word.
    pub fn find(word: &str) -> Option<Self> {
        let replies = Turn::ALL
            .into_iter()
            .flat_map(|turn| [false, true].map(|has_words| Self::Replied { has_words, turn }));
        replies.into_iter().find(|reply| reply.word() == word)
    }
}

/// How a reply moves a case, as far as a clock cares.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Turn {
    /// It leaves the status as it is.
    None,
    /// It asks the person for more: the clocks stand still until she writes, or until the next status.
    Asks,
    /// It ends the case here.
    Ends,
    /// It is worked on, or worked on again.
    Works,
}

impl Turn {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Asks, Self::Ends, Self::Works];

    /// What a change to this status does, or a reply without one.
    pub fn of(status: Option<FineStatus>) -> Self {
        match status {
            None => Self::None,
            Some(FineStatus::MoreAsked) => Self::Asks,
            Some(status) if status.ends_here() => Self::Ends,
            Some(_) => Self::Works,
        }
    }
}

/// By what the clocks go.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// The days on which none of them runs.
    pub calendar: Arc<Calendar>,
    /// How many working days each has.
    pub clocks: Clocks,
}

/// One clock of a case, whatever day it is today.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Course {
    /// It runs.
    Runs {
        /// Its last day.
        due: Day,
    },
    /// It stands still until the person answers.
    Waits {
        /// Since when.
        since: Day,
        /// How many working days are left when it goes on.
        left: u64,
    },
    /// It was stopped.
    Stopped {
        /// When.
        on: Day,
        /// Its last day.
        due: Day,
    },
}

/// How a clock stands on a day.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// Its last day is over.
    Overdue,
    /// Its last day is near.
    Soon,
    /// It runs.
    Running,
    /// It waits for the person.
    Waiting,
    /// It was stopped after its last day.
    Missed,
    /// It was stopped in time.
    Kept,
}

impl Course {
    /// How it stands on `today`, where everything that falls due by `soon` is near.
    pub fn state(self, today: Day, soon: Day) -> State {
        match self {
            Self::Runs { due } if due < today => State::Overdue,
            Self::Runs { due } if due <= soon => State::Soon,
            Self::Runs { .. } => State::Running,
            Self::Waits { .. } => State::Waiting,
            Self::Stopped { on, due } if on > due => State::Missed,
            Self::Stopped { .. } => State::Kept,
        }
    }

    /// Whether it was stopped.
    pub const fn is_stopped(self) -> bool {
        matches!(self, Self::Stopped { .. })
    }
}

impl Rule {
    /// Where each clock of a case stands that was received on that day; the replies in the order of their chain. Within
    /// a day nothing finer is known, and what the person wrote counts as written after what she was asked.
    pub fn courses(&self, received: Day, events: &[Event]) -> [(Duty, Course); 3] {
        let mut events = events.to_vec();
        events.sort_by_key(|event| (event.day, event.what == What::WroteAgain));
        let pauses = pauses::of(&events);
        Duty::ALL.map(|duty| {
            let stopped = stop(duty, &events);
            (
                duty,
                self.course(duty.days(self.clocks), received, &pauses, stopped),
            )
        })
    }

    /// The clock that counts now: the first that nothing has stopped. Nothing where all are.
    pub fn next(&self, received: Day, events: &[Event]) -> Option<(Duty, Course)> {
        let courses = self.courses(received, events).into_iter();
        courses.into_iter().find(|(_, course)| !course.is_stopped())
    }

    /// Whether the calendar knows the holidays of all these days. Where it does not, a last day may lie later.
    pub fn knows(&self, received: Day, last: Day) -> bool {
        self.calendar.covers(received) && self.calendar.covers(last)
    }

    fn course(&self, days: u16, received: Day, pauses: &[Pause], stopped: Option<Day>) -> Course {
        let (mut from, mut left) = (received, u64::from(days));
        for pause in pauses {
            if stopped.is_some_and(|on| on <= pause.since) {
                break;
            }
            // The day of the question does not count, and the day of the answer does.
            let before = pause.since.plus(-1);
            let used = self.calendar.between(from, before);
            if used >= left {
                break;
            }
            left = left.saturating_sub(used);
            let until = match (pause.until, stopped) {
                (Some(until), Some(on)) => until.min(on),
                (Some(day), None) | (None, Some(day)) => day,
                (None, None) => {
                    return Course::Waits {
                        since: pause.since,
                        left,
                    };
                }
            };
            from = from.max(before).max(until.plus(-1));
        }
        let due = self.calendar.after(from, u16::try_from(left).unwrap_or(u16::MAX));
        stopped.map_or(Course::Runs { due }, |on| Course::Stopped { on, due })
    }
}

/// The day on which what a clock waits for was done; of a case that was taken up again, none.
fn stop(duty: Duty, events: &[Event]) -> Option<Day> {
    let replies = || {
        events.iter().filter_map(|event| match event.what {
            What::Replied { has_words, turn } => Some((event.day, has_words, turn)),
            What::WroteAgain => None,
        })
    };
    match duty {
        Duty::Acknowledge => replies().next().map(|(day, ..)| day),
        Duty::Answer => replies()
            .find(|(_, has_words, turn)| *has_words || *turn == Turn::Ends)
            .map(|(day, ..)| day),
        Duty::Close => pauses::ended(events),
    }
}

#[cfg(test)]
mod tests;
