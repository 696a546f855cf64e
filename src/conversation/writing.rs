//! The form that writes again: a text and files, straight into one envelope. Whatever goes wrong, the text comes back.

use axum::extract::{FromRequest as _, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tower_sessions::Session;
use zeroize::Zeroizing;

use super::Conversation;
use super::afterwards::SentPage;
use super::code_page::Closed;
use super::draft::{Draft, Writing};
use super::fault::Fault;
use super::mailbox::MailboxError;
use super::pages::{closed, foreign, keys, problem, return_to, show};
use super::write::{FollowUp, WriteError};
use crate::case::sending::SendingError;
use crate::text::Language;
use crate::tracking::MailboxKeys;
use crate::web::multipart::{Part, Parts, PartsError};
use crate::web::origin::Origin;
use crate::web::{Fields, Paging, Problem, Remedy, SendingFault, page};

/// What comes to the mailbox: its own form, to be sent, or what another page kept of it, to be shown again.
pub(super) async fn write_again(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    request: Request,
) -> Result<Response, Problem> {
    let keys = keys(&session).await;
    if carries_no_files(&request) {
        let asked = Paging::asked(request.uri());
        let origin = Origin::of(request.headers(), &conversation.origins);
        let draft = Draft::of(&Fields::from_request(request, &conversation).await?);
        if origin == Origin::Foreign {
            return Ok(foreign(language, draft.to_copy("/seguimiento/buzon", Vec::new())));
        }
        // Nothing is sent: its files would be missing.
        return Ok(match keys {
            Some(keys) => return_to(&conversation, language, &keys, (draft, asked)).await,
            None => closed(language, Closed::ByItself, draft),
        });
    }
    let (head, body) = request.into_parts();
    let mut parts = Parts::open(&head.headers, body, conversation.bounds.body_bytes())
        .map_err(|_no_form| Problem::new(language, Remedy::NotAForm))?;
    let mut draft = Draft::default();
    let origin = Origin::of(&head.headers, &conversation.origins);
    let sent = receive(&conversation, keys.as_ref(), origin, &mut draft, &mut parts).await;
    parts.drain().await;
    Ok(match (sent, keys) {
        (Ok(institutions), _) => {
            let view = SentPage::new(language, &institutions, &conversation.directory);
            page(StatusCode::OK, &view)
        }
        (Err(Unsent::Shown(fault)), Some(keys)) => {
            let writing = Writing::faulty(&draft, fault.errors(&conversation, language));
            let shown = show(&conversation, language, &keys, fault.status(), writing).await;
            shown.unwrap_or_else(|problem| problem.keeping(draft.for_the_mailbox()).into_response())
        }
        (Err(Unsent::Failed(error)), _) => problem(&conversation, language, &error)
            .keeping(draft.for_the_mailbox())
            .into_response(),
        (Err(Unsent::TextCut), _) => {
            let kept = match origin {
                Origin::Own => draft.for_the_mailbox(),
                Origin::Foreign => draft.to_copy("/seguimiento/buzon", Vec::new()),
            };
            let problem = Problem::new(language, Remedy::TextCut);
            problem.keeping(kept).into_response()
        }
        (Err(Unsent::Closed(why)), _) => closed(language, why, draft),
        (Err(Unsent::Foreign), _) => foreign(language, draft.to_copy("/seguimiento/buzon", Vec::new())),
        (Err(Unsent::Shown(_)), None) => closed(language, Closed::ByItself, draft),
    })
}

/// Whether the request is a form as our pages of problems send it, not as the mailbox does.
fn carries_no_files(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// Why nothing was sent.
enum Unsent {
    /// The mailbox that the form was shown in is not open, or is not there any more.
    Closed(Closed),
    /// It came from another site, into a browser where no mailbox is open.
    Foreign,
    /// It is our fault.
    Failed(WriteError),
    /// The person can mend it.
    Shown(Fault),
    /// A field is longer than a whole form may be: there is only its beginning.
    TextCut,
}

impl From<PartsError> for Unsent {
    fn from(error: PartsError) -> Self {
        match error {
            PartsError::Broken => Self::Shown(Fault::Sending(SendingFault::Broken)),
            PartsError::TooLong => Self::TextCut,
        }
    }
}

impl From<WriteError> for Unsent {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Token(_) => Self::Shown(Fault::Sending(SendingFault::Expired)),
            WriteError::NoReader => Self::Shown(Fault::NoReader),
            WriteError::Revoked => Self::Shown(Fault::Revoked),
            WriteError::NotChosen => Self::Shown(Fault::NotChosen),
            WriteError::Mailbox(MailboxError::Unknown) => Self::Closed(Closed::ByItself),
            WriteError::OtherMailbox => Self::Closed(Closed::OtherOpened),
            WriteError::Sending(SendingError::TooManyFiles) => {
                Self::Shown(Fault::Sending(SendingFault::TooManyFiles))
            }
            WriteError::Sending(SendingError::FileTooLarge(number)) => {
                Self::Shown(Fault::Sending(SendingFault::FileTooLarge(number)))
            }
            WriteError::Sending(SendingError::EnvelopeTooLarge) => {
                Self::Shown(Fault::Sending(SendingFault::TooMuch))
            }
            WriteError::Sending(SendingError::Full) => Self::Shown(Fault::Sending(SendingFault::Full)),
            WriteError::Sending(SendingError::NoRoom) => Self::Shown(Fault::Sending(SendingFault::NoRoom)),
            WriteError::Mailbox(MailboxError::Store(_))
            | WriteError::Sending(SendingError::Seal(_) | SendingError::Store(_))
            | WriteError::Unfinished(_) => Self::Failed(error),
        }
    }
}

/// Reads the text, which the form sends before its files, and seals and keeps both. Tells which institutions have it.
async fn receive(
    conversation: &Conversation,
    keys: Option<&MailboxKeys>,
    origin: Origin,
    draft: &mut Draft,
    parts: &mut Parts,
) -> Result<Vec<String>, Unsent> {
    let first_file = read_fields(conversation, draft, parts).await?;
    let keys = keys.ok_or(match origin {
        Origin::Own => Unsent::Closed(Closed::ByItself),
        Origin::Foreign => Unsent::Foreign,
    })?;
    if origin == Origin::Foreign {
        return Err(Unsent::Shown(Fault::Sending(SendingFault::Foreign)));
    }
    let chosen = first_file.as_ref().is_some_and(Part::is_chosen_file);
    check_length(conversation, draft, chosen).map_err(Unsent::Shown)?;
    let now = conversation.clock.now();
    let token = conversation
        .tokens
        .check(&draft.token, now)
        .map_err(WriteError::from)?;
    let text = Zeroizing::new(draft.text.replace("\r\n", "\n"));
    let mut follow_up = FollowUp::begin(conversation, keys, &draft.case, token, &text).await?;
    let mut next = first_file;
    while let Some(mut part) = next {
        if part.is_chosen_file() {
            let begun = follow_up.sending().begin_file(parts.announced());
            begun.map_err(WriteError::from)?;
            while let Some(bytes) = part.chunk().await? {
                follow_up
                    .sending()
                    .write(&bytes)
                    .await
                    .map_err(WriteError::from)?;
            }
            follow_up.sending().end_file().await.map_err(WriteError::from)?;
        }
        // The parser goes on only when nobody holds the part before.
        drop(part);
        next = parts.next().await?;
    }
    Ok(follow_up.close(conversation).await?)
}

fn check_length(conversation: &Conversation, draft: &Draft, has_files: bool) -> Result<(), Fault> {
    let length = draft.text.chars().filter(|letter| *letter != '\r').count();
    let over = length.saturating_sub(conversation.limits.story_characters);
    if over > 0 {
        return Err(Fault::TooLong(over));
    }
    if draft.text.trim().is_empty() && !has_files {
        return Err(Fault::Empty);
    }
    Ok(())
}

async fn read_fields(
    conversation: &Conversation,
    draft: &mut Draft,
    parts: &mut Parts,
) -> Result<Option<Part>, PartsError> {
    // What comes back is carried on in a form without files, which has to have room for it.
    let most = conversation.limits.form_bytes.saturating_sub(BESIDE);
    let mut is_all = true;
    let mut file = None;
    while let Some(part) = parts.next().await? {
        if part.is_file() {
            file = Some(part);
            break;
        }
        let name = part.name().to_owned();
        let begun = part.beginning(most).await?;
        is_all &= begun.is_all;
        draft.set(&name, begun.text);
    }
    if is_all {
        Ok(file)
    } else {
        Err(PartsError::TooLong)
    }
}

/// Bytes of a form beside its text, and more.
const BESIDE: usize = 4096;
