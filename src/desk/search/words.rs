//! What of a message is searched: what the person told and chose, and what the institution answered.

use crate::report::{Field, choice};
use crate::seal::Contents;
use crate::text::{Language, Text};

/// Everything that a message says, one after the other. A choice of a list is there in the words of every language.
pub(super) fn said(contents: &Contents) -> String {
    let mut said = vec![contents.text.clone()];
    for answer in &contents.answers {
        said.push(answer.value.clone());
        said.extend(answer.name.clone());
        let message = Field::from_name(&answer.key).and_then(|field| choice::message(field, &answer.value));
        if let Some(id) = message {
            said.extend(Language::ALL.map(|language| Text::of(language).say(id)));
        }
    }
    said.extend(contents.status.as_ref().map(|change| change.reason.clone()));
    said.join("\n")
}
