//! What is left of a body that nobody read to its end is read for a while, and forgotten: a connection that is
//! closed on a browser that still sends costs the person the page that says why.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, header};
use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

/// Answers, once the body is at its end or enough of it was forgotten. In the second case the connection ends
/// with the answer.
pub(super) async fn linger(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    // Who asks first is told the answer instead of sending on.
    let asks_first = head.headers.contains_key(header::EXPECT);
    let mut rest = Rest(Arc::new(Mutex::new(body)));
    let request = Request::from_parts(head, Body::new(rest.clone()));
    let mut response = next.run(request).await;
    if !rest.is_end_stream() && (asks_first || !rest.forget().await) {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// A body, held by who reads it and by us.
#[derive(Clone)]
struct Rest(Arc<Mutex<Body>>);

impl Rest {
    /// Reads and forgets; whether that was all of it.
    async fn forget(&mut self) -> bool {
        let all = async {
            let mut left = MOST;
            loop {
                let Some(Ok(frame)) = self.frame().await else {
                    return true;
                };
                let length = frame.data_ref().map_or(0, Bytes::len);
                match left.checked_sub(length) {
                    Some(less) => left = less,
                    None => return false,
                }
            }
        };
        tokio::time::timeout(PATIENCE, all).await.unwrap_or(false)
    }
}

impl HttpBody for Rest {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let frame = ready!(Pin::new(&mut *body).poll_frame(context));
        drop(body);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}

/// Bytes that are read although nobody wants them.
const MOST: usize = 32 << 20;
/// How long they are awaited.
const PATIENCE: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::middleware::from_fn;
    use futures_util::{Stream, StreamExt as _, stream};
    use tower::ServiceExt as _;

    use super::*;

    type Piece = Result<Bytes, Infallible>;

    async fn refuse(
        body: impl Stream<Item = Piece> + Send + 'static,
        headers: &[(&'static str, &str)],
    ) -> bool {
        let router = Router::new().layer(from_fn(linger));
        let request = headers.iter().fold(Request::post("/"), |request, (name, value)| {
            request.header(*name, *value)
        });
        let request = request.body(Body::from_stream(body)).unwrap();
        let response = router.oneshot(request).await.unwrap();
        response.headers().contains_key(header::CONNECTION)
    }

    fn counted() -> (impl Stream<Item = Piece> + Send + 'static, Arc<AtomicUsize>) {
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&taken);
        let pieces = stream::repeat_with(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(Bytes::from_static(&[7; 16 * 1024]))
        });
        (pieces, taken)
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_nobody_wants_is_read_for_a_while_and_not_for_ever() {
        let (pieces, taken) = counted();
        assert!(!refuse(pieces.take(100), &[]).await, "the connection stays");
        assert_eq!(taken.load(Ordering::Relaxed), 100);
        let (pieces, taken) = counted();
        assert!(refuse(pieces, &[]).await, "the connection ends");
        assert!((2048..2060).contains(&taken.load(Ordering::Relaxed)));
        let (pieces, _) = counted();
        assert!(refuse(pieces.take(3).chain(stream::pending()), &[]).await);
        let (pieces, taken) = counted();
        assert!(refuse(pieces, &[("expect", "100-continue")]).await);
        assert_eq!(
            taken.load(Ordering::Relaxed),
            0,
            "who asks first is answered first"
        );
    }
}
