//! Notes beside a case: as the page shows them, and the form that takes one.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::case::view;
use super::draft::Draft;
use super::trouble::Cause;
use super::unlock::{self, Carried};
use super::{CARRIED, REFUSED, Seated, Trouble, Vacant, is_own, see, who, words};
use crate::case::CaseId;
use crate::desk::Desk;
use crate::desk::notes::Note;
use crate::report::invisible::reveal;
use crate::text::{Language, Text};
use crate::web::{Fields, page};

/// A note as the page shows it.
pub(super) struct Line {
    pub(super) officer: String,
    pub(super) day: String,
    /// Nothing where it is not what was written here.
    pub(super) words: Option<words::Words>,
}

/// All of a case.
pub(super) fn lines(notes: &[Note], text: Text) -> Vec<Line> {
    let line = |note: &Note| Line {
        officer: note.officer.clone(),
        day: text.day(note.day),
        words: note.words.as_deref().map(reveal),
    };
    notes.iter().map(line).collect()
}

/// Takes a note.
pub(super) async fn add(
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
    let Ok(fields) = Fields::read(request, CARRIED).await else {
        return trouble(Cause::NotAForm, String::new());
    };
    let mut draft = Draft {
        note: fields.value("note").replace("\r\n", "\n"),
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
    let wrong = match keep(&desk, seated, case, draft.note.trim()).await {
        Ok(()) => return see(language, &format!("/expedientes/{case}#notas")),
        Err(Refused::Cause(why)) => return trouble(why, kept),
        Err(Refused::Locked) => {
            let carried = Carried::new(case, draft);
            return unlock::show(&desk, language, seated, Some("desk-locked-meanwhile"), &carried);
        }
        Err(Refused::Form(wrong)) => wrong,
    };
    draft.errors.add("note", wrong.words(&desk, Text::of(language)));
    match view(&desk, language, seated, case, draft).await {
        Ok(Some(view)) => page(wrong.status(), &view),
        Ok(None) => trouble(Cause::NotFound, kept),
        Err(error) => trouble(Cause::store(&error, &desk), kept),
    }
}

async fn keep(desk: &Desk, seated: &Seated, case: CaseId, note: &str) -> Result<(), Refused> {
    let failed = |error: &dyn std::error::Error| Refused::Cause(Cause::failed(error, &*desk.random));
    let known = desk.store.find_case(case).await.map_err(|error| failed(&error))?;
    if known.is_none() {
        return Err(Refused::Cause(Cause::NotFound));
    }
    // Who keeps a note uses the key's time as who reads one does.
    if desk.keyring.identities().is_none() {
        return Err(Refused::Locked);
    }
    if note.is_empty() {
        return Err(Refused::Form(Wrong::Empty));
    }
    if note.chars().count() > desk.settings.limits.note_characters {
        return Err(Refused::Form(Wrong::TooLong));
    }
    let room = desk.space.promise_text(ROOM).map_err(|error| failed(&error))?;
    let _room = room.ok_or(Refused::Cause(Cause::Full))?;
    desk.note(case, &seated.officer.name, note)
        .await
        .map_err(|error| failed(&error))
}

enum Refused {
    /// The key was locked meanwhile.
    Locked,
    /// Nothing in the form can be mended.
    Cause(Cause),
    /// The form can be mended.
    Form(Wrong),
}

#[derive(Clone, Copy)]
enum Wrong {
    Empty,
    TooLong,
}

impl Wrong {
    const fn status(self) -> StatusCode {
        match self {
            Self::Empty => REFUSED,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    fn words(self, desk: &Desk, text: Text) -> String {
        let limit = u64::try_from(desk.settings.limits.note_characters).unwrap_or(u64::MAX);
        match self {
            Self::Empty => text.say("note-fault-empty"),
            Self::TooLong => text.say_with(
                "desk-fault-long",
                &[("limit", text.language().number(limit).into())],
            ),
        }
    }
}

/// Room for a note, padded and with its row.
const ROOM: u64 = 1 << 20;
