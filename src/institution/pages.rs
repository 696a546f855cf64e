//! The public list of who can receive, with the fingerprints of the keys that reports are sealed to.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;

use super::{Clocks, Directory, Institution, Kind, Level, Nature};
use crate::clock::{Clock, Day};
use crate::seal::{Class, Recipient};
use crate::territory;
use crate::text::{Language, Text};
use crate::web::locale::in_every_language;
use crate::web::{Frame, page};

/// What the list needs.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Who can receive.
    pub directory: Arc<Directory>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The list, in every language.
pub fn routes() -> Router<Listing> {
    in_every_language(Router::new(), "/instituciones", &get(list))
}

async fn list(State(listing): State<Listing>, language: Language) -> Response {
    let today = listing.clock.today();
    page(
        StatusCode::OK,
        &InstitutionsPage::new(language, &listing.directory, today),
    )
}

/// Who can receive reports here.
#[derive(Debug, Template)]
#[template(path = "institution/list.html")]
pub struct InstitutionsPage {
    frame: Frame,
    version: u64,
    until: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    kind: String,
    receives: String,
    contact: Option<String>,
    clocks: Clocks,
    class: &'static str,
    fingerprints: Vec<String>,
}

impl InstitutionsPage {
    /// The list of `directory` as it stands `today`.
    pub fn new(language: Language, directory: &Directory, today: Day) -> Self {
        let frame = Frame::page(language, "/instituciones");
        let text = frame.text();
        Self {
            version: directory.version(),
            until: text.day(directory.valid_until()),
            rows: directory
                .institutions()
                .values()
                .map(|one| Row::of(one, today, text))
                .collect(),
            frame,
        }
    }
}

impl Row {
    fn of(institution: &Institution, today: Day, text: Text) -> Self {
        let recipients = institution.recipients(today).ok();
        Self {
            id: institution.id.to_string(),
            name: institution.name(text.language().tag()).to_owned(),
            kind: text.say(kind(institution.kind)),
            receives: receives(institution, text),
            contact: institution.contact.clone(),
            clocks: institution.clocks,
            class: match institution.class {
                Class::Classic => "class-classic",
                Class::Hybrid => "class-hybrid",
            },
            fingerprints: recipients
                .iter()
                .flat_map(|recipients| recipients.iter().map(Recipient::fingerprint))
                .collect(),
        }
    }
}

/// Levels, places and natures in one line.
fn receives(institution: &Institution, text: Text) -> String {
    let scope = &institution.scope;
    let natures = scope.nature.iter().map(|nature| match nature {
        Nature::Administrative => text.say("nature-administrative"),
        Nature::Crime => text.say("nature-crime"),
    });
    let levels = scope.level.iter().map(|level| match level {
        Level::Federal => text.say("level-federal"),
        Level::State => text.say("level-state"),
        Level::Municipal => text.say("level-municipal"),
    });
    let places = scope
        .state
        .iter()
        .map(|key| territory::state(key).unwrap_or(key).to_owned());
    let parts = [
        joined(natures),
        joined(levels),
        if scope.state.is_empty() {
            text.say("all-states")
        } else {
            joined(places)
        },
    ];
    parts.join(" · ")
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::InternalControl => "kind-internal-control",
        Kind::Comptroller => "kind-comptroller",
        Kind::AntiCorruptionProsecutor => "kind-prosecutor",
        Kind::Auditor => "kind-auditor",
        Kind::Other => "kind-other",
    }
}
