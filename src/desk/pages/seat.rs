//! Who sits at the desk: an officer with a session that has not been idle for too long, and whose account is the one
//! that was signed in to.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::see;
use crate::desk::Desk;
use crate::desk::officer::{OfficerName, PassphraseHash};
use crate::seal::Digest;
use crate::text::Language;
use crate::web::locale::language_of;

/// An officer who is signed in.
#[derive(Debug)]
pub(super) struct Seated {
    /// The officer's name.
    pub(super) officer: String,
}

/// Nobody is signed in, or not any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vacant(Language);

impl IntoResponse for Vacant {
    fn into_response(self) -> Response {
        see(self.0, "/entrar")
    }
}

/// Who gave the right passphrase, and the hash that it is right for.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) name: OfficerName,
    pub(super) hash: PassphraseHash,
}

#[derive(Debug, Deserialize, Serialize)]
struct Seat {
    officer: String,
    /// The digest of the hash that the passphrase was held against: another passphrase, or none, ends the session.
    account: Digest,
    /// Seconds since 1970, for the idle time only; it lies sealed in the session.
    used: i64,
}

impl FromRequestParts<Arc<Desk>> for Seated {
    type Rejection = Vacant;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Vacant> {
        let vacant = Vacant(language_of(parts.uri.path()));
        let session = parts.extensions.get::<Session>().ok_or(vacant)?;
        let seat = find(session, desk).await.ok_or(vacant)?;
        Ok(Self {
            officer: seat.officer,
        })
    }
}

/// Seats an officer under a new session id, so that an id known from before is worth nothing.
pub(super) async fn take(session: &Session, account: &Account, desk: &Desk) -> Result<(), Error> {
    session.flush().await?;
    session.cycle_id().await?;
    let seat = Seat {
        officer: account.name.as_str().to_owned(),
        account: account.hash.digest(),
        used: desk.clock.now().unix_timestamp(),
    };
    session.insert(SEAT, seat).await
}

/// Starts the idle time anew with every request of a seated officer, and ends a session that was idle.
pub(super) async fn keep_alive(
    State(desk): State<Arc<Desk>>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    if let Some(seat) = find(&session, &desk).await {
        let now = desk.clock.now().unix_timestamp();
        if now - seat.used >= REFRESH {
            // A failure only lets the session end sooner.
            drop(session.insert(SEAT, Seat { used: now, ..seat }).await);
        }
    }
    next.run(request).await
}

async fn find(session: &Session, desk: &Desk) -> Option<Seat> {
    let seat: Seat = session.get(SEAT).await.ok().flatten()?;
    let idle = desk.clock.now().unix_timestamp() - seat.used;
    let most = i64::from(desk.settings.idle.session_minutes) * 60;
    if (0..most).contains(&idle) && stands(&seat, desk).await? {
        return Some(seat);
    }
    // If the row stays, its seat is refused all the same.
    drop(session.flush().await);
    None
}

/// Whether the officer is still one, with the same passphrase; `None` where that cannot be told now.
async fn stands(seat: &Seat, desk: &Desk) -> Option<bool> {
    let officer: OfficerName = seat.officer.parse().ok()?;
    let hash = desk.store.find_officer(&officer).await.ok()?;
    Some(hash.is_some_and(|hash| hash.digest() == seat.account))
}

const SEAT: &str = "seat";
/// Seconds after which the idle time is written anew.
const REFRESH: i64 = 30;
