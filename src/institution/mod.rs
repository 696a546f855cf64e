//! Who can receive reports: the signed directory of institutions and their public keys.
//!
//! An [`Institution`] is what the directory says about one authority: its names, as what it receives, how far it
//! reaches, and the keys that reports to it are sealed to. [`Directory::read`] is the only way to trust one.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Branch, EnteKey, MunicipalityKey, ReceiverKind, StateKey};
use crate::clock::Day;
use crate::seal::{Class, Recipient, RecipientError, Recipients};
use dated::newest;

pub mod changes;
mod dated;
mod directory;
mod draft;
pub mod ends;
pub mod pages;
mod pieces;
mod rules;

pub mod publish;
mod published;

pub use self::dated::{DatedKey, DatedRecipient};
pub use self::directory::{Directory, DirectoryError};
pub use self::draft::Draft;
pub use self::published::Published;
pub use self::rules::Malformed;

pub use crate::signing::{DirectoryKey, KeyError, Rollback, Seen, Stamp, TrustedKey, When};

/// The short name of an institution: 2 to 64 lower-case letters, digits and inner hyphens.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct InstitutionId(String);

impl InstitutionId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InstitutionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for InstitutionId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let length = (2..=64).contains(&text.len());
        let letters = text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let ends = !text.starts_with('-') && !text.ends_with('-');
        if length && letters && ends {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnId)
        }
    }
}

impl<'de> Deserialize<'de> for InstitutionId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The text is not the short name of an institution.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("an id is 2 to 64 lower-case letters, digits and inner hyphens")]
pub struct NotAnId;

/// One authority that can receive reports, as the directory describes it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Its short name, unique in the directory.
    pub id: InstitutionId,
    /// As which kinds of the catalogue it receives.
    #[serde(deserialize_with = "rules::kinds")]
    pub kinds: Vec<ReceiverKind>,
    /// The one class of all its recipients.
    pub class: Class,
    /// Required with classic recipients, refused with hybrid ones: since when the operator has accepted
    /// that what is stored for this institution is not safe from a later quantum computer.
    #[serde(default)]
    pub accepts_classic_since: Option<Day>,
    /// How the public reaches it by other ways, in one line.
    #[serde(default)]
    pub contact: Option<String>,
    /// Its name by language; Spanish is always there.
    pub names: BTreeMap<String, String>,
    /// How far it reaches.
    #[serde(default)]
    pub scope: Scope,
    /// The deadlines it has committed itself to.
    pub clocks: Clocks,
    /// Since when it receives nothing any more, if it was revoked.
    #[serde(default)]
    pub revoked: Option<Revoked>,
    /// The keys that its desk signs requests and answers with.
    pub signing: Vec<DatedKey>,
    /// The keys that its desk opens reports with.
    pub intake: Vec<DatedRecipient>,
    /// The keys kept offline in case the desk loses its own.
    pub recovery: Vec<DatedRecipient>,
    /// The keys of the person who alone opens identity blocks; empty where nobody has that office.
    #[serde(default)]
    pub custodian: Vec<DatedRecipient>,
}

impl Institution {
    /// The recipients that a report of `today` is sealed to: the newest intake and the newest recovery in force.
    pub fn recipients(&self, today: Day) -> Result<Recipients, InstitutionError> {
        if self.is_revoked(today) {
            return Err(InstitutionError::Revoked);
        }
        let intake = newest(&self.intake, today).ok_or(InstitutionError::NoIntake)?;
        let recovery = newest(&self.recovery, today).ok_or(InstitutionError::NoRecovery)?;
        Ok(Recipients::new(vec![intake.clone(), recovery.clone()])?)
    }

    /// The recipient of identity blocks of `today`, when the institution has a custodian.
    pub fn custodian(&self, today: Day) -> Option<&Recipient> {
        newest(&self.custodian, today)
    }

    /// Whether it was revoked by `day`: from then on nothing is sealed to it and nothing that it signs counts.
    pub fn is_revoked(&self, day: Day) -> bool {
        self.revoked_from(day).is_some()
    }

    /// The first day on which it received nothing any more, where it was revoked by `day`.
    pub fn revoked_from(&self, day: Day) -> Option<Day> {
        let from = self.revoked.as_ref()?.from;
        (from <= day).then_some(from)
    }

    /// The keys that may have signed what its desk sent on `day`: all in force, so that one can follow another
    /// without a day on which neither counts. None once it was revoked; what it signed before stays its word.
    pub fn signing_keys(&self, day: Day) -> impl Iterator<Item = &VerifyingKey> {
        self.signing
            .iter()
            .filter(move |dated| dated.covers(day) && !self.is_revoked(day))
            .map(|dated| &dated.key)
    }

    /// The name in `language`, or in Spanish where there is none.
    pub fn name(&self, language: &str) -> &str {
        self.names
            .get(language)
            .or_else(|| self.names.get("es"))
            .map_or(self.id.as_str(), String::as_str)
    }
}

/// Why nothing can be sealed to an institution.
#[derive(Debug, thiserror::Error)]
pub enum InstitutionError {
    /// It was revoked by that day.
    #[error("the institution was revoked")]
    Revoked,
    /// No intake recipient is in force on that day.
    #[error("the institution has no intake recipient in force")]
    NoIntake,
    /// No recovery recipient is in force on that day.
    #[error("the institution has no recovery recipient in force")]
    NoRecovery,
    /// The recipients in force cannot stand together in one envelope.
    #[error("the institution's recipients cannot be used together")]
    Recipients(#[from] RecipientError),
}

/// That an institution receives nothing any more.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// The first day on which it does not.
    pub from: Day,
    /// Why, in one line for everybody.
    pub reason: String,
}

/// How far an institution reaches. Where nothing is named, it is for the whole country.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The states.
    #[serde(default, deserialize_with = "rules::keys")]
    pub state: Vec<StateKey>,
    /// The municipalities.
    #[serde(default, deserialize_with = "rules::keys")]
    pub municipality: Vec<MunicipalityKey>,
    /// The entes, where it is for these only.
    #[serde(default, deserialize_with = "rules::keys")]
    pub ente: Vec<EnteKey>,
    /// The branches, where it is for these only.
    #[serde(default, deserialize_with = "rules::branches")]
    pub branch: Vec<Branch>,
}

/// Deadlines in working days, counted from the day of reception.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// To acknowledge a report.
    pub acknowledge: u16,
    /// To answer it for the first time.
    pub answer: u16,
    /// To close the case.
    pub close: u16,
}

impl Default for Clocks {
    /// Five days to acknowledge, thirty to answer, a hundred and twenty to close.
    fn default() -> Self {
        Self {
            acknowledge: 5,
            answer: 30,
            close: 120,
        }
    }
}
