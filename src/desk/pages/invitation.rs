//! The page behind an invitation's link, where somebody chooses a passphrase.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::trouble::Cause;
use super::{REFUSED, Shell, Trouble, checked, entry, frame, people, strength};
use crate::desk::history::{Act, Doing};
use crate::desk::officer::{Invitation, InvitationToken, OfficerError, PassphraseHash};
use crate::desk::{Desk, blocking};
use crate::store::StoreError;
use crate::text::Language;
use crate::web::{Frame, page};

/// The form: the passphrase, twice.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Accepted {
    token: String,
    passphrase: String,
    again: String,
}

/// Who is invited as what, and the form.
pub(super) async fn show(
    State(desk): State<Arc<Desk>>,
    language: Language,
    Path(token): Path<String>,
) -> Response {
    let token = InvitationToken::read(&token);
    match find(&desk, token).await {
        Ok(Some((token, invitation))) => ask(&desk, language, &token, &invitation, None),
        Ok(None) => Trouble::new(&desk, language, None, Cause::Invitation).into_response(),
        Err(error) => Trouble::new(&desk, language, None, Cause::store(&error, &desk)).into_response(),
    }
}

/// Makes the account, and goes on to the sign-in.
pub(super) async fn accept(
    State(desk): State<Arc<Desk>>,
    language: Language,
    headers: HeaderMap,
    form: Result<Form<Accepted>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, None, cause).into_response();
    let form = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    let (passphrase, again) = (Zeroizing::new(form.passphrase), Zeroizing::new(form.again));
    let (token, invitation) = match find(&desk, InvitationToken::read(&form.token)).await {
        Ok(Some(found)) => found,
        Ok(None) => return trouble(Cause::Invitation),
        Err(error) => return trouble(Cause::store(&error, &desk)),
    };
    let fault = strength::fault(&desk, language, &invitation.name, [&passphrase, &again]);
    if fault.is_some() {
        return ask(&desk, language, &token, &invitation, fault);
    }
    let hash = match hash(&desk, &invitation, passphrase).await {
        Ok(Ok(hash)) => hash,
        Ok(Err(error)) => return trouble(Cause::failed(&error, &*desk.random)),
        Err(error) => return trouble(Cause::store(&error, &desk)),
    };
    let making = Doing {
        officer: invitation.name.as_str(),
        act: Act::MadeAccount,
        case: None,
        about: &format!("{} {}", invitation.name, invitation.roles),
    };
    if let Err(error) = desk.record(making).await {
        return trouble(Cause::store(&error, &desk));
    }
    match desk.store.accept(token.digest(), &hash, desk.clock.today()).await {
        Ok(Some(invitation)) => entry::welcome(&desk, language, invitation.name.to_string()),
        Ok(None) => trouble(Cause::Invitation),
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

async fn hash(
    desk: &Desk,
    invitation: &Invitation,
    passphrase: Zeroizing<String>,
) -> Result<Result<PassphraseHash, OfficerError>, StoreError> {
    let (name, random) = (invitation.name.clone(), Arc::clone(&desk.random));
    let institution = desk.settings.institution.to_string();
    let hashed = blocking(move || PassphraseHash::new(&name, &institution, &passphrase, &*random));
    Ok(hashed.await?)
}

async fn find(
    desk: &Desk,
    token: Option<InvitationToken>,
) -> Result<Option<(InvitationToken, Invitation)>, StoreError> {
    let Some(token) = token else {
        return Ok(None);
    };
    let found = desk
        .store
        .find_invitation(token.digest(), desk.clock.today())
        .await?;
    Ok(found.map(|invitation| (token, invitation)))
}

fn ask(
    desk: &Desk,
    language: Language,
    token: &InvitationToken,
    invitation: &Invitation,
    wrong: Option<String>,
) -> Response {
    let status = if wrong.is_some() { REFUSED } else { StatusCode::OK };
    let letters = token.letters();
    let path = Zeroizing::new(format!("/invitacion/{}", letters.as_str()));
    let frame = frame(language, &path);
    let view = InvitationPage {
        shell: Shell::of(desk, language, None),
        lead: frame.with("invited-lead", "name", invitation.name.as_str()),
        name: invitation.name.to_string(),
        roles: people::said(&invitation.roles, frame.text()),
        token: letters,
        wrong,
        frame,
    };
    page(status, &view)
}

#[derive(Template)]
#[template(path = "desk/invitation.html")]
struct InvitationPage {
    frame: Frame,
    shell: Shell,
    lead: String,
    name: String,
    roles: Vec<(String, String)>,
    token: Zeroizing<String>,
    wrong: Option<String>,
}
