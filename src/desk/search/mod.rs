//! Search over what the cases say, while the key is open: read into memory beside the officers' work, and nowhere else.
//! The index lies with the unlocked key ([`super::keyring::Keyring`]) and goes with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use uuid::Uuid;

use crate::case::CaseId;
use crate::desk::store::{Direction, Message, Told};
use crate::seal::Contents;

mod build;
mod index;
mod words;

pub use build::Pace;
pub use index::{Found, Index};

/// What was read of the cases since the key was opened.
#[derive(Default)]
pub struct Search {
    index: RwLock<Index>,
    course: Mutex<Course>,
}

/// How far the reading is.
#[derive(Default)]
struct Course {
    is_planned: bool,
    all: usize,
    /// Cases that were not read to their end, those in hand too.
    left: usize,
    /// Those that nobody has in hand, the next one last.
    waiting: Vec<Told>,
    /// How many messages of a case were looked at.
    looked: BTreeMap<CaseId, u64>,
    /// The envelopes that were read.
    read: BTreeSet<Uuid>,
}

/// How far the reading is, while something is left to read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Cases that were read.
    pub done: u64,
    /// Cases in all.
    pub all: u64,
}

impl Course {
    /// Takes the last of those that wait.
    fn take(&mut self, most: usize) -> Vec<Told> {
        let from = self.waiting.len().saturating_sub(most);
        self.waiting.split_off(from)
    }
}

impl Search {
    /// The cases in which these words stand, as far as they were read; `most` of them. Takes its time.
    pub fn find(&self, sought: &str, most: usize) -> Found {
        self.index
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .find(sought, most)
    }

    /// How far the reading is among `all` cases; nothing when everything was read.
    pub fn progress(&self, all: u64) -> Option<Progress> {
        let course = self.course();
        if !course.is_planned {
            return Some(Progress { done: 0, all });
        }
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        (course.left > 0).then(|| Progress {
            done: number(course.all.saturating_sub(course.left)),
            all: number(course.all),
        })
    }

    /// Sets what is still to be read of all cases, which come with the newest last.
    fn plan(&self, all: Vec<Told>) {
        let mut course = self.course();
        (course.is_planned, course.all) = (true, all.len());
        let looked = |told: &Told| course.looked.get(&told.case).copied().unwrap_or_default();
        let waiting: Vec<Told> = all
            .into_iter()
            .filter(|told| looked(told) < told.messages)
            .collect();
        course.left = waiting.len();
        course.waiting = waiting;
    }

    /// The next cases to be read.
    fn next(&self, most: usize) -> Vec<Told> {
        let mut next = self.course().take(most);
        next.reverse();
        next
    }

    /// Whether a message was read.
    fn has_read(&self, message: &Message) -> bool {
        self.course().read.contains(&message.envelope)
    }

    /// Notes that so many messages of a case are looked at now: whatever comes of it, no other case waits for it.
    fn look_at(&self, case: CaseId, messages: usize) {
        let messages = u64::try_from(messages).unwrap_or(u64::MAX);
        self.course().looked.insert(case, messages);
    }

    /// Adds what a message says. The report is found by its case's number as well.
    fn add(&self, told: &Told, message: &Message, contents: &Contents) {
        let mut said = words::said(contents);
        if message.direction == Direction::Report {
            said.push('\n');
            said.push_str(&told.number.to_string());
        }
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        index.add(told.case, told.number, &said);
        drop(index);
        self.course().read.insert(message.envelope);
    }

    /// Notes that a case was read to its end.
    fn end(&self) {
        let mut course = self.course();
        course.left = course.left.saturating_sub(1);
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.course.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Search(..)")
    }
}
