//! Who sits at the desk: an officer with a session that has not been idle for too long.

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
use crate::desk::officer::OfficerName;
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

#[derive(Debug, Deserialize, Serialize)]
struct Seat {
    officer: String,
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
pub(super) async fn take(session: &Session, officer: &OfficerName, desk: &Desk) -> Result<(), Error> {
    session.flush().await?;
    session.cycle_id().await?;
    let seat = Seat {
        officer: officer.as_str().to_owned(),
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
    if (0..most).contains(&idle) {
        return Some(seat);
    }
    // If the row stays, its seat is refused all the same.
    drop(session.flush().await);
    None
}

const SEAT: &str = "seat";
/// Seconds after which the idle time is written anew.
const REFRESH: i64 = 30;
