//! The first page, the advice, and the quick way out.

use askama::Template;
use axum::extract::{FromRef, State};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tower_sessions::Session;

use super::Intake;
use crate::text::Language;
use crate::web::locale::in_every_language;
use crate::web::origin::Origin;
use crate::web::problem::refuse_method;
use crate::web::{Frame, page};

/// The pages that need nothing but words, and the quick way out.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Intake: FromRef<S>,
{
    let router = Router::new().route("/en", get(async || Redirect::permanent("/en/")));
    let router = in_every_language(router, "/", &get(welcome));
    let router = in_every_language(router, "/ayuda", &get(advise));
    in_every_language(router, "/salir", &post(leave).get(refuse_method))
}

async fn welcome(language: Language) -> Response {
    page(StatusCode::OK, &Home::new(language))
}

async fn advise(language: Language) -> Response {
    page(StatusCode::OK, &Advice::new(language))
}

/// Whoever presses the button leaves, always. What is open is closed by our own pages alone: another site must not take
/// the mailbox from under somebody who is writing.
async fn leave(
    State(intake): State<Intake>,
    language: Language,
    session: Option<Extension<Session>>,
    headers: HeaderMap,
) -> Response {
    let mut response = way_out(language, &intake.neutral_site);
    if Origin::of(&headers, &intake.origins) == Origin::Own {
        if let Some(Extension(session)) = session {
            // What is left of a session that cannot be ended is gone by itself in a quarter of an hour.
            drop(session.flush().await);
        }
        response.headers_mut().insert(
            HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
        );
    }
    response
}

/// Goes to the `neutral` site.
fn way_out(language: Language, neutral: &str) -> Response {
    let mut response = page(StatusCode::OK, &Leaving::new(language, neutral));
    let headers = response.headers_mut();
    // A redirect would be stopped by `form-action 'self'`; an address that cannot stand in a header is
    // still a link on the page.
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={neutral}")) {
        headers.insert(http::header::REFRESH, refresh);
    }
    response
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

/// Advice on staying safe, and the honest limits.
#[derive(Debug, Template)]
#[template(path = "intake/advice.html")]
pub struct Advice {
    frame: Frame,
}

impl Advice {
    /// The advice in `language`.
    pub fn new(language: Language) -> Self {
        Self {
            frame: Frame::page(language, "/ayuda"),
        }
    }
}

/// Shown for an instant on the way out; it does not say where one was.
#[derive(Debug, Template)]
#[template(path = "intake/leaving.html")]
pub struct Leaving {
    frame: Frame,
    neutral: String,
}

impl Leaving {
    /// The way out to the `neutral` site.
    pub fn new(language: Language, neutral: &str) -> Self {
        Self {
            frame: Frame::once(language),
            neutral: neutral.to_owned(),
        }
    }
}
