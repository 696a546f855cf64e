//! Setting up the second factor, once the passphrase was right: a picture to scan, a code that shows that it works, and
//! the codes for whoever loses the telephone.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tower_sessions::Session;
use zeroize::Zeroizing;

use super::seat::{self, Halfway, Stage};
use super::trouble::Cause;
use super::{REFUSED, Seated, Shell, Trouble, checked, frame, is_own, onward, see};
use crate::desk::Desk;
use crate::desk::history::{Act, Doing};
use crate::desk::officer::{Account, Drawing, FactorKey, RecoveryCode, Secret};
use crate::store::StoreError;
use crate::text::Language;
use crate::web::{Frame, page};

/// The code that shows that the telephone has the secret.
#[derive(Deserialize)]
pub(super) struct Confirmation {
    #[serde(default)]
    code: String,
}

/// The picture and the letters of the secret; once it is set up, where to go on.
pub(super) async fn show(State(desk): State<Arc<Desk>>, language: Language, halfway: Halfway) -> Response {
    match &halfway.stage {
        Stage::SettingUp(secret, _key) => ask(&desk, language, &halfway.account, secret, StatusCode::OK),
        Stage::Codes | Stage::In => codes(&desk, language, &[]),
    }
}

/// Keeps the secret when the code is right, and shows the codes that open once.
pub(super) async fn confirm(
    State(desk): State<Arc<Desk>>,
    language: Language,
    session: Session,
    halfway: Halfway,
    headers: HeaderMap,
    form: Result<Form<Confirmation>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, None, cause).into_response();
    let Confirmation { code } = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    let code = Zeroizing::new(code);
    let Stage::SettingUp(secret, key) = &halfway.stage else {
        return see(language, "/segundo-factor");
    };
    let Some(step) = desk.step_of(secret, &code) else {
        return ask(&desk, language, &halfway.account, secret, REFUSED);
    };
    let drawn = RecoveryCode::draw_all(&*desk.random);
    let setting_up = Doing::of(&halfway.account.name, Act::SetUpFactor);
    if let Err(error) = desk.record(setting_up).await {
        return trouble(Cause::store(&error, &desk));
    }
    let account = match keep(&desk, &halfway.account, (secret, key, step), &drawn).await {
        Ok(Some(account)) => account,
        // Somebody set one up for this account meanwhile, and it is asked for now.
        Ok(None) => return see(language, "/entrar"),
        Err(error) => return trouble(Cause::store(&error, &desk)),
    };
    match seat::take(&session, &account, Stage::Codes, &headers, &desk).await {
        Ok(()) => codes(&desk, language, &drawn),
        Err(error) => trouble(Cause::failed(&error, &*desk.random)),
    }
}

/// Lets somebody in who has the codes.
pub(super) async fn kept(
    State(desk): State<Arc<Desk>>,
    language: Language,
    session: Session,
    halfway: Halfway,
    headers: HeaderMap,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, None, cause).into_response();
    if !is_own(&desk, &headers) {
        return trouble(Cause::Foreign);
    }
    if !matches!(halfway.stage, Stage::Codes) {
        return see(language, "/segundo-factor");
    }
    let entering = Doing::of(&halfway.account.name, Act::SignedIn);
    if let Err(error) = desk.record(entering).await {
        return trouble(Cause::store(&error, &desk));
    }
    match seat::take(&session, &halfway.account, Stage::In, &headers, &desk).await {
        Ok(()) => onward(&desk, language, &halfway.account.roles),
        Err(error) => trouble(Cause::failed(&error, &*desk.random)),
    }
}

/// The account as it is afterwards; `None` when it has a second factor already.
async fn keep(
    desk: &Desk,
    account: &Account,
    (secret, key, step): (&Secret, &FactorKey, i64),
    codes: &[RecoveryCode],
) -> Result<Option<Account>, StoreError> {
    let Ok(sealed) = secret.seal(&account.name, key, &*desk.random) else {
        return Ok(None);
    };
    if desk
        .store
        .set_up_factor(&account.name, &sealed, step, codes)
        .await?
    {
        return desk.store.find_account(&account.name).await;
    }
    Ok(None)
}

fn ask(desk: &Desk, language: Language, account: &Account, secret: &Secret, status: StatusCode) -> Response {
    let frame = frame(language, "/segundo-factor");
    let view = FactorPage {
        shell: Shell::of(desk, language, None),
        drawing: secret.drawing(desk.settings.institution.as_str(), &account.name),
        letters: secret.letters(),
        wrong: (status == REFUSED).then(|| frame.say("factor-wrong")),
        frame,
    };
    page(status, &view)
}

fn codes(desk: &Desk, language: Language, drawn: &[RecoveryCode]) -> Response {
    let view = CodesPage {
        frame: frame(language, "/segundo-factor"),
        shell: Shell::of(desk, language, None),
        codes: drawn.iter().map(RecoveryCode::letters).collect(),
        is_in: false,
    };
    page(StatusCode::OK, &view)
}

/// New codes for somebody who is signed in.
pub(super) fn new_codes(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    drawn: &[RecoveryCode],
) -> Response {
    let view = CodesPage {
        frame: Frame::once(language),
        shell: Shell::of(desk, language, Some(&seated.officer)),
        codes: drawn.iter().map(RecoveryCode::letters).collect(),
        is_in: true,
    };
    page(StatusCode::OK, &view)
}

#[derive(Template)]
#[template(path = "desk/factor.html")]
struct FactorPage {
    frame: Frame,
    shell: Shell,
    drawing: Option<Drawing>,
    letters: Zeroizing<String>,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/codes.html")]
struct CodesPage {
    frame: Frame,
    shell: Shell,
    codes: Vec<Zeroizing<String>>,
    is_in: bool,
}
