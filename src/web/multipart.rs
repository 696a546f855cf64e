//! Reads a `multipart/form-data` body part by part, in constant memory, to its very last byte.
//!
//! The parser stops at the closing delimiter; what follows must be read too before the answer goes out, or the
//! connection is closed on the browser and the page with the code may be lost.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};

/// A body of parts.
pub struct Parts {
    parts: multer::Multipart<'static>,
    body: Shared,
}

/// Why a body cannot be read as parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PartsError {
    /// It broke off, or is no multipart body at all.
    #[error("the form did not arrive whole")]
    Broken,
    /// A text field is longer than its limit.
    #[error("a field is too long")]
    TooLong,
}

impl Parts {
    /// Reads `body`, which must be declared as `multipart/form-data`, and `most` bytes of it: what is longer
    /// counts as broken off there.
    pub fn open(headers: &HeaderMap, body: Body, most: u64) -> Result<Self, PartsError> {
        let declared = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let boundary = multer::parse_boundary(declared.unwrap_or_default())
            .map_err(|_not_multipart| PartsError::Broken)?;
        let body = Shared(Arc::new(Mutex::new(Limited {
            stream: body.into_data_stream(),
            left: most,
        })));
        Ok(Self {
            parts: multer::Multipart::new(body.clone(), boundary),
            body,
        })
    }

    /// The next part, in the order in which the form sent them.
    pub async fn next(&mut self) -> Result<Option<Part>, PartsError> {
        let field = self
            .parts
            .next_field()
            .await
            .map_err(|_broken| PartsError::Broken)?;
        Ok(field.map(Part))
    }

    /// Reads and forgets what is left, so that the browser gets to read the answer.
    pub async fn drain(self) {
        let Self { parts, mut body } = self;
        drop(parts);
        while let Some(Ok(_forgotten)) = body.next().await {}
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts(..)")
    }
}

/// One field or file of a form.
pub struct Part(multer::Field<'static>);

impl Part {
    /// The field's name.
    pub fn name(&self) -> &str {
        self.0.name().unwrap_or_default()
    }

    /// Whether it is a file a person chose: browsers send a nameless one where none was chosen.
    pub fn is_chosen_file(&self) -> bool {
        self.0.file_name().is_some_and(|name| !name.is_empty())
    }

    /// Whether it came from a file field.
    pub fn is_file(&self) -> bool {
        self.0.file_name().is_some()
    }

    /// The text of a field of at most `limit` bytes. Bytes that are no UTF-8 become the replacement character.
    pub async fn text(mut self, limit: usize) -> Result<String, PartsError> {
        let mut text = Vec::new();
        while let Some(bytes) = self.chunk().await? {
            if text.len().saturating_add(bytes.len()) > limit {
                return Err(PartsError::TooLong);
            }
            text.extend_from_slice(&bytes);
        }
        Ok(String::from_utf8(text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// The next bytes of a file.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, PartsError> {
        self.0.chunk().await.map_err(|_broken| PartsError::Broken)
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part(..)")
    }
}

/// The body, held by the parser and by us.
#[derive(Clone)]
struct Shared(Arc<Mutex<Limited>>);

struct Limited {
    stream: BodyDataStream,
    left: u64,
}

impl Limited {
    fn count(&mut self, bytes: Result<Bytes, axum::Error>) -> Result<Bytes, PartsError> {
        let bytes = bytes.map_err(|_broken_off| PartsError::Broken)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(length).ok_or(PartsError::Broken)?;
        Ok(bytes)
    }
}

impl Stream for Shared {
    type Item = Result<Bytes, PartsError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let polled = ready!(body.stream.poll_next_unpin(context));
        let counted = polled.map(|bytes| body.count(bytes));
        drop(body);
        Poll::Ready(counted)
    }
}
