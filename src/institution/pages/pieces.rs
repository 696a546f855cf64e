//! A long list as a file, made piece by piece while it is read: whoever reads slowly holds one piece, and nobody makes
//! the window hold the whole.

use std::io;
use std::iter;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use http::header;
use serde::Serialize;

/// How lines are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// A table. Text in it has been made [`super::files::plain`].
    Csv,
    /// An array of objects.
    Json,
}

/// Lines as a file: `next` gives some more of them, and none when there are no more.
pub(super) fn response<L, N>(form: Form, mut next: N) -> Response
where
    L: Serialize,
    N: FnMut() -> Vec<L> + Send + 'static,
{
    let (mut is_first, mut is_over) = (true, false);
    let pieces = iter::from_fn(move || {
        if is_over {
            return None;
        }
        let lines = next();
        // What cannot be written breaks the file off, so that nobody takes half of it for the whole.
        let piece = form.piece(&lines, is_first);
        is_over = lines.is_empty() || piece.is_err();
        is_first = false;
        Some(piece.map(Bytes::from))
    });
    let body = Body::from_stream(stream::iter(pieces));
    ([(header::CONTENT_TYPE, form.kind())], body).into_response()
}

impl Form {
    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    /// Some lines; an empty piece is the end.
    fn piece(self, lines: &[impl Serialize], is_first: bool) -> io::Result<Vec<u8>> {
        match self {
            Self::Csv => table(lines, is_first),
            Self::Json => array(lines, is_first),
        }
    }
}

fn table(lines: &[impl Serialize], is_first: bool) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(is_first)
        .from_writer(Vec::new());
    for line in lines {
        writer.serialize(line).map_err(io::Error::other)?;
    }
    writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}

fn array(lines: &[impl Serialize], is_first: bool) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    if is_first {
        piece.push(b'[');
    }
    for (index, line) in lines.iter().enumerate() {
        if index > 0 || !is_first {
            piece.push(b',');
        }
        serde_json::to_writer(&mut piece, line)?;
    }
    if lines.is_empty() {
        piece.push(b']');
    }
    Ok(piece)
}

/// Lines in a piece.
pub(super) const LINES: usize = 64;
