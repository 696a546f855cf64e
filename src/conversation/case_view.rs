//! One case as the holder of its code sees it: where it stands, and what was said both ways.

use uuid::Uuid;

use super::mailbox::{DeskVisits, OpenCase, OpenReply, Reply};
use crate::case::{FineStatus, PublicStatus};
use crate::clock::Day;
use crate::text::Text;
use crate::web::limits::size;

/// A case of the mailbox.
#[derive(Clone)]
pub(super) struct CaseView {
    pub(super) id: String,
    pub(super) institution: String,
    pub(super) status: String,
    pub(super) status_means: String,
    pub(super) status_day: String,
    /// Whether this site's own record has another status, which nobody signed.
    pub(super) row_differs: bool,
    pub(super) received: String,
    pub(super) is_silent: bool,
    pub(super) messages: Vec<Message>,
}

/// A message of a case.
#[derive(Clone)]
pub(super) enum Message {
    /// A reply that verified and opened.
    Reply(ReplyView),
    /// A reply that did not verify or did not open.
    Refused(String),
    /// Something the holder of the code sent: only its day can be told.
    Own(String),
}

/// A reply.
#[derive(Clone)]
pub(super) struct ReplyView {
    pub(super) day: String,
    pub(super) text: String,
    pub(super) change: Option<(String, String)>,
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
    /// The view of a case at the institution called `institution`.
    pub(super) fn new(open: &OpenCase, institution: String, text: Text) -> Self {
        let mut messages: Vec<(Day, Message)> = open
            .sent
            .iter()
            .map(|day| (*day, Message::Own(text.day(*day))))
            .chain(open.replies.iter().map(|reply| match reply {
                Reply::Open(reply) => (reply.day, Message::Reply(ReplyView::new(reply, text))),
                Reply::Refused(day) => (*day, Message::Refused(text.day(*day))),
            }))
            .collect();
        // Within one day what was sent comes before what was answered: nothing finer is known.
        messages.sort_by_key(|(day, _)| *day);
        Self {
            id: open.case.id.to_string(),
            institution,
            status: text.say(word(open.standing.status)),
            status_means: text.say(meaning(open.standing.status)),
            status_day: text.day(open.standing.since),
            row_differs: open.standing.row_differs,
            received: text.day(open.case.received),
            is_silent: open.desk == DeskVisits::Silent,
            messages: messages.into_iter().map(|(_, message)| message).collect(),
        }
    }

    pub(super) fn sample_new(text: Text) -> Self {
        let day = text.day(Day::from_number(20_780));
        Self {
            id: "7b0c8e0a-0000-4000-8000-000000000001".to_owned(),
            institution: "Fiscalía Anticorrupción de Oaxaca".to_owned(),
            status: text.say(word(PublicStatus::Registrada)),
            status_means: text.say(meaning(PublicStatus::Registrada)),
            status_day: day.clone(),
            row_differs: false,
            received: day.clone(),
            is_silent: true,
            messages: vec![Message::Own(day)],
        }
    }

    pub(super) fn sample_old(text: Text) -> Self {
        let day = |number| text.day(Day::from_number(number));
        let reply = OpenReply {
            envelope: Uuid::from_u128(0x7b0c_8e0a_0000_4000_8000_0000_0000_0002),
            day: Day::from_number(20_786),
            status: PublicStatus::Proceso,
            text: "Gracias por escribir.\n¿Recuerdas el número de la ventanilla?".to_owned(),
            change: Some(crate::seal::StatusChange {
                status: "PREVENIDA".to_owned(),
                reason: "Necesitamos saber en qué oficina fue.".to_owned(),
            }),
            files: vec![crate::seal::FileEntry {
                name: "01.pdf".to_owned(),
                bytes: 81_000,
                sha256: crate::seal::Digest::of(b""),
                original: None,
            }],
        };
        Self {
            status: text.say(word(PublicStatus::Proceso)),
            status_means: text.say(meaning(PublicStatus::Proceso)),
            is_silent: false,
            status_day: day(20_786),
            row_differs: true,
            messages: vec![
                Message::Own(day(20_780)),
                Message::Reply(ReplyView::new(&reply, text)),
                Message::Own(day(20_790)),
                Message::Refused(day(20_791)),
            ],
            ..Self::sample_new(text)
        }
    }
}

impl ReplyView {
    fn new(reply: &OpenReply, text: Text) -> Self {
        let files = reply.files.iter().enumerate();
        Self {
            day: text.day(reply.day),
            text: reply.text.clone(),
            change: reply
                .change
                .as_ref()
                .map(|change| (fine(&change.status, text), change.reason.clone())),
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
