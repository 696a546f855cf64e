//! The search box above the list, and what it finds. The words come in the body of a form and go back into its box: they
//! stand in no address, no log and no history.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::{PAGE, Row, RowView};
use crate::catalogue::split;
use crate::desk::history::Act;
use crate::desk::pages::trouble::Cause;
use crate::desk::pages::{Seated, Shell, Trouble, checked};
use crate::desk::search::Found;
use crate::desk::{Desk, blocking};
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::{Frame, page};

/// The form.
#[derive(Deserialize)]
pub(in crate::desk::pages) struct Sought {
    #[serde(default)]
    words: String,
}

/// Shows the cases in which words stand.
pub(in crate::desk::pages) async fn search(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    headers: HeaderMap,
    form: Result<Form<Sought>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let Sought { words } = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    match answer(&desk, language, &seated, words).await {
        Ok((status, view)) => page(status, &view),
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

async fn answer(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    words: String,
) -> Result<(StatusCode, FoundPage), StoreError> {
    // Another language would be another page, without the words.
    let frame = Frame::once(language);
    let text = frame.text();
    let days = desk.days();
    let all = desk.store.count_cases(days).await?.all;
    let mut view = FoundPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        search: SearchBox::of(desk, all, &words, text),
        said: None,
        is_nothing: false,
        rows: Vec::new(),
        frame,
    };
    if !view.search.is_open {
        return Ok((StatusCode::CONFLICT, view));
    }
    if split(&words).is_empty() {
        view.said = Some(text.say("desk-search-empty"));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view));
    }
    desk.record(seated.officer.doing(Act::Searched, None, "")).await?;
    let Some(search) = desk.keyring.search() else {
        view.search.is_open = false;
        return Ok((StatusCode::CONFLICT, view));
    };
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let found = blocking(move || search.find(&words, most)).await?;
    view.said = Some(said(&found, text));
    view.is_nothing = found.count == 0;
    let shown = RowView { days, desk, text };
    for case in found.first {
        if let Some(case) = desk.store.find_case(case).await? {
            view.rows.push(shown.row(&case));
        }
    }
    Ok((StatusCode::OK, view))
}

/// How many there are, and what to do where they are too many to be shown.
fn said(found: &Found, text: Text) -> String {
    let count = u64::try_from(found.count).unwrap_or(u64::MAX);
    let counted = text.say_with("desk-search-found", &[("count", count.into())]);
    if count > PAGE {
        let more = text.say_with("desk-search-more", &[("most", PAGE.into())]);
        return format!("{counted} {more}");
    }
    counted
}

/// The box, or the way to it while the key is locked.
pub(super) struct SearchBox {
    pub(super) is_open: bool,
    pub(super) words: String,
    /// What is said of how far the reading is, in words and numbers; nothing when everything was read.
    pub(super) progress: Option<(String, u64, u64)>,
}

impl SearchBox {
    pub(super) fn of(desk: &Desk, all: u64, words: &str, text: Text) -> Self {
        let search = desk.keyring.search_unnoticed();
        let progress = search.as_ref().and_then(|(_, search)| search.progress(all));
        let told = progress.map(|progress| {
            let (done, all) = (progress.done, progress.all);
            let numbers = [("done", done.into()), ("all", all.into())];
            (text.say_with("desk-search-reading", &numbers), done, all)
        });
        Self {
            is_open: search.is_some(),
            words: words.to_owned(),
            progress: told,
        }
    }
}

#[derive(Template)]
#[template(path = "desk/found.html")]
struct FoundPage {
    frame: Frame,
    shell: Shell,
    search: SearchBox,
    said: Option<String>,
    /// That no case was found.
    is_nothing: bool,
    rows: Vec<Row>,
}
