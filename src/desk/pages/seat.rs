//! Who sits at the desk: somebody with a session that has not been idle for too long, and whose account is the one
//! that was signed in to.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::see;
use super::trouble::{Cause, NotYours};
use crate::desk::Desk;
use crate::desk::officer::{Account, OfficerName, Roles};
use crate::seal::Digest;
use crate::text::Language;
use crate::web::locale::language_of;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(super) struct Seated {
    /// Who.
    pub(super) officer: Who,
}

/// A name, and what it opens.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub(super) name: OfficerName,
    pub(super) roles: Roles,
}

/// Who sits here, as it was found when the request came; the guard of an address has judged it.
pub(super) type Seating = Result<Seated, Vacant>;

/// Nobody who may be here.
#[derive(Clone, Debug)]
pub(super) enum Vacant {
    /// Nobody is signed in, or not any more.
    Nobody(Language),
    /// Somebody is, whose roles do not open this.
    OtherRole(Seated, NotYours),
}

impl Vacant {
    /// What a page says that gives back what was written.
    pub(super) fn cause(&self) -> Cause {
        match self {
            Self::Nobody(_) => Cause::SessionEnded,
            Self::OtherRole(_, not_yours) => Cause::NotYours(not_yours.clone()),
        }
    }

    /// Who is signed in all the same.
    pub(super) const fn officer(&self) -> Option<&Who> {
        match self {
            Self::Nobody(_) => None,
            Self::OtherRole(seated, _) => Some(&seated.officer),
        }
    }
}

impl IntoResponse for Vacant {
    fn into_response(self) -> Response {
        match self {
            Self::Nobody(language) => see(language, "/entrar"),
            // The guard shows the page that says why.
            Self::OtherRole(..) => StatusCode::FORBIDDEN.into_response(),
        }
    }
}

#[derive(Debug, Deserialize, Serialize)]
struct Seat {
    officer: String,
    /// The mark of the account that was signed in to: another passphrase, or none, ends the session.
    account: Digest,
    /// Seconds since 1970, for the idle time only; it lies sealed in the session.
    used: i64,
}

impl FromRequestParts<Arc<Desk>> for Seated {
    type Rejection = Vacant;

    async fn from_request_parts(parts: &mut Parts, _desk: &Arc<Desk>) -> Result<Self, Vacant> {
        let nobody = Vacant::Nobody(language_of(parts.uri.path()));
        parts.extensions.get::<Seating>().cloned().unwrap_or(Err(nobody))
    }
}

/// Seats somebody under a new session id, so that an id known from before is worth nothing.
pub(super) async fn take(session: &Session, account: &Account, desk: &Desk) -> Result<(), Error> {
    session.flush().await?;
    session.cycle_id().await?;
    let seat = Seat {
        officer: account.name.as_str().to_owned(),
        account: account.mark(),
        used: desk.clock.now().unix_timestamp(),
    };
    session.insert(SEAT, seat).await
}

/// Finds out who sits here, and starts the idle time anew.
pub(super) async fn look(
    State(desk): State<Arc<Desk>>,
    session: Session,
    language: Language,
    mut request: Request,
    next: Next,
) -> Response {
    let seating = match find(&session, &desk).await {
        Some((seat, account)) => {
            let now = desk.clock.now().unix_timestamp();
            if now - seat.used >= REFRESH {
                // A failure only lets the session end sooner.
                drop(session.insert(SEAT, Seat { used: now, ..seat }).await);
            }
            let (name, roles) = (account.name, account.roles);
            Ok(Seated {
                officer: Who { name, roles },
            })
        }
        None => Err(Vacant::Nobody(language)),
    };
    request.extensions_mut().insert::<Seating>(seating);
    next.run(request).await
}

async fn find(session: &Session, desk: &Desk) -> Option<(Seat, Account)> {
    let seat: Seat = session.get(SEAT).await.ok().flatten()?;
    let idle = desk.clock.now().unix_timestamp() - seat.used;
    let most = i64::from(desk.settings.idle.session_minutes) * 60;
    if (0..most).contains(&idle) {
        let name: OfficerName = seat.officer.parse().ok()?;
        // Where that cannot be told now, nobody is let in and nothing ends.
        let account = desk.store.find_account(&name).await.ok()?;
        let same = |account: &Account| account.is_active() && account.mark() == seat.account;
        if let Some(account) = account.filter(same) {
            return Some((seat, account));
        }
    }
    // If the row stays, its seat is refused all the same.
    drop(session.flush().await);
    None
}

const SEAT: &str = "seat";
/// Seconds after which the idle time is written anew.
const REFRESH: i64 = 30;
