//! How much an answer, and a note beside a case, may hold.

use serde::Deserialize;

/// How much an answer or a note may hold; each limit is said on the page before it is met.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerLimits {
    /// Characters in the text.
    pub text_characters: usize,
    /// Characters in the reason for a status.
    pub reason_characters: usize,
    /// Characters in a note that stays at the desk.
    pub note_characters: usize,
    /// Files.
    pub files: usize,
    /// Bytes in one file.
    pub file_bytes: u64,
    /// Bytes in all files together.
    pub envelope_bytes: u64,
}

impl Default for AnswerLimits {
    fn default() -> Self {
        Self {
            text_characters: 20_000,
            reason_characters: 2_000,
            note_characters: 5_000,
            files: 20,
            file_bytes: 1 << 30,
            envelope_bytes: 2 << 30,
        }
    }
}
