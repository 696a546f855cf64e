//! What an open mailbox looks like.

use std::sync::Arc;

use askama::Template;

use super::case_view::{CaseView, Message, Reader};
use super::draft::{Draft, Shown, Writing};
use super::mailbox::Mailbox;
use super::write::recipients;
use crate::catalogue::Calendar;
use crate::clock::Day;
use crate::institution::{Directory, InstitutionId};
use crate::text::{Language, Text};
use crate::web::{Errors, Frame, Limits};

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
        (directory, calendar, today): (&Directory, &Arc<Calendar>, Day),
        limits: &Limits,
        writing: Writing,
    ) -> Self {
        let cases = mailbox
            .cases
            .iter()
            .map(|case| {
                let id: Option<InstitutionId> = case.case.institution.parse().ok();
                let institution = id.as_ref().and_then(|id| directory.find(id));
                let text = Text::of(language);
                let view = CaseView::new(case, institution, (calendar, today), text);
                let Some(institution) = institution else {
                    return view.not_listed(text);
                };
                if let Some(day) = institution.revoked_from(today) {
                    return view.revoked(day, text);
                }
                let recipients = recipients(directory, &case.case, today);
                let reader = recipients.map_or(Reader::HasNoKey, |_| Reader::HasKey);
                CaseView { reader, ..view }
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

    /// Whether nobody of them will ever be written to again.
    fn all_are_gone(&self) -> bool {
        self.cases
            .iter()
            .all(|case| matches!(case.reader, Reader::NotListed | Reader::Revoked(_)))
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
    /// and a fault, one of whose institutions cannot be written to, one that cannot be answered at all, and two each with
    /// an institution that was revoked and one that is not listed any more.
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
        let revoked = old.clone().revoked(Day::from_number(20_790), text);
        let unlisted = old.clone().not_listed(text);
        let [kept, kept_too] = [(), ()].map(|()| Writing::returned(draft()));
        vec![
            Self::of(language, vec![unlisted.clone()], &limits, Writing::default()),
            Self::of(language, vec![unlisted, new.clone()], &limits, Writing::default()),
            Self::of(language, vec![revoked.clone()], &limits, kept_too),
            Self::of(language, vec![revoked, new.clone()], &limits, Writing::default()),
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
