//! One answer at a time from each institution: what a desk that went wrong can make the window do is bounded.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::institution::InstitutionId;

/// Which institutions are sending an answer now.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<BTreeSet<InstitutionId>>>);

impl Turns {
    /// The institution's turn, unless it has one already; given back when it is dropped.
    pub(super) fn take(&self, institution: &InstitutionId) -> Option<Turn> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(institution.clone()).then(|| Turn {
            turns: self.clone(),
            institution: institution.clone(),
        })
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Turns(..)")
    }
}

/// An institution's turn.
#[must_use]
#[derive(Debug)]
pub(super) struct Turn {
    turns: Turns,
    institution: InstitutionId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(&self.institution);
    }
}
