//! The counts of closed months as a page, and as files beside it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::StatusCode;

use super::open_data::{Row, Statistics, send_csv, send_json};
use super::{Published, SMALLEST};
use crate::institution::{Directory, InstitutionId};
use crate::random::SystemRandom;
use crate::store::StoreError;
use crate::text::{Language, Text};
use crate::web::locale::in_every_language;
use crate::web::{Frame, Problem, page};

/// The page and the files.
pub fn routes() -> Router<Statistics> {
    in_every_language(Router::new(), "/datos/", &get(show))
        .route("/datos/denuncias.csv", get(send_csv))
        .route("/datos/denuncias.json", get(send_json))
}

async fn show(State(statistics): State<Statistics>, language: Language) -> Result<Response, Problem> {
    let rows = statistics
        .published()
        .await
        .map_err(|error| failed(&error, language))?;
    let name = |id: &str| name_of(&statistics.directory, id, language);
    Ok(page(StatusCode::OK, &DataPage::new(language, &rows, name)))
}

/// A fault of ours, with its cause in the log under the number that the page shows.
pub(super) fn failed(error: &StoreError, language: Language) -> Problem {
    let problem = Problem::failed(language, &SystemRandom);
    tracing::error!(incident = problem.incident(), %error, "the counts cannot be read");
    problem
}

fn name_of(directory: &Directory, id: &str, language: Language) -> String {
    let id: Option<InstitutionId> = id.parse().ok();
    let found = id.and_then(|id| directory.find(&id).map(|one| one.name(language.tag()).to_owned()));
    found.unwrap_or_default()
}

/// The counts of the closed months, the newest first.
#[derive(Debug, Template)]
#[template(path = "statistics/data.html")]
pub struct DataPage {
    frame: Frame,
    smallest: u64,
    months: Vec<Month>,
}

#[derive(Debug)]
struct Month {
    name: String,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    institution: String,
    status: String,
    count: String,
}

impl DataPage {
    /// The page of `rows`; `name` tells what an institution's id is called, empty where it is not known.
    pub fn new(language: Language, rows: &[Row], name: impl Fn(&str) -> String) -> Self {
        let text = Text::of(language);
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by(|a, b| b.mes.cmp(&a.mes));
        let mut months: Vec<Month> = Vec::new();
        for row in sorted {
            let month = text.month(&row.mes);
            let called = Some(name(&row.institucion)).filter(|name| !name.is_empty());
            let line = Line {
                institution: called.unwrap_or_else(|| row.institucion.clone()),
                status: text.say(status(row.estatus)),
                count: match row.denuncias {
                    Published::Exact(count) => language.number(count),
                    Published::Few => text.say_with("data-few", &[("smallest", SMALLEST.into())]),
                },
            };
            match months.last_mut() {
                Some(last) if last.name == month => last.lines.push(line),
                Some(_) | None => months.push(Month {
                    name: month,
                    lines: vec![line],
                }),
            }
        }
        Self {
            frame: Frame::page(language, "/datos/"),
            smallest: SMALLEST,
            months,
        }
    }

    /// The page without a closed month, and with two.
    pub fn samples(language: Language) -> Vec<Self> {
        let row = |month: &str, estatus, denuncias| Row {
            mes: month.to_owned(),
            institucion: "contraloria-oaxaca".to_owned(),
            estatus,
            denuncias,
        };
        let rows = [
            row("2026-09", "REGISTRADA", Published::Exact(1_234)),
            row("2026-10", "REGISTRADA", Published::Exact(25)),
            row("2026-10", "PROCESO", Published::Few),
        ];
        let name = |_: &str| "Contraloría de Oaxaca".to_owned();
        vec![Self::new(language, &[], name), Self::new(language, &rows, name)]
    }
}

fn status(word: &str) -> &'static str {
    match word {
        "TURNADA" => "status-sent-on",
        "PROCESO" => "status-in-process",
        "ATENDIDA" => "status-closed",
        _ => "status-registered",
    }
}
