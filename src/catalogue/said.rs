//! Words for the person, in both languages, as the files hold them.

use super::table::Row;
use crate::text::Language;

/// What is said in Spanish and in English.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// In Spanish.
    pub es: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// The words in `language`.
    pub fn speak(&self, language: Language) -> &str {
        match language {
            Language::Es => &self.es,
            Language::En => &self.en,
        }
    }

    /// Reads the two columns; both must be there.
    pub(super) fn read(row: &mut Row<'_>, es: &'static str, en: &'static str) -> Option<Self> {
        let (es, en) = (row.text(es), row.text(en));
        Some(Self { es: es?, en: en? })
    }
}
