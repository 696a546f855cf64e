//! What a visitor can do about a failure: the only way a failure becomes a response.
//!
//! Every problem is a page in the visitor's language that says what happened, what to do next, and still
//! holds the text that was sent. Nothing internal reaches it: a fault of ours shows a random number only.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::random::{Random, bytes};
use crate::text::{Language, Text};
use crate::web::limits;
use crate::web::page::{Frame, page};

/// What the visitor can do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Remedy {
    /// Note the number and try again: the fault is ours.
    Failed {
        /// A random number, also in the log, that says nothing by itself.
        incident: String,
    },
    /// Send it again from this page: it came from another site, or no origin could be seen.
    Foreign,
    /// Look for another page: there is none here.
    NotFound,
    /// Send it again: what came was not a whole form.
    NotAForm,
    /// Sign in again with the code: the mailbox was closed.
    SignIn,
    /// Send less at once: of a text that is far too long only the beginning is there.
    TextCut,
    /// Send less: this is the limit in bytes.
    TooLarge(u64),
    /// Send it again: it came too slowly.
    TooSlow,
    /// Try again in a while: too many at once.
    Wait,
    /// Try again without files, or in a while: there is no room for them now.
    WithoutFiles,
    /// Begin where this page begins: it is only reached from a form.
    StartHere,
}

/// What was sent, kept on the page so that it can be sent again.
#[derive(Clone, Default)]
pub struct Kept {
    /// Where the button of the page sends it, without the language.
    pub action: String,
    /// Hidden fields.
    pub fields: Vec<(String, String)>,
    /// The text as it was written, shown to be read and copied.
    pub text: String,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept(..)")
    }
}

/// A failure as a visitor meets it.
#[derive(Clone, Debug)]
pub struct Problem {
    language: Language,
    remedy: Remedy,
    kept: Option<Kept>,
}

impl Problem {
    /// A failure with its remedy.
    pub const fn new(language: Language, remedy: Remedy) -> Self {
        Self {
            language,
            remedy,
            kept: None,
        }
    }

    /// A fault of ours under a random number, to be logged with its cause by the caller.
    pub fn failed(language: Language, random: &dyn Random) -> Self {
        let incident = format!("{:08X}", u32::from_be_bytes(bytes(random)));
        Self::new(language, Remedy::Failed { incident })
    }

    /// The random number of a fault of ours.
    pub fn incident(&self) -> Option<&str> {
        match &self.remedy {
            Remedy::Failed { incident } => Some(incident),
            Remedy::Foreign
            | Remedy::NotFound
            | Remedy::NotAForm
            | Remedy::SignIn
            | Remedy::TextCut
            | Remedy::TooLarge(_)
            | Remedy::TooSlow
            | Remedy::Wait
            | Remedy::WithoutFiles
            | Remedy::StartHere => None,
        }
    }

    /// Keeps on the page what was sent.
    #[must_use]
    pub fn keeping(self, kept: Kept) -> Self {
        Self {
            kept: Some(kept),
            ..self
        }
    }

    /// One of each, for tests that look at every page.
    pub fn samples(language: Language) -> Vec<Self> {
        let kept = Kept {
            action: "/seguimiento".to_owned(),
            fields: vec![("code".to_owned(), "ábaco".to_owned())],
            text: "Lo que escribí <b>ayer</b>".to_owned(),
        };
        [
            Remedy::Failed {
                incident: "7C01F3A9".to_owned(),
            },
            Remedy::NotFound,
            Remedy::NotAForm,
            Remedy::SignIn,
            Remedy::TooLarge(2 << 30),
            Remedy::TooSlow,
            Remedy::WithoutFiles,
            Remedy::StartHere,
        ]
        .into_iter()
        .map(|remedy| Self::new(language, remedy))
        .chain(
            [Remedy::Foreign, Remedy::TextCut, Remedy::Wait]
                .map(|remedy| Self::new(language, remedy).keeping(kept.clone())),
        )
        .collect()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let words = Words::of(&self.remedy, Text::of(self.language));
        let status = words.status;
        let view = ProblemPage {
            frame: Frame::once(self.language),
            words,
            kept: self.kept,
        };
        let mut response = page(status, &view);
        let headers = response.headers_mut();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
        }
        response
    }
}

/// Answers what no route answers.
pub fn with_fallbacks<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .fallback(refuse_unknown_path)
        .method_not_allowed_fallback(refuse_method)
}

/// The page that says there is nothing here.
pub async fn refuse_unknown_path(language: Language) -> Problem {
    Problem::new(language, Remedy::NotFound)
}

/// The page that says where this one begins; also for a form's page that was asked for by link.
pub async fn refuse_method(language: Language) -> Problem {
    Problem::new(language, Remedy::StartHere)
}

/// Where one can go on from a page without a form.
const ONWARD: [(&str, &str); 3] = [
    ("/denunciar", "nav-report"),
    ("/seguimiento", "nav-mailbox"),
    ("/", "go-home"),
];

#[derive(Debug)]
struct Words {
    status: StatusCode,
    title: String,
    what: String,
    next: String,
    onward: [(&'static str, &'static str); 3],
    /// What was sent can be sent again from the browser, so no button may lead away from it in green.
    is_still_in_the_browser: bool,
}

impl Words {
    fn of(remedy: &Remedy, text: Text) -> Self {
        let (status, [title, what, next]) = said(remedy, text);
        let [report, mailbox, home] = ONWARD;
        Self {
            status,
            title,
            what,
            next,
            onward: if *remedy == Remedy::SignIn {
                [mailbox, home, report]
            } else {
                [report, mailbox, home]
            },
            is_still_in_the_browser: !matches!(remedy, Remedy::NotFound | Remedy::SignIn | Remedy::StartHere),
        }
    }
}

/// The status, the title, what happened and what to do.
fn said(remedy: &Remedy, text: Text) -> (StatusCode, [String; 3]) {
    let (status, ids) = match remedy {
        Remedy::Failed { incident } => return failed(incident, text),
        Remedy::TooLarge(bytes) => return too_large(*bytes, text),
        Remedy::Foreign => (
            StatusCode::FORBIDDEN,
            ["err-foreign-title", "err-foreign", "rec-foreign"],
        ),
        Remedy::NotFound => (
            StatusCode::NOT_FOUND,
            ["err-not-found-title", "err-not-found", "rec-not-found"],
        ),
        Remedy::NotAForm => (
            StatusCode::BAD_REQUEST,
            ["err-not-a-form-title", "err-not-a-form", "rec-not-a-form"],
        ),
        Remedy::SignIn => (
            StatusCode::FORBIDDEN,
            ["err-sign-in-title", "err-sign-in", "rec-sign-in"],
        ),
        Remedy::TextCut => (
            StatusCode::PAYLOAD_TOO_LARGE,
            ["err-text-cut-title", "err-text-cut", "rec-text-cut"],
        ),
        Remedy::TooSlow => (
            StatusCode::REQUEST_TIMEOUT,
            ["err-too-slow-title", "err-too-slow", "rec-too-slow"],
        ),
        Remedy::Wait => (
            StatusCode::SERVICE_UNAVAILABLE,
            ["err-wait-title", "err-wait", "rec-wait"],
        ),
        Remedy::WithoutFiles => (
            StatusCode::SERVICE_UNAVAILABLE,
            [
                "err-without-files-title",
                "err-without-files",
                "rec-without-files",
            ],
        ),
        Remedy::StartHere => (
            StatusCode::METHOD_NOT_ALLOWED,
            ["err-start-here-title", "err-start-here", "rec-start-here"],
        ),
    };
    (status, ids.map(|id| text.say(id)))
}

fn failed(incident: &str, text: Text) -> (StatusCode, [String; 3]) {
    let what = text.say_with("err-failed", &[("incident", incident.into())]);
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        [text.say("err-failed-title"), what, text.say("rec-failed")],
    )
}

fn too_large(bytes: u64, text: Text) -> (StatusCode, [String; 3]) {
    let limit = limits::size(bytes);
    let what = text.say_with("err-too-large", &[("limit", limit.into())]);
    (
        StatusCode::PAYLOAD_TOO_LARGE,
        [text.say("err-too-large-title"), what, text.say("rec-too-large")],
    )
}

#[derive(Debug, Template)]
#[template(path = "problem/problem.html")]
struct ProblemPage {
    frame: Frame,
    words: Words,
    kept: Option<Kept>,
}
