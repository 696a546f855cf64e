//! The clocks of a case in words.

use crate::case::clocks::{Course, Duty, State};
use crate::catalogue::Calendar;
use crate::clock::Day;
use crate::desk::Desk;
use crate::desk::store::{Case, Days};
use crate::text::Text;

/// One clock, as a case's page shows it.
pub(super) struct Line {
    pub(super) said: String,
    pub(super) is_late: bool,
    pub(super) is_near: bool,
}

/// The clocks of a case, each in a sentence, and what the calendar does not know of them.
pub(super) fn lines(
    courses: [(Duty, Course); 3],
    received: Day,
    desk: &Desk,
    text: Text,
) -> (Vec<Line>, Option<String>) {
    let (days, calendar) = (desk.days(), &desk.calendar);
    let rule = desk.store.rule();
    let unknown = courses.iter().any(|(_, course)| match course {
        Course::Runs { due } => !rule.knows(received, *due),
        Course::Waits { .. } | Course::Stopped { .. } => false,
    });
    let line = |(duty, course): (Duty, Course)| {
        let state = course.state(days.today, days.soon);
        Line {
            said: sentence(duty, course, days.today, calendar, text),
            is_late: matches!(state, State::Overdue | State::Missed),
            is_near: state == State::Soon,
        }
    };
    let unknown = unknown.then(|| text.say("desk-clock-unknown"));
    (courses.map(line).into(), unknown)
}

/// The clock that counts now, in the list.
pub(super) fn of_row(case: &Case, days: Days, calendar: &Calendar, text: Text) -> String {
    match (case.clock, case.due) {
        (None, _) => text.say("desk-clock-over"),
        (Some(duty), None) => text.say_with("desk-clock-row-waits", &[("duty", said(duty, text).into())]),
        (Some(duty), Some(due)) => sentence(duty, Course::Runs { due }, days.today, calendar, text),
    }
}

/// That the calendar ends before the last clock of a report that comes today.
pub(super) fn ends(desk: &Desk, text: Text) -> Option<String> {
    let last = desk
        .calendar
        .after(desk.days().today, desk.store.rule().clocks.close);
    let year = desk.calendar.last_year().unwrap_or_default().to_string();
    let ends = !desk.calendar.covers(last);
    ends.then(|| text.say_with("desk-calendar-ends", &[("year", year.into())]))
}

fn sentence(duty: Duty, course: Course, today: Day, calendar: &Calendar, text: Text) -> String {
    let (id, day, count) = match course {
        Course::Runs { due } if due < today => ("desk-clock-was-due", due, calendar.between(due, today)),
        Course::Runs { due } => ("desk-clock-is-due", due, calendar.between(today, due)),
        Course::Waits { since, left } => ("desk-clock-waits", since, left),
        Course::Stopped { on, due } if on > due => ("desk-clock-missed", on, calendar.between(due, on)),
        Course::Stopped { on, .. } => ("desk-clock-kept", on, 0),
    };
    let values = [
        ("duty", said(duty, text).into()),
        ("day", text.day(day).into()),
        ("count", count.into()),
    ];
    text.say_with(id, &values)
}

fn said(duty: Duty, text: Text) -> String {
    text.say(match duty {
        Duty::Acknowledge => "desk-duty-acknowledge",
        Duty::Answer => "desk-duty-answer",
        Duty::Close => "desk-duty-close",
    })
}
