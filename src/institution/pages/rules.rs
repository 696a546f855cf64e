//! The rules of competence in plain words, a level of government at a time, and as files: whoever doubts where a
//! report would go can read why.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::Listing;
use super::files::plain;
use super::pieces::{self, Form};
use crate::catalogue::{Catalogue, Level, ReceiverKind, Rule, Word};
use crate::clock::Day;
use crate::text::{Language, Text};
use crate::web::{Frame, page};

/// Which rules are to be shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Chosen {
    /// The level of government, by its word in the catalogue.
    #[serde(default, rename = "nivel")]
    level: String,
    /// Which page of them.
    #[serde(default, rename = "pagina")]
    page: u32,
}

pub(super) async fn rules(
    State(listing): State<Listing>,
    language: Language,
    chosen: Result<Query<Chosen>, QueryRejection>,
) -> Response {
    let chosen = chosen.map(|Query(chosen)| chosen).unwrap_or_default();
    page(StatusCode::OK, &RulesPage::new(language, &listing, &chosen))
}

/// Who receives what, and why.
#[derive(Debug, Template)]
#[template(path = "institution/rules.html")]
pub(super) struct RulesPage {
    frame: Frame,
    version: u64,
    until: String,
    heading: &'static str,
    levels: Vec<Choice>,
    count: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

/// A level to be chosen.
#[derive(Debug)]
struct Choice {
    link: String,
    name: &'static str,
    is_shown: bool,
}

#[derive(Debug)]
struct Row {
    id: String,
    receiver: String,
    explanation: String,
    instead: String,
    basis: String,
    certainty: &'static str,
    reviewer: Option<String>,
    days: Option<String>,
    line: u64,
}

impl RulesPage {
    /// The rules of one level, a page of them.
    pub(super) fn new(language: Language, listing: &Listing, chosen: &Chosen) -> Self {
        let frame = Frame::page(language, "/instituciones/reglas");
        let text = frame.text();
        let catalogue = &*listing.catalogue;
        let level = Level::find(&chosen.level).unwrap_or(Level::Federal);
        let link = |level: Level, number: usize| {
            let path = frame.path("/instituciones/reglas");
            format!("{path}?nivel={level}&pagina={number}")
        };
        let rules = catalogue.rules().iter();
        let found: Vec<&Rule> = rules.filter(|rule| rule.levels.contains(&level)).collect();
        let last = found.len().div_ceil(PAGE).max(1);
        let page = usize::try_from(chosen.page).unwrap_or(last).clamp(1, last);
        let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
        let levels = Level::ALL.iter().map(|one| Choice {
            link: link(*one, 1),
            name: one.message(),
            is_shown: *one == level,
        });
        let shown = found
            .into_iter()
            .skip(page.saturating_sub(1).saturating_mul(PAGE));
        Self {
            version: catalogue.manifest().version,
            until: text.day(catalogue.manifest().valid_until),
            heading: level.message(),
            levels: levels.collect(),
            count: text.say_with("rules-found", &[("count", count.into())]),
            rows: shown
                .take(PAGE)
                .map(|rule| Row::of(rule, catalogue, text))
                .collect(),
            before: (page > 1).then(|| link(level, page.saturating_sub(1))),
            after: (page < last).then(|| link(level, page.saturating_add(1))),
            frame,
        }
    }
}

impl Row {
    fn of(rule: &Rule, catalogue: &Catalogue, text: Text) -> Self {
        let language = text.language();
        let alternates = rule.alternates.iter();
        let instead: Vec<String> = alternates
            .map(|kind| called(*kind, catalogue, language))
            .collect();
        let day = |day: Option<Day>| day.map_or_else(|| "…".to_owned(), |day| text.day(day));
        Self {
            id: rule.id.to_string(),
            receiver: called(rule.receiver, catalogue, language),
            explanation: rule.explanation.speak(language).to_owned(),
            instead: instead.join("; "),
            basis: rule.basis.clone(),
            certainty: rule.certainty.message(),
            reviewer: rule.reviewer.clone(),
            days: (rule.since.is_some() || rule.until.is_some())
                .then(|| format!("{} – {}", day(rule.since), day(rule.until))),
            line: rule.line,
        }
    }
}

fn called(kind: ReceiverKind, catalogue: &Catalogue, language: Language) -> String {
    let receiver = catalogue.receivers().find(kind);
    receiver.map_or_else(
        || kind.to_string(),
        |receiver| receiver.name.speak(language).to_owned(),
    )
}

/// A rule in the files, in the words of the catalogue.
#[derive(Debug, Serialize)]
struct Line {
    regla: String,
    rango: u16,
    nivel: String,
    ambito: String,
    naturaleza: String,
    recursos_federales: String,
    sujeto: String,
    receptor: String,
    alternos: String,
    copia: String,
    resuelve: String,
    fundamento: String,
    explicacion_es: String,
    explicacion_en: String,
    certeza: String,
    revisor: String,
    desde: String,
    hasta: String,
}

impl Line {
    fn of(rule: &Rule) -> Self {
        let resolvers: Vec<&str> = rule.resolvers.iter().map(|one| one.word()).collect();
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        Self {
            regla: rule.id.to_string(),
            rango: rule.rank,
            nivel: words(&rule.levels),
            ambito: words(&rule.branches),
            naturaleza: words(&rule.natures),
            recursos_federales: words(&rule.money),
            sujeto: words(&rule.subjects),
            receptor: rule.receiver.to_string(),
            alternos: words(&rule.alternates),
            copia: words(&rule.copies),
            resuelve: resolvers.join(";"),
            fundamento: plain(&rule.basis),
            explicacion_es: plain(rule.explanation.speak(Language::Es)),
            explicacion_en: plain(rule.explanation.speak(Language::En)),
            certeza: rule.certainty.to_string(),
            revisor: plain(rule.reviewer.as_deref().unwrap_or_default()),
            desde: day(rule.since),
            hasta: day(rule.until),
        }
    }
}

fn words<W: Word>(list: &[W]) -> String {
    let words: Vec<&str> = list.iter().map(|word| word.word()).collect();
    words.join(";")
}

/// So many of them after the last ones, until there are none.
fn lines(listing: Listing) -> impl FnMut() -> Vec<Line> {
    let mut done = 0;
    move || {
        let rules = listing.catalogue.rules().iter().skip(done);
        let lines: Vec<Line> = rules.take(pieces::LINES).map(Line::of).collect();
        done = done.saturating_add(lines.len());
        lines
    }
}

pub(super) async fn csv(State(listing): State<Listing>) -> Response {
    pieces::response(Form::Csv, lines(listing))
}

pub(super) async fn json(State(listing): State<Listing>) -> Response {
    pieces::response(Form::Json, lines(listing))
}

/// Rules on a page.
const PAGE: usize = 12;
