//! What is being written again, on its way from page to page: in the bodies of forms, never in a URL, kept nowhere.

use std::fmt;

use zeroize::Zeroizing;

use crate::web::{Errors, Fields, Kept};

/// A text that was sent and is not kept yet.
#[derive(Default)]
pub struct Draft {
    /// Which case it is for.
    pub case: String,
    /// The token of its form: as long as that is good, it is kept once however often it comes.
    pub token: String,
    /// The text, as it came.
    pub text: Zeroizing<String>,
}

impl Draft {
    /// What the fields of a form carry of one.
    pub fn of(fields: &Fields) -> Self {
        let mut draft = Self::default();
        for (name, value) in &fields.0 {
            draft.set(name, value.clone());
        }
        draft
    }

    /// Takes in one field of a form. Unknown names are ignored.
    pub fn set(&mut self, name: &str, value: String) {
        match name {
            CASE => self.case = value,
            TEXT => self.text = value.into(),
            TOKEN => self.token = value,
            _ => {}
        }
    }

    /// Whether there is one at all: somebody who only visits carries none.
    pub fn is_empty(&self) -> bool {
        self.fields().iter().all(|(_, value)| value.is_empty())
    }

    /// The hidden fields that carry it on.
    pub fn fields(&self) -> [(&'static str, &str); 3] {
        [(CASE, &self.case), (TOKEN, &self.token), (TEXT, &self.text)]
    }

    /// The same for a page whose button leads back to the open mailbox.
    pub fn for_the_mailbox(&self) -> Kept {
        self.kept("/seguimiento/buzon", Vec::new())
    }

    /// The same for a page whose button enters the `typed` code again.
    pub fn with_code(&self, typed: &str) -> Kept {
        self.kept("/seguimiento", vec![("code".to_owned(), typed.to_owned())])
    }

    /// The text alone, to be copied, on a page whose button leads on with nothing but these fields.
    pub fn to_copy(&self, action: &str, fields: Vec<(String, String)>) -> Kept {
        Kept {
            action: action.to_owned(),
            fields,
            text: self.text.to_string(),
        }
    }

    fn kept(&self, action: &str, mut fields: Vec<(String, String)>) -> Kept {
        let carried = self.fields().into_iter().filter(|(_, value)| !value.is_empty());
        fields.extend(carried.map(|(name, value)| (name.to_owned(), value.to_owned())));
        Kept {
            action: action.to_owned(),
            fields,
            text: self.text.to_string(),
        }
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draft(..)")
    }
}

/// The form of the open mailbox: its token, and what was typed when it comes back.
#[derive(Debug, Default)]
pub struct Writing {
    /// What was typed. The token is kept as long as it is good.
    pub draft: Draft,
    /// What is wrong, on the fields `text` and `archivo`.
    pub errors: Errors,
    /// Why what was typed is on the page.
    pub shown: Shown,
    /// Which page of the messages stands above it.
    pub page: u64,
}

/// Why the form of the open mailbox is shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Shown {
    /// To be filled in, or mended.
    #[default]
    Here,
    /// What was typed comes from another page, without its files.
    Returned,
}

impl Writing {
    /// What comes back from another page.
    pub fn returned(draft: Draft) -> Self {
        let is_blank = draft.text.trim().is_empty();
        Self {
            draft,
            shown: if is_blank { Shown::Here } else { Shown::Returned },
            ..Self::default()
        }
    }

    /// What comes back with something wrong, to be sent under a fresh token.
    pub fn faulty(draft: &Draft, errors: Errors) -> Self {
        let draft = Draft {
            case: draft.case.clone(),
            token: String::new(),
            text: draft.text.clone(),
        };
        Self {
            draft,
            errors,
            ..Self::default()
        }
    }
}

const CASE: &str = "case";
const TEXT: &str = "text";
const TOKEN: &str = "token";
