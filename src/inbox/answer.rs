//! A desk's answer: verified, taken in while it streams, and committed with the new status of its case.

use axum::Json;
use axum::body::{Body, BodyDataStream, HttpBody as _};
use axum::extract::{Path, Request, State};
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::api::{Inbox, Refusal};
use super::entry::Caller;
use super::signature::{self, Answer, SignedAnswer};
use super::store;
use crate::case::deposit::{Deposit, Envelope, settle};
use crate::case::store::{Added, Tip, add_answer, answered, lock_tip};
use crate::case::{CaseId, PublicStatus};
use crate::random;
use crate::seal::{Header, SealedBytes, Step, check_sealed};
use crate::statistics;
use crate::store::space::Promise;
use crate::store::{StoreError, Tx};

/// Receives one answer. The same answer sent again is answered 200 and kept once. Whatever can be told without the
/// body is told before it is read.
pub(super) async fn receive(
    State(inbox): State<Inbox>,
    Path(case): Path<Uuid>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let caller = inbox.admit(&head)?;
    let signed = verified(&inbox, &caller, CaseId(case), &head).await?;
    let _turn = inbox.turns.take(&caller.institution.id).ok_or(BUSY)?;
    let mut tx = inbox.store.begin().await?;
    let place = Place::find(&mut tx, &signed.answer).await?;
    drop(tx);
    if !matches!(place, Place::Next) {
        return place.answered();
    }
    let announced = announced(&head.headers, &body).ok_or(Refusal::BODY)?;
    let envelope = take_in(&inbox, &signed, announced, body).await?;
    // Another one may have come meanwhile, by a window beside this one.
    let mut found = Place::Next;
    let committed = keep(&inbox, &signed, &envelope).await.map(|place| {
        let added = if matches!(place, Place::Next) {
            Added::Now
        } else {
            Added::Before
        };
        found = place;
        added
    });
    settle(vec![envelope], committed, &inbox.store, &inbox.blobs).await?;
    found.answered()
}

/// The signed answer of the header, when it is the caller's, for this body, this case and its mailbox.
async fn verified(
    inbox: &Inbox,
    caller: &Caller<'_>,
    case: CaseId,
    request: &Head,
) -> Result<SignedAnswer, Refusal> {
    let header = request
        .headers
        .get(signature::ANSWER)
        .and_then(|value| value.to_str().ok());
    let signed = SignedAnswer::from_header(header.unwrap_or_default()).map_err(|_malformed| FORGED)?;
    let answer = &signed.answer;
    let mine = answer.institution == caller.institution.id.as_str();
    let this = answer.case == case.0 && answer.digest == caller.digest;
    let today = inbox.clock.today();
    let dated = (answer.day.number() - today.number()).abs() <= 1;
    if !mine || !this || !dated {
        return Err(FORGED);
    }
    // As it will be verified whenever it is shown: by the keys of its own day.
    let signed_by = |key| answer.verify(&signed.signature, key).is_ok();
    if !caller.institution.signing_keys(answer.day).any(signed_by) {
        return Err(FORGED);
    }
    let mailbox = store::mailbox(&inbox.store, &answer.institution, case).await?;
    match mailbox {
        None => Err(Refusal::NOT_FOUND),
        Some(mailbox) if signature::digest(mailbox.as_bytes()) != answer.mailbox => Err(OTHER_MAILBOX),
        Some(_) => Ok(signed),
    }
}

const FORGED: Refusal = Refusal::new(
    StatusCode::FORBIDDEN,
    "answer",
    "the signed answer is not this institution's for this case, body and day",
);

const OTHER_MAILBOX: Refusal = Refusal::new(
    StatusCode::CONFLICT,
    "mailbox",
    "the window has another mailbox for this case than the desk found sealed inside: tell the operator and do not answer",
);

/// How many bytes come, by the header: what surrounds a body on its way here does not always pass that on.
fn announced(headers: &HeaderMap, body: &Body) -> Option<u64> {
    let header = headers.get(header::CONTENT_LENGTH);
    header.map_or_else(
        || body.size_hint().exact(),
        |value| value.to_str().ok()?.parse().ok(),
    )
}

async fn take_in(
    inbox: &Inbox,
    signed: &SignedAnswer,
    announced: u64,
    body: Body,
) -> Result<Envelope, Refusal> {
    let mut deposit = Deposit::new(&inbox.blobs, random::uuid(&*inbox.random));
    let most = Step::LARGEST
        .bytes()
        .min(inbox.bounds.envelope_bytes.saturating_mul(2));
    if announced > most {
        return Err(TOO_LARGE);
    }
    let mut room = room(inbox, &signed.answer.institution, announced).await?;
    let mut body = body.into_data_stream();
    let (header, head) = begin(&mut body).await?;
    if header.digest() != signed.answer.head {
        return Err(Refusal::BODY);
    }
    let mut hash = Sha256::new();
    let mut length = 0_u64;
    let mut next = Some(head);
    while let Some(bytes) = next {
        let more = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        length = length.saturating_add(more);
        if length > announced {
            return Err(Refusal::BODY);
        }
        if !room.cover(more).map_err(StoreError::from)? {
            return Err(NO_ROOM);
        }
        room.used(more);
        hash.update(&bytes);
        deposit.push(SealedBytes::received(bytes, &header)).await?;
        next = body.next().await.transpose().map_err(|_broken| Refusal::BODY)?;
    }
    let digest = hex::encode(hash.finalize());
    if digest != signed.answer.digest {
        return Err(Refusal::BODY);
    }
    // What age adds to the padded ZIP is less than one part in 4,000.
    let step = Step::holding(length.saturating_sub(length / 2048)).ok_or(TOO_LARGE)?;
    Ok(deposit
        .finish(&digest, step.number(), inbox.clock.today())
        .await?)
}

/// Room for an answer of `announced` bytes: one without files is refused last, whatever the institution has sent.
async fn room(inbox: &Inbox, institution: &str, announced: u64) -> Result<Promise, Refusal> {
    let space = &inbox.bounds.space;
    let promised = if announced > TEXT {
        let kept = store::answers_bytes(&inbox.store, institution).await?;
        if kept.saturating_add(announced) > inbox.answers_bytes {
            return Err(QUOTA);
        }
        space.promise(announced)
    } else {
        space.promise_text(announced)
    };
    promised.map_err(StoreError::from)?.ok_or(NO_ROOM)
}

/// No answer without files is longer.
const TEXT: u64 = 128 * 1024;

const NO_ROOM: Refusal = Refusal::new(
    StatusCode::SERVICE_UNAVAILABLE,
    "room",
    "the window has no room: try again later",
);

const TOO_LARGE: Refusal = Refusal::new(
    StatusCode::PAYLOAD_TOO_LARGE,
    "too_large",
    "send the files in several answers",
);

const QUOTA: Refusal = Refusal::new(
    StatusCode::PAYLOAD_TOO_LARGE,
    "quota",
    "the files of its answers take all the room there is for them: answer in words",
);

const BUSY: Refusal = Refusal::new(
    StatusCode::SERVICE_UNAVAILABLE,
    "busy",
    "another answer of this institution is on its way: send one after the other",
);

const NOT_SEALED: Refusal = Refusal::new(
    StatusCode::BAD_REQUEST,
    "not_sealed",
    "the body is not an age envelope to native recipients",
);

const BACK: Refusal = Refusal::new(
    StatusCode::CONFLICT,
    "status",
    "a case that has left REGISTRADA does not go back to it",
);

/// Reads until the header of the envelope can be checked.
async fn begin(body: &mut BodyDataStream) -> Result<(Header, Bytes), Refusal> {
    let mut head = Vec::new();
    while head.len() < Header::SIGHT {
        match body.next().await.transpose().map_err(|_broken| Refusal::BODY)? {
            Some(bytes) => head.extend_from_slice(&bytes),
            None => break,
        }
    }
    let header = check_sealed(&head).map_err(|_not_sealed| NOT_SEALED)?;
    Ok((header, head.into()))
}

/// Where an answer stands beside the chain of its case.
enum Place {
    /// The institution has no such case.
    Absent,
    /// Its status is one that a case does not go back to.
    Back,
    /// It is the next one.
    Next,
    /// Its place is another's.
    Other(Tip),
    /// It is there already.
    Taken,
}

impl Place {
    /// Compares an answer with the chain of its case, whose row stays locked as long as the transaction lasts.
    async fn find(tx: &mut Tx, answer: &Answer) -> Result<Self, StoreError> {
        let case = CaseId(answer.case);
        let Some(tip) = lock_tip(tx, case, &answer.institution).await? else {
            return Ok(Self::Absent);
        };
        let there = answered(tx, case, answer.number).await?;
        if there.is_some_and(|digest| digest == answer.digest) {
            return Ok(Self::Taken);
        }
        if answer.number != tip.number.saturating_add(1) || answer.previous != tip.previous {
            return Ok(Self::Other(tip));
        }
        // Who says nothing about the status repeats the one there is; only a filing registers.
        if answer.status == PublicStatus::Registrada && tip.status != PublicStatus::Registrada {
            return Ok(Self::Back);
        }
        Ok(Self::Next)
    }

    /// What the desk hears of it.
    fn answered(self) -> Result<Response, Refusal> {
        match self {
            Self::Absent => Err(Refusal::NOT_FOUND),
            Self::Back => Err(BACK),
            Self::Next => Ok(StatusCode::CREATED.into_response()),
            Self::Other(tip) => {
                let body = serde_json::json!({
                    "error": "turn",
                    "message": "another answer came first: take number and previous from here and sign again",
                    "number": tip.number,
                    "previous": tip.previous,
                });
                Ok((StatusCode::CONFLICT, Json(body)).into_response())
            }
            Self::Taken => Ok(StatusCode::OK.into_response()),
        }
    }
}

async fn keep(inbox: &Inbox, signed: &SignedAnswer, envelope: &Envelope) -> Result<Place, StoreError> {
    let answer = &signed.answer;
    let mut tx = inbox.store.begin().await?;
    let place = Place::find(&mut tx, answer).await?;
    if !matches!(place, Place::Next) {
        return Ok(place);
    }
    let today = inbox.clock.today();
    if add_answer(&mut tx, signed, envelope, today).await? {
        statistics::store::count(&mut tx, &answer.institution, answer.status, today).await?;
    }
    tx.commit().await?;
    Ok(place)
}
