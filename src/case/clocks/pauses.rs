//! When the clocks of a case stand still.

use super::{Event, Turn, What};
use crate::clock::Day;

/// A time that does not count: from its first day on, up to the day on which the clocks go on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Pause {
    /// The day of the question, or of the end of a case that was taken up again later.
    pub(super) since: Day,
    /// The day of the answer to it, which counts again.
    pub(super) until: Option<Day>,
}

/// All of them, in their order. A case that has ended and was not taken up again does not wait: its clocks are stopped.
pub(super) fn of(events: &[Event]) -> Vec<Pause> {
    let (mut pauses, mut open) = (Vec::new(), None);
    for event in events {
        let turn = turn(event);
        let goes_on = match (open, event.what) {
            (Some((_, Turn::Asks)), What::WroteAgain) => true,
            // What she writes says nothing about a case that has ended.
            (None, _) | (Some(_), What::WroteAgain) => false,
            (Some((_, before)), What::Replied { .. }) => turn != Turn::None && turn != before,
        };
        if let Some((since, _)) = open.filter(|_| goes_on) {
            pauses.push(Pause {
                since,
                until: Some(event.day.max(since)),
            });
            open = None;
        }
        if open.is_none() && matches!(turn, Turn::Asks | Turn::Ends) {
            open = Some((event.day, turn));
        }
    }
    if let Some((since, Turn::Asks)) = open {
        pauses.push(Pause { since, until: None });
    }
    pauses
}

/// The day since which the case has ended, if it has.
pub(super) fn ended(events: &[Event]) -> Option<Day> {
    let mut ended = None;
    for event in events {
        match turn(event) {
            Turn::None => {}
            Turn::Ends => ended = ended.or(Some(event.day)),
            Turn::Asks | Turn::Works => ended = None,
        }
    }
    ended
}

const fn turn(event: &Event) -> Turn {
    match event.what {
        What::Replied { turn, .. } => turn,
        What::WroteAgain => Turn::None,
    }
}
