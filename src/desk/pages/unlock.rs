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

use super::case::view;
use super::draft::Draft;
use super::trouble::Cause;
use super::{Seated, Shell, Trouble, Vacant, frame, is_own, see, who};
use crate::case::CaseId;
use crate::desk::gate::Turn;
use crate::desk::history::Act;
use crate::desk::keyring::KeyringError;
use crate::desk::{Desk, blocking};
use crate::text::Language;
use crate::web::{Frame, page};

/// The form of unlocking.
#[derive(Deserialize)]
pub(super) struct Passphrase {
    #[serde(default)]
    passphrase: String,
    #[serde(flatten)]
    carried: Carried,
}

/// An answer or a note that was being written when the key locked itself. It travels in the form and is kept nowhere.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Carried {
    case: String,
    text: String,
    status: String,
    cause: String,
    reason: String,
    note: String,
    files: String,
}

impl Carried {
    /// What was written in the form of `case`.
    pub(super) fn new(case: CaseId, written: Draft) -> Self {
        Self {
            case: case.to_string(),
            text: written.text,
            status: written.status,
            cause: written.cause,
            reason: written.reason,
            note: written.note,
            files: if written.had_files { "1" } else { "" }.to_owned(),
        }
    }

    /// All words of it, to be copied; empty where nothing was carried.
    fn to_copy(&self) -> String {
        let back = self.clone().back();
        back.map(|(_, draft)| draft.to_copy()).unwrap_or_default()
    }

    /// Back in the form of its case; nothing where nothing was carried.
    fn back(self) -> Option<(CaseId, Draft)> {
        let case = self.case.parse().ok().map(CaseId)?;
        let draft = Draft {
            text: self.text.replace("\r\n", "\n"),
            status: self.status,
            cause: self.cause,
            reason: self.reason.replace("\r\n", "\n"),
            note: self.note.replace("\r\n", "\n"),
            had_files: !self.files.is_empty(),
            is_back: true,
            ..Draft::default()
        };
        Some((case, draft))
    }
}

/// The page that asks for the identity's passphrase.
pub(super) async fn ask(State(desk): State<Arc<Desk>>, language: Language, seated: Seated) -> Response {
    if desk.keyring.is_open() {
        return see(language, "/expedientes");
    }
    show(&desk, language, &seated, None, &Carried::default())
}

/// Unlocks; a wrong passphrase and a damaged file say the same.
pub(super) async fn unlock(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Result<Seated, Vacant>,
    headers: HeaderMap,
    form: Result<Form<Passphrase>, FormRejection>,
) -> Response {
    let officer = who(&seated).cloned();
    let trouble = |cause, kept| {
        Trouble::new(&desk, language, officer.as_ref(), cause)
            .keeping(kept)
            .into_response()
    };
    let Ok(Form(Passphrase { passphrase, carried })) = form else {
        return trouble(Cause::NotAForm, String::new());
    };
    if !is_own(&desk, &headers) {
        return trouble(Cause::Foreign, carried.to_copy());
    }
    let seated = match seated {
        Ok(seated) => seated,
        // Nothing would be lost by signing in again.
        Err(vacant @ (Vacant::Nobody(_) | Vacant::Halfway(_))) if carried.to_copy().is_empty() => {
            return vacant.into_response();
        }
        Err(vacant) => return trouble(vacant.cause(), carried.to_copy()),
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
    let account = format!("clave {}", seated.officer.name);
    match desk.gate.pass(&account, attempt).await {
        Err(_busy) => show(&desk, language, &seated, Some("desk-err-busy"), &carried),
        Ok(None) => show(&desk, language, &seated, Some("desk-wrong-passphrase"), &carried),
        Ok(Some(Ok(()))) => {
            if let Err(error) = desk.record(seated.officer.doing(Act::Unlocked, None, "")).await {
                desk.keyring.lock();
                return trouble(Cause::store(&error, &desk), carried.to_copy());
            }
            desk.call_after_unlocking();
            go_on(&desk, language, &seated, carried).await
        }
        Ok(Some(Err(KeyringError::OtherKey))) => {
            show(&desk, language, &seated, Some("desk-other-key"), &carried)
        }
        Ok(Some(Err(KeyringError::Unreadable | KeyringError::Wrong))) => {
            show(&desk, language, &seated, Some("desk-unreadable-key"), &carried)
        }
    }
}

/// To the list, or back to the case whose answer was being written.
async fn go_on(desk: &Desk, language: Language, seated: &Seated, carried: Carried) -> Response {
    let Some((case, draft)) = carried.clone().back() else {
        return see(language, "/expedientes");
    };
    let kept = draft.to_copy();
    match view(desk, language, seated, case, draft).await {
        Ok(Some(view)) => page(StatusCode::OK, &view),
        Ok(None) if !desk.keyring.is_open() => show(desk, language, seated, None, &carried),
        Ok(None) => Trouble::new(desk, language, Some(&seated.officer), Cause::NotFound)
            .keeping(kept)
            .into_response(),
        Err(error) => Trouble::new(desk, language, Some(&seated.officer), Cause::store(&error, desk))
            .keeping(kept)
            .into_response(),
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
    // What makes the desk safer is done first.
    desk.keyring.lock();
    match desk.record(seated.officer.doing(Act::Locked, None, "")).await {
        Ok(()) => see(language, "/desbloquear"),
        Err(error) => {
            let cause = Cause::store(&error, &desk);
            Trouble::new(&desk, language, Some(&seated.officer), cause).into_response()
        }
    }
}

/// The page, with what is wrong and the answer that is carried.
pub(super) fn show(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    wrong: Option<&'static str>,
    carried: &Carried,
) -> Response {
    // Another language would be another page, without what is carried.
    let frame = if carried.to_copy().is_empty() {
        frame(language, "/desbloquear")
    } else {
        Frame::once(language)
    };
    let status = match wrong {
        None => StatusCode::OK,
        Some("desk-locked-meanwhile") => StatusCode::CONFLICT,
        Some("desk-err-busy") => StatusCode::SERVICE_UNAVAILABLE,
        Some(_) => StatusCode::FORBIDDEN,
    };
    let minutes = desk.settings.idle.unlocked_minutes;
    let view = UnlockPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        wrong: wrong.map(|id| frame.say(id)),
        idle: frame.with("desk-unlock-idle", "minutes", u64::from(minutes)),
        frame,
        carried: carried.clone(),
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
    carried: Carried,
}
