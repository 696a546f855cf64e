//! What the officers must have seen, and the form in which one of them writes down how it was explained.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::trouble::Cause;
use super::{REFUSED, Seated, Shell, Trouble, checked, frame, see};
use crate::desk::Desk;
use crate::desk::history::Act;
use crate::desk::notice::{Explanation, Matter, Notice};
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::{Frame, page};

/// What an officer writes about one of them.
#[derive(Debug, Deserialize)]
pub(super) struct Explained {
    matter: String,
    subject: String,
    #[serde(default)]
    reason: String,
}

/// All that are open, and the last that were explained.
pub(super) async fn list(State(desk): State<Arc<Desk>>, language: Language, seated: Seated) -> Response {
    show(&desk, language, &seated, None).await
}

/// Takes an explanation.
pub(super) async fn explain(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    headers: HeaderMap,
    form: Result<Form<Explained>, FormRejection>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let form = match checked(&desk, &headers, form) {
        Ok(form) => form,
        Err(cause) => return trouble(cause),
    };
    let Some(matter) = Matter::find(&form.matter) else {
        return trouble(Cause::NotAForm);
    };
    let reason = form.reason.trim();
    if !LENGTH.contains(&reason.chars().count()) {
        return show(&desk, language, &seated, Some(&form)).await;
    }
    let said = Explanation {
        officer: seated.officer.name.to_string(),
        reason: reason.to_owned(),
        day: desk.clock.today(),
    };
    let explaining = seated.officer.doing(Act::Explained, None, &form.matter);
    if let Err(error) = desk.record(explaining).await {
        return trouble(Cause::store(&error, &desk));
    }
    match desk.explain(matter, &form.subject, &said).await {
        // Where another officer was quicker, the list says how that one explained it.
        Ok(_whether_it_was_open) => see(language, "/avisos"),
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

async fn show(desk: &Desk, language: Language, seated: &Seated, refused: Option<&Explained>) -> Response {
    let status = if refused.is_some() {
        REFUSED
    } else {
        StatusCode::OK
    };
    match view(desk, language, seated, refused).await {
        Ok(view) => page(status, &view),
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
    refused: Option<&Explained>,
) -> Result<NoticesPage, StoreError> {
    let frame = frame(language, "/avisos");
    let text = frame.text();
    let notices = desk.store.notices(Matter::OPEN_AT_MOST).await?;
    let (open, explained): (Vec<_>, Vec<_>) = notices.iter().partition(|one| one.explained.is_none());
    Ok(NoticesPage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        open: open.iter().map(|one| row(one, refused, text)).collect(),
        explained: explained.iter().filter_map(|one| past(one, text)).collect(),
        frame,
    })
}

fn row(notice: &Notice, refused: Option<&Explained>, text: Text) -> Row {
    let matter = notice.matter.word();
    let typed = refused.filter(|form| form.matter == matter && form.subject == notice.subject);
    Row {
        what: text.say(&matter),
        found: text.say_with("notice-found", &[("day", text.day(notice.day).into())]),
        reason: typed.map(|form| form.reason.clone()).unwrap_or_default(),
        fault: typed.map(|_short| text.say("notice-reason-fault")),
        subject: notice.subject.clone(),
        matter,
    }
}

fn past(notice: &Notice, text: Text) -> Option<Past> {
    let said = notice.explained.as_ref()?;
    let about = [
        ("officer", said.officer.as_str().into()),
        ("day", text.day(said.day).into()),
    ];
    Some(Past {
        what: text.say(&notice.matter.word()),
        who: text.say_with("notice-explained-by", &about),
        reason: said.reason.clone(),
    })
}

struct Row {
    matter: String,
    subject: String,
    what: String,
    found: String,
    reason: String,
    fault: Option<String>,
}

struct Past {
    what: String,
    who: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "desk/notices.html")]
struct NoticesPage {
    frame: Frame,
    shell: Shell,
    open: Vec<Row>,
    explained: Vec<Past>,
}

/// How many characters explain something.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=2000;
