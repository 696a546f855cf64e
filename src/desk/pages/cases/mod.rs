//! The list of cases, with how the link to the window stands above it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri};

use super::trouble::Cause;
use super::{Seated, Shell, Trouble, clocks, frame, is_own, see, words};
use crate::desk::store::{Case, Counts, Days, Urgency};
use crate::desk::{Desk, LinkStanding};
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::{Frame, page};

mod asked;
mod filters;
mod found;

use asked::Asked;
use filters::Filters;
use found::SearchBox;
pub(super) use found::search;

/// The list.
pub(super) async fn list(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    uri: Uri,
) -> Response {
    match view(&desk, language, &seated, Asked::read(&uri)).await {
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
    asked: Asked,
) -> Result<CasesPage, StoreError> {
    let frame = frame(language, &format!("/expedientes{}", asked.query()));
    let text = frame.text();
    let days = desk.days();
    let counts = desk.store.count_cases(days).await?;
    let listed = desk.store.list_cases(&asked.wanted, days, PAGE).await?;
    let (_cursor, pulled) = desk
        .store
        .standing_of_link(desk.settings.institution.as_str())
        .await?;
    let standing = desk.standing();
    let view = RowView { days, desk, text };
    Ok(CasesPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        pulled: match pulled {
            Some(day) => text.say_with("desk-pulled", &[("day", text.day(day).into())]),
            None => text.say("desk-never-pulled"),
        },
        wrong: wrong(&standing, text),
        alarms: alarms(&standing, text),
        calendar: clocks::ends(desk, text),
        search: SearchBox::of(desk, counts.all, "", text),
        quick: (counts.all > 0).then(|| quick(&counts, text)),
        filters: Filters::new(&asked.wanted, text),
        is_filtered: asked.is_filtered(),
        misread: (!asked.is_understood).then(|| text.say("desk-filter-misread")),
        first: asked.wanted.after.map(|_later| asked.first()),
        rows: listed.cases.iter().map(|case| view.row(case)).collect(),
        next: listed.next.map(|place| asked.behind(place)),
        frame,
    })
}

/// How many cases there are, and the lists of those that cannot wait.
fn quick(counts: &Counts, text: Text) -> Quick {
    let link = |id, count: u64, query: &str| {
        let said = text.say_with(id, &[("count", count.into())]);
        (count > 0).then(|| (said, format!("/expedientes{query}")))
    };
    let links = [
        link("desk-quick-overdue", counts.overdue, "?plazo=vencido"),
        link("desk-quick-soon", counts.soon, "?plazo=por-vencer"),
        link("desk-quick-unread", counts.unread, "?nuevo=1"),
    ];
    Quick {
        count: text.say_with("desk-count", &[("all", counts.all.into())]),
        links: links.into_iter().flatten().collect(),
    }
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

/// What a row is shown with.
struct RowView<'a> {
    days: Days,
    desk: &'a Desk,
    text: Text,
}

impl RowView<'_> {
    fn row(&self, case: &Case) -> Row {
        let (text, urgency) = (self.text, Urgency::of(case, self.days));
        Row {
            path: format!("/expedientes/{}", case.id),
            number: case.number,
            received: text.day(case.received),
            status: words::status(case.status, text),
            since: text.day(case.status_day),
            badge: match urgency {
                Urgency::Overdue => Some(("alarmed", text.say("desk-clock-overdue"))),
                Urgency::Soon => Some(("warn", text.say("desk-clock-soon"))),
                Urgency::Waiting => Some(("plain", text.say("desk-clock-waiting"))),
                Urgency::Running | Urgency::Over => None,
            },
            clock: clocks::of_row(case, self.days, &self.desk.calendar, text),
            size: words::size(case.step, text),
            unread: case.unread,
            alarm: case.alarm,
        }
    }
}

struct Row {
    path: String,
    number: u64,
    received: String,
    status: String,
    since: String,
    badge: Option<(&'static str, String)>,
    clock: String,
    size: String,
    unread: bool,
    alarm: bool,
}

struct Quick {
    count: String,
    links: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "desk/cases.html")]
struct CasesPage {
    frame: Frame,
    shell: Shell,
    pulled: String,
    wrong: Option<String>,
    alarms: Vec<String>,
    /// That the calendar ends before the clocks of today's cases.
    calendar: Option<String>,
    search: SearchBox,
    /// Nothing where there is no case at all.
    quick: Option<Quick>,
    filters: Filters,
    is_filtered: bool,
    /// That a part of the address was left aside.
    misread: Option<String>,
    /// Where the list begins, on a page behind its first.
    first: Option<String>,
    rows: Vec<Row>,
    next: Option<String>,
}

const PAGE: u64 = 50;
