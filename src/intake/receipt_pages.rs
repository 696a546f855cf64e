//! What a person sees after sending: the code, the proof that it was written down, and what happens next.

use askama::Template;

use crate::text::Language;
use crate::web::Frame;
use crate::web::limits::size;

/// The receipt: the code in big numbered words, and a form that asks for two of them back.
#[derive(Template)]
#[template(path = "intake/receipt.html")]
pub struct ReceiptPage {
    frame: Frame,
    shown: Shown,
    words: Vec<String>,
    institution: String,
    secret: String,
    asked: (usize, usize),
    files: Vec<FileLine>,
}

/// Why the receipt is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shown {
    /// The same form came again: nothing was filed twice.
    Again,
    /// The words read back were not the ones of the code.
    AfterMismatch,
    /// The report has just been filed.
    First,
}

/// One file as it was sealed.
#[derive(Clone, Debug)]
pub struct FileLine {
    name: String,
    size: String,
}

impl FileLine {
    /// A file under its neutral name.
    pub fn new(name: &str, bytes: u64) -> Self {
        Self {
            name: name.to_owned(),
            size: size(bytes),
        }
    }
}

impl ReceiptPage {
    /// A receipt with the `words` of the code, in the page's language; `asked` are the two places, counted
    /// from 1, and `secret` is what the page sends back as `recibo`.
    pub fn new(
        language: Language,
        words: &[&str],
        institution: &str,
        secret: &str,
        asked: (usize, usize),
    ) -> Self {
        Self {
            frame: Frame::once(language),
            shown: Shown::First,
            words: words.iter().map(|&word| word.to_owned()).collect(),
            institution: institution.to_owned(),
            secret: secret.to_owned(),
            asked,
            files: Vec::new(),
        }
    }

    /// The same, for another reason than a first showing.
    #[must_use]
    pub fn shown(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    /// The same, with what was done to each file.
    #[must_use]
    pub fn with_files(self, files: Vec<FileLine>) -> Self {
        Self { files, ..self }
    }

    /// Receipts to look at.
    pub fn samples(language: Language) -> Vec<Self> {
        let words = [
            "ábaco", "codo", "lápiz", "menú", "sábana", "trébol", "útil", "yeso", "zurdo",
        ];
        let sample = || Self::new(language, &words, "Contraloría de Oaxaca", "00ff", (2, 7));
        vec![
            sample().with_files(vec![
                FileLine::new("01.jpg", 2_400_000),
                FileLine::new("02.pdf", 80_000),
            ]),
            sample().shown(Shown::AfterMismatch),
            sample().shown(Shown::Again),
        ]
    }
}

impl std::fmt::Debug for ReceiptPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptPage(..)")
    }
}

/// The two words were right: the code is shown no more.
#[derive(Debug, Template)]
#[template(path = "intake/confirmed.html")]
pub struct ConfirmedPage {
    frame: Frame,
}

impl ConfirmedPage {
    /// The page in `language`.
    pub const fn new(language: Language) -> Self {
        Self {
            frame: Frame::once(language),
        }
    }
}

/// The report had been received before, and its code is not shown again.
#[derive(Debug, Template)]
#[template(path = "intake/already.html")]
pub struct AlreadyPage {
    frame: Frame,
}

impl AlreadyPage {
    /// The page in `language`.
    pub const fn new(language: Language) -> Self {
        Self {
            frame: Frame::once(language),
        }
    }
}
