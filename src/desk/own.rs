//! The recipients that are this desk's: one intake and one recovery key or more, since a new one may begin before the
//! old one ends. Which of them count on a day, the verified directory says.

use std::sync::{Mutex, PoisonError};

use crate::clock::Day;
use crate::institution::{DatedRecipient, Institution};
use crate::seal::{Recipient, RecipientError, Recipients};

/// Intake and recovery recipients whose secret halves the institution holds.
#[derive(Debug)]
pub struct OwnRecipients {
    intake: Vec<Recipient>,
    recovery: Vec<Recipient>,
    current: Mutex<Recipients>,
}

impl OwnRecipients {
    /// The recipients of a configuration, oldest first. Until a directory was verified the last ones count.
    pub fn new(intake: Vec<Recipient>, recovery: Vec<Recipient>) -> Result<Self, RecipientError> {
        let newest = |list: &[Recipient]| list.last().cloned().ok_or(RecipientError::Empty);
        let current = Recipients::new(vec![newest(&intake)?, newest(&recovery)?])?;
        Ok(Self {
            intake,
            recovery,
            current: Mutex::new(current),
        })
    }

    /// Whom the desk seals its own copies to.
    pub fn current(&self) -> Recipients {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether reports of `today` are sealed to recipients of ours and to nobody else's; from then on our copies are
    /// sealed to the same.
    pub fn choose(&self, entry: &Institution, today: Day) -> bool {
        let Ok(listed) = entry.recipients(today) else {
            return false;
        };
        let ours = |one: &Recipient| self.intake.contains(one) || self.recovery.contains(one);
        if !listed.iter().all(ours) || !self.are_all(entry, today) {
            return false;
        }
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = listed;
        true
    }

    /// Whether every recipient that counts on `today` or later is ours in its role: another one would read for us.
    fn are_all(&self, entry: &Institution, today: Day) -> bool {
        let held = |listed: &[DatedRecipient], ours: &[Recipient]| {
            listed
                .iter()
                .filter(|dated| dated.until.is_none_or(|until| today <= until))
                .all(|dated| ours.contains(&dated.recipient))
        };
        held(&entry.intake, &self.intake) && held(&entry.recovery, &self.recovery)
    }
}
