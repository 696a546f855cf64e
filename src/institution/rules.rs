//! What the directory must satisfy beyond its grammar; every rule is checked whenever one is read.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;

use super::{DatedRecipient, Draft, Institution, InstitutionId, Scope};
use crate::clock::Day;
use crate::seal::Class;

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
        alternates(institution, draft).map_err(at)?;
    }
    Ok(())
}

/// What may stand in the directory once only.
#[derive(Default)]
struct Known {
    ids: BTreeSet<String>,
    keys: BTreeSet<[u8; 32]>,
    recipients: BTreeSet<String>,
}

impl Known {
    fn add(&mut self, institution: &Institution) -> Result<(), String> {
        if !self.ids.insert(institution.id.to_string()) {
            return Err("this id stands there twice".to_owned());
        }
        for dated in &institution.signing {
            if !self.keys.insert(dated.key.to_bytes()) {
                return Err("a signing key stands in the directory twice".to_owned());
            }
        }
        for dated in all(institution) {
            if !self.recipients.insert(dated.recipient.to_string()) {
                return Err("a recipient stands in the directory twice".to_owned());
            }
        }
        Ok(())
    }
}

fn alone(institution: &Institution) -> Result<(), String> {
    names(institution)?;
    scope(&institution.scope)?;
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

fn scope(scope: &Scope) -> Result<(), String> {
    if scope.level.is_empty() || scope.nature.is_empty() {
        return Err("scope needs a level and a nature".to_owned());
    }
    let state = |key: &String| {
        let number: Option<u8> = key.parse().ok();
        key.len() == 2
            && key.bytes().all(|byte| byte.is_ascii_digit())
            && number.is_some_and(|n| (1..=32).contains(&n))
    };
    if !scope.state.iter().all(state) {
        return Err("a state is its INEGI key, 01 to 32".to_owned());
    }
    if repeats(&scope.level) || repeats(&scope.state) || repeats(&scope.nature) {
        return Err("scope says something twice".to_owned());
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

fn alternates(institution: &Institution, draft: &Draft) -> Result<(), String> {
    if institution.alternates.contains(&institution.id) {
        return Err("it cannot be its own alternate".to_owned());
    }
    if repeats(&institution.alternates) {
        return Err("an alternate stands there twice".to_owned());
    }
    let exists = |id: &InstitutionId| draft.institutions.iter().any(|other| other.id == *id);
    match institution.alternates.iter().find(|id| !exists(id)) {
        Some(missing) => Err(format!("its alternate {missing} is not in the directory")),
        None => Ok(()),
    }
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
pub(super) fn signing_key<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<VerifyingKey, D::Error> {
    let text = String::deserialize(deserializer)?;
    let bytes: Option<[u8; 32]> = BASE64_STANDARD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok());
    bytes
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
        .filter(|key| !key.is_weak())
        .ok_or_else(|| serde::de::Error::custom("not an Ed25519 public key (32 bytes in base64)"))
}

const LONGEST_LINE: usize = 200;
