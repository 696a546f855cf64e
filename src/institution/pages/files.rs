//! The list as files, for whoever counts or compares: what the directory says, without its keys but with their
//! fingerprints.

use std::ops::Bound;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::pieces::{self, Form};
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

/// So many of them after the last ones, until there are none.
fn lines(listing: Listing) -> impl FnMut() -> Vec<Line> {
    let (today, mut last) = (listing.clock.today(), None);
    move || {
        let all = listing.directory.institutions();
        let behind = last.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let some = all.range((behind, Bound::Unbounded)).take(pieces::LINES);
        let some: Vec<&Institution> = some.map(|(_, one)| one).collect();
        let lines = some.iter().map(|one| Line::of(one, &listing, today)).collect();
        last = some.last().map(|one| one.id.clone()).or(last.take());
        lines
    }
}

pub(super) async fn csv(State(listing): State<Listing>) -> Response {
    pieces::response(Form::Csv, lines(listing))
}

pub(super) async fn json(State(listing): State<Listing>) -> Response {
    pieces::response(Form::Json, lines(listing))
}
