//! Opens the messages of a case and keeps what was found.

use std::sync::{Arc, MutexGuard, PoisonError};

use super::alarm::{Alarm, Alarms};
use super::chain::Chain;
use super::open::{self, Known, Reading, Unanswerable};
use super::store::{Direction, Message};
use super::{Desk, blocking};
use crate::case::CaseId;
use crate::inbox::signature;
use crate::seal::{Contents, Identity};
use crate::store::StoreError;
use crate::web::Paging;

/// A page of a case.
#[derive(Debug)]
pub struct OnePage {
    /// Which.
    pub paging: Paging,
    /// All that was found in the case.
    pub alarms: Alarms,
    /// Why nobody is answered, where nobody is.
    pub unanswerable: Option<Unanswerable>,
    /// The messages on it, the newest last.
    pub readings: Vec<Reading>,
    /// Who wrote each of them, by a number that is the same on every page of the case.
    pub writers: Vec<usize>,
    /// Whether more than one wrote in the whole case.
    pub is_mixed: bool,
    /// The word of the last status that an answer of ours gave, wherever in the case it stands.
    pub status: Option<String>,
}

impl OnePage {
    fn of(readings: Vec<Reading>, asked: u64) -> Self {
        let mut alarms = Alarms::default();
        for reading in &readings {
            alarms.join(&reading.message.alarms);
        }
        let paging = Self::paging(asked, readings.len());
        let writers = open::writers(&readings);
        let status = readings.iter().rev().find_map(open::status_given);
        Self {
            paging,
            alarms,
            unanswerable: open::addressee(&readings).err(),
            readings: Self::on(&paging, readings),
            is_mixed: writers.iter().any(|writer| *writer > 0),
            writers: Self::on(&paging, writers),
            status,
        }
    }

    fn paging(asked: u64, count: usize) -> Paging {
        Paging::new(asked, u64::try_from(count).unwrap_or(u64::MAX), PAGE)
    }

    /// What stands on that page of all of them; the first page holds the last.
    fn on<T>(paging: &Paging, mut all: Vec<T>) -> Vec<T> {
        let skipped = usize::try_from(paging.skipped()).unwrap_or(usize::MAX);
        all.truncate(all.len().saturating_sub(skipped));
        let before = all
            .len()
            .saturating_sub(usize::try_from(PAGE).unwrap_or(usize::MAX));
        all.split_off(before)
    }
}

impl Desk {
    /// Opens every message of a case, compares each with what is known, stores the alarms, and puts them in the order in
    /// which they were said.
    pub async fn read_case(
        &self,
        case: CaseId,
        identities: Arc<[Identity]>,
    ) -> Result<Vec<Reading>, StoreError> {
        let messages = self.store.messages(case).await?;
        let mut readings = self.open_all(messages, identities).await?;
        let first = open::first_report(&readings).cloned();
        let chain = Chain::of(&readings);
        let reports = open::count_reports(&readings);
        for reading in &mut readings {
            let found = self
                .compare(reading, first.as_ref(), Some(&chain), reports)
                .await?;
            let (Some(found), told) = (found, chain.number(reading)) else {
                continue;
            };
            let alarms = kept(reading, found);
            let message = &mut reading.message;
            if !message.checked || alarms != message.alarms || told != message.told {
                self.store.note_checked(message.envelope, &alarms, told).await?;
            }
            (message.alarms, message.told) = (alarms, told);
        }
        Ok(open::as_said(readings, |reading| &reading.message))
    }

    /// Opens a page of a case. Where everything in it was compared before and nothing was found, the rest stays closed.
    pub async fn read_page(
        &self,
        case: CaseId,
        identities: Arc<[Identity]>,
        asked: u64,
    ) -> Result<OnePage, StoreError> {
        let messages = open::as_said(self.store.messages(case).await?, |message| message);
        let is_quiet = |message: &Message| {
            let is_ours = message.direction == Direction::Reply;
            message.checked && (is_ours || message.alarms.is_empty())
        };
        let first = messages
            .first()
            .filter(|first| first.direction == Direction::Report);
        if let Some(first) = first
            && messages.iter().all(is_quiet)
            && let Some(page) = self.quiet_page(first, &messages, &identities, asked).await?
        {
            return Ok(page);
        }
        Ok(OnePage::of(self.read_case(case, identities).await?, asked))
    }

    /// The page, unless something is found on it now.
    async fn quiet_page(
        &self,
        first: &Message,
        messages: &[Message],
        identities: &Arc<[Identity]>,
        asked: u64,
    ) -> Result<Option<OnePage>, StoreError> {
        let paging = OnePage::paging(asked, messages.len());
        let mut wanted = vec![first.clone()];
        wanted.extend(OnePage::on(&paging, messages.to_vec()));
        let mut readings = self.open_all(wanted, Arc::clone(identities)).await?;
        let report = readings.remove(0);
        for reading in &readings {
            let found = self.compare(reading, report.contents.as_ref(), None, 1).await?;
            if found.is_none_or(|found| !found.is_empty()) {
                return Ok(None);
            }
        }
        let mut alarms = Alarms::default();
        for message in messages {
            alarms.join(&message.alarms);
        }
        // The first page holds the newest, opened already.
        let newest = if paging.is_first() { readings.len() } else { 0 };
        let status = match readings.iter().rev().take(newest).find_map(open::status_given) {
            Some(status) => Some(status),
            None => self.last_status(messages, newest, identities).await?,
        };
        let unanswerable = report.contents.is_none().then_some(Unanswerable::Closed);
        Ok(Some(OnePage {
            paging,
            alarms,
            unanswerable,
            // Of a case without alarms that all wrote.
            writers: vec![0; readings.len()],
            is_mixed: false,
            status,
            readings,
        }))
    }

    /// The word of the last status that was given before the `newest` messages, from the newest answer back.
    async fn last_status(
        &self,
        messages: &[Message],
        newest: usize,
        identities: &Arc<[Identity]>,
    ) -> Result<Option<String>, StoreError> {
        let answers = messages.iter().rev().skip(newest);
        for answer in answers.filter(|message| message.direction == Direction::Reply) {
            let opened = self
                .open_all(vec![answer.clone()], Arc::clone(identities))
                .await?;
            if let Some(status) = opened.iter().find_map(open::status_given) {
                return Ok(Some(status));
            }
        }
        Ok(None)
    }

    async fn open_all(
        &self,
        messages: Vec<Message>,
        identities: Arc<[Identity]>,
    ) -> Result<Vec<Reading>, StoreError> {
        let files = self.shelf.clone();
        Ok(blocking(move || open::read_all(&files, messages, &identities)).await?)
    }

    async fn compare(
        &self,
        reading: &Reading,
        first: Option<&Contents>,
        chain: Option<&Chain>,
        reports: usize,
    ) -> Result<Option<Alarms>, StoreError> {
        let directories = match &reading.contents {
            Some(contents) => self.store.directory_hashes(contents.directory.version).await?,
            None => Vec::new(),
        };
        Ok(reading.compare(&Known {
            institution: self.settings.institution.as_str(),
            readers: self.own.current().iter().count(),
            directories: &directories,
            first,
            chain,
            reports,
        }))
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

/// Messages of a case on one page.
const PAGE: u64 = 20;
