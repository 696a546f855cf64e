//! The public list of who can receive, with the fingerprints of the keys that reports are sealed to.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;

use super::{Clocks, Directory, Institution};
use crate::catalogue::Catalogue;
use crate::clock::{Clock, Day};
use crate::seal::{Class, Recipient};
use crate::text::{Language, Text};
use crate::web::locale::in_every_language;
use crate::web::{Frame, page};

/// What the list needs.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Who can receive.
    pub directory: Arc<Directory>,
    /// What the kinds and places are called.
    pub catalogue: Arc<Catalogue>,
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
        &InstitutionsPage::new(language, &listing.directory, &listing.catalogue, today),
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
    kinds: Vec<String>,
    reach: String,
    contact: Option<String>,
    clocks: Clocks,
    class: &'static str,
    fingerprints: Vec<String>,
}

impl InstitutionsPage {
    /// The list of `directory` as it stands `today`.
    pub fn new(language: Language, directory: &Directory, catalogue: &Catalogue, today: Day) -> Self {
        let frame = Frame::page(language, "/instituciones");
        let text = frame.text();
        Self {
            version: directory.version(),
            until: text.day(directory.valid_until()),
            rows: directory
                .institutions()
                .values()
                .map(|one| Row::of(one, catalogue, today, text))
                .collect(),
            frame,
        }
    }
}

impl Row {
    fn of(institution: &Institution, catalogue: &Catalogue, today: Day, text: Text) -> Self {
        let recipients = institution.recipients(today).ok();
        Self {
            id: institution.id.to_string(),
            name: institution.name(text.language().tag()).to_owned(),
            kinds: kinds(institution, catalogue, text.language()),
            reach: reach(institution, catalogue, text),
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

fn kinds(institution: &Institution, catalogue: &Catalogue, language: Language) -> Vec<String> {
    let found = institution
        .kinds
        .iter()
        .filter_map(|kind| catalogue.receivers().find(*kind));
    found
        .map(|receiver| receiver.name.speak(language).to_owned())
        .collect()
}

/// Its entes, municipalities and states in one line.
fn reach(institution: &Institution, catalogue: &Catalogue, text: Text) -> String {
    let (scope, places) = (&institution.scope, catalogue.places());
    let entes = scope
        .ente
        .iter()
        .filter_map(|key| Some(catalogue.entes().find(key.as_str())?.name.clone()));
    let towns = scope.municipality.iter();
    let towns = towns.filter_map(|key| Some(places.municipality(key.as_str())?.name.clone()));
    let states = scope
        .state
        .iter()
        .filter_map(|key| Some(places.state(key.as_str())?.name.clone()));
    let named: Vec<String> = entes.chain(towns).chain(states).collect();
    if named.is_empty() {
        text.say("all-states")
    } else {
        named.join(", ")
    }
}
