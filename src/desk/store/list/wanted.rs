//! What of the list of cases is asked for, and what comes of it.

use crate::case::PublicStatus;
use crate::clock::Day;
use crate::desk::store::Case;

/// What of the list is asked for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Wanted {
    /// Which cases.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// Behind which place; from the beginning where there is none.
    pub after: Option<Place>,
}

/// Which cases; nothing leaves none out.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    /// Those that stand there.
    pub status: Option<PublicStatus>,
    /// Those whose clock stands so.
    pub urgency: Option<Urgency>,
    /// Those with something new.
    pub unread: bool,
    /// Those with an alarm.
    pub alarm: bool,
    /// Those of this size step.
    pub step: Option<u8>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Order {
    /// What is over its last day, then what is near it, the oldest first; then the others, the newest first.
    #[default]
    Clock,
    /// The newest first, by number.
    Number,
    /// The newest first, by the day of reception.
    Received,
    /// By where they stand, in the order of a case's life; the newest first.
    Status,
}

impl Order {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Clock, Self::Received, Self::Status, Self::Number];
}

/// How the clock of a case stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Urgency {
    /// Its last day is over.
    Overdue,
    /// Its last day is near.
    Soon,
    /// It runs.
    Running,
    /// It waits for the person.
    Waiting,
    /// None runs any more.
    Over,
}

impl Urgency {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Overdue,
        Self::Soon,
        Self::Running,
        Self::Waiting,
        Self::Over,
    ];

    /// The word by which the rows are asked.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Soon => "soon",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Over => "over",
        }
    }

    /// How a case stands on a day, where everything that falls due by `soon` is near.
    pub fn of(case: &Case, days: Days) -> Self {
        match (case.clock, case.due) {
            (None, _) => Self::Over,
            (Some(_), None) => Self::Waiting,
            (Some(_), Some(due)) if due < days.today => Self::Overdue,
            (Some(_), Some(due)) if due <= days.soon => Self::Soon,
            (Some(_), Some(_)) => Self::Running,
        }
    }
}

/// The days by which a clock is over or near.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The present one.
    pub today: Day,
    /// The last one that is near.
    pub soon: Day,
}

/// A place in the list: the last case before it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// Of what is over its last day, or near it.
    Due(Day, u64),
    /// By number alone.
    Number(u64),
    /// By the day of reception.
    Received(Day, u64),
    /// By where it stands.
    Status(PublicStatus, u64),
}

/// A page of the list.
#[derive(Debug)]
pub struct Listed {
    /// The cases on it.
    pub cases: Vec<Case>,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
}

/// How many cases there are.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// In all.
    pub all: u64,
    /// With something new.
    pub unread: u64,
    /// Over their last day.
    pub overdue: u64,
    /// Near it.
    pub soon: u64,
}
