//! Who has a desk, put in order once a day: keys begin and end with a day, and so does the directory.

use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Day;
use crate::competence::Desks;
use crate::institution::Directory;

/// The desks of the day for which they were asked last.
#[derive(Debug, Default)]
pub struct OpenDesks(Mutex<Option<(Day, Arc<Desks>)>>);

impl OpenDesks {
    /// The desks of `directory` on `day`. One directory has one of these.
    pub fn on(&self, directory: &Directory, day: Day) -> Arc<Desks> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*made {
            Some((known, desks)) if *known == day => Arc::clone(desks),
            Some(_) | None => {
                let desks = Arc::new(Desks::of(directory, day));
                *made = Some((day, Arc::clone(&desks)));
                desks
            }
        }
    }
}
