//! What of a directory has an end that somebody has to meet in time: one rule for the mail and for `doctor`.

use std::fmt;

use super::{Directory, Institution, InstitutionId};
use crate::clock::Day;

/// Days before an end on which it is told, each once.
pub const WARNINGS: [i64; 4] = [30, 14, 7, 1];

/// Something of the directory that counts for the last time on a day, with nothing in its place on the next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct End<'a> {
    /// What ends.
    pub what: Ending<'a>,
    /// Its last day.
    pub last: Day,
}

/// What ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ending<'a> {
    /// The directory.
    Directory,
    /// The keys of an institution for one thing, by the directory's word for it.
    Keys(&'a InstitutionId, &'static str),
}

impl End<'_> {
    /// The smallest of the [`WARNINGS`] that is due `today`.
    pub fn warning(&self, today: Day) -> Option<i64> {
        let left = self.last.number().saturating_sub(today.number());
        let mut due = WARNINGS.into_iter().rev();
        due.find(|days| (0..=*days).contains(&left))
    }
}

impl fmt::Display for Ending<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory => f.write_str("directory"),
            Self::Keys(institution, role) => write!(f, "{institution} {role}"),
        }
    }
}

/// Everything of a directory that has an end `today` or later.
pub fn ends(directory: &Directory, today: Day) -> impl Iterator<Item = End<'_>> {
    let whole = End {
        what: Ending::Directory,
        last: directory.valid_until(),
    };
    let receiving = directory
        .institutions()
        .values()
        .filter(move |one| !one.is_revoked(today));
    let keys = receiving.flat_map(move |one| of_keys(one, today));
    std::iter::once(whole)
        .chain(keys)
        .filter(move |end| end.last >= today)
}

/// Where the keys of `today` end and no other goes on, role by role. A key that another follows in time is no end.
fn of_keys(institution: &Institution, today: Day) -> impl Iterator<Item = End<'_>> {
    let signing = institution
        .signing
        .iter()
        .map(|key| (key.since, key.until))
        .collect::<Vec<_>>();
    let sealed = [
        ("intake", &institution.intake),
        ("recovery", &institution.recovery),
        ("custodian", &institution.custodian),
    ];
    let sealed = sealed.map(|(role, keys)| (role, keys.iter().map(|key| (key.since, key.until)).collect()));
    let roles = std::iter::once(("signing", signing)).chain(sealed);
    roles.filter_map(move |(role, days)| {
        Some(End {
            what: Ending::Keys(&institution.id, role),
            last: last_day(&days, today)?,
        })
    })
}

/// The last day in a row, from `today` on, on which one of these is in force.
fn last_day(days: &[(Day, Option<Day>)], today: Day) -> Option<Day> {
    let mut last: Option<Day> = None;
    for (since, until) in days {
        let next = last.map_or(today, |last| last.plus(1));
        let until = match until {
            None if *since <= next => return None,
            None => continue,
            Some(until) => *until,
        };
        if *since <= next && until >= next {
            last = Some(until);
        }
    }
    last
}
