//! What the return visit looks like: the code's form, the mailbox, and the pages around them.

use askama::Template;

use super::case_view::{CaseView, Message, Reader};
use super::draft::{Draft, Shown, Writing};
use super::mailbox::Mailbox;
use super::write::recipients;
use crate::clock::Day;
use crate::institution::{Directory, InstitutionId};
use crate::text::{Language, Text};
use crate::tracking::{Repair, Slip};
use crate::web::{Errors, Frame, Limits};

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

/// An open mailbox, with the form to write again.
#[derive(Template)]
#[template(path = "conversation/mailbox.html")]
pub struct MailboxPage {
    frame: Frame,
    cases: Vec<CaseView>,
    writing: Writing,
    files: usize,
    file_limit: String,
    envelope_limit: String,
    story_limit: String,
}

impl MailboxPage {
    /// The page of `mailbox`.
    pub fn new(
        language: Language,
        mailbox: &Mailbox,
        (directory, today): (&Directory, Day),
        limits: &Limits,
        writing: Writing,
    ) -> Self {
        let cases = mailbox
            .cases
            .iter()
            .map(|case| {
                let id: Option<InstitutionId> = case.case.institution.parse().ok();
                let institution = id.as_ref().and_then(|id| directory.find(id));
                let recipients = recipients(directory, &case.case, today);
                let reader = recipients.map_or(Reader::HasNoKey, |_| Reader::HasKey);
                CaseView {
                    reader,
                    ..CaseView::new(case, institution, Text::of(language))
                }
            })
            .collect();
        Self::of(language, cases, limits, writing)
    }

    fn of(language: Language, cases: Vec<CaseView>, limits: &Limits, writing: Writing) -> Self {
        Self {
            // By a link to the other language what is being written would be lost.
            frame: Frame::step(language, "/seguimiento/buzon"),
            cases,
            writing,
            files: limits.files,
            file_limit: limits.file(),
            envelope_limit: limits.envelope(),
            story_limit: limits.story(language),
        }
    }

    /// What the form sends for all cases.
    fn all(&self) -> String {
        let ids: Vec<&str> = self.cases.iter().map(|case| case.id.as_str()).collect();
        ids.join(" ")
    }

    /// Whether what is written now can be sealed to all of them.
    fn all_can_read(&self) -> bool {
        self.cases.iter().all(CaseView::can_read)
    }

    /// Whether nobody can be written to.
    fn nobody_can_read(&self) -> bool {
        !self.cases.iter().any(CaseView::can_read)
    }

    /// How a file is offered: where two institutions answer, with whose it is.
    const fn file_link(&self) -> &'static str {
        if self.cases.len() > 1 {
            "mailbox-file-of"
        } else {
            "mailbox-file"
        }
    }

    /// Mailboxes to look at: one just filed, one in full talk, one with a text that came back, one with two cases
    /// and a fault, one of whose institutions one cannot be written to, and one that cannot be answered at all.
    pub fn samples(language: Language) -> Vec<Self> {
        let text = Text::of(language);
        let mut errors = Errors::default();
        errors.add("text", text.say("err-message-missing"));
        let draft = || Draft {
            text: "Además…".to_owned().into(),
            ..Draft::default()
        };
        let (returned, faulty) = (Writing::returned(draft()), Writing::faulty(&draft(), errors));
        let (new, old) = (CaseView::sample_new(text), CaseView::sample_old(text));
        let limits = Limits::default();
        let closed = CaseView {
            reader: Reader::HasNoKey,
            ..old.clone()
        };
        let kept = Writing::returned(draft());
        vec![
            Self::of(language, vec![new.clone()], &limits, Writing::default()),
            Self::of(language, vec![old.clone()], &limits, Writing::default()),
            Self::of(language, vec![new.clone()], &limits, returned),
            Self::of(
                language,
                vec![closed.clone(), new.clone()],
                &limits,
                Writing::default(),
            ),
            Self::of(language, vec![closed], &limits, kept),
            Self::of(language, vec![old, new], &limits, faulty),
        ]
    }
}

impl std::fmt::Debug for MailboxPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailboxPage(..)")
    }
}
