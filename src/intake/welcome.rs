//! The first page, the advice, and the quick way out.

use askama::Template;
use axum::Router;
use axum::response::{Redirect, Response};
use axum::routing::get;
use http::StatusCode;

use crate::text::Language;
use crate::web::locale::in_every_language;
use crate::web::{Frame, page};

/// The pages that need nothing but words.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let router = Router::new().route("/en", get(async || Redirect::permanent("/en/")));
    in_every_language(router, "/", &get(welcome))
}

async fn welcome(language: Language) -> Response {
    page(StatusCode::OK, &Home::new(language))
}

/// The first page.
#[derive(Debug, Template)]
#[template(path = "intake/home.html")]
pub struct Home {
    frame: Frame,
}

impl Home {
    /// The first page in `language`.
    pub fn new(language: Language) -> Self {
        Self {
            frame: Frame::page(language, "/"),
        }
    }
}
