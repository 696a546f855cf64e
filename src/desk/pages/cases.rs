//! The list of cases, with how the link to the window stands above it.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::trouble::Cause;
use super::{Seated, Shell, Trouble, frame, is_own, see, words};
use crate::desk::store::Case;
use crate::desk::{Desk, LinkStanding};
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::{Frame, page};

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Place {
    #[serde(default, rename = "pagina")]
    page: u32,
}

/// The list.
pub(super) async fn list(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    place: Result<Query<Place>, QueryRejection>,
) -> Response {
    let number = place.map_or(1, |Query(place)| place.page.clamp(1, LAST));
    match view(&desk, language, &seated, number).await {
        Ok(view) => page(StatusCode::OK, &view),
        Err(error) => {
            let cause = Cause::store(&error, &desk);
            Trouble::new(&desk, language, Some(&seated.officer), cause).into_response()
        }
    }
}

/// Visits the window now, waits a little for what comes, and shows the list.
pub(super) async fn call(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    headers: HeaderMap,
) -> Response {
    if !is_own(&desk, &headers) {
        return Trouble::new(&desk, language, Some(&seated.officer), Cause::Foreign).into_response();
    }
    desk.call_for_visit().await;
    see(language, "/expedientes")
}

async fn view(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    number: u32,
) -> Result<CasesPage, StoreError> {
    let frame = frame(language, "/expedientes");
    let text = frame.text();
    let (all, unread) = desk.store.count_cases().await?;
    let skip = u64::from(number.saturating_sub(1)).saturating_mul(PAGE);
    let cases = desk.store.list_cases(skip, PAGE).await?;
    let (_cursor, pulled) = desk
        .store
        .standing_of_link(desk.settings.institution.as_str())
        .await?;
    let standing = desk.standing();
    let more = skip.saturating_add(PAGE) < all;
    Ok(CasesPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        count: text.say_with("desk-count", &[("all", all.into()), ("unread", unread.into())]),
        pulled: match pulled {
            Some(day) => text.say_with("desk-pulled", &[("day", text.day(day).into())]),
            None => text.say("desk-never-pulled"),
        },
        wrong: wrong(&standing, text),
        alarms: alarms(&standing, text),
        rows: cases.iter().map(|case| row(case, text)).collect(),
        before: (number > 1).then(|| number - 1),
        after: more.then(|| number + 1),
        frame,
    })
}

fn wrong(standing: &LinkStanding, text: Text) -> Option<String> {
    standing
        .visit
        .as_ref()
        .and_then(|visit| words::visit(visit, text))
}

fn alarms(standing: &LinkStanding, text: Text) -> Vec<String> {
    let found = standing
        .directory
        .and_then(|finding| words::finding(finding, text));
    found
        .into_iter()
        .chain(words::alarms(&standing.alarms, text))
        .collect()
}

fn row(case: &Case, text: Text) -> Row {
    Row {
        path: format!("/expedientes/{}", case.id),
        number: case.number,
        received: text.day(case.received),
        status: words::status(case.status, text),
        since: text.day(case.status_day),
        size: words::size(case.step, text),
        unread: case.unread,
        alarm: case.alarm,
    }
}

struct Row {
    path: String,
    number: u64,
    received: String,
    status: String,
    since: String,
    size: String,
    unread: bool,
    alarm: bool,
}

#[derive(Template)]
#[template(path = "desk/cases.html")]
struct CasesPage {
    frame: Frame,
    shell: Shell,
    count: String,
    pulled: String,
    wrong: Option<String>,
    alarms: Vec<String>,
    rows: Vec<Row>,
    before: Option<u32>,
    after: Option<u32>,
}

const PAGE: u64 = 50;
const LAST: u32 = 1_000_000;
