//! The public list of who can receive, with the fingerprints of the keys that reports are sealed to.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;
use serde::Deserialize;

use super::{Clocks, Directory, Institution};
use crate::catalogue::{Catalogue, split};
use crate::clock::{Clock, Day};
use crate::seal::{Class, Recipient};
use crate::text::{Language, Text};
use crate::web::locale::in_every_language;
use crate::web::{Frame, page};
use words::Words;

mod files;
mod pieces;
mod rules;
mod words;

/// What the list needs.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Who can receive.
    pub directory: Arc<Directory>,
    /// What the kinds and places are called.
    pub catalogue: Arc<Catalogue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What the list is searched by.
    words: Arc<Words>,
}

impl Listing {
    /// The list of this directory.
    pub fn new(directory: Arc<Directory>, catalogue: Arc<Catalogue>, clock: Arc<dyn Clock>) -> Self {
        Self {
            directory,
            catalogue,
            clock,
            words: Arc::default(),
        }
    }
}

/// The list and the rules, in every language, and as files.
pub fn routes() -> Router<Listing> {
    let router = Router::new()
        .route("/instituciones.csv", get(files::csv))
        .route("/instituciones.json", get(files::json))
        .route("/reglas.csv", get(rules::csv))
        .route("/reglas.json", get(rules::json));
    let router = in_every_language(router, "/instituciones/reglas", &get(rules::rules));
    in_every_language(router, "/instituciones", &get(list))
}

/// What somebody looks for in the list. It is written down nowhere.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Sought {
    /// Words, whole or begun.
    #[serde(default, rename = "q")]
    pub words: String,
    /// Which page of what is found.
    #[serde(default, rename = "pagina")]
    pub page: u32,
}

async fn list(
    State(listing): State<Listing>,
    language: Language,
    sought: Result<Query<Sought>, QueryRejection>,
) -> Response {
    let sought = sought.map(|Query(sought)| sought).unwrap_or_default();
    let view = InstitutionsPage::new(language, &listing, &sought);
    page(StatusCode::OK, &view)
}

/// Who can receive reports here.
#[derive(Debug, Template)]
#[template(path = "institution/list.html")]
pub struct InstitutionsPage {
    frame: Frame,
    version: u64,
    until: String,
    sought: String,
    count: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
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
    /// The day on which it stopped receiving, and why, if it was revoked.
    revoked: Option<(String, String)>,
}

impl InstitutionsPage {
    /// What is found in the directory as it stands today.
    pub fn new(language: Language, listing: &Listing, sought: &Sought) -> Self {
        let frame = Frame::page(language, "/instituciones");
        let text = frame.text();
        let (directory, catalogue) = (&listing.directory, &*listing.catalogue);
        let typed: String = sought.words.trim().chars().take(LONGEST).collect();
        let words = split(&typed);
        let all = directory.institutions().values();
        let found: Vec<&Institution> = if words.is_empty() {
            all.collect()
        } else {
            let said = listing.words.of(listing, language);
            let found = all.zip(said).filter(|(_, said)| said.has_all(&words));
            found.map(|(one, _)| one).collect()
        };
        let last = found.len().div_ceil(PAGE).max(1);
        let page = usize::try_from(sought.page).unwrap_or(last).clamp(1, last);
        let link = |number: usize| {
            let query = urlencoded(&typed);
            format!("{}?q={query}&pagina={number}", frame.path("/instituciones"))
        };
        let today = listing.clock.today();
        let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
        Self {
            version: directory.version(),
            until: text.day(directory.valid_until()),
            count: text.say_with("institutions-found", &[("count", count.into())]),
            rows: found
                .into_iter()
                .skip(page.saturating_sub(1).saturating_mul(PAGE))
                .take(PAGE)
                .map(|one| Row::of(one, catalogue, today, text))
                .collect(),
            before: (page > 1).then(|| link(page.saturating_sub(1))),
            after: (page < last).then(|| link(page.saturating_add(1))),
            sought: typed,
            frame,
        }
    }
}

/// As it stands in the query of a link.
fn urlencoded(typed: &str) -> String {
    let mut out = String::new();
    for byte in typed.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&hex::encode_upper([byte]));
        }
    }
    out
}

impl Row {
    fn of(institution: &Institution, catalogue: &Catalogue, today: Day, text: Text) -> Self {
        let recipients = institution.recipients(today).ok();
        let revoked = institution
            .revoked
            .as_ref()
            .filter(|revoked| revoked.from <= today);
        Self {
            revoked: revoked.map(|revoked| (text.day(revoked.from), revoked.reason.clone())),
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

/// Institutions on a page.
const PAGE: usize = 25;
/// Characters of what is sought.
const LONGEST: usize = 100;
