//! Signing in and out.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use tower_sessions::Session;
use zeroize::Zeroizing;

use super::seat;
use super::trouble::Cause;
use super::{Seated, Shell, Trouble, Vacant, frame, home_of, is_own, see};
use crate::desk::gate::Turn;
use crate::desk::officer::{Account, CASES, OfficerName, PassphraseHash};
use crate::desk::{Desk, blocking};
use crate::store::StoreError;
use crate::text::Language;
use crate::web::{Frame, page};

/// The form of signing in.
#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    name: String,
    #[serde(default)]
    passphrase: String,
}

/// The page that asks who is there.
pub(super) async fn ask(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Result<Seated, Vacant>,
) -> Response {
    if let Ok(seated) = seated {
        return see(language, home_of(&seated.officer.roles));
    }
    match desk.store.count_officers().await {
        Ok(count) => show(&desk, language, count == 0, String::new(), None),
        Err(error) => {
            let cause = Cause::store(&error, &desk);
            Trouble::new(&desk, language, None, cause).into_response()
        }
    }
}

/// Seats an officer who gives name and passphrase. A wrong name and a wrong passphrase cost the same time and
/// say the same.
pub(super) async fn sign_in(
    State(desk): State<Arc<Desk>>,
    language: Language,
    session: Session,
    headers: HeaderMap,
    form: Result<Form<Credentials>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, None, cause).into_response();
    if !is_own(&desk, &headers) {
        return trouble(Cause::Foreign);
    }
    let Ok(Form(Credentials { name, passphrase })) = form else {
        return trouble(Cause::NotAForm);
    };
    let passphrase = Zeroizing::new(passphrase);
    let attempt = async |turn| match verify(&desk, &name, passphrase, turn).await {
        Ok(account) => account.map(Ok),
        Err(error) => Some(Err(error)),
    };
    match desk.gate.pass(&name, attempt).await {
        Err(_busy) => trouble(Cause::Busy),
        Ok(None) => {
            let wrong = frame(language, "/entrar").say("desk-wrong-credentials");
            show(&desk, language, false, name, Some(wrong))
        }
        Ok(Some(Err(error))) => trouble(Cause::store(&error, &desk)),
        Ok(Some(Ok(account))) => match seat::take(&session, &account, &desk).await {
            Ok(()) if account.roles.any_of(CASES) && !desk.keyring.is_open() => see(language, "/desbloquear"),
            Ok(()) => see(language, home_of(&account.roles)),
            Err(error) => trouble(Cause::failed(&error, &*desk.random)),
        },
    }
}

/// Ends the session; the identity stays open for the other officers until it is locked.
pub(super) async fn sign_out(
    State(desk): State<Arc<Desk>>,
    language: Language,
    session: Session,
    headers: HeaderMap,
) -> Response {
    if !is_own(&desk, &headers) {
        return Trouble::new(&desk, language, None, Cause::Foreign).into_response();
    }
    if let Err(error) = session.flush().await {
        let cause = Cause::failed(&error, &*desk.random);
        return Trouble::new(&desk, language, None, cause).into_response();
    }
    let mut response = see(language, "/entrar");
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    response
}

async fn verify(
    desk: &Desk,
    name: &str,
    passphrase: Zeroizing<String>,
    turn: Turn,
) -> Result<Option<Account>, StoreError> {
    let name: Option<OfficerName> = name.parse().ok();
    let account = match &name {
        Some(name) => desk.store.find_account(name).await?,
        None => None,
    };
    let account = account.filter(Account::is_active);
    let hash = account
        .as_ref()
        .map_or_else(PassphraseHash::nobody, |account| account.hash.clone());
    let right = blocking(move || {
        let right = hash.verify(&passphrase);
        drop(turn);
        right
    });
    let right = right.await?;
    Ok(account.filter(|_| right))
}

fn show(desk: &Desk, language: Language, nobody: bool, name: String, wrong: Option<String>) -> Response {
    let status = if wrong.is_some() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    let view = EntryPage {
        frame: frame(language, "/entrar"),
        shell: Shell::of(desk, language, None),
        nobody,
        name,
        wrong,
    };
    page(status, &view)
}

#[derive(Template)]
#[template(path = "desk/entry.html")]
struct EntryPage {
    frame: Frame,
    shell: Shell,
    nobody: bool,
    name: String,
    wrong: Option<String>,
}
