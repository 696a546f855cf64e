//! What everybody sees of their own account.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::people::said;
use super::{Seated, Shell, frame};
use crate::desk::Desk;
use crate::text::Language;
use crate::web::{Frame, page};

/// The page.
pub(super) async fn show(State(desk): State<Arc<Desk>>, language: Language, seated: Seated) -> Response {
    let frame = frame(language, "/mi-cuenta");
    let view = AccountPage {
        shell: Shell::of(&desk, language, Some(&seated.officer)),
        lead: frame.with("account-lead", "name", seated.officer.name.as_str()),
        roles: said(&seated.officer.roles, frame.text()),
        frame,
    };
    page(StatusCode::OK, &view)
}

#[derive(Template)]
#[template(path = "desk/account.html")]
struct AccountPage {
    frame: Frame,
    shell: Shell,
    lead: String,
    roles: Vec<(String, String)>,
}
