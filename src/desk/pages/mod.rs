//! The officers' site: every address, and what each page has in common.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Router, middleware};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use super::Desk;
use super::officer::{CASES, Role, Roles};
use super::session::SealedSessions;
use crate::text::Language;
use crate::web::headers;
use crate::web::origin::Origin;
use crate::web::{Frame, assets, bare};

mod account;
mod answer;
mod attachment;
mod case;
mod cases;
mod choices;
mod clocks;
mod decision;
mod draft;
mod entry;
mod factor;
mod history;
mod invitation;
mod message;
mod notes;
mod notices;
mod people;
mod routes;
mod seat;
mod strength;
mod trouble;
mod unlock;
mod words;

pub use routes::{Access, Address, Verb, addresses};
use seat::{Seated, Vacant, Who, who};
use trouble::{Cause, Trouble};

/// Every address of the officers' site.
pub fn router(desk: Arc<Desk>) -> Router {
    let sessions = sessions(&desk);
    let shown = Arc::clone(&desk);
    let router = routes::guarded(&desk)
        .merge(assets::routes())
        .fallback(trouble::unknown)
        .method_not_allowed_fallback(trouble::begin_elsewhere)
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), seat::look))
        .layer(sessions);
    let router = bare::layer(router, move |language, remedy| {
        trouble::of(&shown, language, remedy)
    });
    headers::layer(router, &desk.settings.site.origins)
        .layer(middleware::map_response(sandbox))
        .with_state(desk)
}

/// Cookies are shared by all ports of a host: each desk has its own name for its own.
fn sessions(desk: &Desk) -> SessionManagerLayer<SealedSessions> {
    SessionManagerLayer::new(desk.sessions.clone())
        .with_name(format!("mesa-{}", desk.settings.institution))
        // `headers::layer` adds it for those who come by https.
        .with_secure(false)
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_expiry(Expiry::OnSessionEnd)
}

/// What is sent as a file may do nothing at all, wherever it is opened.
async fn sandbox(mut response: Response) -> Response {
    if response.headers().contains_key(header::CONTENT_DISPOSITION) {
        let policy = HeaderValue::from_static("sandbox; default-src 'none'");
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// To what somebody comes for.
async fn home(language: Language, seated: Seated) -> Redirect {
    Redirect::to(&language.path(home_of(&seated.officer.roles)))
}

/// Where whoever comes in goes on.
fn onward(desk: &Desk, language: Language, roles: &Roles) -> Response {
    if roles.any_of(CASES) && !desk.keyring.is_open() {
        return see(language, "/desbloquear");
    }
    see(language, home_of(roles))
}

fn home_of(roles: &Roles) -> &'static str {
    if roles.any_of(CASES) {
        "/expedientes"
    } else if roles.has(Role::Administrator) {
        "/personas"
    } else if roles.has(Role::Auditor) {
        "/historial"
    } else {
        "/mi-cuenta"
    }
}

/// What stands around every page: whose desk it is, who is there and whether the identity is open.
#[derive(Clone, Debug)]
struct Shell {
    institution: String,
    officer: Option<Who>,
    /// Where whoever is there begins.
    home: &'static str,
    open: bool,
    notices: u64,
}

impl Shell {
    fn of(desk: &Desk, language: Language, officer: Option<&Who>) -> Self {
        let standing = desk.standing();
        let names = standing.names;
        let name = names.get(language.tag()).or_else(|| names.get("es"));
        Self {
            institution: name.map_or_else(|| desk.settings.institution.to_string(), Clone::clone),
            home: officer.map_or("/expedientes", |officer| home_of(&officer.roles)),
            officer: officer.cloned(),
            open: desk.keyring.is_open(),
            notices: standing.notices,
        }
    }

    /// Whether who is there works on cases.
    fn has_cases(&self) -> bool {
        self.has(CASES)
    }

    /// Whether who is there reads the history of the whole desk.
    fn has_history(&self) -> bool {
        self.has(history::READERS)
    }

    /// Whether who is there makes accounts.
    fn has_people(&self) -> bool {
        self.has(&[Role::Administrator])
    }

    fn has(&self, roles: &[Role]) -> bool {
        self.officer
            .as_ref()
            .is_some_and(|officer| officer.roles.any_of(roles))
    }

    fn home_label(&self) -> &'static str {
        match self.home {
            "/personas" => "people-title",
            "/mi-cuenta" => "account-title",
            _ => "desk-cases",
        }
    }
}

/// Whether a form came from one of our own pages.
fn is_own(desk: &Desk, headers: &HeaderMap) -> bool {
    Origin::of(headers, &desk.settings.site.origins) == Origin::Own
}

/// What a form of one of our own pages says.
fn checked<T>(desk: &Desk, headers: &HeaderMap, form: Result<Form<T>, FormRejection>) -> Result<T, Cause> {
    if !is_own(desk, headers) {
        return Err(Cause::Foreign);
    }
    form.map(|Form(form)| form).map_err(|_no_form| Cause::NotAForm)
}

fn see(language: Language, path: &str) -> Response {
    Redirect::to(&language.path(path)).into_response()
}

/// A page in the shell of its desk.
fn frame(language: Language, path: &str) -> Frame {
    Frame::page(language, path)
}

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
/// Bytes of the forms that unlock and that turn pages: they may carry a whole answer.
const CARRIED: usize = 20 << 20;
