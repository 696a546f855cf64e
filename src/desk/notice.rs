//! What the officers must have seen: a difference between the window and what this desk knows, kept until one of them
//! writes down how it was explained. It does not go away because the next visit finds nothing.

use super::alarm::Alarm;
use super::directory::Finding;
use super::{Desk, Visit};
use crate::clock::Day;
use crate::store::StoreError;

/// What was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Matter {
    /// The public directory is not as it must be.
    Directory(Finding),
    /// What the window lists or gives is not as it must be.
    Link(Alarm),
}

impl Matter {
    /// Notices of one kind that are open at once: whoever has the window can make as many as it likes, and a thousand would
    /// hide the one of another kind. What is found again after they were explained is raised again.
    pub const OPEN_AT_ONCE: u64 = 10;
    /// Notices that are open at most.
    pub const OPEN_AT_MOST: u64 = Self::OPEN_AT_ONCE * (Finding::ALL.len() + Alarm::ALL.len()) as u64;

    /// The word under which it is stored, which is also the id of its message.
    pub fn word(self) -> String {
        match self {
            Self::Directory(finding) => finding.word().to_owned(),
            Self::Link(alarm) => format!("alarm-{}", alarm.word()),
        }
    }

    /// The matter of a stored word.
    pub fn find(word: &str) -> Option<Self> {
        let findings = Finding::ALL.into_iter().map(Self::Directory);
        let alarms = Alarm::ALL.into_iter().map(Self::Link);
        findings.chain(alarms).find(|matter| matter.word() == word)
    }
}

/// A matter, and how it was explained, once it was.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// What it is.
    pub matter: Matter,
    /// Of which directory, by its digest, or of which envelope, by its id.
    pub subject: String,
    /// The day on which it was found first.
    pub day: Day,
    /// Who explained it, how, and when.
    pub explained: Option<Explanation>,
}

/// What an officer wrote down about a notice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// Who.
    pub officer: String,
    /// How it came about.
    pub reason: String,
    /// The day.
    pub day: Day,
}

impl Desk {
    /// Keeps a matter for the officers; the same one of the same subject is kept once.
    pub(super) async fn raise(&self, matter: Matter, subject: &str) -> Result<(), StoreError> {
        self.store.raise(matter, subject, self.clock.today()).await?;
        self.count_notices().await
    }

    /// Takes an officer's explanation; `false` when there is nothing open of that matter and subject.
    pub async fn explain(
        &self,
        matter: Matter,
        subject: &str,
        said: &Explanation,
    ) -> Result<bool, StoreError> {
        let done = self.store.explain(matter, subject, said).await?;
        self.count_notices().await?;
        Ok(done)
    }

    pub(super) async fn count_notices(&self) -> Result<(), StoreError> {
        let open = self.store.count_open_notices().await?;
        self.standing_now().notices = open;
        Ok(())
    }
}

/// A visit that could not keep what it found has failed.
pub(super) fn failed(_store: StoreError) -> Visit {
    Visit::Failed
}
