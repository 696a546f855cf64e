//! What officers write beside a case for each other. The words are sealed at once to the institution's own recipients,
//! never leave the desk, and are open only while the key is. A note is followed by another, and never changed: the
//! history names the digest of its sealed bytes, so that one which was put there by other ways shows.

use std::fmt;
use std::io::Cursor;
use std::sync::Arc;

use super::history::{Act, Doing};
use super::officer::OfficerName;
use super::store::{KeptNote, NewNote};
use super::{Desk, blocking, stamp};
use crate::case::CaseId;
use crate::clock::Day;
use crate::random;
use crate::seal::{self, Contents, Direction, Finished, Identity, IdentityBlock, SealError, Sealer};
use crate::store::StoreError;

/// A note, as it is read.
pub struct Note {
    /// The day it was written.
    pub day: Day,
    /// Who wrote it.
    pub officer: String,
    /// What it says; nothing where it is not what was written here.
    pub words: Option<String>,
}

/// Why a note is not kept.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// Sealing failed.
    #[error("sealing failed")]
    Seal(#[from] SealError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Desk {
    /// Seals a note and keeps it; the history has it first.
    pub async fn note(&self, case: CaseId, officer: &OfficerName, words: &str) -> Result<(), NoteError> {
        let day = self.clock.today();
        let sealed = self.seal_note(case, officer, words, day)?;
        let digest = sealed.digest.to_string();
        let doing = Doing {
            officer: officer.as_str(),
            act: Act::Noted,
            case: Some(case),
            about: &digest,
        };
        self.record(doing).await?;
        let new = NewNote {
            id: random::uuid(&*self.random),
            case,
            day,
            officer,
            sealed: &sealed,
        };
        Ok(self.store.add_note(&new).await?)
    }

    fn seal_note(
        &self,
        case: CaseId,
        officer: &OfficerName,
        words: &str,
        day: Day,
    ) -> Result<Finished, SealError> {
        let own = self.own.current();
        // Nobody is answered: what stands where a mailbox must is whoever reads it.
        let reader = own.iter().next().cloned().ok_or(SealError::Mixed)?;
        let directory = self.standing_now().stamp.clone();
        let contents = Contents {
            case: Some(case.0),
            ..Contents::new(
                Direction::Note,
                self.settings.institution.to_string(),
                directory.unwrap_or_else(|| stamp(0, [0; 32])),
                reader,
                words,
            )
        };
        let text = format!("Nota interna de: {officer}\nDía: {day}\n\n{words}");
        Sealer::begin(&own)?.finish(&contents, IdentityBlock::Dummy, &text)
    }

    /// Opens the notes of a case, in the order in which they were written.
    pub async fn read_notes(
        &self,
        case: CaseId,
        identities: Arc<[Identity]>,
    ) -> Result<Vec<Note>, StoreError> {
        let kept = self.store.notes(case).await?;
        let open = move || {
            kept.into_iter()
                .map(|note| open(note, case, &identities))
                .collect()
        };
        Ok(blocking(open).await?)
    }
}

/// What a note says, if it is the one that the history tells of.
fn open(note: KeptNote, case: CaseId, identities: &[Identity]) -> Note {
    let is_ours = note.is_in_history && seal::Digest::of(&note.sealed) == note.digest;
    let opened = is_ours.then(|| seal::open(Cursor::new(note.sealed), identities).ok());
    let contents = opened.flatten().map(|opened| opened.contents().clone());
    let here = contents.filter(|said| said.direction == Direction::Note && said.case == Some(case.0));
    Note {
        day: note.day,
        officer: note.officer,
        words: here.map(|said| said.text),
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Note(..)")
    }
}
