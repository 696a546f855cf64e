//! What was done at this desk and by whom, in a chain: each entry names the one before it, of the desk and of its case, and
//! is signed with the desk's key. Whoever changes an entry, takes one out or puts one in is found ([`Chain`]); whoever cuts
//! the end off is, by the last entry that is noted in a file outside the database ([`Head`]), or on paper.
//!
//! An entry says that something was about to be done: it is written first, and what cannot be written is not done. It
//! tells nothing of what a report says.

use std::path::Path;

mod act;
mod chain;
mod head;

pub use act::{Act, NotAnAct};
pub use chain::{Broken, Chain, Fault};
pub use head::{Head, NotAHead};

use super::officer::OfficerName;
use super::store::DeskStore;
use super::{Desk, blocking};
use crate::case::CaseId;
use crate::clock::Clock;
use crate::inbox::signature::DeskKey;
use crate::seal::Digest;
use crate::store::StoreError;

/// Something that somebody is about to do.
#[derive(Clone, Copy, Debug)]
pub struct Doing<'a> {
    /// Who: the name of an account, or [`COMMAND`].
    pub officer: &'a str,
    /// What.
    pub act: Act,
    /// Of which case.
    pub case: Option<CaseId>,
    /// Of what, in a word of ours, a number, a digest of sealed bytes or the name of an account; never of what a report says.
    pub about: &'a str,
}

impl<'a> Doing<'a> {
    /// Something that somebody does to themselves alone.
    pub fn of(officer: &'a OfficerName, act: Act) -> Self {
        Self {
            officer: officer.as_str(),
            act,
            case: None,
            about: "",
        }
    }
}

/// Who did what was done with a command at the machine.
pub const COMMAND: &str = "-";

/// One entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// From 1, without a gap.
    pub number: u64,
    /// Minutes since 1970-01-01, UTC.
    pub minute: i64,
    /// Who.
    pub officer: String,
    /// What.
    pub act: Act,
    /// Of which case.
    pub case: Option<CaseId>,
    /// Of what.
    pub about: String,
    /// The desk's entry before it; of the first one, [`nothing`].
    pub previous: Digest,
    /// The entry before it of the same case; of a case's first one, and of what is about no case, [`nothing`].
    pub case_previous: Digest,
    /// The desk's signature over [`Entry::text`], Ed25519 in Base64.
    pub signature: String,
}

impl Entry {
    /// What is signed, a line for each member. No member holds the end of a line.
    pub fn text(&self) -> String {
        let case = self.case.map(|case| case.to_string()).unwrap_or_default();
        [
            LABEL.to_owned(),
            self.number.to_string(),
            self.minute.to_string(),
            self.officer.clone(),
            self.act.word().to_owned(),
            case,
            self.about.clone(),
            self.previous.to_string(),
            self.case_previous.to_string(),
        ]
        .join("\n")
    }

    /// What the next entry names: the SHA-256 of [`Entry::text`].
    pub fn digest(&self) -> Digest {
        Digest::of(self.text().as_bytes())
    }

    /// What is noted of it elsewhere.
    pub fn head(&self) -> Head {
        Head {
            number: self.number,
            digest: self.digest(),
        }
    }

    /// The entry that follows on `last`, the desk's, and `of_case`, its case's, in `minute`, signed with `key`.
    pub(super) fn after(
        last: Option<Head>,
        of_case: Option<Digest>,
        doing: &Doing<'_>,
        minute: i64,
        key: &DeskKey,
    ) -> Self {
        let mut entry = Self {
            number: last.map_or(0, |last| last.number).saturating_add(1),
            minute,
            officer: line(doing.officer),
            act: doing.act,
            case: doing.case,
            about: line(doing.about),
            previous: last.map_or_else(nothing, |last| last.digest),
            case_previous: of_case.unwrap_or_else(nothing),
            signature: String::new(),
        };
        entry.signature = key.sign(&entry.text());
        entry
    }
}

/// One line of reasonable length.
fn line(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control())
        .take(100)
        .collect()
}

/// What the first entry names as the one before it.
pub fn nothing() -> Digest {
    Digest::from_bytes([0; 32])
}

/// Where a history is written, and with which key.
#[derive(Debug)]
pub struct Book<'a> {
    /// The rows.
    pub store: &'a DeskStore,
    /// The key that signs now.
    pub key: &'a DeskKey,
    /// The file that notes the last entry.
    pub head: &'a Path,
    /// The time.
    pub clock: &'a dyn Clock,
}

impl Book<'_> {
    /// Writes that something is about to be done. Where this fails it must not be done.
    pub async fn write(&self, doing: &Doing<'_>) -> Result<(), StoreError> {
        let minute = self.clock.now().unix_timestamp().div_euclid(60);
        let head = self.store.append(doing, minute, self.key).await?;
        let path = self.head.to_owned();
        blocking(move || head.store(&path)).await.and_then(|done| done)?;
        Ok(())
    }
}

impl Desk {
    /// Writes that somebody is about to do something. Where this fails it must not be done.
    pub async fn record(&self, doing: Doing<'_>) -> Result<(), StoreError> {
        let book = Book {
            store: &self.store,
            key: self.link.keys().current(),
            head: &self.settings.store.history,
            clock: &*self.clock,
        };
        book.write(&doing).await
    }
}

/// Of the text that is signed.
const LABEL: &str = "ventanilla/1/history";
