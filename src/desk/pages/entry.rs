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

use super::seat::{self, Stage};
use super::trouble::Cause;
use super::{Seated, Shell, Trouble, Vacant, checked, frame, home_of, is_own, onward, see};
use crate::desk::Desk;
use crate::desk::history::{Act, Doing};
use crate::desk::officer::Secret;
use crate::desk::sign_in::{Credentials, Entered};
use crate::text::Language;
use crate::web::{Frame, page};

/// The form of signing in.
#[derive(Deserialize)]
pub(super) struct EntryForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    passphrase: String,
    #[serde(default)]
    code: String,
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

/// Seats somebody who gives name, passphrase and code. Whatever is wrong of them costs the same time and says the same.
pub(super) async fn sign_in(
    State(desk): State<Arc<Desk>>,
    language: Language,
    session: Session,
    headers: HeaderMap,
    form: Result<Form<EntryForm>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, None, cause).into_response();
    let form = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    let name = form.name.clone();
    let typed = Credentials {
        name: form.name,
        passphrase: Zeroizing::new(form.passphrase),
        code: Zeroizing::new(form.code),
    };
    let attempt = async |turn| desk.enter(typed, turn).await.transpose();
    let entered = match desk.gate.pass(&name, attempt).await {
        Err(_busy) => return trouble(Cause::Busy),
        Ok(None) => return wrong(&desk, language, name),
        Ok(Some(Err(error))) => return trouble(Cause::store(&error, &desk)),
        Ok(Some(Ok(entered))) => entered,
    };
    let (account, stage) = match entered {
        Entered::In(account) => (account, Stage::In),
        Entered::WithoutFactor(account, key) => (account, Stage::SettingUp(Secret::draw(&*desk.random), key)),
    };
    let is_in = matches!(stage, Stage::In);
    let entering = Doing::of(&account.name, Act::SignedIn);
    // Who has a second factor to set up is not in yet.
    if is_in && let Err(error) = desk.record(entering).await {
        return trouble(Cause::store(&error, &desk));
    }
    match seat::take(&session, &account, stage, &headers, &desk).await {
        Ok(()) if is_in => onward(&desk, language, &account.roles),
        Ok(()) => see(language, "/segundo-factor"),
        Err(error) => trouble(Cause::failed(&error, &*desk.random)),
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

/// The form for somebody who has just got an account.
pub(super) fn welcome(desk: &Desk, language: Language, name: String) -> Response {
    let view = EntryPage {
        is_new: true,
        ..view(desk, language, name)
    };
    page(StatusCode::OK, &view)
}

fn wrong(desk: &Desk, language: Language, name: String) -> Response {
    let id = if desk.settings.officers.second_factor {
        "desk-wrong-factor"
    } else {
        "desk-wrong-credentials"
    };
    let wrong = frame(language, "/entrar").say(id);
    show(desk, language, false, name, Some(wrong))
}

fn show(desk: &Desk, language: Language, nobody: bool, name: String, wrong: Option<String>) -> Response {
    let status = if wrong.is_some() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    let view = EntryPage {
        nobody,
        wrong,
        ..view(desk, language, name)
    };
    page(status, &view)
}

fn view(desk: &Desk, language: Language, name: String) -> EntryPage {
    EntryPage {
        frame: frame(language, "/entrar"),
        shell: Shell::of(desk, language, None),
        nobody: false,
        is_new: false,
        asks: if desk.settings.officers.second_factor {
            Asks::Code
        } else {
            Asks::Passphrase
        },
        name,
        wrong: None,
    }
}

/// What is asked for beside the name.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Asks {
    Passphrase,
    Code,
}

#[derive(Template)]
#[template(path = "desk/entry.html")]
struct EntryPage {
    frame: Frame,
    shell: Shell,
    nobody: bool,
    is_new: bool,
    asks: Asks,
    name: String,
    wrong: Option<String>,
}
