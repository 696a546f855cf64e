//! Opens the messages of a case and keeps what was found.

use std::sync::{Arc, MutexGuard, PoisonError};

use super::alarm::{Alarm, Alarms};
use super::chain::Chain;
use super::open::{self, Known, Reading};
use super::store::Direction;
use super::{Desk, blocking};
use crate::case::CaseId;
use crate::inbox::signature;
use crate::seal::Identity;
use crate::store::StoreError;

impl Desk {
    /// Opens every message of a case, compares each with what is known, and stores the alarms.
    pub async fn read_case(
        &self,
        case: CaseId,
        identities: Arc<[Identity]>,
    ) -> Result<Vec<Reading>, StoreError> {
        let messages = self.store.messages(case).await?;
        let files = self.shelf.clone();
        let mut readings = blocking(move || open::read_all(&files, messages, &identities)).await?;
        let first = open::first_report(&readings).cloned();
        let chain = Chain::of(&readings);
        let reports = open::count_reports(&readings);
        for reading in &mut readings {
            let directories = match &reading.contents {
                Some(contents) => self.store.directory_hashes(contents.directory.version).await?,
                None => Vec::new(),
            };
            let known = Known {
                institution: self.settings.institution.as_str(),
                readers: self.own.current().iter().count(),
                directories: &directories,
                first: first.as_ref(),
                chain: &chain,
                reports,
            };
            if let Some(found) = reading.compare(&known) {
                let alarms = kept(reading, found);
                if !reading.message.checked || alarms != reading.message.alarms {
                    self.store.note_checked(reading.message.envelope, &alarms).await?;
                }
                reading.message.alarms = alarms;
            }
        }
        Ok(readings)
    }

    /// Asks which mailbox the window lists now for the cases where it listed another than the sealed one. What
    /// it answers is only compared: when it was put right, its alarm goes at the next reading.
    pub(super) async fn ask_for_mailboxes(&self) {
        for case in self.store.cases_with(Alarm::Mailbox).await.unwrap_or_default() {
            // What is not told now is asked for at the next visit of an officer.
            let Ok(standing) = self.link.standing(case.0, &self.moment()).await else {
                return;
            };
            let listed = signature::digest(standing.mailbox.as_bytes());
            drop(self.store.note_listed(case, &listed).await);
        }
    }

    /// While the identity is unlocked, looks at what came, so that an alarm shows before anybody opens a case.
    pub(super) async fn check_unread(&self) {
        let Some(identities) = self.keyring.identities_unnoticed() else {
            return;
        };
        let last = *self.looked_at();
        let Ok(cases) = self.store.unchecked_cases(last).await else {
            return;
        };
        for case in cases {
            *self.looked_at() = case;
            // What fails now is tried again at the next visit, and when an officer opens the case.
            drop(self.read_case(case, Arc::clone(&identities)).await);
        }
    }
}

impl Desk {
    /// The case that was last looked at before anybody opened it.
    fn looked_at(&self) -> MutexGuard<'_, CaseId> {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the window refused of our own answers stays with them until it is delivered.
fn kept(reading: &Reading, mut found: Alarms) -> Alarms {
    if reading.message.direction == Direction::Reply {
        found.join(&reading.message.alarms);
    }
    found
}
