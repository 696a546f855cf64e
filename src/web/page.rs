//! A template becomes a response; [`Frame`] is what every page has in common.

use std::sync::atomic::{AtomicBool, Ordering};

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

use crate::text::{Language, Text, Value};
use crate::web::assets::{DRAWING, MARK, STYLESHEET};

/// Whether every page says that this is a demonstration; set once, when the program starts.
static DEMONSTRATION: AtomicBool = AtomicBool::new(false);

/// Makes every page of this process say that it is a demonstration.
pub fn mark_demonstration() {
    DEMONSTRATION.store(true, Ordering::Relaxed);
}

/// How the same page is reached in the other language.
#[derive(Clone, Debug)]
enum Here {
    /// It cannot be: it is shown once, as the answer to a form.
    Once,
    /// By a link to this path.
    Page(String),
    /// By sending the form with the id `paso` to this path.
    Step(String),
}

/// What every page has in common: its language, and where it stands.
#[derive(Clone, Debug)]
pub struct Frame {
    text: Text,
    here: Here,
}

impl Frame {
    /// A page that is read by a link to `path` (without its language).
    pub fn page(language: Language, path: &str) -> Self {
        Self::of(language, Here::Page(path.to_owned()))
    }

    /// A page that holds the form `paso` and is shown again when that is sent to `path`.
    pub fn step(language: Language, path: &str) -> Self {
        Self::of(language, Here::Step(path.to_owned()))
    }

    /// A page that is the answer to a form and cannot be asked for again.
    pub const fn once(language: Language) -> Self {
        Self::of(language, Here::Once)
    }

    const fn of(language: Language, here: Here) -> Self {
        Self {
            text: Text::of(language),
            here,
        }
    }

    /// The message `id`.
    pub fn say(&self, id: &str) -> String {
        self.text.say(id)
    }

    /// The message `id` with one value.
    pub fn with<'a, V: Into<Value<'a>>>(&self, id: &str, name: &str, value: V) -> String {
        self.text.say_with(id, &[(name, value.into())])
    }

    /// The message `id` with its values.
    pub fn say_with(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        self.text.say_with(id, values)
    }

    /// The words of this page's language.
    pub const fn text(&self) -> Text {
        self.text
    }

    /// The language of the page.
    pub const fn language(&self) -> Language {
        self.text.language()
    }

    /// The tag of the page's language.
    pub const fn lang(&self) -> &'static str {
        self.language().tag()
    }

    /// The tag of the other language.
    pub const fn other_lang(&self) -> &'static str {
        self.language().other().tag()
    }

    /// `path` in the page's language.
    pub fn path(&self, path: &str) -> String {
        self.language().path(path)
    }

    /// Whether `path` is this page, so that its link says so.
    pub fn is_at(&self, path: &str) -> bool {
        matches!(&self.here, Here::Page(here) if here == path)
    }

    /// The link to this page in the other language.
    pub fn other_page(&self) -> Option<String> {
        match &self.here {
            Here::Page(path) => Some(self.language().other().path(path)),
            Here::Once | Here::Step(_) => None,
        }
    }

    /// Where the form `paso` goes to be shown in the other language.
    pub fn other_step(&self) -> Option<String> {
        match &self.here {
            Here::Step(path) => Some(self.language().other().path(path)),
            Here::Once | Here::Page(_) => None,
        }
    }

    /// Whether the page says that this is a demonstration.
    pub fn is_demonstration(&self) -> bool {
        DEMONSTRATION.load(Ordering::Relaxed)
    }

    /// Where the stylesheet is.
    pub fn stylesheet(&self) -> &'static str {
        STYLESHEET.path()
    }

    /// Where the mark is.
    pub fn mark(&self) -> &'static str {
        MARK.path()
    }

    /// Where the drawing of the home page is.
    pub fn drawing(&self) -> &'static str {
        DRAWING.path()
    }
}

/// Sends `template` as a page.
pub fn page<T: Template>(status: StatusCode, template: &T) -> Response {
    match template.render() {
        Ok(text) => (status, Html(text)).into_response(),
        // Rendering into memory fails only where a value's own `Display` does; ours do not.
        Err(_unrenderable) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
