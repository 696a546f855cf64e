//! Time as a parameter. For what a reporter does, only the [`Day`] is ever kept.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime};

/// Tells the time; tests hand in a [`FixedClock`].
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present moment, in UTC.
    fn now(&self) -> OffsetDateTime;

    /// The present day, in UTC.
    fn today(&self) -> Day {
        Day::of(self.now())
    }
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(Mutex<OffsetDateTime>);

impl FixedClock {
    /// A clock that shows `now`.
    pub fn at(now: OffsetDateTime) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A calendar day in UTC, stored as days since 1970-01-01: the coarsest time kept for a report.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Day(i64);

impl Day {
    /// The day on which `moment` falls in UTC.
    pub fn of(moment: OffsetDateTime) -> Self {
        Self(moment.unix_timestamp().div_euclid(SECONDS))
    }

    /// The day that is `number` days after 1970-01-01, as the store keeps it.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The day `days` later (or earlier, when negative).
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Midnight at the start of the day, as seconds since 1970-01-01.
    pub const fn start(self) -> i64 {
        self.0.saturating_mul(SECONDS)
    }

    /// The month of the day, as `AAAA-MM`.
    pub fn month(self) -> String {
        self.to_string().chars().take(7).collect()
    }

    /// The year in which it lies; nothing for a number that is no day of ours.
    pub fn year(self) -> Option<i32> {
        self.date().map(Date::year)
    }

    fn date(self) -> Option<Date> {
        OffsetDateTime::from_unix_timestamp(self.start())
            .ok()
            .map(OffsetDateTime::date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(
                f,
                "{:04}-{:02}-{:02}",
                date.year(),
                u8::from(date.month()),
                date.day()
            ),
            None => write!(f, "{}", self.0),
        }
    }
}

/// The text is not a day of the form `AAAA-MM-DD`.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a day of the form AAAA-MM-DD")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let date =
            Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|_wrong_form| NotADay)?;
        Ok(Self::of(date.midnight().assume_utc()))
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

const SECONDS: i64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        let day: Day = "2026-11-23".parse().unwrap();
        assert_eq!(day.number(), 20_780);
        assert_eq!(day.to_string(), "2026-11-23");
        assert_eq!(day.month(), "2026-11");
        assert_eq!(day.plus(8).to_string(), "2026-12-01");
        assert!("2026-02-30".parse::<Day>().is_err());
    }
}
