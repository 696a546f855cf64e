//! The entry of a code. What was being written when the mailbox closed by itself goes with it, to the open mailbox.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use tower_sessions::{Session, session};
use zeroize::Zeroizing;

use super::Conversation;
use super::code_page::{Closed, CodePage};
use super::draft::Draft;
use super::mailbox::{self, MailboxError};
use super::pages::{PRK, closed, foreign, problem, return_to};
use crate::text::Language;
use crate::tracking::{KdfError, MailboxKeys, Slip, TrackingCode};
use crate::web::origin::Origin;
use crate::web::{Fields, Problem, Remedy, page};

/// Opens the mailbox of a code. A slip is found before any key is derived; an unknown code costs what a known
/// one costs.
pub(super) async fn enter(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let (typed, draft) = (fields.value("code"), Draft::of(&fields));
    // A code that was sent from elsewhere is not looked at; the page sends it again from here.
    if Origin::of(&headers, &conversation.origins) == Origin::Foreign {
        let code = vec![("code".to_owned(), typed.to_owned())];
        return foreign(language, draft.to_copy("/seguimiento", code));
    }
    let keys = match open(&conversation, typed).await {
        Ok(keys) => keys,
        Err(reason) => return refuse(&conversation, language, &fields, draft, &reason),
    };
    conversation.receipts.close(&keys.sameness(0));
    if let Err(error) = begin(&session, &keys).await {
        return keeping(problem(&conversation, language, &error), typed, &draft);
    }
    if draft.is_empty() {
        return Redirect::to(&language.path("/seguimiento/buzon")).into_response();
    }
    return_to(&conversation, language, &keys, (draft, 1)).await
}

/// Why a code opens nothing.
enum NotOpen {
    /// Too many are entering at once.
    Busy,
    /// It is our fault.
    Failed(Box<dyn std::error::Error + Send + Sync>),
    /// It is not written as a code is.
    Slipped(Slip),
    /// No mailbox has it.
    Unknown,
}

/// The keys of the code, if it opens a mailbox.
async fn open(conversation: &Conversation, typed: &str) -> Result<MailboxKeys, NotOpen> {
    let code = TrackingCode::parse(typed).map_err(NotOpen::Slipped)?;
    let derived = conversation.kdf.try_derive(&code).await;
    let keys = derived.map_err(|error| match error {
        KdfError::Busy => NotOpen::Busy,
        KdfError::Failed => NotOpen::Failed(error.into()),
    })?;
    match mailbox::find(conversation, &keys).await {
        Ok(_found) => Ok(keys),
        Err(MailboxError::Unknown) => Err(NotOpen::Unknown),
        Err(error @ MailboxError::Store(_)) => Err(NotOpen::Failed(error.into())),
    }
}

/// Whatever the reason, the page keeps the code and what was written.
fn refuse(
    conversation: &Conversation,
    language: Language,
    fields: &Fields,
    draft: Draft,
    reason: &NotOpen,
) -> Response {
    let (typed, why) = (fields.value("code"), Closed::told(fields.value(Closed::FIELD)));
    let view = match reason {
        NotOpen::Busy => return keeping(Problem::new(language, Remedy::Wait), typed, &draft),
        NotOpen::Failed(error) => {
            return keeping(problem(conversation, language, &**error), typed, &draft);
        }
        // Shown in the other language, before a code was written.
        NotOpen::Slipped(_) if typed.trim().is_empty() && !draft.is_empty() => {
            return closed(language, why, draft);
        }
        NotOpen::Slipped(slip) => CodePage::slipped(language, typed, slip),
        NotOpen::Unknown => CodePage::unknown(language, typed),
    };
    page(StatusCode::UNPROCESSABLE_ENTITY, &view.carrying(draft))
}

/// Begins a session under a fresh id: one that somebody planted in this browser must not see what follows.
async fn begin(session: &Session, keys: &MailboxKeys) -> Result<(), session::Error> {
    session.clear().await;
    session.cycle_id().await?;
    let prk = Zeroizing::new(hex::encode(keys.expose_prk()));
    session.insert(PRK, prk.as_str()).await
}

/// The page keeps the code and what was written, and its button sends both again.
fn keeping(problem: Problem, typed: &str, draft: &Draft) -> Response {
    problem.keeping(draft.with_code(typed)).into_response()
}
