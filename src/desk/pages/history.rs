//! What was done at the desk, entry by entry, the newest first: of everything, or of one case.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri};

use super::choices::fine;
use super::trouble::Cause;
use super::{Seated, Shell, Trouble, frame};
use crate::case::{CaseId, FineStatus};
use crate::clock::Day;
use crate::desk::Desk;
use crate::desk::history::{Act, COMMAND, Entry};
use crate::desk::officer::Role;
use crate::desk::store::Sought;
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::{Frame, page};

/// Of everything.
pub(super) async fn all(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    uri: Uri,
) -> Response {
    let wanted = Sought {
        case: None,
        before: before(&uri),
    };
    show(&desk, language, &seated, wanted).await
}

/// Of one case.
pub(super) async fn of_case(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    Path(case): Path<String>,
    uri: Uri,
) -> Response {
    let Ok(case) = case.parse() else {
        return Trouble::new(&desk, language, Some(&seated.officer), Cause::NotFound).into_response();
    };
    let wanted = Sought {
        case: Some(CaseId(case)),
        before: before(&uri),
    };
    show(&desk, language, &seated, wanted).await
}

/// The entry before which the page ends.
fn before(uri: &Uri) -> Option<u64> {
    let query = uri.query()?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(BEFORE)?.parse().ok())
}

async fn show(desk: &Desk, language: Language, seated: &Seated, wanted: Sought) -> Response {
    match view(desk, language, seated, wanted).await {
        Ok(view) => page(StatusCode::OK, &view),
        Err(error) => {
            let cause = Cause::store(&error, desk);
            Trouble::new(desk, language, Some(&seated.officer), cause).into_response()
        }
    }
}

async fn view(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    wanted: Sought,
) -> Result<HistoryPage, StoreError> {
    if wanted.before.is_none() {
        desk.record(seated.officer.doing(Act::ReadHistory, wanted.case, ""))
            .await?;
    }
    let path = match wanted.case {
        None => "/historial".to_owned(),
        Some(case) => format!("/expedientes/{case}/historial"),
    };
    let frame = frame(language, &path);
    let text = frame.text();
    let mut entries = desk.store.newest_entries(wanted, PAGE.saturating_add(1)).await?;
    let more = u64::try_from(entries.len()).unwrap_or_default() > PAGE;
    entries.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let last = entries
        .first()
        .filter(|_| wanted.before.is_none() && wanted.case.is_none());
    let reads_all = seated.officer.roles.any_of(READERS);
    let number = match wanted.case {
        Some(case) => desk.store.find_case(case).await?.map(|case| case.number),
        None => None,
    };
    let of = |(entry, number): &(Entry, Option<u64>)| {
        let case = entry.case.filter(|_| wanted.case.is_none());
        row(entry, case.map(|case| folio(case, *number, text)), text)
    };
    let rows = entries.iter().map(of).collect();
    Ok(HistoryPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        title: number.map_or_else(
            || text.say("history-title"),
            |number| text.say_with("history-case-title", &[("number", number.into())]),
        ),
        head: last.map(|(last, _)| last.head().to_string()),
        older: entries
            .last()
            .filter(|_| more)
            .map(|(last, _)| format!("{}?{BEFORE}{}", frame.path(&path), last.number)),
        newest: wanted.before.map(|_| frame.path(&path)),
        all: wanted
            .case
            .filter(|_| reads_all)
            .map(|_| frame.path("/historial")),
        rows,
        frame,
    })
}

/// A case by its number, with the way to its own history.
fn folio(case: CaseId, number: Option<u64>, text: Text) -> Folio {
    Folio {
        label: number.map_or_else(
            || text.say("history-erased"),
            |number| text.say_with("desk-case-title", &[("number", number.into())]),
        ),
        path: format!("/expedientes/{case}/historial"),
    }
}

fn row(entry: &Entry, folio: Option<Folio>, text: Text) -> Row {
    let minute = entry.minute.rem_euclid(DAY);
    Row {
        number: entry.number,
        day: text.day(Day::from_number(entry.minute.div_euclid(DAY))),
        time: format!("{:02}:{:02} UTC", minute.div_euclid(60), minute.rem_euclid(60)),
        who: if entry.officer == COMMAND {
            text.say("history-command")
        } else {
            entry.officer.clone()
        },
        what: text.say(entry.act.label()),
        about: about(entry, text),
        folio,
    }
}

/// What an entry is about, in words.
fn about(entry: &Entry, text: Text) -> String {
    match entry.act {
        Act::Answered if FineStatus::find(&entry.about).is_some() => fine(&entry.about, text),
        Act::Explained => text.say(&entry.about),
        Act::Invited | Act::MadeAccount | Act::GaveRoles => with_roles(&entry.about, text),
        // A digest is nothing to read.
        Act::Noted => String::new(),
        Act::SignedIn
        | Act::Unlocked
        | Act::Locked
        | Act::OpenedCase
        | Act::TookFile
        | Act::Answered
        | Act::ReadHistory
        | Act::Searched
        | Act::ClosedAccount
        | Act::TookInvitationBack
        | Act::ReopenedAccount
        | Act::SetUpFactor
        | Act::ResetFactor
        | Act::ChangedPassphrase
        | Act::RenewedCodes => entry.about.clone(),
    }
}

/// The name of an account, then its roles in words.
fn with_roles(about: &str, text: Text) -> String {
    let mut words = about.split(' ');
    let name = words.next().unwrap_or_default().to_owned();
    let roles: Vec<String> = words
        .filter_map(|word| word.parse::<Role>().ok())
        .map(|role| text.say(role.label()))
        .collect();
    if roles.is_empty() {
        return name;
    }
    format!("{name}: {}", roles.join(", "))
}

struct Row {
    number: u64,
    day: String,
    time: String,
    who: String,
    what: String,
    about: String,
    folio: Option<Folio>,
}

struct Folio {
    label: String,
    path: String,
}

#[derive(Template)]
#[template(path = "desk/history.html")]
struct HistoryPage {
    frame: Frame,
    shell: Shell,
    title: String,
    rows: Vec<Row>,
    /// The last entry, to be noted on paper.
    head: Option<String>,
    older: Option<String>,
    newest: Option<String>,
    all: Option<String>,
}

/// Who reads the history of the whole desk.
pub(super) const READERS: &[Role] = &[Role::Coordinator, Role::Auditor];
/// Who reads the history of one case.
pub(super) const CASE_READERS: &[Role] = &[Role::Coordinator, Role::Officer, Role::Auditor];
const BEFORE: &str = "antes=";
const PAGE: u64 = 50;
/// Minutes of a day.
const DAY: i64 = 24 * 60;
