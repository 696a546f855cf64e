//! Every address that takes a form, of the window and of the desk: none changes anything for a form from another site.
//!
//! The table is written by hand. An address that takes a POST and is not in it fails the test.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode, header};
use tower::ServiceExt as _;
use ventanilla::desk::pages;

use crate::desk::link::unlock;
use crate::desk::pages::{sign_in, with_officer};
use crate::desk::visitor::Visitor;
use crate::desk::world::World;
use crate::world::site::{Engine, Site};

/// What an address does with a form from another site.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    /// Reads it as one step of the wizard: it shows a page and keeps nothing anywhere.
    KeepsNothing,
    /// Leads away from here, and clears nothing in a browser whose form is not ours.
    LeadsAway,
    /// Is for whoever sets a second factor up, and leads everybody else on.
    LeadsOn,
    /// Refuses it.
    Refuses,
    /// Wants a signature of a desk, which no browser has.
    WantsASignature,
}

use Does::{KeepsNothing, LeadsAway, LeadsOn, Refuses, WantsASignature};

const WINDOW: [(&str, Does); 14] = [
    ("/api/v1/cases/{case}/answers", WantsASignature),
    ("/api/v1/envelopes/{envelope}/acknowledgement", WantsASignature),
    ("/denunciar", KeepsNothing),
    ("/denunciar/enviar", Refuses),
    ("/denunciar/hechos", KeepsNothing),
    ("/denunciar/lectura", KeepsNothing),
    ("/denunciar/lugar", KeepsNothing),
    ("/denunciar/recibo", Refuses),
    ("/denunciar/relato", KeepsNothing),
    ("/denunciar/revision", KeepsNothing),
    ("/salir", LeadsAway),
    ("/seguimiento", Refuses),
    ("/seguimiento/buzon", Refuses),
    ("/seguimiento/cerrar", Refuses),
];

const DESK: [(&str, Does); 18] = [
    ("/avisos", Refuses),
    ("/bloquear", Refuses),
    ("/buscar", Refuses),
    ("/desbloquear", Refuses),
    ("/entrar", Refuses),
    ("/expedientes/{case}", Refuses),
    ("/expedientes/{case}/notas", Refuses),
    ("/expedientes/{case}/respuesta", Refuses),
    ("/invitacion", Refuses),
    ("/mi-cuenta/codigos", Refuses),
    ("/mi-cuenta/contrasena", Refuses),
    ("/mi-cuenta/sesiones", Refuses),
    ("/personas/cambiar", Refuses),
    ("/personas/invitar", Refuses),
    ("/salir", Refuses),
    ("/segundo-factor", LeadsOn),
    ("/segundo-factor/guardados", LeadsOn),
    ("/traer", Refuses),
];

/// The addresses of a router, as it tells them itself.
fn addresses(router: &Router) -> BTreeSet<String> {
    let told = format!("{router:?}");
    let parts = told
        .split('"')
        .filter(|part| part.starts_with('/') && !part.contains("{*"));
    parts
        .filter(|part| !part.starts_with("/en/") && *part != "/en")
        .map(str::to_owned)
        .collect()
}

async fn post(router: &Router, path: &str, origin: Option<&str>, cookie: &str) -> http::Response<Body> {
    let path = ["case", "id", "envelope", "number", "file", "institution"]
        .iter()
        .fold(path.to_owned(), |path, name| {
            path.replace(&format!("{{{name}}}"), "7b0c8e0a-0000-4000-8000-000000000001")
        });
    let is_of_parts = ["/enviar", "/respuesta"].iter().any(|end| path.ends_with(end));
    let (kind, body) = if is_of_parts {
        let body = "--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nHola\r\n--X--\r\n";
        ("multipart/form-data; boundary=X", body)
    } else {
        ("application/x-www-form-urlencoded", "text=Hola")
    };
    let mut request = Request::post(&path)
        .header(header::CONTENT_TYPE, kind)
        .header(header::USER_AGENT, "Prueba/1.0");
    if let Some(origin) = origin {
        request = request.header(header::ORIGIN, origin);
    }
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    router
        .clone()
        .oneshot(request.body(Body::from(body)).unwrap())
        .await
        .unwrap()
}

async fn hold(router: &Router, table: &[(&str, Does)], cookie: &str) {
    is_whole(router, table, cookie).await;
    for (path, does) in table {
        for origin in [Some("https://evil.example"), Some("null"), None] {
            for under in ["", "/en"] {
                if *does == WantsASignature && under == "/en" {
                    continue;
                }
                let answer = post(router, &format!("{under}{path}"), origin, cookie).await;
                let status = answer.status();
                assert!(does.is_done_by(status), "{under}{path} from {origin:?}: {status}");
                for touched in ["clear-site-data", "set-cookie"] {
                    let is_touched = answer.headers().contains_key(touched);
                    assert!(!is_touched, "{path} from {origin:?}: {touched}");
                }
            }
        }
    }
}

/// The table names every address that takes a form, and no other.
async fn is_whole(router: &Router, table: &[(&str, Does)], cookie: &str) {
    let all = addresses(router);
    assert!(all.len() > table.len(), "the router tells its addresses: {all:?}");
    let mut taking = BTreeSet::new();
    for path in &all {
        let answer = post(router, path, Some("https://evil.example"), cookie).await;
        if ![StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND].contains(&answer.status()) {
            taking.insert(path.as_str());
        }
    }
    let listed: BTreeSet<&str> = table.iter().map(|(path, _)| *path).collect();
    assert_eq!(taking, listed, "every address that takes a form, and no other");
}

impl Does {
    fn is_done_by(self, status: StatusCode) -> bool {
        match self {
            Refuses => status == StatusCode::FORBIDDEN || status == StatusCode::UNPROCESSABLE_ENTITY,
            KeepsNothing => status.is_success() || status == StatusCode::UNPROCESSABLE_ENTITY,
            LeadsAway => status == StatusCode::OK,
            LeadsOn => status == StatusCode::SEE_OTHER,
            WantsASignature => status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN,
        }
    }
}

#[tokio::test]
async fn no_address_of_the_window_changes_anything_for_a_form_from_another_site() {
    let site = Site::new(Engine::Sqlite).await;
    let router = ventanilla::window::router(site.window.clone());
    hold(&router, &WINDOW, "").await;
    site.has_nothing().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_of_the_desk_changes_anything_for_a_form_from_another_site() {
    let world = World::new().await;
    let desk = world.desk().await;
    with_officer(&desk).await;
    let router = pages::router(Arc::clone(&desk));
    let mut visitor = Visitor::new(router.clone());
    sign_in(&mut visitor).await;
    unlock(&desk);
    let cookie = visitor.cookie.clone().unwrap();
    hold(&router, &DESK, &cookie).await;
    assert!(desk.keyring().is_open(), "nobody locked it");
    assert_eq!(
        visitor.get("/expedientes").await.status,
        StatusCode::OK,
        "nobody signed her out"
    );
}
