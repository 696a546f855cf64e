//! Public keys of an institution and the days on which each is in force, both included. A new one may begin
//! before the old one ends.

use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::rules;
use crate::clock::Day;
use crate::seal::Recipient;

/// A recipient and its days.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct DatedRecipient {
    /// Its first day.
    pub since: Day,
    /// Its last day; none while no end is planned.
    #[serde(default)]
    pub until: Option<Day>,
    /// The public key.
    pub recipient: Recipient,
}

impl DatedRecipient {
    /// Whether the recipient is in force on `day`.
    pub fn covers(&self, day: Day) -> bool {
        covers(self.since, self.until, day)
    }
}

/// A signing key and its days.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct DatedKey {
    /// Its first day.
    pub since: Day,
    /// Its last day; none while no end is planned.
    #[serde(default)]
    pub until: Option<Day>,
    /// The Ed25519 public key.
    #[serde(deserialize_with = "rules::signing_key")]
    pub key: VerifyingKey,
}

impl DatedKey {
    /// Whether the key is in force on `day`.
    pub fn covers(&self, day: Day) -> bool {
        covers(self.since, self.until, day)
    }

    /// What two people compare over the telephone: the first 16 bytes of the key's SHA-256.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.key.as_bytes());
        let groups: Vec<String> = digest.chunks(2).take(8).map(hex::encode).collect();
        groups.join(" ")
    }
}

/// The recipient in force on `today` that began last.
pub(super) fn newest(recipients: &[DatedRecipient], today: Day) -> Option<&Recipient> {
    recipients
        .iter()
        .filter(|dated| dated.covers(today))
        .max_by_key(|dated| dated.since)
        .map(|dated| &dated.recipient)
}

fn covers(since: Day, until: Option<Day>, day: Day) -> bool {
    since <= day && until.is_none_or(|until| day <= until)
}
