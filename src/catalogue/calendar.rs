//! The days on which no deadline runs.

use std::collections::BTreeMap;

use super::fault::Fault;
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

    /// Whether deadlines run on `day`.
    pub fn is_working(&self, day: Day) -> bool {
        // 1970-01-01 was a Thursday; Monday is 0.
        let weekday = day.number().saturating_add(3).rem_euclid(7);
        weekday < 5 && !self.0.contains_key(&day)
    }

    /// The working day that is `count` working days after `day`: the last day of such a deadline.
    pub fn after(&self, day: Day, count: u16) -> Day {
        let mut day = day;
        for _ in 0..count {
            day = day.plus(1);
            while !self.is_working(day) {
                day = day.plus(1);
            }
        }
        day
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
    }
}
