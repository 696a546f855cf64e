//! What an officer can do about a failure: a page that says what happened, what to do next, and still holds
//! what was written.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::{Seated, Shell, Vacant, Who};
use crate::desk::Desk;
use crate::desk::officer::Role;
use crate::random::{Random, bytes};
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::{Frame, Remedy, page};

/// What is the matter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Cause {
    /// A fault of ours, under a random number that is also in the log.
    Failed(String),
    /// The form came from another site, or no origin could be seen.
    Foreign,
    /// There is nothing at this address.
    NotFound,
    /// What came was not a whole form.
    NotAForm,
    /// The session ended before the form came.
    SessionEnded,
    /// The disk is full.
    Full,
    /// The file on our own disk is not the one that came.
    Altered,
    /// The report does not open, so there is no mailbox to answer to.
    Damaged,
    /// It is in doubt who wrote, so nobody is answered.
    Doubtful,
    /// Another answer to the case came first.
    Overtaken,
    /// Too many attempts wait.
    Busy,
    /// The page is only reached from a form.
    BeginElsewhere,
    /// The invitation is not good, or not any more.
    Invitation,
    /// The page is for people with another role.
    NotYours(NotYours),
}

/// Whose page it is, and whom to ask for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct NotYours {
    /// One of these roles opens it.
    pub(super) needed: &'static [Role],
    /// Who gives roles, by name.
    pub(super) ask: Vec<String>,
}

impl NotYours {
    fn words(&self, text: Text) -> [String; 3] {
        let roles: Vec<String> = self.needed.iter().map(|role| text.say(role.label())).collect();
        let next = if self.ask.is_empty() {
            text.say("desk-rec-role-nobody")
        } else {
            text.say_with("desk-rec-role", &[("names", self.ask.join(", ").into())])
        };
        [
            text.say("desk-err-role-title"),
            text.say_with("desk-err-role", &[("roles", roles.join(", ").into())]),
            next,
        ]
    }
}

impl Cause {
    /// A fault of ours: the log gets the number and the noun's error, the page the number.
    pub(super) fn failed(error: &dyn std::error::Error, random: &dyn Random) -> Self {
        let incident = hex::encode_upper(bytes::<4>(random));
        tracing::error!(incident, error = %error, "the desk failed");
        Self::Failed(incident)
    }

    pub(super) fn store(error: &StoreError, desk: &Desk) -> Self {
        Self::failed(error, &*desk.random)
    }

    fn words(&self, text: Text) -> (StatusCode, [String; 3]) {
        let (status, ids) = match self {
            Self::Failed(incident) => {
                return (StatusCode::INTERNAL_SERVER_ERROR, failed(incident, text));
            }
            Self::NotYours(not_yours) => return (StatusCode::FORBIDDEN, not_yours.words(text)),
            Self::Foreign => (
                StatusCode::FORBIDDEN,
                ["desk-err-foreign-title", "desk-err-foreign", "desk-rec-foreign"],
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                ["desk-err-absent-title", "desk-err-absent", "desk-rec-absent"],
            ),
            Self::NotAForm => (
                StatusCode::BAD_REQUEST,
                ["desk-err-form-title", "desk-err-form", "desk-rec-form"],
            ),
            Self::SessionEnded => (
                StatusCode::FORBIDDEN,
                ["desk-err-ended-title", "desk-err-ended", "desk-rec-ended"],
            ),
            Self::Full => (
                StatusCode::INSUFFICIENT_STORAGE,
                ["desk-err-full-title", "desk-err-full", "desk-rec-full"],
            ),
            Self::Altered => (
                StatusCode::CONFLICT,
                ["desk-err-altered-title", "desk-err-altered", "desk-rec-altered"],
            ),
            Self::Damaged => (
                StatusCode::CONFLICT,
                ["desk-err-damaged-title", "desk-err-damaged", "desk-rec-damaged"],
            ),
            Self::Doubtful => (
                StatusCode::CONFLICT,
                ["desk-err-doubt-title", "desk-err-doubt", "desk-rec-doubt"],
            ),
            Self::Overtaken => (
                StatusCode::CONFLICT,
                [
                    "desk-err-overtaken-title",
                    "desk-err-overtaken",
                    "desk-rec-overtaken",
                ],
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                ["desk-err-busy-title", "desk-err-busy", "desk-rec-busy"],
            ),
            Self::Invitation => (
                StatusCode::GONE,
                ["invited-gone-title", "invited-gone", "invited-gone-next"],
            ),
            Self::BeginElsewhere => (
                StatusCode::METHOD_NOT_ALLOWED,
                ["desk-err-begin-title", "desk-err-begin", "desk-rec-begin"],
            ),
        };
        (status, ids.map(|id| text.say(id)))
    }
}

fn failed(incident: &str, text: Text) -> [String; 3] {
    let what = text.say_with("desk-err-failed", &[("incident", incident.into())]);
    let [title, next] = ["desk-err-failed-title", "desk-rec-failed"].map(|id| text.say(id));
    [title, what, next]
}

/// A failure as a page.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) language: Language,
    pub(super) shell: Shell,
    pub(super) cause: Cause,
    /// What was written, to be copied.
    pub(super) kept: String,
}

impl Trouble {
    pub(super) fn new(desk: &Desk, language: Language, officer: Option<&Who>, cause: Cause) -> Self {
        Self {
            language,
            shell: Shell::of(desk, language, officer),
            cause,
            kept: String::new(),
        }
    }

    #[must_use]
    pub(super) fn keeping(self, kept: String) -> Self {
        Self { kept, ..self }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let frame = Frame::once(self.language);
        let (status, [title, what, next]) = self.cause.words(frame.text());
        let onward = match self.cause {
            Cause::SessionEnded | Cause::Invitation => ("/entrar", frame.say("desk-sign-in")),
            Cause::Failed(_)
            | Cause::Foreign
            | Cause::NotFound
            | Cause::NotAForm
            | Cause::Full
            | Cause::Altered
            | Cause::Damaged
            | Cause::Doubtful
            | Cause::Overtaken
            | Cause::Busy
            | Cause::BeginElsewhere
            | Cause::NotYours(_) => (self.shell.home, frame.say(self.shell.home_label())),
        };
        let view = TroublePage {
            frame,
            shell: self.shell,
            title,
            what,
            next,
            onward,
            kept: self.kept,
        };
        page(status, &view)
    }
}

/// The page that says there is nothing here.
pub(super) async fn unknown(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Result<Seated, Vacant>,
) -> Trouble {
    let officer = seated.ok().map(|seated| seated.officer);
    Trouble::new(&desk, language, officer.as_ref(), Cause::NotFound)
}

/// The page that says where a form begins.
pub(super) async fn begin_elsewhere(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Result<Seated, Vacant>,
) -> Trouble {
    let officer = seated.ok().map(|seated| seated.officer);
    Trouble::new(&desk, language, officer.as_ref(), Cause::BeginElsewhere)
}

/// The page of what no page of ours answered.
pub(super) fn of(desk: &Desk, language: Language, remedy: Remedy) -> Response {
    let cause = match remedy {
        Remedy::Failed { incident } => Cause::Failed(incident),
        Remedy::Foreign => Cause::Foreign,
        Remedy::NotFound => Cause::NotFound,
        Remedy::NotAForm | Remedy::TextCut | Remedy::TooLarge(_) | Remedy::TooSlow => Cause::NotAForm,
        Remedy::SignIn => Cause::SessionEnded,
        Remedy::StartHere => Cause::BeginElsewhere,
        Remedy::Wait | Remedy::WithoutFiles => Cause::Busy,
    };
    Trouble::new(desk, language, None, cause).into_response()
}

#[derive(Debug, Template)]
#[template(path = "desk/trouble.html")]
struct TroublePage {
    frame: Frame,
    shell: Shell,
    title: String,
    what: String,
    next: String,
    onward: (&'static str, String),
    kept: String,
}
