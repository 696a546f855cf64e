//! The officers' site: every address, and what each page has in common.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use super::Desk;
use super::session::SealedSessions;
use crate::text::Language;
use crate::web::headers;
use crate::web::locale::in_every_language;
use crate::web::origin::Origin;
use crate::web::{Frame, assets, bare};

mod answer;
mod attachment;
mod case;
mod cases;
mod choices;
mod clocks;
mod decision;
mod entry;
mod message;
mod notices;
mod seat;
mod trouble;
mod unlock;
mod words;

use seat::{Seated, Vacant};
use trouble::Trouble;

/// Every address of the officers' site.
pub fn router(desk: Arc<Desk>) -> Router {
    let sessions = sessions(&desk);
    let pages = [
        ("/", get(home)),
        ("/entrar", get(entry::ask).post(entry::sign_in)),
        ("/salir", post(entry::sign_out)),
        (
            "/desbloquear",
            get(unlock::ask).merge(post(unlock::unlock).layer(DefaultBodyLimit::max(CARRIED))),
        ),
        ("/bloquear", post(unlock::lock)),
        ("/expedientes", get(cases::list)),
        ("/traer", post(cases::call)),
        ("/avisos", get(notices::list).post(notices::explain)),
        ("/expedientes/{case}", get(case::show).post(case::turn)),
    ];
    let router = Router::new().route("/en", get(home));
    let router = pages.into_iter().fold(router, |router, (path, methods)| {
        in_every_language(router, path, &methods)
    });
    // An answer streams through with limits of its own.
    let answers = post(answer::receive).layer(DefaultBodyLimit::disable());
    let router = in_every_language(router, "/expedientes/{case}/respuesta", &answers);
    let file = "/expedientes/{case}/sobres/{envelope}/adjuntos/{number}";
    let shown = Arc::clone(&desk);
    let router = in_every_language(router, file, &get(attachment::send))
        .merge(assets::routes())
        .fallback(trouble::unknown)
        .method_not_allowed_fallback(trouble::begin_elsewhere)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&desk),
            seat::keep_alive,
        ))
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
    let (clock, random) = (Arc::clone(&desk.clock), Arc::clone(&desk.random));
    let store = SealedSessions::new(desk.store.clone(), clock, random);
    SessionManagerLayer::new(store)
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

async fn home(language: Language) -> Redirect {
    Redirect::to(&language.path("/expedientes"))
}

/// What stands around every page: whose desk it is, who is there and whether the identity is open.
#[derive(Clone, Debug)]
struct Shell {
    institution: String,
    officer: Option<String>,
    open: bool,
    notices: u64,
}

impl Shell {
    fn of(desk: &Desk, language: Language, officer: Option<&str>) -> Self {
        let standing = desk.standing();
        let names = standing.names;
        let name = names.get(language.tag()).or_else(|| names.get("es"));
        Self {
            institution: name.map_or_else(|| desk.settings.institution.to_string(), Clone::clone),
            officer: officer.map(str::to_owned),
            open: desk.keyring.is_open(),
            notices: standing.notices,
        }
    }
}

/// Whether a form came from one of our own pages.
fn is_own(desk: &Desk, headers: &HeaderMap) -> bool {
    Origin::of(headers, &desk.settings.site.origins) == Origin::Own
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
