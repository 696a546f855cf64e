//! Every address of the officers' site and whom it opens to. The router is built from these rows, so that no address is
//! there without one, and this is the only place where a role is asked for.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use super::seat::Seating;
use super::trouble::{Cause, NotYours};
use super::{
    CARRIED, Trouble, Vacant, account, answer, attachment, case, cases, entry, factor, history, home,
    invitation, notes, notices, people, unlock,
};
use crate::desk::Desk;
use crate::desk::officer::{CASES, OfficerName, Role};
use crate::text::Language;
use crate::web::locale::in_every_language;

/// One address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Address {
    /// How it is asked.
    pub verb: Verb,
    /// Where it is, without its language.
    pub path: &'static str,
    /// Whom it opens to.
    pub access: Access,
}

/// How an address is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verb {
    /// A page or a file.
    Get,
    /// A form.
    Post,
}

/// Whom an address opens to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Whoever comes.
    Anyone,
    /// Whoever gave the right passphrase and has a second factor to set up.
    Halfway,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in and has one of these roles.
    Only(&'static [Role]),
}

/// Every address, each once; each is there in every language.
pub fn addresses() -> Vec<Address> {
    rows().into_iter().map(|row| row.address).collect()
}

struct Row {
    address: Address,
    refusal: Refusal,
    handler: MethodRouter<Arc<Desk>>,
}

/// Who answers when somebody is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Refusal {
    /// The row's guard, before anything of the request is read.
    AtOnce,
    /// The page, which gives back what was written.
    WithWords,
}

impl Row {
    fn get(path: &'static str, access: Access, handler: MethodRouter<Arc<Desk>>) -> Self {
        Self::new(Verb::Get, path, access, handler)
    }

    fn post(path: &'static str, access: Access, handler: MethodRouter<Arc<Desk>>) -> Self {
        Self::new(Verb::Post, path, access, handler)
    }

    const fn new(verb: Verb, path: &'static str, access: Access, handler: MethodRouter<Arc<Desk>>) -> Self {
        Self {
            address: Address { verb, path, access },
            refusal: Refusal::AtOnce,
            handler,
        }
    }

    fn with_words(self) -> Self {
        Self {
            refusal: Refusal::WithWords,
            ..self
        }
    }
}

fn rows() -> Vec<Row> {
    use Access::{Anyone, Halfway, Only, SignedIn};
    let case = "/expedientes/{case}";
    let file = "/expedientes/{case}/sobres/{envelope}/adjuntos/{number}";
    // An answer streams through with limits of its own.
    let receive = post(answer::receive).layer(DefaultBodyLimit::disable());
    let unlock = post(unlock::unlock).layer(DefaultBodyLimit::max(CARRIED));
    vec![
        Row::get("/", SignedIn, get(home)),
        Row::get("/entrar", Anyone, get(entry::ask)),
        Row::post("/entrar", Anyone, post(entry::sign_in)),
        Row::post("/salir", Anyone, post(entry::sign_out)),
        Row::get("/segundo-factor", Halfway, get(factor::show)),
        Row::post("/segundo-factor", Halfway, post(factor::confirm)),
        Row::post("/segundo-factor/guardados", Halfway, post(factor::kept)),
        Row::get("/mi-cuenta", SignedIn, get(account::show)),
        Row::post(
            "/mi-cuenta/contrasena",
            SignedIn,
            post(account::change_passphrase),
        ),
        Row::post("/mi-cuenta/codigos", SignedIn, post(account::draw_codes)),
        Row::post("/mi-cuenta/sesiones", SignedIn, post(account::end_sessions)),
        Row::get("/personas", ADMINISTER, get(people::list)),
        Row::post("/personas/invitar", ADMINISTER, post(people::invite)),
        Row::post("/personas/cambiar", ADMINISTER, post(people::change)),
        Row::get("/invitacion/{token}", Anyone, get(invitation::show)),
        Row::post("/invitacion", Anyone, post(invitation::accept)),
        Row::get("/desbloquear", Only(CASES), get(unlock::ask)),
        Row::post("/desbloquear", Only(CASES), unlock).with_words(),
        Row::post("/bloquear", Only(CASES), post(unlock::lock)),
        Row::get("/expedientes", Only(CASES), get(cases::list)),
        Row::post("/traer", Only(CASES), post(cases::call)),
        Row::post("/buscar", Only(CASES), post(cases::search)),
        Row::get("/avisos", Only(CASES), get(notices::list)),
        Row::post("/avisos", Only(CASES), post(notices::explain)),
        Row::get(case, Only(CASES), get(case::show)),
        Row::post(case, Only(CASES), post(case::turn)).with_words(),
        Row::post("/expedientes/{case}/respuesta", Only(CASES), receive).with_words(),
        Row::post("/expedientes/{case}/notas", Only(CASES), post(notes::add)).with_words(),
        Row::get(file, Only(CASES), get(attachment::send)),
        Row::get("/historial", Only(history::READERS), get(history::all)),
        Row::get(
            "/expedientes/{case}/historial",
            Only(history::CASE_READERS),
            get(history::of_case),
        ),
    ]
}

/// A router of all rows, each behind its guard.
pub(super) fn guarded(desk: &Arc<Desk>) -> Router<Arc<Desk>> {
    rows().into_iter().fold(Router::new(), |router, row| {
        let post = Post {
            desk: Arc::clone(desk),
            access: row.address.access,
            refusal: row.refusal,
        };
        let methods = row.handler.route_layer(from_fn_with_state(post, guard));
        let router = match row.address.path {
            "/" => router.route("/en", methods.clone()),
            _ => router,
        };
        in_every_language(router, row.address.path, &methods)
    })
}

#[derive(Clone)]
struct Post {
    desk: Arc<Desk>,
    access: Access,
    refusal: Refusal,
}

/// Lets through whom the row opens to.
async fn guard(State(post): State<Post>, language: Language, mut request: Request, next: Next) -> Response {
    let seating = request.extensions().get::<Seating>().cloned();
    let seating = seating.unwrap_or(Err(Vacant::Nobody(language)));
    let Err(vacant) = post.judge(seating).await else {
        return next.run(request).await;
    };
    if post.refusal == Refusal::WithWords {
        request.extensions_mut().insert::<Seating>(Err(vacant));
        return next.run(request).await;
    }
    match vacant {
        Vacant::OtherRole(seated, not_yours) => {
            let cause = Cause::NotYours(not_yours);
            Trouble::new(&post.desk, language, Some(&seated.officer), cause).into_response()
        }
        Vacant::Nobody(_) | Vacant::Halfway(_) => vacant.into_response(),
    }
}

impl Post {
    async fn judge(&self, seating: Seating) -> Result<(), Vacant> {
        let needed = match self.access {
            Access::Anyone => return Ok(()),
            // Who is all the way in already is led on by the page.
            Access::Halfway if matches!(seating, Err(Vacant::Halfway(_))) => return Ok(()),
            Access::Halfway => return seating.map(|_seated| ()),
            Access::SignedIn => return seating.map(|_seated| ()),
            Access::Only(roles) => roles,
        };
        let seated = seating?;
        if seated.officer.roles.any_of(needed) {
            return Ok(());
        }
        // Without names, whom to ask is said by the office.
        let asked = self.desk.store.administrators().await.unwrap_or_default();
        let not_yours = NotYours {
            needed,
            ask: asked.iter().map(OfficerName::to_string).collect(),
        };
        Err(Vacant::OtherRole(seated, not_yours))
    }
}

const ADMINISTER: Access = Access::Only(&[Role::Administrator]);
