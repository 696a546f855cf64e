//! Who is at the door of the desk link: every request is signed by the institution's key in the directory.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, Method, Uri};

use super::signature::{self, Request};
use crate::clock::Day;
use crate::institution::{Directory, Institution, InstitutionId};

/// Why a request is not let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum EntryError {
    /// A header is missing or malformed.
    #[error("a header of the signature is missing or malformed")]
    Malformed,
    /// The day is neither today nor a day off: the desk's clock is wrong.
    #[error("the day of the signature is not today")]
    Day,
    /// The directory has no such institution, or the signature is not its.
    #[error("the signature is not that of an institution in the directory")]
    Unknown,
    /// The institution was revoked.
    #[error("the institution was revoked, and nothing is given to it or taken from it")]
    Revoked,
    /// The same signed request was used before.
    #[error("the request was used before")]
    Repeated,
}

/// A request whose signature is verified.
#[derive(Clone, Debug)]
pub struct Caller<'a> {
    /// The institution.
    pub institution: &'a Institution,
    /// The digest the body must have, in hexadecimal.
    pub digest: String,
}

/// The nonces of writing requests, as long as their day is accepted. Reading twice harms nobody.
#[derive(Default)]
pub struct Nonces(Mutex<BTreeSet<(Day, InstitutionId, String)>>);

impl Nonces {
    fn use_up(&self, day: Day, institution: &InstitutionId, nonce: &str, today: Day) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while used
            .first()
            .is_some_and(|(day, ..)| *day < today.plus(-TOLERANCE))
        {
            used.pop_first();
        }
        used.insert((day, institution.clone(), nonce.to_owned()))
    }
}

impl fmt::Debug for Nonces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonces(..)")
    }
}

/// Verifies the signature of a request.
pub fn admit<'a>(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    directory: &'a Directory,
    nonces: &Nonces,
    today: Day,
) -> Result<Caller<'a>, EntryError> {
    let header = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .ok_or(EntryError::Malformed)
    };
    let id: InstitutionId = header(signature::INSTITUTION)?
        .parse()
        .map_err(|_not_an_id| EntryError::Unknown)?;
    let day: Day = header(signature::DAY)?
        .parse()
        .map_err(|_not_a_day| EntryError::Malformed)?;
    let nonce = header(signature::NONCE)?;
    if nonce.len() != 32 || !nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(EntryError::Malformed);
    }
    let institution = directory.find(&id).ok_or(EntryError::Unknown)?;
    let digest = header(signature::DIGEST)?.to_owned();
    let request = Request {
        institution: id.to_string(),
        method: method.to_string(),
        path: uri
            .path_and_query()
            .map_or_else(|| uri.path().to_owned(), ToString::to_string),
        digest: digest.clone(),
        day,
        nonce: nonce.to_owned(),
    };
    let signature = header(signature::SIGNATURE)?;
    let signed_by = |key| request.verify(signature, key).is_ok();
    if !institution.signing_keys(today).any(signed_by) {
        let mut own = institution.signing.iter().filter(|dated| dated.covers(today));
        let was_its = institution.is_revoked(today) && own.any(|dated| signed_by(&dated.key));
        return Err(if was_its {
            EntryError::Revoked
        } else {
            EntryError::Unknown
        });
    }
    if (day.number() - today.number()).abs() > TOLERANCE {
        return Err(EntryError::Day);
    }
    if method != Method::GET && !nonces.use_up(day, &id, nonce, today) {
        return Err(EntryError::Repeated);
    }
    Ok(Caller { institution, digest })
}

/// Days by which two clocks may differ: midnight falls between them.
const TOLERANCE: i64 = 1;
