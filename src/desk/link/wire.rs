//! Bodies both ways: small ones are read whole and bounded, sealed files stream.

use std::error::Error as _;
use std::fs;
use std::io::ErrorKind;

use bytes::Bytes;
use futures_util::stream;
use reqwest::{Body, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::io::AsyncReadExt as _;

use super::LinkError;

/// The response, when it is a success; else the refusal it carries.
pub(super) async fn accepted(response: Response) -> Result<Response, LinkError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let refusal: Result<Refusal, LinkError> = json(response).await;
    Err(LinkError::Refused {
        status,
        code: refusal.map_or_else(|_page| status.as_str().to_owned(), |refusal| refusal.error),
    })
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// A small JSON body.
pub(super) async fn json<T: DeserializeOwned>(response: Response) -> Result<T, LinkError> {
    let bytes = whole(response, SMALL).await?;
    serde_json::from_slice(&bytes).map_err(|_not_agreed| LinkError::Malformed)
}

/// A body of `most` bytes; a window that sends without end is not believed.
pub(super) async fn whole(mut response: Response, most: u64) -> Result<Bytes, LinkError> {
    let mut all = Vec::new();
    while let Some(bytes) = response.chunk().await? {
        let length = all.len().saturating_add(bytes.len());
        if u64::try_from(length).unwrap_or(u64::MAX) > most {
            return Err(LinkError::Malformed);
        }
        all.extend_from_slice(&bytes);
    }
    Ok(all.into())
}

/// A sealed file as a body, a part at a time.
pub(super) fn body_of(sealed: fs::File) -> Body {
    let file = tokio::fs::File::from_std(sealed);
    Body::wrap_stream(stream::try_unfold(file, |mut file| async move {
        let mut part = Vec::with_capacity(PART);
        let read = (&mut file)
            .take(u64::try_from(PART).unwrap_or(u64::MAX))
            .read_to_end(&mut part)
            .await
            .map_err(|error| Unreadable(error.kind()))?;
        let next = (read > 0).then(|| (Bytes::from(part), file));
        Ok::<_, Unreadable>(next)
    }))
}

/// A sealed file broke off while it was sent.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a sealed file cannot be read")]
struct Unreadable(ErrorKind);

/// Why sending a sealed file broke off: the file itself, or the way to the window.
pub(super) fn broken(error: reqwest::Error) -> LinkError {
    let mut cause = error.source();
    while let Some(one) = cause {
        if let Some(Unreadable(kind)) = one.downcast_ref() {
            return LinkError::File((*kind).into());
        }
        cause = one.source();
    }
    error.into()
}

const PART: usize = 256 << 10;
const SMALL: u64 = 16 << 20;
