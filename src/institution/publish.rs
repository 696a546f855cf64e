//! The directory as it was signed, for desks and anybody else to check.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;

use super::Published;

/// `/directorio.toml` and its signature.
pub fn routes() -> Router<Arc<Published>> {
    Router::new()
        .route("/directorio.toml", get(send_directory))
        .route("/directorio.toml.minisig", get(send_signature))
}

async fn send_directory(State(published): State<Arc<Published>>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/toml".to_owned()),
        (header::CONTENT_LENGTH, published.length().to_string()),
    ];
    let pieces = published.pieces().map(Ok::<_, Infallible>);
    (headers, Body::from_stream(stream::iter(pieces))).into_response()
}

async fn send_signature(State(published): State<Arc<Published>>) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        published.signature.to_string(),
    )
        .into_response()
}
