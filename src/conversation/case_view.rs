//! One case as the holder of its code sees it: where it stands, what happens next, and what was said both ways.

use std::sync::Arc;

use uuid::Uuid;

use super::mailbox::{DeskVisits, NotShown, OpenCase, OpenReply, Reply, Said};
use super::next::{self, Promise};
use super::standing::{LastWord, Record};
use crate::case::clocks::Rule;
use crate::case::{Closing, FineStatus, PublicStatus};
use crate::catalogue::Calendar;
use crate::clock::Day;
use crate::institution::Institution;
use crate::seal::StatusChange;
use crate::text::Text;
use crate::web::Paging;
use crate::web::limits::size;

/// A case of the mailbox.
#[derive(Clone)]
pub(super) struct CaseView {
    pub(super) id: String,
    pub(super) institution: String,
    pub(super) status: String,
    pub(super) status_means: String,
    pub(super) status_day: String,
    /// What is said of another status in this site's own record, which nobody signed.
    pub(super) record: Option<&'static str>,
    pub(super) next: Vec<String>,
    pub(super) is_silent: bool,
    pub(super) reader: Reader,
    pub(super) days: Vec<DayView>,
    pub(super) paging: Paging,
}

/// Whether what is written now can be sealed to the institution.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Reader {
    /// It has keys in force.
    HasKey,
    /// It has none.
    HasNoKey,
    /// The directory does not list it any more: nothing that it signed can be proven.
    NotListed,
    /// It was revoked on that day, and will have none.
    Revoked(Day),
}

/// What was sent and received on one day, the newest first.
#[derive(Clone)]
pub(super) struct DayView {
    pub(super) name: String,
    pub(super) messages: Vec<Message>,
}

/// A message of a case.
#[derive(Clone)]
pub(super) enum Message {
    /// A reply that verified and opened.
    Reply(ReplyView),
    /// A reply that is not shown, and the words for why.
    NotShown(&'static str),
    /// The report itself.
    Report,
    /// Something more that the holder of the code sent: nothing of it can be told.
    Sent,
}

/// A reply.
#[derive(Clone)]
pub(super) struct ReplyView {
    pub(super) text: String,
    /// The new status, the cause of a closing, and the reason in the institution's own words.
    pub(super) change: Option<(String, Option<String>, String)>,
    pub(super) files: Vec<FileLink>,
}

/// A file of a reply.
#[derive(Clone)]
pub(super) struct FileLink {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) size: String,
}

impl CaseView {
    /// Whether something can be written to it.
    pub(super) fn can_read(&self) -> bool {
        self.reader == Reader::HasKey
    }

    /// The case at an institution that was revoked: nothing more comes from it, and nothing goes to it.
    pub(super) fn revoked(self, day: Day, text: Text) -> Self {
        Self {
            reader: Reader::Revoked(day),
            next: vec![text.say("mailbox-next-revoked")],
            is_silent: false,
            ..self
        }
    }

    /// The case at an institution that the directory does not list any more: as little comes and goes, and where it
    /// stands is nobody's to say.
    pub(super) fn not_listed(self, text: Text) -> Self {
        Self {
            reader: Reader::NotListed,
            next: vec![text.say("mailbox-next-revoked")],
            is_silent: false,
            ..self
        }
    }

    /// Whether the directory lists its institution.
    pub(super) fn is_listed(&self) -> bool {
        self.reader != Reader::NotListed
    }

    /// The day on which it stopped receiving, in words, if it did.
    pub(super) fn revoked_on(&self, text: Text) -> Option<String> {
        match self.reader {
            Reader::Revoked(day) => Some(text.day(day)),
            Reader::HasKey | Reader::HasNoKey | Reader::NotListed => None,
        }
    }

    /// The view of a case at an institution, as long as the directory lists it.
    pub(super) fn new(
        open: &OpenCase,
        institution: Option<&Institution>,
        (calendar, today): (&Arc<Calendar>, Day),
        text: Text,
    ) -> Self {
        let name = institution.map(|one| one.name(text.language().tag()).to_owned());
        let rule = institution.map(|one| Rule {
            calendar: Arc::clone(calendar),
            clocks: one.clocks,
        });
        let counted = rule.zip(open.events.as_deref());
        let promise = counted.and_then(|(rule, events)| Promise::of(&rule, open.case.received, events));
        Self {
            id: open.case.id.to_string(),
            institution: name.unwrap_or_else(|| open.case.institution.clone()),
            status: text.say(word(open.standing.status)),
            status_means: text.say(meaning(open.standing.status)),
            status_day: text.day(open.standing.since),
            record: open.standing.record.words(),
            next: next::lines(open.standing.status, open.last, promise, today, text),
            is_silent: open.desk == DeskVisits::Silent,
            reader: Reader::HasKey,
            days: days(&open.messages, text),
            paging: open.paging,
        }
    }

    pub(super) fn sample_new(text: Text) -> Self {
        let day = Day::from_number(20_780);
        Self {
            id: "7b0c8e0a-0000-4000-8000-000000000001".to_owned(),
            institution: "Fiscalía Anticorrupción de Oaxaca".to_owned(),
            status: text.say(word(PublicStatus::Registrada)),
            status_means: text.say(meaning(PublicStatus::Registrada)),
            status_day: text.day(day),
            record: None,
            next: next::lines(
                PublicStatus::Registrada,
                LastWord::Nobodys,
                Some(Promise::sample(day.plus(7))),
                day,
                text,
            ),
            is_silent: true,
            reader: Reader::HasKey,
            days: days(&[Said::Report(day)], text),
            paging: Paging::new(1, 1, 20),
        }
    }

    pub(super) fn sample_old(text: Text) -> Self {
        let day = Day::from_number;
        let reply = OpenReply {
            envelope: Uuid::from_u128(0x7b0c_8e0a_0000_4000_8000_0000_0000_0002),
            number: 1,
            day: day(20_786),
            status: PublicStatus::Proceso,
            text: "Gracias por escribir.\n¿Recuerdas el número de la ventanilla?".to_owned(),
            change: Some(StatusChange {
                status: "PREVENIDA".to_owned(),
                cause: None,
                reason: "Necesitamos saber en qué oficina fue.".to_owned(),
            }),
            files: vec![crate::seal::FileEntry {
                name: "01.pdf".to_owned(),
                bytes: 81_000,
                sha256: crate::seal::Digest::of(b""),
                original: None,
            }],
        };
        let messages = [
            Said::Reply(Reply::NotShown(NotShown::Unproven, day(20_791))),
            Said::Reply(Reply::Open(Box::new(reply))),
            Said::Sent(day(20_786)),
            Said::Report(day(20_780)),
        ];
        Self {
            status: text.say(word(PublicStatus::Proceso)),
            status_means: text.say(meaning(PublicStatus::Proceso)),
            is_silent: false,
            status_day: text.day(day(20_786)),
            record: Record::Differs.words(),
            next: next::lines(PublicStatus::Proceso, LastWord::Question, None, day(20_786), text),
            days: days(&messages, text),
            paging: Paging::new(2, 45, 20),
            ..Self::sample_new(text)
        }
    }
}

/// Days and what happened on them, in the order in which it is told.
fn days(messages: &[Said], text: Text) -> Vec<DayView> {
    let mut days: Vec<(Day, Vec<Message>)> = Vec::new();
    for said in messages {
        let (day, message) = match said {
            Said::Report(day) => (*day, Message::Report),
            Said::Sent(day) => (*day, Message::Sent),
            Said::Reply(Reply::NotShown(why, day)) => (*day, Message::NotShown(why.words())),
            Said::Reply(Reply::Open(reply)) => (reply.day, Message::Reply(ReplyView::new(reply, text))),
        };
        match days.last_mut() {
            Some((last, messages)) if *last == day => messages.push(message),
            Some(_) | None => days.push((day, vec![message])),
        }
    }
    days.into_iter()
        .map(|(day, messages)| DayView {
            name: text.day(day),
            messages,
        })
        .collect()
}

impl ReplyView {
    fn new(reply: &OpenReply, text: Text) -> Self {
        let files = reply.files.iter().enumerate();
        Self {
            text: reply.text.clone(),
            change: reply.change.as_ref().map(|change| {
                (
                    fine(&change.status, text),
                    cause(change, text),
                    change.reason.clone(),
                )
            }),
            files: files
                .map(|(index, file)| FileLink {
                    path: format!("/seguimiento/buzon/archivo/{}/{index}", reply.envelope),
                    name: file.name.clone(),
                    size: size(file.bytes),
                })
                .collect(),
        }
    }
}

const fn word(status: PublicStatus) -> &'static str {
    match status {
        PublicStatus::Registrada => "status-registered",
        PublicStatus::Turnada => "status-sent-on",
        PublicStatus::Proceso => "status-in-process",
        PublicStatus::Atendida => "status-closed",
    }
}

const fn meaning(status: PublicStatus) -> &'static str {
    match status {
        PublicStatus::Registrada => "status-registered-means",
        PublicStatus::Turnada => "status-sent-on-means",
        PublicStatus::Proceso => "status-in-process-means",
        PublicStatus::Atendida => "status-closed-means",
    }
}

/// The fine status in plain words; one of a later version stays the word it is.
fn fine(status: &str, text: Text) -> String {
    FineStatus::find(status).map_or_else(|| status.to_owned(), |fine| text.say(fine.label()))
}

/// Why the case was closed, in plain words; a cause of a later version stays the word it is.
fn cause(change: &StatusChange, text: Text) -> Option<String> {
    let word = change.cause.as_ref()?;
    Some(Closing::find(word).map_or_else(|| word.clone(), |cause| text.say(cause.label())))
}
