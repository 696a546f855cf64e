//! What the list is searched by: the words of each institution, folded once for each directory, not for each search.

use std::sync::OnceLock;

use super::{Listing, kinds, reach};
use crate::catalogue::split;
use crate::text::{Language, Text};

/// The words of every institution, in the order of the directory, by language.
#[derive(Debug, Default)]
pub(super) struct Words {
    en: OnceLock<Vec<Said>>,
    es: OnceLock<Vec<Said>>,
}

impl Words {
    /// Those of a language.
    pub(super) fn of(&self, listing: &Listing, language: Language) -> &[Said] {
        let words = match language {
            Language::En => &self.en,
            Language::Es => &self.es,
        };
        words.get_or_init(|| {
            let all = listing.directory.institutions().values();
            let text = Text::of(language);
            all.map(|one| {
                let mut said = vec![one.id.to_string(), reach(one, &listing.catalogue, text)];
                said.extend(one.names.values().cloned());
                said.extend(kinds(one, &listing.catalogue, language));
                Said::of(&said.join(" "))
            })
            .collect()
        })
    }
}

/// What the list says of one institution, in one piece of memory: each word behind a space, without accents.
#[derive(Debug)]
pub(super) struct Said(Box<str>);

impl Said {
    fn of(text: &str) -> Self {
        let mut words = split(text);
        words.sort_unstable();
        words.dedup();
        Self(words.iter().map(|word| format!(" {word}")).collect())
    }

    /// Whether every one of these, folded too, begins a word of it.
    pub(super) fn has_all(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.0.contains(&format!(" {word}")))
    }
}
