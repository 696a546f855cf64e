//! The directory as it was signed, for desks and anybody else to check.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Published;

/// `/directorio.toml` and its signature.
pub fn routes() -> Router<Arc<Published>> {
    Router::new()
        .route("/directorio.toml", get(send_directory))
        .route("/directorio.toml.minisig", get(send_signature))
}

async fn send_directory(State(published): State<Arc<Published>>) -> Response {
    (
        [(header::CONTENT_TYPE, "application/toml")],
        published.toml.clone(),
    )
        .into_response()
}

async fn send_signature(State(published): State<Arc<Published>>) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        published.signature.to_string(),
    )
        .into_response()
}
