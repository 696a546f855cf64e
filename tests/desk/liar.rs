//! A window that was taken over: what it lists to the desk is not what its own rows say.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use futures_util::stream;
use http::header;
use uuid::Uuid;
use ventanilla::inbox::Page;

type Told = Box<dyn Fn(&mut Page) + Send>;

/// What is done to each page of the queue on its way.
#[derive(Clone, Default)]
pub(super) struct Lie(Arc<Mutex<Option<Told>>>, Arc<Mutex<BTreeSet<Uuid>>>);

impl Lie {
    pub(super) fn set(&self, lie: impl Fn(&mut Page) + Send + 'static) {
        *self.0.lock().unwrap() = Some(Box::new(lie));
    }

    /// Breaks the connection in the middle of this envelope, whenever it is asked for.
    pub(super) fn cut(&self, envelope: Uuid) {
        self.1.lock().unwrap().insert(envelope);
    }

    fn cuts(&self, path: &str) -> bool {
        let id = path
            .strip_prefix("/api/v1/envelopes/")
            .and_then(|id| id.parse().ok());
        id.is_some_and(|id| self.1.lock().unwrap().contains(&id))
    }

    /// Puts the lie before the true desk link.
    pub(super) fn tell(&self, router: Router) -> Router {
        let lie = self.clone();
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let lie = lie.clone();
            async move {
                let is_queue = request.uri().path() == "/api/v1/inbox";
                let is_cut = lie.cuts(request.uri().path());
                let response = next.run(request).await;
                if is_cut {
                    broken(response)
                } else if is_queue {
                    lie.change(response).await
                } else {
                    response
                }
            }
        }))
    }

    async fn change(&self, response: Response) -> Response {
        let (mut head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let Ok(mut page) = serde_json::from_slice(&body) else {
            return Response::from_parts(head, Body::from(body));
        };
        if let Some(lie) = &*self.0.lock().unwrap() {
            lie(&mut page);
        }
        head.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(head, Body::from(serde_json::to_vec(&page).unwrap()))
    }
}

/// The first bytes of an answer, and then the end of its connection.
fn broken(response: Response) -> Response {
    let (head, _body) = response.into_parts();
    let pieces = [Ok(Bytes::from_static(b"age")), Err(io::Error::other("cut"))];
    Response::from_parts(head, Body::from_stream(stream::iter(pieces)))
}

impl fmt::Debug for Lie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lie(..)")
    }
}
