//! Reads the cases into the index, some at a time, on a thread that may block.

use std::sync::{Arc, Weak};

use super::Search;
use crate::desk::open::open_file;
use crate::desk::shelf::Shelf;
use crate::desk::store::{Message, Told};
use crate::desk::{Desk, blocking};
use crate::seal::Identity;
use crate::store::StoreError;

/// Whether there is more to read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Pace {
    /// There is.
    More,
    /// Everything was read, or the key is locked.
    Rest,
}

impl Desk {
    /// Reads some of what was not read since the key was opened, the newest cases first.
    pub async fn read_to_search(&self) -> Result<Pace, StoreError> {
        let Some((identities, search)) = self.keyring.search_unnoticed() else {
            return Ok(Pace::Rest);
        };
        let mut next = search.next(AT_ONCE);
        if next.is_empty() {
            search.plan(self.store.told().await?);
            next = search.next(AT_ONCE);
        }
        if next.is_empty() {
            return Ok(Pace::Rest);
        }
        let mut cases = Vec::with_capacity(next.len());
        for told in next {
            let messages = match self.store.messages(told.case).await {
                Ok(messages) => messages,
                // Rows that somebody else wrote keep no other case from being found.
                Err(StoreError::Inconsistent { .. }) => Vec::new(),
                Err(error) => return Err(error),
            };
            cases.push((told, messages));
        }
        let batch = Batch {
            search: Arc::downgrade(&search),
            shelf: self.shelf.clone(),
            identities,
        };
        // From here on only the key keeps the index.
        drop(search);
        blocking(move || batch.read(cases)).await?;
        Ok(Pace::More)
    }
}

/// Some cases, and what they are read with.
struct Batch {
    search: Weak<Search>,
    shelf: Shelf,
    identities: Arc<[Identity]>,
}

impl Batch {
    fn read(&self, cases: Vec<(Told, Vec<Message>)>) {
        for (told, messages) in cases {
            if self.read_case(&told, &messages).is_none() {
                return;
            }
        }
    }

    /// Reads a case; nothing when the key was locked meanwhile, and the index is gone.
    fn read_case(&self, told: &Told, messages: &[Message]) -> Option<()> {
        // What cannot be read is none the less looked at, also where its row is counted and cannot be read.
        let count = usize::try_from(told.messages).unwrap_or(usize::MAX);
        self.search
            .upgrade()?
            .look_at(told.case, messages.len().max(count));
        for message in messages {
            if self.search.upgrade()?.has_read(message) {
                continue;
            }
            // An envelope that does not open is an alarm where its case is read, and here says nothing.
            if let Ok((_, opened)) = open_file(&self.shelf, message, &self.identities) {
                self.search.upgrade()?.add(told, message, opened.contents());
            }
        }
        self.search.upgrade()?.end();
        Some(())
    }
}

/// Cases that are read before others get the thread.
const AT_ONCE: usize = 20;
