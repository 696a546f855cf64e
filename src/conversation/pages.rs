//! The return visit: the code, the mailbox behind it, its files, and the way out.

use axum::Router;
use axum::extract::{FromRef, Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use tower_sessions::Session;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::mailbox::{self, File, MailboxError};
use super::views::{ClosedPage, EntryFault, EntryPage, MailboxPage, SentPage, WriteFault};
use super::write::{FollowUp, WriteError};
use super::{Conversation, Sealed};
use crate::case::sending::SendingError;
use crate::seal;
use crate::text::Language;
use crate::tracking::{KdfError, MailboxKeys, TrackingCode};
use crate::web::locale::in_every_language;
use crate::web::multipart::{Part, Parts, PartsError};
use crate::web::origin::Origin;
use crate::web::problem::refuse_method;
use crate::web::stream::written;
use crate::web::{Fields, Kept, Limits, Problem, Remedy, page};

/// The pages of the return visit; the session layer belongs around them.
pub fn routes() -> Router<Conversation> {
    [
        ("/seguimiento", get(ask_code).post(enter)),
        ("/seguimiento/buzon", get(show_mailbox)),
        ("/seguimiento/archivo/{envelope}/{file}", get(send_file)),
        ("/seguimiento/escribir", post(write_again).get(refuse_method)),
        ("/seguimiento/cerrar", post(close).get(refuse_method)),
    ]
    .into_iter()
    .fold(Router::new(), |router, (path, methods)| {
        in_every_language(router, path, &methods)
    })
}

impl FromRef<Conversation> for Limits {
    fn from_ref(conversation: &Conversation) -> Self {
        conversation.limits.clone()
    }
}

async fn ask_code(language: Language) -> Response {
    page(StatusCode::OK, &EntryPage::new(language))
}

/// Opens the mailbox of a code. A slip is found before any key is derived; an unknown code costs what a known
/// one costs.
async fn enter(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    headers: axum::http::HeaderMap,
    fields: Fields,
) -> Response {
    let typed = fields.value("codigo");
    if Origin::of(&headers, &conversation.origins) == Origin::Foreign {
        return entry_again(language, typed, EntryFault::Foreign);
    }
    let code = match TrackingCode::parse(typed) {
        Ok(code) => code,
        Err(slip) => return entry_again(language, typed, EntryFault::Slip(slip)),
    };
    conversation.pace.until_ready().await;
    let keys = match conversation.kdf.try_derive(&code).await {
        Ok(keys) => keys,
        Err(KdfError::Busy) => return entry_again(language, typed, EntryFault::Busy),
        Err(error @ KdfError::Failed) => return failed(&conversation, language, &error),
    };
    match mailbox::find(&conversation, &keys).await {
        Ok(_found) => {}
        Err(MailboxError::Unknown) => return entry_again(language, typed, EntryFault::Unknown),
        Err(error @ MailboxError::Store(_)) => return failed(&conversation, language, &error),
    }
    conversation.receipts.close(&keys.sameness());
    let prk = Zeroizing::new(hex::encode(keys.expose_prk()));
    match session.insert(PRK, prk.as_str()).await {
        Ok(()) => Redirect::to(&language.path("/seguimiento/buzon")).into_response(),
        Err(error) => failed(&conversation, language, &error),
    }
}

fn entry_again(language: Language, typed: &str, fault: EntryFault) -> Response {
    let status = match fault {
        EntryFault::Busy => StatusCode::SERVICE_UNAVAILABLE,
        EntryFault::Foreign => StatusCode::FORBIDDEN,
        EntryFault::Slip(_) | EntryFault::Unknown => StatusCode::UNPROCESSABLE_ENTITY,
    };
    page(status, &EntryPage::again(language, typed, fault))
}

async fn show_mailbox(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
) -> Result<Response, Problem> {
    let keys = keys(language, &session).await?;
    show(&conversation, language, &keys, None, "").await
}

async fn show(
    conversation: &Conversation,
    language: Language,
    keys: &MailboxKeys,
    fault: Option<WriteFault>,
    text: &str,
) -> Result<Response, Problem> {
    let open = mailbox::read(conversation, keys)
        .await
        .map_err(|error| gone(conversation, language, &error))?;
    let status = fault.as_ref().map_or(StatusCode::OK, WriteFault::status);
    Ok(page(
        status,
        &MailboxPage::new(conversation, language, &open, fault, text),
    ))
}

async fn send_file(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    Path((envelope, number)): Path<(Uuid, usize)>,
) -> Result<Response, Problem> {
    let keys = keys(language, &session).await?;
    let found = mailbox::file(&conversation, &keys, envelope, number).await;
    let file = found.map_err(|error| gone(&conversation, language, &error))?;
    Ok(download(
        file.ok_or(Problem::new(language, Remedy::NotFound))?,
        number,
    ))
}

/// A file goes out as a download with a neutral name and no type that a browser would open in the page.
fn download(file: File, number: usize) -> Response {
    let File {
        sealed,
        identity,
        name,
        bytes,
    } = file;
    let body = written(move |out| {
        let copied =
            seal::open::<Sealed>(sealed, &[identity]).and_then(|mut open| open.copy_file(number, out));
        copied.map(drop).map_err(std::io::Error::other)
    });
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(header::CONTENT_LENGTH, bytes.into());
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Sends a follow-up: its text first, then its files, straight into one envelope.
async fn write_again(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    request: Request,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let keys = keys(language, &session).await?;
    let mut parts =
        Parts::open(&head.headers, body).map_err(|_no_form| Problem::new(language, Remedy::NotAForm))?;
    let mut draft = Draft::default();
    let origin = Origin::of(&head.headers, &conversation.origins);
    let sent = receive(&conversation, &keys, origin, &mut draft, &mut parts).await;
    parts
        .drain(conversation.limits.envelope_bytes.saturating_mul(2))
        .await;
    match sent {
        Ok(()) => Ok(page(StatusCode::OK, &SentPage::new(language))),
        Err(Unsent::Shown(fault)) => show(&conversation, language, &keys, Some(fault), &draft.text).await,
        Err(Unsent::Failed(error)) => {
            let kept = Kept {
                text: draft.text.to_string(),
                ..Kept::default()
            };
            Err(problem(&conversation, language, &error).keeping(kept))
        }
    }
}

#[derive(Default)]
struct Draft {
    token: String,
    text: Zeroizing<String>,
}

enum Unsent {
    Shown(WriteFault),
    Failed(WriteError),
}

impl From<PartsError> for Unsent {
    fn from(error: PartsError) -> Self {
        match error {
            PartsError::Broken | PartsError::TooLong => Self::Shown(WriteFault::Broken),
        }
    }
}

impl From<WriteError> for Unsent {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Token(_) => Self::Shown(WriteFault::Expired),
            WriteError::NoReader => Self::Shown(WriteFault::NoReader),
            WriteError::Sending(SendingError::TooManyFiles) => Self::Shown(WriteFault::TooManyFiles),
            WriteError::Sending(SendingError::FileTooLarge(number)) => {
                Self::Shown(WriteFault::FileTooLarge(number))
            }
            WriteError::Sending(SendingError::EnvelopeTooLarge) => Self::Shown(WriteFault::TooMuch),
            WriteError::Sending(SendingError::NoRoom) => Self::Shown(WriteFault::NoRoom),
            WriteError::Mailbox(_) | WriteError::Sending(SendingError::Seal(_) | SendingError::Store(_)) => {
                Self::Failed(error)
            }
        }
    }
}

async fn receive(
    conversation: &Conversation,
    keys: &MailboxKeys,
    origin: Origin,
    draft: &mut Draft,
    parts: &mut Parts,
) -> Result<(), Unsent> {
    let first_file = read_fields(conversation, draft, parts).await?;
    if origin == Origin::Foreign {
        return Err(Unsent::Shown(WriteFault::Foreign));
    }
    let length = draft.text.chars().filter(|letter| *letter != '\r').count();
    if length > conversation.limits.story_characters {
        let over = length.saturating_sub(conversation.limits.story_characters);
        return Err(Unsent::Shown(WriteFault::TooLong(over)));
    }
    let chosen = first_file.as_ref().is_some_and(Part::is_chosen_file);
    if draft.text.trim().is_empty() && !chosen {
        return Err(Unsent::Shown(WriteFault::Empty));
    }
    let now = conversation.clock.now();
    let token = conversation
        .tokens
        .check(&draft.token, now)
        .map_err(WriteError::from)?;
    let text = draft.text.replace("\r\n", "\n");
    let mut follow_up = FollowUp::begin(conversation, keys, token, text).await?;
    let mut next = first_file;
    while let Some(mut part) = next {
        if part.is_chosen_file() {
            follow_up.sending().begin_file().map_err(WriteError::from)?;
            while let Some(bytes) = part.chunk().await? {
                follow_up
                    .sending()
                    .write(&bytes)
                    .await
                    .map_err(WriteError::from)?;
            }
            follow_up.sending().end_file().await.map_err(WriteError::from)?;
        }
        next = parts.next().await?;
    }
    Ok(follow_up.close(conversation).await?)
}

async fn read_fields(
    conversation: &Conversation,
    draft: &mut Draft,
    parts: &mut Parts,
) -> Result<Option<Part>, PartsError> {
    while let Some(part) = parts.next().await? {
        if part.is_file() {
            return Ok(Some(part));
        }
        let name = part.name().to_owned();
        let value = part.text(conversation.limits.form_bytes).await?;
        match name.as_str() {
            "token" => draft.token = value,
            "texto" => draft.text = value.into(),
            _ => {}
        }
    }
    Ok(None)
}

/// Ends the session and clears what the browser kept.
async fn close(State(conversation): State<Conversation>, language: Language, session: Session) -> Response {
    if let Err(error) = session.flush().await {
        return failed(&conversation, language, &error);
    }
    let mut response = page(StatusCode::OK, &ClosedPage::new(language));
    let cleared = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), cleared);
    response
}

/// The keys of the open mailbox; a page that asks for the code where there is none.
async fn keys(language: Language, session: &Session) -> Result<MailboxKeys, Problem> {
    let closed = Problem::new(language, Remedy::SignIn);
    let Ok(Some(text)) = session.get::<String>(PRK).await else {
        return Err(closed);
    };
    let text = Zeroizing::new(text);
    let mut prk = Zeroizing::new([0; 32]);
    match hex::decode_to_slice(text.as_str(), &mut *prk) {
        Ok(()) => Ok(MailboxKeys::from_prk(prk)),
        Err(_not_ours) => Err(closed),
    }
}

fn gone(conversation: &Conversation, language: Language, error: &MailboxError) -> Problem {
    match error {
        MailboxError::Unknown => Problem::new(language, Remedy::SignIn),
        MailboxError::Store(_) => problem(conversation, language, error),
    }
}

fn failed(conversation: &Conversation, language: Language, error: &dyn std::error::Error) -> Response {
    problem(conversation, language, error).into_response()
}

fn problem(conversation: &Conversation, language: Language, error: &dyn std::error::Error) -> Problem {
    let problem = Problem::failed(language, &*conversation.random);
    tracing::error!(incident = problem.incident(), error = %error, "the return visit failed");
    problem
}

/// Where the session keeps what all keys of the mailbox come from.
const PRK: &str = "prk";
