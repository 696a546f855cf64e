//! A window that was taken over: what it lists to the desk is not what its own rows say.

use std::fmt;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use http::header;
use ventanilla::inbox::Page;

type Told = Box<dyn Fn(&mut Page) + Send>;

/// What is done to each page of the queue on its way.
#[derive(Clone, Default)]
pub(super) struct Lie(Arc<Mutex<Option<Told>>>);

impl Lie {
    pub(super) fn set(&self, lie: impl Fn(&mut Page) + Send + 'static) {
        *self.0.lock().unwrap() = Some(Box::new(lie));
    }

    /// Puts the lie before the true desk link.
    pub(super) fn tell(&self, router: Router) -> Router {
        let lie = self.clone();
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let lie = lie.clone();
            async move {
                let is_queue = request.uri().path() == "/api/v1/inbox";
                let response = next.run(request).await;
                if is_queue {
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

impl fmt::Debug for Lie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lie(..)")
    }
}
