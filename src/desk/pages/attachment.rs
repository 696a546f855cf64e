//! An attachment on its way to an officer's disk: streamed out of the sealed file, never shown in the page.

use std::io;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use uuid::Uuid;

use super::trouble::Cause;
use super::{Seated, Trouble, see};
use crate::case::CaseId;
use crate::desk::history::Act;
use crate::desk::open::{Closed, open_file};
use crate::desk::store::Message;
use crate::desk::{Desk, blocking};
use crate::seal::{Identity, Opened};
use crate::store::StoreError;
use crate::text::Language;
use crate::web::stream;

/// Sends the attachment with that number, counted from 1.
pub(super) async fn send(
    State(desk): State<Arc<Desk>>,
    language: Language,
    seated: Seated,
    Path((case, envelope, number)): Path<(String, String, String)>,
) -> Response {
    let trouble = |cause| Trouble::new(&desk, language, Some(&seated.officer), cause).into_response();
    let place = number
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let (Ok(case), Ok(envelope), Some(place)) = (case.parse(), envelope.parse(), place) else {
        return trouble(Cause::NotFound);
    };
    let Some(identities) = desk.keyring.identities() else {
        return see(language, "/desbloquear");
    };
    let message = match find(&desk, CaseId(case), envelope).await {
        Ok(Some(message)) => message,
        Ok(None) => return trouble(Cause::NotFound),
        Err(error) => return trouble(Cause::store(&error, &desk)),
    };
    let taking = seated.officer.doing(Act::TookFile, Some(message.case), &number);
    if let Err(error) = desk.record(taking).await {
        return trouble(Cause::store(&error, &desk));
    }
    match open(&desk, message, identities).await {
        Ok(Ok(opened)) => {
            let name = opened.file_name(place).map(neutral);
            let length = opened.contents().files.get(place).map(|file| file.bytes);
            match name.zip(length) {
                Some((name, length)) => stream_out(opened, place, &name, length),
                None => trouble(Cause::NotFound),
            }
        }
        Ok(Err(Closed::Altered)) => trouble(Cause::Altered),
        Ok(Err(Closed::Damaged(_))) => trouble(Cause::Damaged),
        Err(error) => trouble(Cause::failed(&error, &*desk.random)),
    }
}

async fn find(desk: &Desk, case: CaseId, envelope: Uuid) -> Result<Option<Message>, StoreError> {
    let found = desk.store.find_message(envelope).await?;
    Ok(found.filter(|message| message.case == case))
}

async fn open(
    desk: &Desk,
    message: Message,
    identities: Arc<[Identity]>,
) -> io::Result<Result<Opened<std::fs::File>, Closed>> {
    let shelf = desk.shelf.clone();
    let opened = blocking(move || open_file(&shelf, &message, &identities)).await?;
    Ok(opened.map(|(_header, opened)| opened))
}

/// Only what a neutral name is made of: the envelope may come from a window that is not what it was.
fn neutral(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '.')
        .take(20)
        .collect()
}

fn stream_out(mut opened: Opened<std::fs::File>, place: usize, name: &str, length: u64) -> Response {
    let body = stream::written(move |out| {
        let copied = opened.copy_file(place, out);
        copied.map(|_length| ()).map_err(io::Error::other)
    });
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(header::CONTENT_LENGTH, length.into());
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.insert(
        header::CONTENT_DISPOSITION,
        disposition.unwrap_or(HeaderValue::from_static("attachment")),
    );
    response
}
