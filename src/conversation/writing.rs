//! The form that writes again: a text and files, straight into one envelope.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use tower_sessions::Session;
use zeroize::Zeroizing;

use super::Conversation;
use super::pages::{keys, problem, show};
use super::views::{SentPage, Writing};
use super::write::{FollowUp, WriteError};
use crate::case::sending::SendingError;
use crate::text::{Language, Text};
use crate::tracking::MailboxKeys;
use crate::web::multipart::{Part, Parts, PartsError};
use crate::web::origin::Origin;
use crate::web::{Errors, Kept, Problem, Remedy, page};

/// Sends a follow-up: its text first, then its files, straight into one envelope.
pub(super) async fn write_again(
    State(conversation): State<Conversation>,
    language: Language,
    session: Session,
    request: Request,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let keys = keys(language, &session).await?;
    let mut parts = Parts::open(&head.headers, body, conversation.bounds.body_bytes())
        .map_err(|_no_form| Problem::new(language, Remedy::NotAForm))?;
    let mut draft = Draft::default();
    let origin = Origin::of(&head.headers, &conversation.origins);
    let sent = receive(&conversation, &keys, origin, &mut draft, &mut parts).await;
    parts.drain().await;
    match sent {
        Ok(()) => Ok(page(StatusCode::OK, &SentPage::new(language))),
        Err(Unsent::Shown(fault)) => {
            let mut errors = Errors::default();
            errors.add(fault.field(), fault.words(&conversation, language));
            let writing = Writing {
                text: draft.text.to_string(),
                errors,
                ..Writing::default()
            };
            show(&conversation, language, &keys, fault.status(), writing).await
        }
        Err(Unsent::Failed(error)) => {
            let kept = Kept {
                text: draft.text.to_string(),
                ..Kept::default()
            };
            Err(problem(&conversation, language, &error).keeping(kept))
        }
    }
}

/// What a person can mend.
enum Fault {
    Broken,
    Empty,
    Expired,
    FileTooLarge(usize),
    Foreign,
    Full,
    NoReader,
    NoRoom,
    TooLong(usize),
    TooManyFiles,
    TooMuch,
}

impl Fault {
    const fn field(&self) -> &'static str {
        match self {
            Self::FileTooLarge(_) | Self::NoRoom | Self::TooManyFiles | Self::TooMuch => "archivo",
            Self::Broken
            | Self::Empty
            | Self::Expired
            | Self::Foreign
            | Self::Full
            | Self::NoReader
            | Self::TooLong(_) => "text",
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Empty | Self::TooLong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Expired => StatusCode::CONFLICT,
            Self::FileTooLarge(_) | Self::TooManyFiles | Self::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Full | Self::NoReader | Self::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn words(&self, conversation: &Conversation, language: Language) -> String {
        let (text, limits) = (Text::of(language), &conversation.limits);
        match self {
            Self::Broken => text.say("notice-broken"),
            Self::Empty => text.say("err-message-missing"),
            Self::Expired => text.say("notice-expired"),
            Self::FileTooLarge(number) => text.say_with(
                "notice-file-too-large",
                &[("number", (*number).into()), ("limit", limits.file().into())],
            ),
            Self::Foreign => text.say("notice-foreign"),
            Self::Full => text.say("notice-full"),
            Self::NoReader => text.say("err-message-no-reader"),
            Self::NoRoom => text.say("notice-no-room"),
            Self::TooLong(over) => text.say_with(
                "err-too-long",
                &[
                    ("field", text.say("write-text").into()),
                    ("limit", limits.story(language).into()),
                    ("over", (*over).into()),
                ],
            ),
            Self::TooManyFiles => text.say_with("notice-too-many-files", &[("limit", limits.files.into())]),
            Self::TooMuch => text.say_with("notice-too-much", &[("limit", limits.envelope().into())]),
        }
    }
}

#[derive(Default)]
struct Draft {
    case: String,
    token: String,
    text: Zeroizing<String>,
}

enum Unsent {
    Shown(Fault),
    Failed(WriteError),
}

impl From<PartsError> for Unsent {
    fn from(error: PartsError) -> Self {
        match error {
            PartsError::Broken | PartsError::TooLong => Self::Shown(Fault::Broken),
        }
    }
}

impl From<WriteError> for Unsent {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Token(_) => Self::Shown(Fault::Expired),
            WriteError::NoReader => Self::Shown(Fault::NoReader),
            WriteError::Sending(SendingError::TooManyFiles) => Self::Shown(Fault::TooManyFiles),
            WriteError::Sending(SendingError::FileTooLarge(number)) => {
                Self::Shown(Fault::FileTooLarge(number))
            }
            WriteError::Sending(SendingError::EnvelopeTooLarge) => Self::Shown(Fault::TooMuch),
            WriteError::Sending(SendingError::Full) => Self::Shown(Fault::Full),
            WriteError::Sending(SendingError::NoRoom) => Self::Shown(Fault::NoRoom),
            WriteError::Mailbox(_)
            | WriteError::Sending(SendingError::Seal(_) | SendingError::Store(_))
            | WriteError::Unfinished(_) => Self::Failed(error),
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
        return Err(Unsent::Shown(Fault::Foreign));
    }
    let length = draft.text.chars().filter(|letter| *letter != '\r').count();
    if length > conversation.limits.story_characters {
        let over = length.saturating_sub(conversation.limits.story_characters);
        return Err(Unsent::Shown(Fault::TooLong(over)));
    }
    let chosen = first_file.as_ref().is_some_and(Part::is_chosen_file);
    if draft.text.trim().is_empty() && !chosen {
        return Err(Unsent::Shown(Fault::Empty));
    }
    let now = conversation.clock.now();
    let token = conversation
        .tokens
        .check(&draft.token, now)
        .map_err(WriteError::from)?;
    let text = draft.text.replace("\r\n", "\n");
    let mut follow_up = FollowUp::begin(conversation, keys, &draft.case, token, text).await?;
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
            "case" => draft.case = value,
            "text" => draft.text = value.into(),
            _ => {}
        }
    }
    Ok(None)
}
