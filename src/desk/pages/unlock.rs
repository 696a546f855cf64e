//! Opening the intake identity with its passphrase, and locking it again.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::trouble::Cause;
use super::{Seated, Shell, Trouble, frame, is_own, see};
use crate::desk::gate::Turn;
use crate::desk::keyring::KeyringError;
use crate::desk::{Desk, blocking};
use crate::text::Language;
use crate::web::{Frame, page};

/// The form of unlocking.
#[derive(Deserialize)]
pub(super) struct Passphrase {
    #[serde(default)]
    passphrase: String,
}

/// The page that asks for the identity's passphrase.
pub(super) async fn ask(State(desk): State<Arc<Desk>>, language: Language, seated: Seated) -> Response {
    if desk.keyring.is_open() {
        return see(language, "/expedientes");
    }
    show(&desk, language, &seated, None)
}

/// Unlocks; a wrong passphrase and a damaged file say the same.
pub(super) async fn unlock(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    headers: HeaderMap,
    form: Result<Form<Passphrase>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    if !is_own(&desk, &headers) {
        return trouble(Cause::Foreign);
    }
    let Ok(Form(Passphrase { passphrase })) = form else {
        return trouble(Cause::NotAForm);
    };
    let passphrase = Zeroizing::new(passphrase);
    let opened = Arc::clone(&desk);
    let attempt = async |turn: Turn| {
        let unlocked = blocking(move || {
            let unlocked = opened.keyring.unlock(&passphrase);
            drop(turn);
            unlocked
        });
        match unlocked.await {
            Ok(Err(KeyringError::Wrong)) => None,
            Ok(outcome) => Some(outcome),
            Err(_stopped) => Some(Err(KeyringError::Unreadable)),
        }
    };
    // Apart from signing in: whoever tries passphrases for an officer's account does not keep the key locked.
    let account = format!("clave {}", seated.officer);
    match desk.gate.pass(&account, attempt).await {
        Err(_busy) => trouble(Cause::Busy),
        Ok(None) => show(&desk, language, &seated, Some("desk-wrong-passphrase")),
        Ok(Some(Ok(()))) => {
            // What came while it was locked is looked at now, so that its alarms show in the list.
            desk.called.notify_one();
            see(language, "/expedientes")
        }
        Ok(Some(Err(KeyringError::OtherKey))) => show(&desk, language, &seated, Some("desk-other-key")),
        Ok(Some(Err(KeyringError::Unreadable | KeyringError::Wrong))) => {
            show(&desk, language, &seated, Some("desk-unreadable-key"))
        }
    }
}

/// Locks the identity for everybody.
pub(super) async fn lock(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    headers: HeaderMap,
) -> Response {
    if !is_own(&desk, &headers) {
        return Trouble::new(&desk, language, Some(&seated.officer), Cause::Foreign).into_response();
    }
    desk.keyring.lock();
    see(language, "/desbloquear")
}

fn show(desk: &Desk, language: Language, seated: &Seated, wrong: Option<&'static str>) -> Response {
    let frame = frame(language, "/desbloquear");
    let status = if wrong.is_some() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    let minutes = desk.settings.idle.unlocked_minutes;
    let view = UnlockPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        wrong: wrong.map(|id| frame.say(id)),
        idle: frame.with("desk-unlock-idle", "minutes", u64::from(minutes)),
        frame,
    };
    page(status, &view)
}

#[derive(Template)]
#[template(path = "desk/unlock.html")]
struct UnlockPage {
    frame: Frame,
    shell: Shell,
    idle: String,
    wrong: Option<String>,
}
