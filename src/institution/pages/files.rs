//! The list as files, for whoever counts or compares: what the directory says, without its keys but with their
//! fingerprints.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Serialize;

use super::{Institution, Listing, kinds, reach};
use crate::clock::Day;
use crate::seal::Recipient;
use crate::text::{Language, Text};

/// One institution.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    nombre: String,
    recibe_como: String,
    alcance: String,
    acusar: u16,
    responder: u16,
    concluir: u16,
    contacto: String,
    clase: String,
    huellas: String,
    /// The day from which it receives nothing any more; empty where it was not revoked.
    revocada_desde: String,
}

impl Line {
    fn of(institution: &Institution, listing: &Listing, today: Day) -> Self {
        let text = Text::of(Language::Es);
        let recipients = institution.recipients(today).ok();
        let prints = recipients
            .iter()
            .flat_map(|recipients| recipients.iter().map(Recipient::fingerprint));
        Self {
            id: institution.id.to_string(),
            nombre: plain(institution.name("es")),
            recibe_como: kinds(institution, &listing.catalogue, Language::Es).join("; "),
            alcance: reach(institution, &listing.catalogue, text),
            acusar: institution.clocks.acknowledge,
            responder: institution.clocks.answer,
            concluir: institution.clocks.close,
            contacto: plain(institution.contact.as_deref().unwrap_or_default()),
            clase: institution.class.to_string(),
            huellas: prints.collect::<Vec<_>>().join("; "),
            revocada_desde: institution
                .revoked_from(today)
                .map_or_else(String::new, |day| day.to_string()),
        }
    }
}

/// Text that no spreadsheet takes for a formula.
pub(super) fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn lines(listing: &Listing) -> Vec<Line> {
    let today = listing.clock.today();
    let all = listing.directory.institutions().values();
    all.map(|one| Line::of(one, listing, today)).collect()
}

pub(super) async fn csv(State(listing): State<Listing>) -> Response {
    table(&lines(&listing))
}

/// Lines as a CSV file. Text in them has been made [`plain`].
pub(super) fn table(lines: &[impl Serialize]) -> Response {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = lines.iter().all(|line| writer.serialize(line).is_ok());
    match writer.into_inner() {
        Ok(bytes) if written => ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], bytes).into_response(),
        Ok(_) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

pub(super) async fn json(State(listing): State<Listing>) -> Response {
    axum::Json(lines(&listing)).into_response()
}
