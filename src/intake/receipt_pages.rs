//! What a person sees after sending: the code, the proof that it was written down, and what happens next.

use askama::Template;

use crate::text::Language;
use crate::web::limits::size;
use crate::web::{Errors, Frame};

/// The receipt: the code in big numbered words, and a form that asks for two of them back.
#[derive(Template)]
#[template(path = "intake/receipt.html")]
pub struct ReceiptPage {
    frame: Frame,
    shown: Shown,
    words: Vec<String>,
    institutions: Vec<String>,
    secret: String,
    asked: [Asked; 2],
    errors: Errors,
    files: Vec<FileLine>,
}

/// One of the two words that are asked back.
struct Asked {
    field: &'static str,
    place: usize,
    typed: String,
}

/// A word that was read back, and whether it is the one of the code.
#[derive(Clone, Copy)]
pub struct ReadBack<'a> {
    /// As it was typed.
    pub word: &'a str,
    /// Whether it is the right one.
    pub is_right: bool,
}

impl std::fmt::Debug for ReadBack<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadBack(..)")
    }
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
    /// A receipt with the `words` of the code and the names of the `institutions`, in the page's language; `asked` are the two places, counted
    /// from 1, and `secret` is what the page sends back as `recibo`.
    pub fn new(
        language: Language,
        words: &[&str],
        institutions: Vec<String>,
        secret: &str,
        asked: (usize, usize),
    ) -> Self {
        Self {
            frame: Frame::once(language),
            shown: Shown::First,
            words: words.iter().map(|&word| word.to_owned()).collect(),
            institutions,
            secret: secret.to_owned(),
            asked: [("primera", asked.0), ("segunda", asked.1)].map(|(field, place)| Asked {
                field,
                place,
                typed: String::new(),
            }),
            errors: Errors::default(),
            files: Vec::new(),
        }
    }

    /// The same after two words of which one at least was not right: it says which, and keeps what was typed.
    #[must_use]
    pub fn after_mismatch(mut self, said: [ReadBack<'_>; 2]) -> Self {
        self.shown = Shown::AfterMismatch;
        for (asked, said) in self.asked.iter_mut().zip(said) {
            said.word.clone_into(&mut asked.typed);
            if said.is_right {
                continue;
            }
            let id = if said.word.trim().is_empty() {
                "err-word-missing"
            } else {
                "err-word-other"
            };
            self.errors
                .add(asked.field, self.frame.with(id, "number", asked.place));
        }
        self
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
        let names = ["Contraloría de Oaxaca", "Fiscalía Anticorrupción de Oaxaca"].map(str::to_owned);
        let sent = |institutions| Self::new(language, &words, institutions, "00ff", (2, 7));
        let sample = || sent(names.iter().take(1).cloned().collect());
        vec![
            sent(names.to_vec()),
            sent(names.to_vec()).shown(Shown::Again),
            sample().with_files(vec![
                FileLine::new("01.jpg", 2_400_000),
                FileLine::new("02.pdf", 80_000),
            ]),
            sample().after_mismatch(
                [("codo", true), ("tornado", false)].map(|(word, is_right)| ReadBack { word, is_right }),
            ),
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

/// The receipt that was sent is closed: it was read back before, or too long ago, or its code was tried meanwhile.
#[derive(Debug, Template)]
#[template(path = "intake/closed.html")]
pub struct ClosedPage {
    frame: Frame,
}

impl ClosedPage {
    /// The page in `language`.
    pub const fn new(language: Language) -> Self {
        Self {
            frame: Frame::once(language),
        }
    }
}
