//! What everybody does with their own account: the passphrase, the recovery codes, and the sessions that are open.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tower_sessions::Session;
use tower_sessions::session::Error;
use zeroize::Zeroizing;

use super::factor;
use super::people::said;
use super::seat::{self, Stage};
use super::trouble::Cause;
use super::{REFUSED, Seated, Shell, Trouble, checked, frame, see, strength};
use crate::desk::Desk;
use crate::desk::history::Act;
use crate::desk::officer::{Account, RecoveryCode};
use crate::desk::passphrase::{Changed, Own};
use crate::desk::session::Open;
use crate::text::Language;
use crate::web::{Frame, page};

/// What somebody types to change the passphrase or to get new codes.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Secrets {
    current: String,
    passphrase: String,
    again: String,
}

/// Which sessions are to end.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Ending {
    session: String,
}

/// The page.
pub(super) async fn show(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    session: Session,
) -> Response {
    view(&desk, language, &seated, &session, Said::default()).await
}

/// Takes a new passphrase, and ends all sessions but this one.
pub(super) async fn change_passphrase(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    session: Session,
    headers: HeaderMap,
    form: Result<Form<Secrets>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let form = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    let (passphrase, again) = (Zeroizing::new(form.passphrase), Zeroizing::new(form.again));
    let current = Zeroizing::new(form.current);
    let name = &seated.officer.name;
    if let Some(fault) = strength::fault(&desk, language, name, [&passphrase, &again]) {
        let said = Said {
            passphrase: Some(fault),
            ..Said::default()
        };
        return view(&desk, language, &seated, &session, said).await;
    }
    match desk.change_passphrase(name, current, passphrase).await {
        Err(error) => trouble(Cause::store(&error, &desk)),
        Ok(Changed::Busy) => trouble(Cause::Busy),
        Ok(Changed::Wrong) => {
            let fault = Some(frame(language, "/mi-cuenta").say("account-wrong"));
            let said = Said {
                passphrase: fault,
                ..Said::default()
            };
            view(&desk, language, &seated, &session, said).await
        }
        Ok(Changed::To(account)) => match retake(&desk, &session, &account, &headers).await {
            Ok(()) => {
                let said = Said {
                    is_changed: true,
                    ..Said::default()
                };
                view(&desk, language, &seated, &session, said).await
            }
            Err(error) => trouble(Cause::failed(&error, &*desk.random)),
        },
    }
}

/// Goes on under the new passphrase; the sessions of the old one, which open nothing any more, leave the list.
async fn retake(desk: &Desk, session: &Session, account: &Account, headers: &HeaderMap) -> Result<(), Error> {
    seat::take(session, account, Stage::In, headers, desk).await?;
    let ended = desk.sessions.end(account.name.as_str(), session.id(), "").await;
    ended.map_err(Error::Store)
}

/// Draws new recovery codes in place of the old ones, and shows them once.
pub(super) async fn draw_codes(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    session: Session,
    headers: HeaderMap,
    form: Result<Form<Secrets>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let form = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    let name = &seated.officer.name;
    match desk.own_account(name, Zeroizing::new(form.current)).await {
        Err(error) => trouble(Cause::store(&error, &desk)),
        Ok(Own::Busy) => trouble(Cause::Busy),
        Ok(Own::Account(account)) if account.factor.is_some() => {
            let drawn = RecoveryCode::draw_all(&*desk.random);
            let kept = async {
                let renewing = seated.officer.doing(Act::RenewedCodes, None, name.as_str());
                desk.record(renewing).await?;
                desk.store.set_recovery_codes(name, &drawn).await
            };
            match kept.await {
                Ok(()) => factor::new_codes(&desk, language, &seated, &drawn),
                Err(error) => trouble(Cause::store(&error, &desk)),
            }
        }
        Ok(Own::Wrong | Own::Account(_)) => {
            let fault = Some(frame(language, "/mi-cuenta").say("account-wrong"));
            let said = Said {
                codes: fault,
                ..Said::default()
            };
            view(&desk, language, &seated, &session, said).await
        }
    }
}

/// Ends one session, or all but this one.
pub(super) async fn end_sessions(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    session: Session,
    headers: HeaderMap,
    form: Result<Form<Ending>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let form = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    let name = seated.officer.name.as_str();
    match desk.sessions.end(name, session.id(), &form.session).await {
        Ok(()) => see(language, "/mi-cuenta"),
        Err(error) => trouble(Cause::failed(&error, &*desk.random)),
    }
}

/// What the page says of the form that was sent.
#[derive(Default)]
struct Said {
    is_changed: bool,
    passphrase: Option<String>,
    codes: Option<String>,
}

async fn view(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    session: &Session,
    said_now: Said,
) -> Response {
    let is_refused = said_now.passphrase.is_some() || said_now.codes.is_some();
    let status = if is_refused { REFUSED } else { StatusCode::OK };
    match page_of(desk, language, seated, session, said_now).await {
        Ok(view) => page(status, &view),
        Err(cause) => Trouble::new(desk, language, Some(&seated.officer), cause).into_response(),
    }
}

async fn page_of(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    session: &Session,
    said_now: Said,
) -> Result<AccountPage, Cause> {
    let frame = frame(language, "/mi-cuenta");
    let text = frame.text();
    let name = &seated.officer.name;
    let open = desk.sessions.open(name.as_str(), session.id()).await;
    let open = open.map_err(|error| Cause::failed(&error, &*desk.random))?;
    let left = desk.store.count_recovery_codes(name).await;
    let left = left.map_err(|error| Cause::store(&error, desk))?;
    let row = |one: Open| Row {
        began: text.say_with("account-session", &[("day", text.day(one.began).into())]),
        index: one.index,
        is_this: one.is_this,
    };
    Ok(AccountPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        lead: frame.with("account-lead", "name", name.as_str()),
        roles: said(&seated.officer.roles, text),
        left: desk
            .settings
            .officers
            .second_factor
            .then(|| frame.with("account-codes-left", "count", left)),
        idle: frame.with(
            "account-sessions-hint",
            "minutes",
            u64::from(desk.settings.idle.session_minutes),
        ),
        sessions: open.into_iter().map(row).collect(),
        said: said_now,
        frame,
    })
}

struct Row {
    began: String,
    index: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "desk/account.html")]
struct AccountPage {
    frame: Frame,
    shell: Shell,
    lead: String,
    roles: Vec<(String, String)>,
    left: Option<String>,
    idle: String,
    sessions: Vec<Row>,
    said: Said,
}
