//! What happens next in a case, and by when, as the holder of the code is told: by the replies that she has, and without
//! hiding that a day has passed.

use super::standing::LastWord;
use crate::case::PublicStatus;
use crate::case::clocks::{Course, Duty, Event, Rule};
use crate::clock::Day;
use crate::text::Text;

/// What the institution owes next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Promise {
    duty: Duty,
    course: Course,
    /// Whether the calendar knows the holidays until then.
    is_sure: bool,
}

impl Promise {
    /// The next one of a case that was received on that day; nothing where nothing is owed any more.
    pub(super) fn of(rule: &Rule, received: Day, events: &[Event]) -> Option<Self> {
        let (duty, course) = rule.next(received, events)?;
        let is_sure = match course {
            Course::Runs { due } => rule.knows(received, due),
            Course::Waits { .. } | Course::Stopped { .. } => true,
        };
        Some(Self {
            duty,
            course,
            is_sure,
        })
    }

    /// That it has arrived, until that day.
    pub(super) const fn sample(due: Day) -> Self {
        Self {
            duty: Duty::Acknowledge,
            course: Course::Runs { due },
            is_sure: true,
        }
    }

    fn lines(self, today: Day, text: Text) -> Vec<String> {
        let (day, id) = match (self.course, self.duty) {
            (Course::Stopped { .. }, _) => return Vec::new(),
            (Course::Waits { since, .. }, _) => (since, "mailbox-next-paused"),
            (Course::Runs { due }, Duty::Acknowledge) if due < today => (due, "mailbox-late-acknowledge"),
            (Course::Runs { due }, Duty::Answer) if due < today => (due, "mailbox-late-answer"),
            (Course::Runs { due }, Duty::Close) if due < today => (due, "mailbox-late-close"),
            (Course::Runs { due }, Duty::Acknowledge) => (due, "mailbox-next-acknowledge"),
            (Course::Runs { due }, Duty::Answer) => (due, "mailbox-next-answer"),
            (Course::Runs { due }, Duty::Close) => (due, "mailbox-next-close"),
        };
        let mut lines = vec![text.say_with(id, &[("day", text.day(day).into())])];
        if !self.is_sure {
            lines.push(text.say("mailbox-next-unsure"));
        }
        if matches!(self.course, Course::Runs { due } if due < today) {
            lines.push(text.say("mailbox-late"));
        }
        lines
    }
}

/// What happens next, and what the holder of the code can do.
pub(super) fn lines(
    status: PublicStatus,
    last: LastWord,
    promise: Option<Promise>,
    today: Day,
    text: Text,
) -> Vec<String> {
    let promised = promise
        .map(|promise| promise.lines(today, text))
        .unwrap_or_default();
    if last == LastWord::Question {
        return [text.say("mailbox-next-asked")]
            .into_iter()
            .chain(promised)
            .collect();
    }
    let then = match status {
        PublicStatus::Registrada => "mailbox-next-registered",
        PublicStatus::Turnada => "mailbox-next-sent-on",
        PublicStatus::Proceso => "mailbox-next-in-process",
        PublicStatus::Atendida => "mailbox-next-closed",
    };
    promised.into_iter().chain([text.say(then)]).collect()
}
