//! Receives an answer: the words, then the files, which are sealed while they come in.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use zeroize::Zeroizing;

use super::case::view;
use super::draft::Draft;
use super::trouble::Cause;
use super::unlock::{self, Carried};
use super::{Seated, Trouble, Vacant, is_own, see, who};
use crate::case::{CaseId, Closing, FineStatus, PublicStatus};
use crate::desk::Desk;
use crate::desk::history::Act;
use crate::desk::reply::{Reply, Said};
use crate::desk::store::Case;
use crate::store::StoreError;
use crate::store::space::Promise;
use crate::text::{Language, Text};
use crate::web::multipart::{Part, Parts, PartsError};
use crate::web::page;

mod wrong;

use wrong::{Refused, Wrong, refusal};

/// Takes an answer in, seals it and sends it on its way.
pub(super) async fn receive(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Result<Seated, Vacant>,
    Path(case): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    // Whoever may not answer gets the words back; nothing else of the body is taken.
    let most = if seated.is_ok() && is_own(&desk, &headers) {
        desk.settings.limits.envelope_bytes.saturating_mul(2)
    } else {
        WORDS
    };
    let mut incoming = match Incoming::open(&headers, body, most) {
        Ok(incoming) => incoming,
        Err(_not_parts) => return Trouble::new(&desk, language, None, Cause::NotAForm).into_response(),
    };
    let outcome = take_in(&desk, &headers, &seated, &case, &mut incoming).await;
    let written = incoming.drain().await;
    let text = written.to_copy();
    let officer = who(&seated);
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
        (Err(Refused::Locked), Ok(seated), Some(case)) => {
            return locked(&desk, language, seated, case, written);
        }
        (Err(Refused::Cause(why)), _, _) => return trouble(why),
        (Err(Refused::Form(refused)), Ok(seated), Some(case)) => (refused, seated, case),
        (Err(Refused::Form(_) | Refused::Locked), _, _) => return trouble(Cause::NotFound),
    };
    if !desk.keyring.is_open() {
        return locked(&desk, language, seated, case, written);
    }
    let draft = refused.draft(written, &desk, Text::of(language));
    match view(&desk, language, seated, case, draft).await {
        Ok(Some(view)) => page(refused.status(), &view),
        Ok(None) => trouble(Cause::NotFound),
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

/// Asks for the key, and carries what was written to the case behind it.
fn locked(desk: &Desk, language: Language, seated: &Seated, case: CaseId, written: Draft) -> Response {
    let carried = Carried::new(case, written);
    unlock::show(desk, language, seated, Some("desk-locked-meanwhile"), &carried)
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
    if let Err(vacant) = seated {
        return Err(vacant.cause().into());
    }
    words?;
    let _room = incoming.room(desk)?;
    let said = incoming.said(desk)?;
    let id = case.parse().map_err(|_no_id| Cause::NotFound)?;
    let (case, mut reply) = begin(desk, CaseId(id)).await?;
    incoming.read_files(&mut reply, desk).await?;
    if said.text.is_empty() && said.status.is_none() && !reply.has_files() {
        return Err(Refused::Form(Wrong::Empty));
    }
    let status = said.status.as_ref().map_or("", |(status, _reason)| status.word());
    let seated = seated.as_ref().map_err(Vacant::cause)?;
    desk.record(seated.officer.doing(Act::Answered, Some(case.id), status))
        .await
        .map_err(|error| Cause::store(&error, desk))?;
    reply
        .close(desk, &case, said)
        .await
        .map_err(|error| refusal(&error, desk))?;
    Ok(case)
}

/// Opens the report, whose mailbox is the only one that is answered to.
async fn begin(desk: &Desk, case: CaseId) -> Result<(Case, Reply), Refused> {
    let identities = desk.keyring.identities().ok_or(Refused::Locked)?;
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

/// The form as it comes in: words first, then files.
struct Incoming {
    parts: Parts,
    file: Option<Part>,
    written: Draft,
    /// The status with which it was said once more that the case is to be closed.
    confirmed: String,
}

impl Incoming {
    fn open(headers: &HeaderMap, body: Body, most: u64) -> Result<Self, PartsError> {
        Ok(Self {
            parts: Parts::open(headers, body, most)?,
            file: None,
            written: Draft::default(),
            confirmed: String::new(),
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
                "cause" => &mut self.written.cause,
                "reason" => &mut self.written.reason,
                "confirm" => &mut self.confirmed,
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

    /// Room on the disk for what comes, before it is taken: it is sealed twice.
    fn room(&self, desk: &Desk) -> Result<Promise, Refused> {
        let room = if self.written.had_files {
            let announced = self.parts.announced().unwrap_or_default();
            desk.space.promise(announced.saturating_mul(2))
        } else {
            desk.space.promise_text(TEXT)
        };
        let full = |error| Cause::failed(&error, &*desk.random);
        match room.map_err(full)? {
            Some(room) => Ok(room),
            None if self.written.had_files && desk.space.takes_texts().map_err(full)? => {
                Err(Refused::Form(Wrong::NoRoom))
            }
            None => Err(Cause::Full.into()),
        }
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
                if status.public() == PublicStatus::Atendida && !self.has_cause_of(status) {
                    return Err(Refused::Form(Wrong::CauseMissing));
                }
                if status.public() == PublicStatus::Atendida && self.confirmed != status.word() {
                    return Err(Refused::Form(Wrong::Unconfirmed));
                }
                Some((status, reason.to_owned()))
            }
        };
        // One that was left chosen beside another status is none.
        let closed = status.as_ref().map(|(status, _reason)| *status);
        Ok(Said {
            cause: self.cause().filter(|cause| Some(cause.status()) == closed),
            text: text.as_str().to_owned(),
            status,
        })
    }

    fn cause(&self) -> Option<Closing> {
        Closing::find(&self.written.cause)
    }

    fn has_cause_of(&self, status: FineStatus) -> bool {
        self.cause().is_some_and(|cause| cause.status() == status)
    }

    /// Reads what is left, so that the browser gets to read the answer.
    async fn drain(self) -> Draft {
        let Self {
            parts, file, written, ..
        } = self;
        drop(file);
        parts.drain().await;
        written
    }
}

/// Bytes of a field that are read at all: far above the limits, so that a text over its limit is shown again.
const FIELD: usize = 2 << 20;
/// Bytes of a form that are read for the sake of its words alone.
const WORDS: u64 = 8 << 20;
/// Room for an answer without files, sealed twice and with its rows.
const TEXT: u64 = 1 << 20;
