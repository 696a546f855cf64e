//! What the directory must satisfy beyond its grammar; every rule is checked whenever one is read.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::VerifyingKey;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{DatedRecipient, Draft, Institution, InstitutionId, Scope};
use crate::catalogue::{Branch, Catalogue, EnteKey, Level, MunicipalityKey, ReceiverKind, StateKey, Word};
use crate::clock::Day;
use crate::seal::{Class, Recipient};

/// The directory does not follow its format.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Malformed {
    /// The line, counted from 1, at which the fault or the institution with the fault stands.
    pub line: usize,
    /// The fault, in lower case.
    pub what: String,
}

/// Checks everything that does not depend on one institution alone, then each institution.
/// Returns the position of the institution at fault, if it is one.
pub(super) fn check(draft: &Draft) -> Result<(), (Option<usize>, String)> {
    let whole = |what: &str| Err((None, what.to_owned()));
    if draft.version == 0 {
        return whole("version starts at 1");
    }
    if draft.valid_from > draft.valid_until {
        return whole("valid_from is later than valid_until");
    }
    if draft.institutions.is_empty() {
        return whole("there is no institution");
    }
    let mut known = Known::default();
    for (position, institution) in draft.institutions.iter().enumerate() {
        let at = |what| (Some(position), format!("{}: {what}", institution.id));
        known.add(institution).map_err(at)?;
        alone(institution).map_err(at)?;
    }
    Ok(())
}

/// What is wrong with where the institutions of a directory stand, by these tables: which text of it, and what.
pub(super) fn places(
    institutions: &mut dyn Iterator<Item = &Institution>,
    catalogue: &Catalogue,
) -> Result<(), (String, String)> {
    let receivers = catalogue.receivers();
    for institution in institutions {
        let scope = &institution.scope;
        known(scope, catalogue)?;
        let is_everywhere = scope.state.is_empty() && scope.municipality.is_empty() && scope.ente.is_empty();
        let local = |kind: &&ReceiverKind| {
            let level = receivers.find(**kind).and_then(|receiver| receiver.level);
            is_everywhere && matches!(level, Some(Level::State | Level::Municipal))
        };
        if let Some(kind) = institution.kinds.iter().find(local) {
            let what = format!("is of one place: say in the scope of {} of which", institution.id);
            return Err((kind.to_string(), what));
        }
    }
    Ok(())
}

/// Refuses a state, municipality or ente that the tables do not know: nobody could ever be sent to such a desk.
fn known(scope: &Scope, catalogue: &Catalogue) -> Result<(), (String, String)> {
    let (places, entes) = (catalogue.places(), catalogue.entes());
    let fault = |key: &dyn fmt::Display, what: &str| Err((key.to_string(), what.to_owned()));
    let state = |key: &&StateKey| places.state(key.as_str()).is_none();
    if let Some(key) = scope.state.iter().find(state) {
        return fault(key, "is no state: write its INEGI key, from entidades.csv");
    }
    let municipality = |key: &&MunicipalityKey| places.municipality(key.as_str()).is_none();
    if let Some(key) = scope.municipality.iter().find(municipality) {
        return fault(
            key,
            "is no municipality: write its INEGI key, from municipios.csv",
        );
    }
    let ente = |key: &&EnteKey| entes.find(key.as_str()).is_none();
    if let Some(key) = scope.ente.iter().find(ente) {
        return fault(key, "is no ente of the catalogue: write a key from its entes.csv");
    }
    Ok(())
}

/// What may stand in the directory once only.
#[derive(Default)]
struct Known<'a> {
    ids: HashSet<&'a InstitutionId>,
    keys: HashSet<&'a [u8; 32]>,
    recipients: HashSet<&'a Recipient>,
}

impl<'a> Known<'a> {
    fn add(&mut self, institution: &'a Institution) -> Result<(), String> {
        if !self.ids.insert(&institution.id) {
            return Err("this id stands there twice".to_owned());
        }
        for dated in &institution.signing {
            if !self.keys.insert(dated.key.as_bytes()) {
                return Err("a signing key stands in the directory twice".to_owned());
            }
        }
        for dated in all(institution) {
            if !self.recipients.insert(&dated.recipient) {
                return Err("a recipient stands in the directory twice".to_owned());
            }
        }
        Ok(())
    }
}

fn alone(institution: &Institution) -> Result<(), String> {
    names(institution)?;
    reach(institution)?;
    let clocks = institution.clocks;
    if clocks.acknowledge == 0 || clocks.acknowledge > clocks.answer || clocks.answer > clocks.close {
        return Err("clocks must grow: 1 <= acknowledge <= answer <= close".to_owned());
    }
    class(institution)?;
    if institution.intake.is_empty() || institution.recovery.is_empty() {
        return Err("intake and recovery each need a recipient".to_owned());
    }
    if institution.signing.is_empty() {
        return Err("signing needs a key".to_owned());
    }
    for (role, dated) in [
        ("intake", &institution.intake),
        ("recovery", &institution.recovery),
        ("custodian", &institution.custodian),
    ] {
        let days: Vec<_> = dated.iter().map(|one| (one.since, one.until)).collect();
        dates(&days).map_err(|what| format!("{role}: {what}"))?;
    }
    let days: Vec<_> = institution
        .signing
        .iter()
        .map(|one| (one.since, one.until))
        .collect();
    dates(&days).map_err(|what| format!("signing: {what}"))
}

fn names(institution: &Institution) -> Result<(), String> {
    if !institution.names.contains_key("es") {
        return Err("names needs a Spanish one (es)".to_owned());
    }
    for (language, name) in &institution.names {
        let letters = language.bytes().all(|byte| byte.is_ascii_lowercase());
        if !letters || !(2..=3).contains(&language.len()) {
            return Err("a language in names is two or three lower-case letters".to_owned());
        }
        one_line(name).map_err(|what| format!("names: {what}"))?;
    }
    if let Some(revoked) = &institution.revoked {
        one_line(&revoked.reason).map_err(|what| format!("revoked: {what}"))?;
    }
    match &institution.contact {
        Some(contact) => one_line(contact).map_err(|what| format!("contact: {what}")),
        None => Ok(()),
    }
}

/// Text that goes on a page as it is: nothing in it may reorder or hide what stands around it.
fn one_line(text: &str) -> Result<(), String> {
    let unsafe_on_a_page = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if text.trim() != text || text.is_empty() || text.chars().count() > LONGEST_LINE {
        return Err(format!("1 to {LONGEST_LINE} characters without outer spaces"));
    }
    if text.chars().any(unsafe_on_a_page) {
        return Err("no control and no invisible characters".to_owned());
    }
    Ok(())
}

/// What stands where, by itself; whether the places exist is for whoever has the list: [`Draft::check_places`].
fn reach(institution: &Institution) -> Result<(), String> {
    let scope = &institution.scope;
    if institution.kinds.is_empty() {
        return Err("kinds needs at least one kind of receiver".to_owned());
    }
    if institution.kinds.contains(&ReceiverKind::Referred) {
        return Err("REFERIDO is nobody and receives nothing: take it out of kinds".to_owned());
    }
    if scope.branch.contains(&Branch::Unknown) {
        return Err("leave branch out where it is for all of them, instead of NO_SE".to_owned());
    }
    if repeats(&institution.kinds)
        || repeats(&scope.state)
        || repeats(&scope.municipality)
        || repeats(&scope.ente)
        || repeats(&scope.branch)
    {
        return Err("kinds or scope says something twice".to_owned());
    }
    Ok(())
}

/// Hybrid is the rule; classic is what somebody must have decided, with a date.
fn class(institution: &Institution) -> Result<(), String> {
    if all(institution).any(|dated| dated.recipient.class() != institution.class) {
        return Err("every recipient must be of the institution's class".to_owned());
    }
    match (institution.class, institution.accepts_classic_since) {
        (Class::Classic, None) => Err("class = \"classic\" needs accepts_classic_since".to_owned()),
        (Class::Hybrid, Some(_)) => {
            Err("accepts_classic_since does not go with class = \"hybrid\"".to_owned())
        }
        (Class::Classic, Some(day)) if all(institution).any(|dated| dated.since < day) => {
            Err("a recipient is older than accepts_classic_since".to_owned())
        }
        (Class::Classic, Some(_)) | (Class::Hybrid, None) => Ok(()),
    }
}

fn dates(keys: &[(Day, Option<Day>)]) -> Result<(), &'static str> {
    if keys
        .iter()
        .any(|(since, until)| until.is_some_and(|until| until < *since))
    {
        return Err("until is earlier than since");
    }
    let mut pairs = keys.iter().zip(keys.iter().skip(1));
    if pairs.any(|(earlier, later)| earlier.0 >= later.0) {
        return Err("keys stand in the order of since, one a day at most");
    }
    Ok(())
}

fn all(institution: &Institution) -> impl Iterator<Item = &DatedRecipient> {
    institution
        .intake
        .iter()
        .chain(&institution.recovery)
        .chain(&institution.custodian)
}

fn repeats<T: Ord>(list: &[T]) -> bool {
    list.iter().collect::<BTreeSet<_>>().len() != list.len()
}

/// Reads an Ed25519 public key: 32 bytes in base64.
pub(super) fn signing_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<VerifyingKey, D::Error> {
    let text = String::deserialize(deserializer)?;
    let bytes: Option<[u8; 32]> = BASE64_STANDARD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok());
    bytes
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
        .filter(|key| !key.is_weak())
        .ok_or_else(|| D::Error::custom("not an Ed25519 public key (32 bytes in base64)"))
}

/// Reads a list of kinds of receivers.
pub(super) fn kinds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ReceiverKind>, D::Error> {
    words(deserializer, "kind of receiver")
}

/// Reads a list of branches.
pub(super) fn branches<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Branch>, D::Error> {
    words(deserializer, "branch")
}

fn words<'de, T: Word, D: Deserializer<'de>>(deserializer: D, what: &str) -> Result<Vec<T>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let known = || T::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ");
    let read = |text: &String| {
        T::find(text)
            .ok_or_else(|| D::Error::custom(format!("no {what} is called {text}: write one of {}", known())))
    };
    texts.iter().map(read).collect()
}

/// Reads a list of keys of the catalogue.
pub(super) fn keys<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    let texts = Vec::<String>::deserialize(deserializer)?;
    let read = |text: &String| {
        text.parse()
            .map_err(|wrong| D::Error::custom(format!("{text} is no key of the catalogue: {wrong}")))
    };
    texts.iter().map(read).collect()
}

const LONGEST_LINE: usize = 200;
