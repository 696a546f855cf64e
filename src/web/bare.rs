//! What the framework answers by itself, without a page: an address that cannot be read, a session that cannot be
//! kept, a panic. It becomes one of our pages in the language of the path, or a JSON error where programs ask.
//!
//! What is no HTTP at all never gets here: the server under us ends it with a bare status, or without a word.

use std::any::Any;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use http::{HeaderValue, Method, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;

use crate::random::{Random, SystemRandom, bytes};
use crate::text::Language;
use crate::web::Remedy;
use crate::web::locale::language_of;

/// Gives every bare failure of `router` its `page`; layer it above everything but the policy headers.
pub fn layer<S, P>(router: Router<S>, page: P) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    P: Fn(Language, Remedy) -> Response + Clone + Send + Sync + 'static,
{
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(move |request: Request, next: Next| {
            let page = page.clone();
            async move { dress(request, next, page).await }
        }))
}

async fn dress(request: Request, next: Next, page: impl Fn(Language, Remedy) -> Response) -> Response {
    let language = language_of(request.uri().path());
    let is_for_programs = is_for_programs(request.uri().path());
    let method = request.method().clone();
    let response = next.run(request).await;
    let status = response.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    if !is_failure || is_dressed(&response, is_for_programs) {
        return response;
    }
    let mut dressed = if is_for_programs {
        (status, Json(error(status))).into_response()
    } else {
        page(language, remedy(status, &method))
    };
    for name in [header::ALLOW, header::SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            dressed.headers_mut().append(name.clone(), value.clone());
        }
    }
    dressed
}

/// Whether `path` is asked for by programs, which read no page: the desk link, and data as files.
fn is_for_programs(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    path.starts_with("/api/") || matches!(ending, Some("csv" | "json"))
}

fn is_dressed(response: &Response, is_for_programs: bool) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.map_or(&b""[..], HeaderValue::as_bytes);
    let is_page = kind.starts_with(b"text/html");
    let is_text = kind.is_empty() || kind.starts_with(b"text/plain");
    !(is_text || is_page && is_for_programs)
}

fn remedy(status: StatusCode, method: &Method) -> Remedy {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Remedy::StartHere,
        StatusCode::REQUEST_TIMEOUT => Remedy::TooSlow,
        StatusCode::SERVICE_UNAVAILABLE => Remedy::Wait,
        _ if status.is_server_error() => failed(status),
        StatusCode::NOT_FOUND => Remedy::NotFound,
        // An address that cannot be read leads nowhere.
        _ if method == Method::GET || method == Method::HEAD => Remedy::NotFound,
        _ => Remedy::NotAForm,
    }
}

fn failed(status: StatusCode) -> Remedy {
    let incident = hex::encode_upper(bytes::<4>(&SystemRandom as &dyn Random));
    tracing::error!(incident, status = status.as_u16(), "a request failed");
    Remedy::Failed { incident }
}

fn error(status: StatusCode) -> serde_json::Value {
    let (error, message) = match status {
        StatusCode::NOT_FOUND => ("not_found", "there is nothing at this address"),
        StatusCode::METHOD_NOT_ALLOWED => ("method", "this address does not take this method"),
        _ if status.is_server_error() => ("failed", "the window failed: try again later"),
        _ => ("malformed", "address, query or body are not as the API has them"),
    };
    serde_json::json!({ "error": error, "message": message })
}

/// One request that went wrong does not stop the service; what it was about is not said.
fn panicked(_what: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::extract::Path;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;
    use crate::web::Problem;

    async fn ask(method: &str, path: &str) -> (StatusCode, String) {
        let router = Router::new()
            .route("/panico", get(panic))
            .route("/en/panico", get(panic))
            .route("/api/v1/panico", get(panic))
            .route("/numero/{number}", get(async |_number: Path<u8>| "ok"))
            .route("/api/v1/numero/{number}", get(async |_number: Path<u8>| "ok"))
            .route(
                "/datos.csv",
                get(async || Problem::new(Language::Es, Remedy::NotFound)),
            );
        let page = |language, remedy| Problem::new(language, remedy).into_response();
        let request = Request::builder().method(method).uri(path);
        let request = request.body(Body::empty()).unwrap();
        let response = layer(router, page).oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (head.status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn panic() {
        panic!("a secret");
    }

    #[tokio::test]
    async fn the_page_after_a_panic_is_in_the_language_of_its_path_and_says_nothing_of_it() {
        for (path, lang) in [("/panico", "lang=\"es\""), ("/en/panico", "lang=\"en\"")] {
            let (status, text) = ask("GET", path).await;
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
            assert!(text.contains(lang) && text.contains("<h1"), "{text}");
            assert!(!text.contains("secret"));
        }
        let (status, text) = ask("GET", "/api/v1/panico").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text.starts_with("{\"error\":\"failed\""), "{text}");
    }

    #[tokio::test]
    async fn what_the_framework_refuses_is_a_page_or_an_error_for_programs() {
        let not_found = StatusCode::NOT_FOUND;
        for path in ["/numero/mil", "/numero/%ff", "/nada"] {
            let (status, text) = ask("GET", path).await;
            assert_eq!(status, not_found, "{path}");
            assert!(text.contains("<h1"), "{path}: {text}");
        }
        for path in ["/api/v1/numero/mil", "/api/v1/nada", "/datos.csv", "/nada.json"] {
            let (status, text) = ask("GET", path).await;
            assert!(status.is_client_error(), "{path}");
            assert!(text.starts_with("{\"error\":"), "{path}: {text}");
        }
        let (status, text) = ask("PUT", "/numero/1").await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        assert!(text.contains("<h1"), "{text}");
    }
}
