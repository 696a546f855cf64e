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
        let body = Limited {
            stream: body.into_data_stream(),
            left: most,
        };
        let body = Shared {
            body: Arc::new(Mutex::new(body)),
            rests: false,
        };
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

/// The body, held by the parser and by us. The parser takes all it can get before it looks at any of it; so it
/// gets one piece at a time, and sees what came whole before it meets the end or a break.
#[derive(Clone)]
struct Shared {
    body: Arc<Mutex<Limited>>,
    rests: bool,
}

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

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.rests) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut body = self.body.lock().unwrap_or_else(PoisonError::into_inner);
        let polled = ready!(body.stream.poll_next_unpin(context));
        let counted = polled.map(|bytes| body.count(bytes));
        drop(body);
        self.rests = true;
        Poll::Ready(counted)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::stream;

    use super::*;

    type Step = Result<&'static str, std::io::Error>;

    const FIELD: &str = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";

    fn parts(body: impl Stream<Item = Step> + Send + 'static) -> Parts {
        let mut headers = HeaderMap::new();
        let kind = "multipart/form-data; boundary=x".parse().unwrap();
        headers.insert(header::CONTENT_TYPE, kind);
        Parts::open(&headers, Body::from_stream(body), u64::MAX).unwrap()
    }

    fn broken() -> Step {
        Err(std::io::Error::other("broken"))
    }

    #[tokio::test]
    async fn what_came_before_a_break_is_read() {
        let steps = vec![Ok(FIELD), Ok("one\r\n"), Ok(FIELD), Ok("tw"), broken()];
        let mut parts = parts(stream::iter(steps));
        let first = parts.next().await.unwrap().unwrap();
        assert_eq!(first.text(99).await.unwrap(), "one");
        let second = parts.next().await.unwrap().unwrap();
        assert_eq!(second.text(99).await, Err(PartsError::Broken));
    }

    #[tokio::test]
    async fn a_body_that_comes_late_and_at_once_is_read() {
        let steps = stream::iter([Ok(FIELD), Ok("one\r\n--x--\r\n")]).then(async |step| {
            tokio::task::yield_now().await;
            step
        });
        let mut parts = parts(steps);
        let first = parts.next().await.unwrap().unwrap();
        assert_eq!(first.text(99).await.unwrap(), "one");
        assert!(parts.next().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn no_more_is_taken_from_the_network_than_is_asked_for() {
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&taken);
        let pieces = stream::iter((0..1000).map(move |number| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(if number == 0 { FIELD } else { "a piece of a file" })
        }));
        let mut parts = parts(pieces);
        let mut file = parts.next().await.unwrap().unwrap();
        for asked in 1..100 {
            file.chunk().await.unwrap().unwrap();
            assert!(taken.load(Ordering::Relaxed) <= asked + 2);
        }
    }
}
