//! What is being written on the page of a case.

use crate::web::Errors;

/// What an officer has written so far, shown again when it cannot be sent yet.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) status: String,
    pub(super) cause: String,
    pub(super) reason: String,
    /// Of the form below the notes.
    pub(super) note: String,
    pub(super) had_files: bool,
    /// It was carried through the unlocking of the key.
    pub(super) is_back: bool,
    pub(super) errors: Errors,
    /// Which page of the case stands above it.
    pub(super) page: u64,
}

impl Draft {
    /// All words of it, to be copied.
    pub(super) fn to_copy(&self) -> String {
        let words = [&self.text, &self.reason, &self.note];
        let words = words.into_iter().filter(|words| !words.trim().is_empty());
        let words = words.map(String::as_str);
        words.collect::<Vec<_>>().join("\n\n")
    }
}
