//! Envelope to report: opened with the intake identity, then held against everything the desk knows by other
//! ways. Any difference is an alarm that stays with the message.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::sync::Arc;

use super::alarm::{Alarm, Alarms};
use super::chain::Chain;
use super::shelf::Shelf;
use super::store::{Direction, Message};
use crate::inbox::signature;
use crate::seal::{self, Contents, Digest, Header, Identity, OpenError, Opened, Recipient, check_sealed};

/// A message that was opened, or what keeps it closed.
#[derive(Debug)]
pub struct Reading {
    /// The message.
    pub message: Message,
    /// What it says; nothing when it is damaged.
    pub contents: Option<Contents>,
    /// Whether our own file is not the one that came.
    altered: bool,
    /// How many readers its header names.
    readers: usize,
}

/// What the desk knows by itself, to compare an opened message with.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Whose desk this is.
    pub institution: &'a str,
    /// How many readers an envelope to this desk has.
    pub readers: usize,
    /// The hashes under which the directory version of the message was seen.
    pub directories: &'a [Digest],
    /// The first report of the case, when it has come.
    pub first: Option<&'a Contents>,
    /// What the holder of the code has signed, where all of the case was opened.
    pub chain: Option<&'a Chain>,
    /// How many messages of the case are reports, or are listed as one.
    pub reports: usize,
}

/// Why a message stays closed.
#[derive(Debug, thiserror::Error)]
pub enum Closed {
    /// Our file is not the one that came: it was changed, or lost, on our own disk.
    #[error("the file on this disk is not the one that came")]
    Altered,
    /// What came does not open.
    #[error("the envelope does not open")]
    Damaged(#[from] OpenError),
}

/// Opens one message's file, if it is the one that came: its header, and what it says. Blocks.
pub fn open_file(
    shelf: &Shelf,
    message: &Message,
    identities: &[Identity],
) -> Result<(Header, Opened<File>), Closed> {
    // A disk that cannot read its file has lost it.
    let found = shelf.read_whole(message.envelope, message.digest);
    let mut file = found.ok().flatten().ok_or(Closed::Altered)?;
    let mut head = Vec::new();
    file.by_ref()
        .take(u64::try_from(Header::SIGHT).unwrap_or(u64::MAX))
        .read_to_end(&mut head)
        .map_err(OpenError::Io)?;
    file.seek(io::SeekFrom::Start(0)).map_err(OpenError::Io)?;
    let header = check_sealed(&head).map_err(|_not_sealed| OpenError::NotSealed)?;
    Ok((header, seal::open(file, identities)?))
}

/// Opens every message of a case. Blocks.
pub fn read_all(shelf: &Shelf, messages: Vec<Message>, identities: &Arc<[Identity]>) -> Vec<Reading> {
    let read = |message: Message| match open_file(shelf, &message, identities) {
        Ok((header, opened)) => Reading {
            contents: Some(opened.contents().clone()),
            altered: false,
            readers: header.recipients(),
            message,
        },
        Err(closed) => Reading {
            contents: None,
            altered: matches!(closed, Closed::Altered),
            readers: 0,
            message,
        },
    };
    messages.into_iter().map(read).collect()
}

impl Reading {
    /// Holds the message against what is known; `None` while that cannot be told yet, because the report that
    /// a follow-up belongs to has not come.
    pub fn compare(&self, known: &Known<'_>) -> Option<Alarms> {
        let mut alarms = Alarms::default();
        alarms.raise_if(known.reports > 1 && self.is_report(), Alarm::SecondReport);
        let Some(contents) = &self.contents else {
            alarms.raise(if self.altered {
                Alarm::Altered
            } else {
                Alarm::Damaged
            });
            return Some(alarms);
        };
        let here = contents.institution == known.institution;
        alarms.raise_if(!here, Alarm::Institution);
        alarms.raise_if(self.readers != known.readers, Alarm::Readers);
        alarms.raise_if(!self.is_in_place(contents), Alarm::Direction);
        if self.message.direction == Direction::Reply {
            return Some(alarms);
        }
        let stamp = &contents.directory.hash;
        if known.directories.is_empty() {
            alarms.raise(Alarm::UnknownDirectory);
        }
        let other = !known.directories.is_empty() && known.directories != [*stamp];
        alarms.raise_if(other, Alarm::Directory);
        let sealed = signature::digest(contents.mailbox.to_string().as_bytes());
        alarms.raise_if(sealed != self.message.mailbox, Alarm::Mailbox);
        if self.message.direction == Direction::Report && known.first.is_none() {
            return Some(alarms);
        }
        let first = known.first?;
        alarms.raise_if(first.mailbox != contents.mailbox, Alarm::Mailbox);
        if let Some(chain) = known.chain {
            alarms.join(&chain.judge(self, contents));
        }
        Some(alarms)
    }

    /// Whether it is a report, or is listed as one.
    fn is_report(&self) -> bool {
        let inside = self.contents.as_ref().map(|contents| contents.direction);
        self.message.direction == Direction::Report || inside == Some(seal::Direction::Report)
    }

    /// Whether it is the kind of message that its row says, of the case that its row says.
    fn is_in_place(&self, contents: &Contents) -> bool {
        let kind = match contents.direction {
            seal::Direction::Report => Direction::Report,
            seal::Direction::FollowUp => Direction::FollowUp,
            seal::Direction::Reply => Direction::Reply,
            // It never travels.
            seal::Direction::Note => return false,
        };
        // Only a report is older than its case.
        let case = match contents.case {
            Some(case) => case == self.message.case.0,
            None => kind == Direction::Report,
        };
        kind == self.message.direction && case
    }
}

/// The messages of a case as they were said: what the holder of the code wrote by the numbers that she signed, each answer
/// behind all that had come before it. Within a batch the window shuffles them.
pub fn as_said<T>(mut all: Vec<T>, message: impl Fn(&T) -> &Message) -> Vec<T> {
    let mut highest = 0;
    let mut places = BTreeMap::new();
    for one in &all {
        let message = message(one);
        let is_told = message.told.is_some();
        highest = highest.max(message.told.unwrap_or_default());
        let place = (message.told.unwrap_or(highest), !is_told, places.len());
        places.insert(message.envelope, place);
    }
    all.sort_by_key(|one| places.get(&message(one).envelope).copied());
    all
}

/// The first report of a case, by the order in which its messages came.
pub fn first_report(readings: &[Reading]) -> Option<&Contents> {
    readings
        .iter()
        .find(|reading| reading.message.direction == Direction::Report)
        .and_then(|reading| reading.contents.as_ref())
}

/// The word of the status that an answer of ours gave, where it was sent.
pub fn status_given(reading: &Reading) -> Option<String> {
    let message = &reading.message;
    let was_sent = message.direction == Direction::Reply && message.alarms.was_sent();
    let change = reading.contents.as_ref()?.status.as_ref()?;
    was_sent.then(|| change.status.clone())
}

/// How many messages are reports, or are listed as one. More than one is one too many.
pub fn count_reports(readings: &[Reading]) -> usize {
    readings.iter().filter(|reading| reading.is_report()).count()
}

/// Why nobody is answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unanswerable {
    /// The report has not come, or does not open: only inside it stands the mailbox to answer to.
    #[error("the report is not here or does not open")]
    Closed,
    /// An alarm leaves in doubt who wrote. Whichever of two reports came first proves nothing: the window
    /// chooses the order.
    #[error("it is in doubt who wrote")]
    Doubtful,
}

/// The report whose mailbox is answered to, when there is no doubt about it.
pub fn addressee(readings: &[Reading]) -> Result<&Contents, Unanswerable> {
    let mut alarms = readings.iter().flat_map(|reading| reading.message.alarms.iter());
    if alarms.any(Alarm::doubts_the_writer) || count_reports(readings) > 1 {
        return Err(Unanswerable::Doubtful);
    }
    first_report(readings).ok_or(Unanswerable::Closed)
}

/// Who wrote each message of a case, as far as that can be told, as a number from 0: each report begins a group, and what
/// names the same mailbox inside goes with it. What does not open goes with the first. An honest case has one group.
pub fn writers(readings: &[Reading]) -> Vec<usize> {
    let mut writers: Vec<Writer<'_>> = Vec::new();
    let of = |reading| place(&mut writers, reading);
    readings.iter().map(of).collect()
}

fn place<'a>(writers: &mut Vec<Writer<'a>>, reading: &'a Reading) -> usize {
    let mailbox = reading.contents.as_ref().map(|contents| &contents.mailbox);
    let is_report = reading.is_report();
    let known = writers.iter_mut().enumerate().find(|(_, writer)| {
        let same = writer.mailbox.is_none() || mailbox.is_none() || writer.mailbox == mailbox;
        same && !(is_report && writer.has_report)
    });
    if let Some((number, writer)) = known {
        writer.mailbox = writer.mailbox.or(mailbox);
        writer.has_report |= is_report;
        return number;
    }
    writers.push(Writer {
        mailbox,
        has_report: is_report,
    });
    writers.len().saturating_sub(1)
}
struct Writer<'a> {
    mailbox: Option<&'a Recipient>,
    has_report: bool,
}
