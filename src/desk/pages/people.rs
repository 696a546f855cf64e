//! Who may sign in, for whoever makes accounts.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::trouble::Cause;
use super::{Seated, Shell, Trouble, frame};
use crate::desk::Desk;
use crate::desk::officer::{Account, Role, Roles};
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::{Frame, page};

/// All accounts.
pub(super) async fn list(State(desk): State<Arc<Desk>>, language: Language, seated: Seated) -> Response {
    match view(&desk, language, &seated).await {
        Ok(view) => page(StatusCode::OK, &view),
        Err(error) => {
            let cause = Cause::store(&error, &desk);
            Trouble::new(&desk, language, Some(&seated.officer), cause).into_response()
        }
    }
}

/// Each role, and what it opens.
pub(super) fn said(roles: &Roles, text: Text) -> Vec<(String, String)> {
    let one = |role: Role| (text.say(role.label()), text.say(role.hint()));
    roles.iter().map(one).collect()
}

async fn view(desk: &Desk, language: Language, seated: &Seated) -> Result<PeoplePage, StoreError> {
    let frame = frame(language, "/personas");
    let text = frame.text();
    let accounts = desk.store.accounts().await?;
    Ok(PeoplePage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        rows: accounts.iter().map(|account| row(account, text)).collect(),
        frame,
    })
}

fn row(account: &Account, text: Text) -> Row {
    Row {
        name: account.name.to_string(),
        roles: said(&account.roles, text)
            .into_iter()
            .map(|(role, _)| role)
            .collect(),
        is_disabled: !account.is_active(),
    }
}

struct Row {
    name: String,
    roles: Vec<String>,
    is_disabled: bool,
}

#[derive(Template)]
#[template(path = "desk/people.html")]
struct PeoplePage {
    frame: Frame,
    shell: Shell,
    rows: Vec<Row>,
}
