//! Whether a new passphrase is taken, and what to do when it is not, in words.

use super::frame;
use crate::desk::Desk;
use crate::desk::officer::{OfficerError, OfficerName, check_passphrase};
use crate::text::Language;

/// What is wrong with a passphrase that was typed twice; nothing where it is taken.
pub(super) fn fault(
    desk: &Desk,
    language: Language,
    name: &OfficerName,
    [first, second]: [&str; 2],
) -> Option<String> {
    let names = desk.standing().names;
    let institution = desk.settings.institution.as_str();
    let about: Vec<&str> = [name.as_str(), institution]
        .into_iter()
        .chain(names.values().map(String::as_str))
        .collect();
    let id = match check_passphrase(&about, first) {
        Ok(()) if first == second => return None,
        Ok(()) => "passphrase-differs",
        Err(OfficerError::Short) => "passphrase-short",
        Err(_) => "passphrase-guessable",
    };
    Some(frame(language, "/").say(id))
}
