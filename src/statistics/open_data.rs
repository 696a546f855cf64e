//! The counts of closed months as files: CSV and JSON.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::Published;
use super::store::{Count, closed_before};
use crate::clock::Clock;
use crate::institution::Directory;
use crate::store::{Store, StoreError};
use crate::text::Language;
use crate::web::problem::Problem;

/// What the statistics need.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// The tally.
    pub store: Store,
    /// Which months are closed.
    pub clock: Arc<dyn Clock>,
    /// What the institutions are called.
    pub directory: Arc<Directory>,
}

impl Statistics {
    /// The counts of the months that are closed today, as they may be published.
    pub async fn published(&self) -> Result<Vec<Row>, StoreError> {
        let counts = closed_before(&self.store, &self.clock.today().month()).await?;
        Ok(counts.into_iter().map(Row::of).collect())
    }
}

/// One line of the open data.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// `AAAA-MM`.
    pub mes: String,
    /// The institution's id.
    pub institucion: String,
    /// The status its cases entered.
    pub estatus: &'static str,
    /// How many, or null when there were some, but few.
    pub denuncias: Published,
}

impl Row {
    fn of(count: Count) -> Self {
        Self {
            mes: count.month,
            institucion: count.institution,
            estatus: count.status.word(),
            denuncias: Published::of(count.reports),
        }
    }
}

pub(super) async fn send_csv(State(statistics): State<Statistics>) -> Result<Response, Problem> {
    let rows = statistics
        .published()
        .await
        .map_err(|error| super::pages::failed(&error, Language::default()))?;
    let mut text = String::from("mes,institucion,estatus,denuncias\r\n");
    for row in rows {
        let line = [
            row.mes.as_str(),
            &row.institucion,
            row.estatus,
            &row.denuncias.cell(),
        ]
        .join(",");
        text.push_str(&line);
        text.push_str("\r\n");
    }
    Ok((
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present")],
        text,
    )
        .into_response())
}

pub(super) async fn send_json(State(statistics): State<Statistics>) -> Result<Response, Problem> {
    let rows = statistics
        .published()
        .await
        .map_err(|error| super::pages::failed(&error, Language::default()))?;
    Ok(axum::Json(rows).into_response())
}
