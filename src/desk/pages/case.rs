//! One case: what was told, the conversation in its order, and the form to answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri};

use super::choices::{Choice, fine};
use super::draft::Draft;
use super::message::{Around, Entry};
use super::trouble::Cause;
use super::unlock::{self, Carried};
use super::{
    CARRIED, Seated, Shell, Trouble, Vacant, choices, clocks, frame, is_own, notes, see, who, words,
};
use crate::case::CaseId;
use crate::desk::Desk;
use crate::desk::history::Act;
use crate::desk::limits::AnswerLimits;
use crate::desk::open::{Reading, Unanswerable};
use crate::desk::reading::OnePage;
use crate::desk::store::Case;
use crate::store::StoreError;
use crate::text::Language;
use crate::text::Text;
use crate::web::{Fields, Frame, Paging, limits, page};

/// Shows a case, and notes that it was looked at.
pub(super) async fn show(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    Path(case): Path<String>,
    uri: Uri,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let Some(case) = case.parse().ok().map(CaseId) else {
        return trouble(Cause::NotFound);
    };
    if !desk.keyring.is_open() {
        return see(language, "/desbloquear");
    }
    let draft = Draft {
        page: Paging::asked(&uri),
        ..Draft::default()
    };
    match view(&desk, language, &seated, case, draft).await {
        Ok(Some(view)) => match desk.store.note_read(case).await {
            Ok(()) => page(StatusCode::OK, &view),
            Err(error) => trouble(Cause::store(&error, &desk)),
        },
        Ok(None) => trouble(Cause::NotFound),
        Err(error) => trouble(Cause::store(&error, &desk)),
    }
}

/// Turns to another page of a case, with the answer that is being written.
pub(super) async fn turn(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Result<Seated, Vacant>,
    Path(case): Path<String>,
    request: Request,
) -> Response {
    let officer = who(&seated);
    let trouble = |cause, kept| {
        Trouble::new(&desk, language, officer, cause)
            .keeping(kept)
            .into_response()
    };
    let is_ours = is_own(&desk, request.headers());
    let asked = Paging::asked(request.uri());
    let Ok(fields) = Fields::read(request, CARRIED).await else {
        return trouble(Cause::NotAForm, String::new());
    };
    let said = |name| fields.value(name).replace("\r\n", "\n");
    let draft = Draft {
        text: said("text"),
        status: said("status"),
        cause: said("cause"),
        reason: said("reason"),
        had_files: !said("files").is_empty(),
        page: asked,
        ..Draft::default()
    };
    let kept = draft.to_copy();
    if !is_ours {
        return trouble(Cause::Foreign, kept);
    }
    let seated = match &seated {
        Ok(seated) => seated,
        Err(vacant) => return trouble(vacant.cause(), kept),
    };
    let Some(case) = case.parse().ok().map(CaseId) else {
        return trouble(Cause::NotFound, kept);
    };
    if !desk.keyring.is_open() {
        let carried = Carried::new(case, draft);
        return unlock::show(&desk, language, seated, Some("desk-locked-meanwhile"), &carried);
    }
    match view(&desk, language, seated, case, draft).await {
        Ok(Some(view)) => page(StatusCode::OK, &view),
        Ok(None) => trouble(Cause::NotFound, kept),
        Err(error) => trouble(Cause::store(&error, &desk), kept),
    }
}

/// The page of a case; `None` when there is no such case, or the identity is locked.
pub(super) async fn view(
    desk: &Desk,
    language: Language,
    seated: &Seated,
    case: CaseId,
    draft: Draft,
) -> Result<Option<CasePage>, StoreError> {
    let Some(known) = desk.store.find_case(case).await? else {
        return Ok(None);
    };
    let Some(identities) = desk.keyring.identities() else {
        return Ok(None);
    };
    desk.record(seated.officer.doing(Act::OpenedCase, Some(case), ""))
        .await?;
    let one = desk.read_page(case, Arc::clone(&identities), draft.page).await?;
    let kept = desk.read_notes(case, identities).await?;
    let deliveries = desk.store.deliveries().await?;
    let courses = desk.store.clocks(case).await?;
    let frame = frame(language, &format!("/expedientes/{case}"));
    let text = frame.text();
    let around = Around {
        deliveries: &deliveries,
        institutions: &desk.standing().institutions,
        frame: &frame,
    };
    let view = |reading: &Reading| Entry::of(reading, &around);
    let writers = told_apart(&one, view);
    let (clocks, calendar) = courses
        .map(|courses| clocks::lines(courses, known.received, desk, text))
        .unwrap_or_default();
    let unseen = writers
        .iter()
        .flat_map(|one| &one.messages)
        .any(Entry::hides_something);
    Ok(Some(CasePage {
        shell: Shell::of(desk, language, Some(&seated.officer)),
        title: text.say_with("desk-case-title", &[("number", known.number.into())]),
        received: text.day(known.received),
        status: status(one.status.as_deref(), &known, text),
        since: text.day(known.status_day),
        clocks,
        calendar,
        alarms: words::alarms(&one.alarms, text),
        is_mixed: one.is_mixed,
        writers,
        unseen,
        paging: one.paging,
        notes: notes::lines(&kept, text),
        here: frame.path(&format!("/expedientes/{case}")),
        action: frame.path(&format!("/expedientes/{case}/respuesta")),
        unanswerable: one.unanswerable.map(|why| unanswerable(why, text)),
        choices: choices::all(text, &draft.status, &draft.cause),
        limits: said_limits(&desk.settings.limits, text),
        draft,
        frame,
    }))
}

/// The messages of the page, by who wrote them.
fn told_apart(page: &OnePage, view: impl Fn(&Reading) -> Entry) -> Vec<Writer> {
    let mut writers: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    for (reading, writer) in page.readings.iter().zip(&page.writers) {
        writers.entry(*writer).or_default().push(view(reading));
    }
    let numbered = writers.into_iter().map(|(writer, messages)| Writer {
        number: u64::try_from(writer).unwrap_or(u64::MAX).saturating_add(1),
        messages,
    });
    numbered.collect()
}

struct Writer {
    /// From 1, the same on every page.
    number: u64,
    messages: Vec<Entry>,
}

/// The finest status that is known: the last one that an answer of ours gave, or the coarse one.
fn status(given: Option<&str>, case: &Case, text: Text) -> String {
    given.map_or_else(|| words::status(case.status, text), |word| fine(word, text))
}

fn said_limits(limits: &AnswerLimits, text: Text) -> SaidLimits {
    let number = |count: usize| text.language().number(u64::try_from(count).unwrap_or(u64::MAX));
    let values = [
        ("files", number(limits.files).into()),
        ("file", limits::size(limits.file_bytes).into()),
        ("all", limits::size(limits.envelope_bytes).into()),
    ];
    SaidLimits {
        note: text.say_with(
            "desk-limit-text",
            &[("limit", number(limits.note_characters).into())],
        ),
        text: text.say_with(
            "desk-limit-text",
            &[("limit", number(limits.text_characters).into())],
        ),
        reason: text.say_with(
            "desk-limit-text",
            &[("limit", number(limits.reason_characters).into())],
        ),
        files: text.say_with("desk-limit-files", &values),
    }
}

/// Why nobody is answered, and what to do.
fn unanswerable(why: Unanswerable, text: Text) -> Unanswered {
    let (title, what, todo): (_, _, &[&str]) = match why {
        Unanswerable::Closed => (
            "desk-closed-title",
            "desk-cannot-answer",
            &["desk-closed-1", "desk-closed-2"],
        ),
        Unanswerable::Doubtful => (
            "desk-doubt-title",
            "desk-doubt",
            &["desk-doubt-1", "desk-doubt-2", "desk-doubt-3", "desk-doubt-4"],
        ),
    };
    Unanswered {
        title: text.say(title),
        what: text.say(what),
        todo: todo.iter().map(|id| text.say(id)).collect(),
    }
}

struct Unanswered {
    title: String,
    what: String,
    todo: Vec<String>,
}

struct SaidLimits {
    note: String,
    text: String,
    reason: String,
    files: String,
}

#[derive(Template)]
#[template(path = "desk/case.html")]
pub(super) struct CasePage {
    frame: Frame,
    shell: Shell,
    title: String,
    received: String,
    status: String,
    since: String,
    clocks: Vec<clocks::Line>,
    calendar: Option<String>,
    alarms: Vec<String>,
    is_mixed: bool,
    writers: Vec<Writer>,
    unseen: bool,
    paging: Paging,
    notes: Vec<notes::Line>,
    here: String,
    action: String,
    unanswerable: Option<Unanswered>,
    choices: Vec<Choice>,
    limits: SaidLimits,
    draft: Draft,
}
