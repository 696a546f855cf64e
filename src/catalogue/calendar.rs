//! The days on which no deadline runs.

use std::collections::BTreeMap;

use super::fault::{Fault, Faults};
use super::table::{self, Form, Row};
use super::words::Certainty;
use crate::clock::Day;

/// A day on which nobody works, weekends aside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Holiday {
    /// The day.
    pub day: Day,
    /// Why.
    pub reason: String,
    /// The basis in law.
    pub basis: String,
    /// How sure the row is.
    pub certainty: Certainty,
    line: u64,
}

/// All holidays.
#[derive(Clone, Debug, Default)]
pub struct Calendar(BTreeMap<Day, Holiday>);

impl Calendar {
    /// The holidays, by day.
    pub fn holidays(&self) -> impl Iterator<Item = &Holiday> {
        self.0.values()
    }

    /// The calendar in a file by itself, as an operator keeps one beside a desk.
    pub fn of_file(csv: &[u8]) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let calendar = Self::read(csv, &mut faults);
        if faults.is_empty() {
            Ok(calendar)
        } else {
            Err(Faults::of(faults))
        }
    }

    /// Whether deadlines run on `day`.
    pub fn is_working(&self, day: Day) -> bool {
        is_weekday(day) && !self.0.contains_key(&day)
    }

    /// The working day that is `count` working days after `day`: the last day of such a deadline.
    pub fn after(&self, day: Day, count: u16) -> Day {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            let next = day.plus(1);
            if next == day {
                // The end of all days.
                return day;
            }
            day = next;
            if self.is_working(day) {
                left = left.saturating_sub(1);
            }
        }
        day
    }

    /// How many working days come after `from`, up to `to` and with it; none where `to` does not come after it.
    pub fn between(&self, from: Day, to: Day) -> u64 {
        if to <= from {
            return 0;
        }
        let free = self.0.range(from.plus(1)..=to);
        let free = free.filter(|(day, _)| is_weekday(**day)).count();
        let weekdays = weekdays_until(to).saturating_sub(weekdays_until(from));
        weekdays
            .unsigned_abs()
            .saturating_sub(u64::try_from(free).unwrap_or(u64::MAX))
    }

    /// Whether the holidays of the day's year are known: its year is one of the listed ones, or lies between two of them.
    /// Beyond them only the weekends are.
    pub fn covers(&self, day: Day) -> bool {
        let first = self.0.first_key_value().and_then(|(day, _)| day.year());
        let last = self.0.last_key_value().and_then(|(day, _)| day.year());
        match (first, last, day.year()) {
            (Some(first), Some(last), Some(year)) => (first..=last).contains(&year),
            (_, _, _) => false,
        }
    }

    /// The last year whose holidays are known; nothing where none are.
    pub fn last_year(&self) -> Option<i32> {
        self.0.last_key_value().and_then(|(day, _)| day.year())
    }

    /// Reads the file.
    pub(super) fn read(file: &[u8], faults: &mut Vec<Fault>) -> Self {
        let rows = CALENDAR.read(file, faults, read_holiday);
        Self(table::by_key(
            CALENDAR,
            "fecha",
            rows,
            |one| (one.line, one.day),
            faults,
        ))
    }
}

/// 1970-01-01 was a Thursday; Monday is 0.
fn is_weekday(day: Day) -> bool {
    day.number().saturating_add(3).rem_euclid(7) < 5
}

/// Weekdays up to `day` and with it, from some Monday on.
const fn weekdays_until(day: Day) -> i64 {
    let number = day.number().saturating_add(3);
    let (weeks, place) = (number.div_euclid(7), number.rem_euclid(7));
    let of_week = if place < 5 { place.saturating_add(1) } else { 5 };
    weeks.saturating_mul(5).saturating_add(of_week)
}

fn read_holiday(row: &mut Row<'_>) -> Option<Holiday> {
    let (day, reason) = (row.cell("fecha"), row.text("motivo"));
    let (basis, certainty) = (row.text("fundamento"), row.cell("certeza"));
    Some(Holiday {
        day: day?,
        reason: reason?,
        basis: basis?,
        certainty: certainty?,
        line: row.line(),
    })
}

pub(super) const CALENDAR: Form = Form {
    file: "calendario.csv",
    columns: &["fecha", "motivo", "fundamento", "certeza"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_skips_weekends_and_holidays() {
        let mut faults = Vec::new();
        let file = "fecha,motivo,fundamento,certeza\n2026-11-16,Revolución,LFT 74,sin_confirmar\n";
        let calendar = Calendar::read(file.as_bytes(), &mut faults);
        assert_eq!(faults, []);
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert!(calendar.is_working(day("2026-11-13")));
        for free in ["2026-11-14", "2026-11-15", "2026-11-16"] {
            assert!(!calendar.is_working(day(free)), "{free}");
        }
        assert_eq!(calendar.after(day("2026-11-13"), 1), day("2026-11-17"));
        assert_eq!(calendar.after(day("2026-11-14"), 5), day("2026-11-23"));
        assert_eq!(calendar.after(day("2026-11-13"), 0), day("2026-11-13"));
        assert_eq!(calendar.between(day("2026-11-13"), day("2026-11-17")), 1);
        assert_eq!(calendar.between(day("2026-11-17"), day("2026-11-13")), 0);
        assert!(calendar.covers(day("2026-01-01")) && !calendar.covers(day("2027-01-01")));
    }

    #[test]
    fn days_are_counted_as_they_are_reached_and_the_end_of_all_days_is_no_trap() {
        let calendar = Calendar::of_file(
            b"fecha,motivo,fundamento,certeza\n2026-12-25,Navidad,x,sin_confirmar\n2026-12-26,En sabado,x,sin_confirmar\n",
        )
        .unwrap();
        for from in 20_780..20_830 {
            let from = Day::from_number(from);
            for count in 0..40 {
                let day = calendar.after(from, count);
                assert_eq!(calendar.between(from, day), u64::from(count), "{from} {count}");
                assert!(count == 0 || calendar.is_working(day));
            }
        }
        for edge in [i64::MAX, i64::MIN] {
            let edge = Day::from_number(edge);
            assert!(!calendar.covers(edge));
            let _reached = (calendar.after(edge, 120), calendar.between(edge.plus(-9), edge));
        }
        assert!(Calendar::of_file(b"fecha\n").is_err());
        assert!(!Calendar::default().covers(Day::from_number(20_780)));
    }
}
