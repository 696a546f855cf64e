//! Receives an answer: the words, then the files, which are sealed while they come in.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use zeroize::Zeroizing;

use super::case::{Draft, view};
use super::trouble::Cause;
use super::{REFUSED, Seated, Trouble, Vacant, is_own, see};
use crate::case::{CaseId, FineStatus};
use crate::desk::Desk;
use crate::desk::open::Unanswerable;
use crate::desk::reply::{Limit, Reply, ReplyError, Said};
use crate::desk::store::Case;
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::multipart::{Part, Parts, PartsError};
use crate::web::{limits, page};

/// Takes an answer in, seals it and sends it on its way.
pub(super) async fn receive(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Result<Seated, Vacant>,
    Path(case): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let limits = desk.settings.limits.envelope_bytes;
    let mut incoming = match Incoming::open(&headers, body, limits.saturating_mul(2)) {
        Ok(incoming) => incoming,
        Err(_not_parts) => return Trouble::new(&desk, language, None, Cause::NotAForm).into_response(),
    };
    let outcome = take_in(&desk, &headers, &seated, &case, &mut incoming).await;
    let written = incoming.drain().await;
    let text = written.text.clone();
    let officer = seated.as_ref().ok().map(|seated| seated.officer.as_str());
    let trouble = |cause| {
        Trouble::new(&desk, language, officer, cause)
            .keeping(text.clone())
            .into_response()
    };
    let (refused, seated, case) = match (outcome, &seated, case.parse().ok().map(CaseId)) {
        (Ok(case), _, _) => {
            desk.call_for_visit().await;
            return see(language, &format!("/expedientes/{}#ultimo", case.id));
        }
        (Err(Refused::Cause(why)), _, _) => return trouble(why),
        (Err(Refused::Form(refused)), Ok(seated), Some(case)) => (refused, seated, case),
        (Err(Refused::Form(_)), _, _) => return trouble(Cause::NotFound),
    };
    let draft = refused.draft(written, &desk, Text::of(language));
    match view(&desk, language, seated, case, draft).await {
        Ok(Some(view)) => page(refused.status(), &view),
        Ok(None) => trouble(Cause::Locked),
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

/// Why an answer is not taken.
enum Refused {
    /// Nothing in the form can be mended.
    Cause(Cause),
    /// The form can be mended.
    Form(Wrong),
}

#[derive(Clone, Copy)]
enum Wrong {
    Empty,
    TextTooLong,
    ReasonMissing,
    ReasonTooLong,
    UnknownStatus,
    Limit(Limit),
}

impl From<Cause> for Refused {
    fn from(cause: Cause) -> Self {
        Self::Cause(cause)
    }
}

async fn take_in(
    desk: &Desk,
    headers: &HeaderMap,
    seated: &Result<Seated, Vacant>,
    case: &str,
    incoming: &mut Incoming,
) -> Result<Case, Refused> {
    let words = incoming.read_words().await;
    if !is_own(desk, headers) {
        return Err(Cause::Foreign.into());
    }
    if seated.is_err() {
        return Err(Cause::SessionEnded.into());
    }
    words?;
    let said = incoming.said(desk)?;
    let id = case.parse().map_err(|_no_id| Cause::NotFound)?;
    let (case, mut reply) = begin(desk, CaseId(id)).await?;
    incoming.read_files(&mut reply, desk).await?;
    if said.text.is_empty() && said.status.is_none() && !reply.has_files() {
        return Err(Refused::Form(Wrong::Empty));
    }
    reply
        .close(desk, &case, said)
        .await
        .map_err(|error| refusal(&error, desk))?;
    Ok(case)
}

/// Opens the report, whose mailbox is the only one that is answered to.
async fn begin(desk: &Desk, case: CaseId) -> Result<(Case, Reply), Refused> {
    let identities = desk.keyring.identities().ok_or(Cause::Locked)?;
    let failed = |error: &StoreError| Refused::Cause(Cause::store(error, desk));
    let known = desk.store.find_case(case).await.map_err(|error| failed(&error))?;
    let known = known.ok_or(Cause::NotFound)?;
    let readings = desk
        .read_case(case, identities)
        .await
        .map_err(|error| failed(&error))?;
    let reply = Reply::begin(desk, &readings).await;
    Ok((known, reply.map_err(|error| refusal(&error, desk))?))
}

fn refusal(error: &ReplyError, desk: &Desk) -> Refused {
    match error {
        ReplyError::Limit(limit) => Refused::Form(Wrong::Limit(*limit)),
        ReplyError::Form(_) => Cause::NotAForm.into(),
        ReplyError::Unanswerable(Unanswerable::Closed) => Cause::Damaged.into(),
        ReplyError::Unanswerable(Unanswerable::Doubtful) => Cause::Doubtful.into(),
        ReplyError::Overtaken => Cause::Overtaken.into(),
        ReplyError::Seal(_) | ReplyError::Disk(_) | ReplyError::Store(_) => {
            Cause::failed(error, &*desk.random).into()
        }
    }
}

/// The form as it comes in: words first, then files.
struct Incoming {
    parts: Parts,
    file: Option<Part>,
    written: Draft,
}

impl Incoming {
    fn open(headers: &HeaderMap, body: Body, most: u64) -> Result<Self, PartsError> {
        Ok(Self {
            parts: Parts::open(headers, body, most)?,
            file: None,
            written: Draft::default(),
        })
    }

    /// Reads the fields up to the first file.
    async fn read_words(&mut self) -> Result<(), Refused> {
        while let Some(part) = self.parts.next().await.map_err(|_broken| Cause::NotAForm)? {
            if part.is_file() {
                self.written.had_files = part.is_chosen_file();
                self.file = Some(part);
                return Ok(());
            }
            let field = match part.name() {
                "text" => &mut self.written.text,
                "status" => &mut self.written.status,
                "reason" => &mut self.written.reason,
                _ => continue,
            };
            *field = match part.text(FIELD).await {
                Ok(text) => text.replace("\r\n", "\n"),
                Err(PartsError::TooLong) => return Err(Refused::Form(Wrong::TextTooLong)),
                Err(PartsError::Broken) => return Err(Cause::NotAForm.into()),
            };
        }
        Ok(())
    }

    /// Seals the files as they come.
    async fn read_files(&mut self, reply: &mut Reply, desk: &Desk) -> Result<(), Refused> {
        while let Some(mut part) = self.file.take() {
            if part.is_chosen_file() {
                reply
                    .add_file(&mut part)
                    .await
                    .map_err(|error| refusal(&error, desk))?;
            }
            drop(part);
            self.file = self.parts.next().await.map_err(|_broken| Cause::NotAForm)?;
        }
        Ok(())
    }

    /// What the words say, held against the limits.
    fn said(&self, desk: &Desk) -> Result<Said, Refused> {
        let limits = &desk.settings.limits;
        let text = Zeroizing::new(self.written.text.trim().to_owned());
        let reason = self.written.reason.trim();
        if text.chars().count() > limits.text_characters {
            return Err(Refused::Form(Wrong::TextTooLong));
        }
        if reason.chars().count() > limits.reason_characters {
            return Err(Refused::Form(Wrong::ReasonTooLong));
        }
        let status = match self.written.status.as_str() {
            "" => None,
            word => {
                let status = FineStatus::find(word).ok_or(Refused::Form(Wrong::UnknownStatus))?;
                if reason.is_empty() {
                    return Err(Refused::Form(Wrong::ReasonMissing));
                }
                Some((status, reason.to_owned()))
            }
        };
        Ok(Said {
            text: text.as_str().to_owned(),
            status,
        })
    }

    /// Reads what is left, so that the browser gets to read the answer.
    async fn drain(self) -> Draft {
        let Self { parts, file, written } = self;
        drop(file);
        parts.drain().await;
        written
    }
}

impl Wrong {
    const fn status(self) -> StatusCode {
        match self {
            Self::Limit(Limit::File | Limit::Envelope) | Self::TextTooLong | Self::ReasonTooLong => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::Limit(Limit::Files) | Self::Empty | Self::ReasonMissing | Self::UnknownStatus => REFUSED,
        }
    }

    /// The form again, with what was written and what is wrong with it.
    fn draft(self, written: Draft, desk: &Desk, text: Text) -> Draft {
        let limits = &desk.settings.limits;
        let number = |count: usize| text.language().number(u64::try_from(count).unwrap_or(u64::MAX));
        let (field, id, limit) = match self {
            Self::Empty => ("text", "desk-fault-empty", String::new()),
            Self::TextTooLong => ("text", "desk-fault-long", number(limits.text_characters)),
            Self::ReasonMissing => ("reason", "desk-fault-reason", String::new()),
            Self::ReasonTooLong => ("reason", "desk-fault-long", number(limits.reason_characters)),
            Self::UnknownStatus => ("status", "desk-fault-status", String::new()),
            Self::Limit(Limit::Files) => ("files", "desk-fault-files", number(limits.files)),
            Self::Limit(Limit::File) => ("files", "desk-fault-file", limits::size(limits.file_bytes)),
            Self::Limit(Limit::Envelope) => ("files", "desk-fault-all", limits::size(limits.envelope_bytes)),
        };
        let mut draft = written;
        draft
            .errors
            .add(field, text.say_with(id, &[("limit", limit.into())]));
        draft
    }
}

/// Bytes of a field that are read at all: far above the limits, so that a text over its limit is shown again.
const FIELD: usize = 2 << 20;
