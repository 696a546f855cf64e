//! The return visit: the code, the mailbox behind it, its files, and the way out.

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use tower_sessions::{Session, session};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::mailbox::{self, File, MailboxError};
use super::views::{self, CodePage, MailboxPage, SignedOutPage, Writing};
use super::{Conversation, Sealed, writing};
use crate::seal;
use crate::text::Language;
use crate::tracking::{KdfError, MailboxKeys, TrackingCode};
use crate::web::locale::in_every_language;
use crate::web::origin::Origin;
use crate::web::problem::refuse_method;
use crate::web::stream::written;
use crate::web::{Fields, Kept, Limits, Problem, Remedy, page};

/// The pages of the return visit; the session layer belongs around them.
pub fn routes() -> Router<Conversation> {
    [
        ("/seguimiento", get(ask_code).post(enter)),
        ("/seguimiento/buzon", get(show_mailbox).post(writing::write_again)),
        ("/seguimiento/buzon/archivo/{envelope}/{file}", get(send_file)),
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
    page(StatusCode::OK, &CodePage::new(language))
}

/// Opens the mailbox of a code. A slip is found before any key is derived; an unknown code costs what a known
/// one costs.
async fn enter(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let typed = fields.value("code");
    if Origin::of(&headers, &conversation.origins) == Origin::Foreign {
        return foreign(language, typed);
    }
    let code = match TrackingCode::parse(typed) {
        Ok(code) => code,
        Err(slip) => return again(&CodePage::slipped(language, typed, &slip)),
    };
    conversation.pace.until_ready().await;
    let keys = match conversation.kdf.try_derive(&code).await {
        Ok(keys) => keys,
        Err(KdfError::Busy) => return views::busy(language, typed).into_response(),
        Err(error @ KdfError::Failed) => return failed(&conversation, language, &error),
    };
    match mailbox::find(&conversation, &keys).await {
        Ok(_found) => {}
        Err(MailboxError::Unknown) => return again(&CodePage::unknown(language, typed)),
        Err(error @ MailboxError::Store(_)) => return failed(&conversation, language, &error),
    }
    conversation.receipts.close(&keys.sameness());
    match begin(&session, &keys).await {
        Ok(()) => Redirect::to(&language.path("/seguimiento/buzon")).into_response(),
        Err(error) => failed(&conversation, language, &error),
    }
}

/// Begins a session under a fresh id: one that somebody planted in this browser must not see what follows.
async fn begin(session: &Session, keys: &MailboxKeys) -> Result<(), session::Error> {
    session.clear().await;
    session.cycle_id().await?;
    let prk = Zeroizing::new(hex::encode(keys.expose_prk()));
    session.insert(PRK, prk.as_str()).await
}

fn again(view: &CodePage) -> Response {
    page(StatusCode::UNPROCESSABLE_ENTITY, view)
}

/// A code that was sent from elsewhere is not looked at; the page sends it again from here.
fn foreign(language: Language, typed: &str) -> Response {
    let kept = Kept {
        action: "/seguimiento".to_owned(),
        fields: vec![("code".to_owned(), typed.to_owned())],
        text: String::new(),
    };
    Problem::new(language, Remedy::Foreign)
        .keeping(kept)
        .into_response()
}

async fn show_mailbox(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
) -> Result<Response, Problem> {
    let keys = keys(language, &session).await?;
    show(&conversation, language, &keys, StatusCode::OK, Writing::default()).await
}

/// The mailbox, with what is being written; the form gets a fresh token.
pub(super) async fn show(
    conversation: &Conversation,
    language: Language,
    keys: &MailboxKeys,
    status: StatusCode,
    writing: Writing,
) -> Result<Response, Problem> {
    let open = mailbox::read(conversation, keys)
        .await
        .map_err(|error| gone(conversation, language, &error))?;
    let token = conversation
        .tokens
        .issue(conversation.clock.now(), &*conversation.random);
    let writing = Writing { token, ..writing };
    let view = MailboxPage::new(
        language,
        &open,
        &conversation.directory,
        &conversation.limits,
        writing,
    );
    Ok(page(status, &view))
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

/// Ends the session and clears what the browser kept.
async fn close(State(conversation): State<Conversation>, language: Language, session: Session) -> Response {
    if let Err(error) = session.flush().await {
        return failed(&conversation, language, &error);
    }
    let mut response = page(StatusCode::OK, &SignedOutPage::new(language));
    let cleared = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), cleared);
    response
}

/// The keys of the open mailbox; a page that asks for the code where there is none.
pub(super) async fn keys(language: Language, session: &Session) -> Result<MailboxKeys, Problem> {
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

pub(super) fn problem(
    conversation: &Conversation,
    language: Language,
    error: &dyn std::error::Error,
) -> Problem {
    let problem = Problem::failed(language, &*conversation.random);
    tracing::error!(incident = problem.incident(), error = %error, "the return visit failed");
    problem
}

/// Where the session keeps what all keys of the mailbox come from.
const PRK: &str = "prk";
