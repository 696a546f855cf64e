//! The form that asks for the code, in each of its states.

use askama::Template;

use super::draft::Draft;
use crate::text::{Language, Text};
use crate::tracking::{Repair, Slip};
use crate::web::Frame;

/// The form that asks for the code.
#[derive(Template)]
#[template(path = "conversation/code.html")]
pub struct CodePage {
    frame: Frame,
    typed: String,
    fault: Option<Fault>,
    closed: Option<Closed>,
    draft: Draft,
}

/// Why the mailbox that a form was shown in is not open any more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Closed {
    /// It was not used for a while, or the window was started again.
    ByItself,
    /// Another one was opened in the same browser.
    OtherOpened,
}

impl Closed {
    /// The field that carries it to the page in the other language.
    pub const FIELD: &str = "cerrado";

    /// What a form says of it.
    pub fn told(word: &str) -> Self {
        if word == Self::OtherOpened.word() {
            Self::OtherOpened
        } else {
            Self::ByItself
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::ByItself => "solo",
            Self::OtherOpened => "otro",
        }
    }

    /// The messages that say so.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ByItself => ("closed-title", "closed-lead"),
            Self::OtherOpened => ("other-opened-title", "other-opened-lead"),
        }
    }
}

struct Fault {
    what: String,
    next: String,
    hints: Vec<String>,
}

impl CodePage {
    /// The empty form.
    pub fn new(language: Language) -> Self {
        Self {
            frame: Frame::page(language, "/seguimiento"),
            typed: String::new(),
            fault: None,
            closed: None,
            draft: Draft::default(),
        }
    }

    /// The empty form, for somebody whose mailbox is not open any more while she was writing.
    pub fn closed(language: Language, why: Closed) -> Self {
        Self {
            closed: Some(why),
            ..Self::new(language)
        }
    }

    /// The form that carries what was being written to the mailbox.
    #[must_use]
    pub fn carrying(self, draft: Draft) -> Self {
        let frame = if draft.is_empty() {
            self.frame
        } else {
            // By a link to the other language it would be lost.
            Frame::step(self.frame.language(), "/seguimiento")
        };
        Self { frame, draft, ..self }
    }

    /// The form with what was `typed` and what is wrong with it.
    pub fn slipped(language: Language, typed: &str, slip: &Slip) -> Self {
        let text = Text::of(language);
        let (what, next, hints) = match slip {
            Slip::Count { found } => (
                text.say_with("err-code-count", &[("found", (*found).into())]),
                text.say("rec-code-count"),
                Vec::new(),
            ),
            Slip::Unknown {
                position,
                word,
                nearest,
            } => (
                text.say_with(
                    "err-code-unknown-word",
                    &[("position", (*position).into()), ("word", word.as_str().into())],
                ),
                text.say(if nearest.is_empty() {
                    "rec-code-word"
                } else {
                    "rec-code-nearest"
                }),
                nearest.iter().map(|&word| word.to_owned()).collect(),
            ),
            Slip::Check { repairs } => (
                text.say("err-code-check"),
                text.say(if repairs.is_empty() {
                    "rec-code-check"
                } else {
                    "rec-code-repairs"
                }),
                repairs.iter().map(|repair| repaired(repair, text)).collect(),
            ),
            Slip::Illegible => (
                text.say("err-code-illegible"),
                text.say("rec-code-illegible"),
                Vec::new(),
            ),
        };
        let fault = Some(Fault { what, next, hints });
        Self::with(language, typed, fault)
    }

    /// The form with a code that is well written but opens no mailbox.
    pub fn unknown(language: Language, typed: &str) -> Self {
        let text = Text::of(language);
        let fault = Fault {
            what: text.say("err-code-no-mailbox"),
            next: text.say("rec-code-no-mailbox"),
            hints: Vec::new(),
        };
        Self::with(language, typed, Some(fault))
    }

    fn with(language: Language, typed: &str, fault: Option<Fault>) -> Self {
        Self {
            typed: typed.to_owned(),
            fault,
            ..Self::new(language)
        }
    }

    /// The form in each of its states.
    pub fn samples(language: Language) -> Vec<Self> {
        let typed = "ábaco codo lápis menú sábana trébol útil yeso zurdo";
        let unknown = |nearest| Slip::Unknown {
            position: 3,
            word: "lapis".to_owned().into(),
            nearest,
        };
        let repairs = vec![
            Repair::Word {
                position: 3,
                word: "lápiz",
            },
            Repair::Swap { first: 2, second: 5 },
        ];
        [
            Slip::Count { found: 8 },
            unknown(vec!["lápiz", "lapso"]),
            unknown(Vec::new()),
            Slip::Check { repairs },
            Slip::Check { repairs: Vec::new() },
            Slip::Illegible,
        ]
        .iter()
        .map(|slip| Self::slipped(language, typed, slip))
        .chain([Self::new(language), Self::unknown(language, typed)])
        .chain([Closed::ByItself, Closed::OtherOpened].map(|why| {
            Self::closed(language, why).carrying(Draft {
                text: "Además…".to_owned().into(),
                ..Draft::default()
            })
        }))
        .collect()
    }
}

impl std::fmt::Debug for CodePage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodePage(..)")
    }
}

fn repaired(repair: &Repair, text: Text) -> String {
    match repair {
        Repair::Word { position, word } => text.say_with(
            "code-repair-word",
            &[("position", (*position).into()), ("word", (*word).into())],
        ),
        Repair::Swap { first, second } => text.say_with(
            "code-repair-swap",
            &[("first", (*first).into()), ("second", (*second).into())],
        ),
    }
}
