//! The desk link: what a desk may fetch and send, under `/api/v1/`.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde::Deserialize;
use uuid::Uuid;

use super::entry::{self, Caller, EntryError, Nonces};
use super::store::Acknowledged;
use super::turns::Turns;
use super::{Acknowledgement, answer, store};
use crate::case::CaseId;
use crate::case::sending::Bounds;
use crate::case::store::{Stored, find_envelope};
use crate::clock::Clock;
use crate::inbox::signature;
use crate::institution::Directory;
use crate::random::Random;
use crate::store::blobs::Blobs;
use crate::store::{Store, StoreError};

/// What the desk link needs.
#[derive(Clone, Debug)]
pub struct Inbox {
    /// The rows.
    pub store: Store,
    /// The objects.
    pub blobs: Blobs,
    /// Who may come.
    pub directory: Arc<Directory>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub random: Arc<dyn Random>,
    /// How large an answer may be.
    pub bounds: Bounds,
    /// Bytes that the files of one institution's answers may take in all.
    pub answers_bytes: u64,
    /// Which writing requests were used.
    pub nonces: Arc<Nonces>,
    /// Which institutions are sending an answer now.
    pub turns: Turns,
}

/// The routes of the desk link.
pub fn routes() -> Router<Inbox> {
    Router::new()
        .route("/api/v1/inbox", get(list))
        .route("/api/v1/envelopes/{envelope}", get(fetch))
        .route("/api/v1/envelopes/{envelope}/acknowledgement", post(acknowledge))
        .route("/api/v1/cases/{case}", get(stand))
        .route("/api/v1/cases/{case}/answers", post(answer::receive))
}

/// A refusal on the desk link: a code for the program and a sentence for the person who reads its log.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Refusal {
    pub(super) const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self {
            status,
            code,
            message,
        }
    }

    pub(super) const NOT_FOUND: Self = Self::new(
        StatusCode::NOT_FOUND,
        "not_found",
        "this institution has no such thing in its queue",
    );

    pub(super) const BODY: Self = Self::new(
        StatusCode::BAD_REQUEST,
        "body",
        "the body is not what its digest announces: send it again",
    );
}

impl From<EntryError> for Refusal {
    fn from(error: EntryError) -> Self {
        let (code, message) = match error {
            EntryError::Malformed => ("malformed", "sign the request with all five headers"),
            EntryError::Day => ("day", "the desk's clock is wrong: set it, then try again"),
            EntryError::Unknown => (
                "unknown",
                "the directory has no such institution with this signing key in force today",
            ),
            EntryError::Revoked => (
                "revoked",
                "the directory says that this institution receives nothing any more: ask whoever signs it",
            ),
            EntryError::Repeated => ("repeated", "sign each request with a fresh nonce"),
        };
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %error, "desk link");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "store",
            "the window cannot reach its store: try again later",
        )
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = serde_json::json!({ "error": self.code, "message": self.message });
        (self.status, Json(body)).into_response()
    }
}

impl Inbox {
    pub(super) fn admit(&self, head: &Head) -> Result<Caller<'_>, Refusal> {
        let today = self.clock.today();
        Ok(entry::admit(
            &head.method,
            &head.uri,
            &head.headers,
            &self.directory,
            &self.nonces,
            today,
        )?)
    }
}

/// The query of a page of the queue.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Place {
    #[serde(default)]
    after: u64,
    #[serde(default = "page")]
    limit: u32,
}

const fn page() -> u32 {
    100
}

async fn list(
    State(inbox): State<Inbox>,
    Query(place): Query<Place>,
    head: Head,
) -> Result<Response, Refusal> {
    let caller = inbox.admit(&head)?;
    let id = caller.institution.id.as_str();
    store::pulled(&inbox.store, id, inbox.clock.today()).await?;
    let page = store::list(&inbox.store, id, place.after, place.limit.clamp(1, 1000)).await?;
    Ok(Json(page).into_response())
}

async fn fetch(
    State(inbox): State<Inbox>,
    Path(envelope): Path<Uuid>,
    head: Head,
) -> Result<Response, Refusal> {
    let caller = inbox.admit(&head)?;
    let from = range(&head.headers)?;
    match find_envelope(&inbox.store, envelope, caller.institution.id.as_str()).await? {
        None => Err(Refusal::NOT_FOUND),
        Some(Stored::Erased) => Err(gone()),
        Some(Stored::Row(bytes)) => {
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            let start = usize::try_from(from.min(length)).unwrap_or(usize::MAX);
            Ok(partial(from, length, Body::from(bytes.slice(start..))))
        }
        Some(Stored::Object) => {
            let Some(outgoing) = inbox.blobs.read(envelope, from).await? else {
                return Err(gone());
            };
            Ok(partial(from, outgoing.length, Body::from_stream(outgoing.bytes)))
        }
    }
}

const fn gone() -> Refusal {
    Refusal::new(
        StatusCode::GONE,
        "erased",
        "the envelope was erased after its acknowledgement",
    )
}

/// Where a download goes on: `bytes=N-` or nothing.
fn range(headers: &HeaderMap) -> Result<u64, Refusal> {
    const BAD: Refusal = Refusal::new(
        StatusCode::RANGE_NOT_SATISFIABLE,
        "range",
        "ask for bytes=N- with N inside the envelope",
    );
    let Some(value) = headers.get(header::RANGE) else {
        return Ok(0);
    };
    let text = value.to_str().ok().and_then(|text| text.strip_prefix("bytes="));
    text.and_then(|text| text.strip_suffix('-'))
        .and_then(|from| from.parse().ok())
        .ok_or(BAD)
}

fn partial(from: u64, length: u64, body: Body) -> Response {
    let left = length.saturating_sub(from);
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(header::ACCEPT_RANGES, header::HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, left.into());
    if from > 0 {
        let last = length.saturating_sub(1);
        let said = match left {
            0 => format!("bytes */{length}"),
            _ => format!("bytes {from}-{last}/{length}"),
        };
        if let Ok(value) = said.parse() {
            headers.insert(header::CONTENT_RANGE, value);
        }
        *response.status_mut() = if left == 0 {
            StatusCode::RANGE_NOT_SATISFIABLE
        } else {
            StatusCode::PARTIAL_CONTENT
        };
    }
    response
}

async fn acknowledge(
    State(inbox): State<Inbox>,
    Path(envelope): Path<Uuid>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let caller = inbox.admit(&head)?;
    let id = caller.institution.id.clone();
    let digest = caller.digest.clone();
    let body = whole(body, &digest).await?;
    let said: Acknowledgement = serde_json::from_slice(&body).map_err(|_not_json| Refusal::BODY)?;
    let today = inbox.clock.today();
    match store::acknowledge(&inbox.store, id.as_str(), envelope, &said.digest, today).await? {
        Acknowledged::Noted => Ok(StatusCode::NO_CONTENT.into_response()),
        Acknowledged::Unknown => Err(Refusal::NOT_FOUND),
        Acknowledged::Different => Err(Refusal::new(
            StatusCode::CONFLICT,
            "digest",
            "the desk has other bytes than the window: fetch the envelope again",
        )),
    }
}

/// A small body, held against the digest that was signed.
async fn whole(body: Body, digest: &str) -> Result<Bytes, Refusal> {
    let body = to_bytes(body, SMALL).await.map_err(|_broken| Refusal::BODY)?;
    if signature::digest(&body) == digest {
        Ok(body)
    } else {
        Err(Refusal::BODY)
    }
}

async fn stand(State(inbox): State<Inbox>, Path(case): Path<Uuid>, head: Head) -> Result<Response, Refusal> {
    let caller = inbox.admit(&head)?;
    let standing = store::standing(&inbox.store, caller.institution.id.as_str(), CaseId(case)).await?;
    Ok(Json(standing.ok_or(Refusal::NOT_FOUND)?).into_response())
}

const SMALL: usize = 64 * 1024;
