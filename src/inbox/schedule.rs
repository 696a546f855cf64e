//! When a batch is due: at fixed hours, each once, and a late one only while it hides as much as a batch should.

use time::OffsetDateTime;

/// The hours of the day at which batches are released.
#[derive(Clone, Copy, Debug)]
pub struct Schedule<'a> {
    /// The hours, 0 to 23, by the clock on the wall.
    pub hours: &'a [u8],
    /// Hours to add to UTC for that clock.
    pub utc_offset: i8,
}

/// One of the fixed hours, counted in hours since 1970-01-01 in UTC. It says when a batch was due, never when
/// anything was filed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Hour(pub i64);

impl Schedule<'_> {
    /// The hour whose batch is due `now`, when the last one released was that of `released`.
    ///
    /// A batch that could not go out at its hour goes as soon as it can in the first half of the time to the
    /// next one, and with the next one after that: the next batch would else cover too short a time, and tell
    /// its institution when each of its reports was filed.
    pub fn due(&self, now: OffsetDateTime, released: Option<Hour>) -> Option<Hour> {
        let this = Hour(now.unix_timestamp().div_euclid(SECONDS));
        let latest = self.find(this, -1)?;
        let next = self.find(Hour(this.0.saturating_add(1)), 1)?;
        // A clock that went back a little waits; a record of days to come was made under a wrong clock.
        let done = released.is_some_and(|hour| latest <= hour && hour.0 <= latest.0.saturating_add(DAY));
        let late = now
            .unix_timestamp()
            .saturating_sub(latest.0.saturating_mul(SECONDS));
        let half = next.0.saturating_sub(latest.0).saturating_mul(SECONDS) / 2;
        (!done && late <= half).then_some(latest)
    }

    /// The nearest of the hours from `hour` on, forwards or backwards.
    fn find(&self, hour: Hour, step: i64) -> Option<Hour> {
        let on_the_wall = |hour: i64| hour.saturating_add(self.utc_offset.into()).rem_euclid(DAY);
        (0..DAY)
            .map(|steps| hour.0.saturating_add(steps.saturating_mul(step)))
            .find(|hour| self.hours.iter().any(|one| i64::from(*one) == on_the_wall(*hour)))
            .map(Hour)
    }
}

const SECONDS: i64 = 3600;
const DAY: i64 = 24;

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const MEXICO: Schedule<'_> = Schedule {
        hours: &[8, 16],
        utc_offset: -6,
    };

    fn hour(at: OffsetDateTime) -> Hour {
        Hour(at.unix_timestamp() / SECONDS)
    }

    #[test]
    fn a_batch_is_due_once_when_its_hour_begins() {
        let morning = hour(datetime!(2026-11-23 14:00 UTC));
        let evening = hour(datetime!(2026-11-22 22:00 UTC));
        let due = |now, released| MEXICO.due(now, Some(released));
        assert_eq!(due(datetime!(2026-11-23 13:59:59 UTC), evening), None);
        assert_eq!(due(datetime!(2026-11-23 14:00 UTC), evening), Some(morning));
        assert_eq!(due(datetime!(2026-11-23 14:01 UTC), morning), None);
        assert_eq!(due(datetime!(2026-11-23 21:59 UTC), morning), None);
        let next = hour(datetime!(2026-11-23 22:00 UTC));
        assert_eq!(due(datetime!(2026-11-23 22:00 UTC), morning), Some(next));
    }

    #[test]
    fn a_late_batch_goes_at_once_in_the_first_half_and_with_the_next_after_that() {
        let morning = hour(datetime!(2026-11-23 14:00 UTC));
        for before in [None, Some(hour(datetime!(2026-11-20 14:00 UTC)))] {
            assert_eq!(MEXICO.due(datetime!(2026-11-23 14:20 UTC), before), Some(morning));
            assert_eq!(MEXICO.due(datetime!(2026-11-23 18:00 UTC), before), Some(morning));
            assert_eq!(MEXICO.due(datetime!(2026-11-23 18:01 UTC), before), None);
            assert!(MEXICO.due(datetime!(2026-11-23 22:00 UTC), before).is_some());
        }
        let daily = Schedule {
            hours: &[8],
            utc_offset: -6,
        };
        assert_eq!(daily.due(datetime!(2026-11-24 01:59 UTC), None), Some(morning));
        assert_eq!(daily.due(datetime!(2026-11-24 02:01 UTC), None), None);
    }

    #[test]
    fn a_clock_that_was_wrong_holds_nothing_back_for_days() {
        let morning = hour(datetime!(2026-11-23 14:00 UTC));
        // Back behind the hour that was released: nothing twice.
        assert_eq!(MEXICO.due(datetime!(2026-11-23 13:50 UTC), Some(morning)), None);
        // A year ahead, then right again.
        let ahead = hour(datetime!(2027-11-23 14:00 UTC));
        assert_eq!(
            MEXICO.due(datetime!(2026-11-23 14:05 UTC), Some(ahead)),
            Some(morning)
        );
        let never = Schedule {
            hours: &[],
            utc_offset: 0,
        };
        assert_eq!(never.due(datetime!(2026-11-23 14:05 UTC), None), None);
    }
}
