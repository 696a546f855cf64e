//! Who sits at the desk: somebody with a session that has not been idle for too long, at the browser that signed in,
//! and whose account is the one that was signed in to.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::see;
use super::trouble::{Cause, NotYours};
use crate::case::CaseId;
use crate::desk::Desk;
use crate::desk::history::{Act, Doing};
use crate::desk::officer::{Account, FactorKey, OfficerName, Roles, Secret};
use crate::desk::session::OFFICER;
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
    /// Somebody is about to be, and has a second factor to set up first.
    Halfway(Language),
    /// Somebody is, whose roles do not open this.
    OtherRole(Seated, NotYours),
}

impl Who {
    /// What this person is about to do, for the history.
    pub(super) fn doing<'a>(&'a self, act: Act, case: Option<CaseId>, about: &'a str) -> Doing<'a> {
        Doing {
            officer: self.name.as_str(),
            act,
            case,
            about,
        }
    }
}

impl Vacant {
    /// What a page says that gives back what was written.
    pub(super) fn cause(&self) -> Cause {
        match self {
            Self::Nobody(_) | Self::Halfway(_) => Cause::SessionEnded,
            Self::OtherRole(_, not_yours) => Cause::NotYours(not_yours.clone()),
        }
    }

    /// Who is signed in all the same.
    pub(super) const fn officer(&self) -> Option<&Who> {
        match self {
            Self::Nobody(_) | Self::Halfway(_) => None,
            Self::OtherRole(seated, _) => Some(&seated.officer),
        }
    }
}

/// Who is signed in, whether or not they may be here.
pub(super) fn who(seated: &Result<Seated, Vacant>) -> Option<&Who> {
    match seated {
        Ok(seated) => Some(&seated.officer),
        Err(vacant) => vacant.officer(),
    }
}

impl IntoResponse for Vacant {
    fn into_response(self) -> Response {
        match self {
            Self::Nobody(language) => see(language, "/entrar"),
            Self::Halfway(language) => see(language, "/segundo-factor"),
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
    /// The digest of what the browser calls itself: a cookie that was copied to another one opens nothing.
    browser: Digest,
    /// Seconds since 1970, for the idle time only; it lies sealed in the session.
    used: i64,
    stage: Stage,
}

/// How far somebody has come in.
#[derive(Debug, Deserialize, Serialize)]
pub(super) enum Stage {
    /// All the way.
    In,
    /// A second factor is being set up, and will be sealed under this key.
    SettingUp(Secret, FactorKey),
    /// It is set up, and the codes that open once are being written down.
    Codes,
}

/// Somebody who is setting up a second factor.
#[derive(Debug)]
pub(super) struct Halfway {
    pub(super) account: Account,
    pub(super) stage: Stage,
}

impl FromRequestParts<Arc<Desk>> for Halfway {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Response> {
        let language = language_of(parts.uri.path());
        let session = parts.extensions.get::<Session>();
        let found = match session {
            Some(session) => find(session, &parts.headers, desk).await,
            None => None,
        };
        match found {
            None => Err(see(language, "/entrar")),
            Some((Seat { stage: Stage::In, .. }, _)) => Err(see(language, "/")),
            Some((Seat { stage, .. }, account)) => Ok(Self { account, stage }),
        }
    }
}

impl FromRequestParts<Arc<Desk>> for Seated {
    type Rejection = Vacant;

    async fn from_request_parts(parts: &mut Parts, _desk: &Arc<Desk>) -> Result<Self, Vacant> {
        let nobody = Vacant::Nobody(language_of(parts.uri.path()));
        parts.extensions.get::<Seating>().cloned().unwrap_or(Err(nobody))
    }
}

/// Seats somebody under a new session id, so that an id known from before is worth nothing.
pub(super) async fn take(
    session: &Session,
    account: &Account,
    stage: Stage,
    headers: &HeaderMap,
    desk: &Desk,
) -> Result<(), Error> {
    session.flush().await?;
    session.cycle_id().await?;
    let seat = Seat {
        officer: account.name.as_str().to_owned(),
        account: account.mark(),
        browser: browser(headers),
        used: desk.clock.now().unix_timestamp(),
        stage,
    };
    session.insert(OFFICER, account.name.as_str()).await?;
    session.insert(SEAT, seat).await?;
    // Now, so that its row is there when the page behind it lists the sessions.
    session.save().await
}

/// Finds out who sits here, and starts the idle time anew.
pub(super) async fn look(
    State(desk): State<Arc<Desk>>,
    session: Session,
    language: Language,
    mut request: Request,
    next: Next,
) -> Response {
    let seating = match find(&session, request.headers(), &desk).await {
        Some((seat, account)) => {
            let is_in = matches!(seat.stage, Stage::In);
            let now = desk.clock.now().unix_timestamp();
            if now - seat.used >= REFRESH {
                // A failure only lets the session end sooner.
                drop(session.insert(SEAT, Seat { used: now, ..seat }).await);
            }
            let (name, roles) = (account.name, account.roles);
            let seated = Seated {
                officer: Who { name, roles },
            };
            is_in.then_some(seated).ok_or(Vacant::Halfway(language))
        }
        None => Err(Vacant::Nobody(language)),
    };
    request.extensions_mut().insert::<Seating>(seating);
    next.run(request).await
}

async fn find(session: &Session, headers: &HeaderMap, desk: &Desk) -> Option<(Seat, Account)> {
    let seat: Seat = session.get(SEAT).await.ok().flatten()?;
    let idle = desk.clock.now().unix_timestamp() - seat.used;
    let most = i64::from(desk.settings.idle.session_minutes) * 60;
    // Once is enough: whoever tries to guess what the other browser calls itself ends the session.
    let same_browser = seat.browser == browser(headers);
    if same_browser && (0..most).contains(&idle) {
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

fn browser(headers: &HeaderMap) -> Digest {
    let named = headers.get(header::USER_AGENT);
    Digest::of(named.map(HeaderValue::as_bytes).unwrap_or_default())
}

const SEAT: &str = "seat";
/// Seconds after which the idle time is written anew.
const REFRESH: i64 = 30;
