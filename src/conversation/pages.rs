//! The return visit: the code, the mailbox behind it, its files, and the way out.

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use tower_sessions::Session;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::afterwards::SignedOutPage;
use super::code_page::{Closed, CodePage};
use super::draft::{Draft, Writing};
use super::mailbox::{self, File, MailboxError};
use super::views::MailboxPage;
use super::{Conversation, entering, writing};
use crate::text::Language;
use crate::tracking::MailboxKeys;
use crate::web::locale::in_every_language;
use crate::web::origin::Origin;
use crate::web::problem::refuse_method;
use crate::web::stream::written;
use crate::web::{Kept, Limits, Paging, Problem, Remedy, page};

/// The pages of the return visit; the session layer belongs around them.
pub fn routes() -> Router<Conversation> {
    [
        ("/seguimiento", get(ask_code).post(entering::enter)),
        ("/seguimiento/buzon", get(show_mailbox).post(writing::write_again)),
        ("/seguimiento/buzon/archivo/{envelope}/{file}", get(send_file)),
        ("/seguimiento/cerrar", post(close).get(refuse_method)),
    ]
    .into_iter()
    .fold(Router::new(), |router, (path, methods)| {
        in_every_language(router, path, &methods)
    })
    // `Fields` has a limit of its own, which may be higher than the framework's.
    .layer(DefaultBodyLimit::disable())
}

impl FromRef<Conversation> for Limits {
    fn from_ref(conversation: &Conversation) -> Self {
        let limits = conversation.limits.clone();
        // What a form with files carried comes back without them, encoded: three bytes for one, at most.
        Self {
            form_bytes: limits.form_bytes.saturating_mul(3),
            ..limits
        }
    }
}

async fn ask_code(language: Language) -> Response {
    page(StatusCode::OK, &CodePage::new(language))
}

async fn show_mailbox(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    uri: Uri,
) -> Result<Response, Problem> {
    let keys = keys(&session)
        .await
        .ok_or(Problem::new(language, Remedy::SignIn))?;
    let writing = Writing {
        page: Paging::asked(&uri),
        ..Writing::default()
    };
    show(&conversation, language, &keys, StatusCode::OK, writing).await
}

/// The mailbox, with what is being written, under its token as long as that is good.
pub(super) async fn show(
    conversation: &Conversation,
    language: Language,
    keys: &MailboxKeys,
    status: StatusCode,
    mut writing: Writing,
) -> Result<Response, Problem> {
    let open = mailbox::read(conversation, keys, writing.page)
        .await
        .map_err(|error| gone(conversation, language, &error))?;
    let (tokens, now) = (&conversation.tokens, conversation.clock.now());
    if tokens.check(&writing.draft.token, now).is_err() {
        writing.draft.token = tokens.issue(now, &*conversation.random);
    }
    let view = MailboxPage::new(
        language,
        &open,
        (
            &conversation.directory,
            &conversation.calendar,
            conversation.clock.today(),
        ),
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
    let keys = keys(&session)
        .await
        .ok_or(Problem::new(language, Remedy::SignIn))?;
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
        mut opened,
        name,
        bytes,
    } = file;
    let body = written(move |out| {
        let copied = opened.copy_file(number, out);
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
async fn close(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    headers: HeaderMap,
) -> Response {
    if Origin::of(&headers, &conversation.origins) == Origin::Foreign {
        let again = Kept {
            action: "/seguimiento/cerrar".to_owned(),
            ..Kept::default()
        };
        return Problem::new(language, Remedy::Foreign)
            .keeping(again)
            .into_response();
    }
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

/// The keys of the open mailbox, where one is open.
pub(super) async fn keys(session: &Session) -> Option<MailboxKeys> {
    let text = session.get::<String>(PRK).await.ok().flatten()?;
    let text = Zeroizing::new(text);
    let mut prk = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.as_str(), &mut *prk).ok()?;
    Some(MailboxKeys::from_prk(prk))
}

/// The mailbox at a page of its messages with what comes back from another page, to be sent from there.
pub(super) async fn return_to(
    conversation: &Conversation,
    language: Language,
    keys: &MailboxKeys,
    (draft, asked): (Draft, u64),
) -> Response {
    let kept = draft.for_the_mailbox();
    let writing = Writing {
        page: asked,
        ..Writing::returned(draft)
    };
    let shown = show(conversation, language, keys, StatusCode::OK, writing).await;
    shown.unwrap_or_else(|problem| problem.keeping(kept).into_response())
}

/// The mailbox that the form was shown in is not open any more: the page asks for the code and keeps what was written.
pub(super) fn closed(language: Language, why: Closed, draft: Draft) -> Response {
    let view = CodePage::closed(language, why).carrying(draft);
    page(StatusCode::FORBIDDEN, &view)
}

/// What was being written came from another site: it is shown to be copied, and carried nowhere. Whoever sends a form into
/// somebody's browser must not put words into her mailbox.
pub(super) fn foreign(language: Language, kept: Kept) -> Response {
    Problem::new(language, Remedy::Foreign)
        .keeping(kept)
        .into_response()
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
pub(super) const PRK: &str = "prk";
