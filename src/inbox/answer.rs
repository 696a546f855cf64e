//! A desk's answer: verified, taken in while it streams, and committed with the new status of its case.

use axum::Json;
use axum::body::{Body, BodyDataStream, HttpBody as _};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts as Head;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::api::{Inbox, Refusal};
use super::signature::{self, SignedAnswer};
use super::store;
use crate::case::CaseId;
use crate::case::deposit::{Deposit, Envelope};
use crate::case::store::{Tip, add_answer, answered, lock_tip};
use crate::random;
use crate::seal::{Header, SealedBytes, Step, check_sealed};
use crate::statistics;
use crate::store::StoreError;
use crate::store::space::Promise;

/// Receives one answer. The same answer sent again is answered 200 and kept once.
pub(super) async fn receive(
    State(inbox): State<Inbox>,
    Path(case): Path<Uuid>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let signed = verified(&inbox, CaseId(case), &head).await?;
    let envelope = take_in(&inbox, &signed, body).await?;
    let kept = keep(&inbox, &signed, &envelope).await;
    match kept {
        Ok(Kept::Now) => Ok(StatusCode::CREATED.into_response()),
        Ok(Kept::Before) => {
            envelope.discard(&inbox.blobs).await?;
            Ok(StatusCode::OK.into_response())
        }
        Ok(Kept::OutOfTurn(tip)) => {
            envelope.discard(&inbox.blobs).await?;
            let body = serde_json::json!({
                "error": "turn",
                "message": "another answer came first: take number and previous from here and sign again",
                "number": tip.number,
                "previous": tip.previous,
            });
            Ok((StatusCode::CONFLICT, Json(body)).into_response())
        }
        Err(refusal) => {
            envelope.discard(&inbox.blobs).await?;
            Err(refusal)
        }
    }
}

/// The signed answer of the header, when it is the caller's, for this body, this case and its mailbox.
async fn verified(inbox: &Inbox, case: CaseId, request: &Head) -> Result<SignedAnswer, Refusal> {
    let caller = inbox.admit(request)?;
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

async fn take_in(inbox: &Inbox, signed: &SignedAnswer, body: Body) -> Result<Envelope, Refusal> {
    let mut deposit = Deposit::new(&inbox.blobs, random::uuid(&*inbox.random));
    let mut room = room(inbox, body.size_hint().exact().unwrap_or_default())?;
    let mut body = body.into_data_stream();
    let (header, head) = begin(&mut body).await?;
    let most = Step::LARGEST
        .bytes()
        .min(inbox.bounds.envelope_bytes.saturating_mul(2));
    let mut hash = Sha256::new();
    let mut length = 0_u64;
    let mut next = Some(head);
    while let Some(bytes) = next {
        let more = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        length = length.saturating_add(more);
        if length > most {
            return Err(TOO_LARGE);
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

/// Room for an answer of `announced` bytes: one without files is refused last.
fn room(inbox: &Inbox, announced: u64) -> Result<Promise, Refusal> {
    let space = &inbox.bounds.space;
    let promised = if announced > TEXT {
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
    "the window has no room for this at the moment: try again later",
);

const TOO_LARGE: Refusal = Refusal::new(
    StatusCode::PAYLOAD_TOO_LARGE,
    "too_large",
    "send the files in several answers",
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
    let header = check_sealed(&head).map_err(|_not_sealed| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "not_sealed",
            "the body is not an age envelope to native recipients",
        )
    })?;
    Ok((header, head.into()))
}

enum Kept {
    Before,
    Now,
    OutOfTurn(Tip),
}

async fn keep(inbox: &Inbox, signed: &SignedAnswer, envelope: &Envelope) -> Result<Kept, Refusal> {
    let answer = &signed.answer;
    let case = CaseId(answer.case);
    let mut tx = inbox.store.begin().await?;
    let tip = lock_tip(&mut tx, case, &answer.institution)
        .await?
        .ok_or(Refusal::NOT_FOUND)?;
    if answered(&mut tx, case, answer.number)
        .await?
        .is_some_and(|digest| digest == answer.digest)
    {
        return Ok(Kept::Before);
    }
    if answer.number != tip.number.saturating_add(1) || answer.previous != tip.previous {
        return Ok(Kept::OutOfTurn(tip));
    }
    let today = inbox.clock.today();
    if add_answer(&mut tx, signed, envelope, today).await? {
        statistics::store::count(&mut tx, &answer.institution, answer.status, today).await?;
    }
    tx.commit().await?;
    Ok(Kept::Now)
}
