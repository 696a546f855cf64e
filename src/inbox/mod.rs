//! The queue of one institution, and what its desk may fetch and send.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Day;

mod answer;
pub mod api;
pub mod entry;
pub mod schedule;
pub mod signature;
pub mod store;
pub mod turns;

/// One page of an institution's queue, oldest cursor first.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Page {
    /// What waits.
    pub items: Vec<Item>,
    /// Whether more waits behind the last item.
    pub more: bool,
}

/// One released envelope, as the queue shows it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Item {
    /// Its place in the queue: given at release, so it says nothing of the order of filing.
    pub cursor: u64,
    /// The envelope.
    pub envelope: Uuid,
    /// Its case.
    pub case: Uuid,
    /// The case's number within the institution, given at its first release.
    pub number: u64,
    /// `report` or `follow_up`.
    pub direction: String,
    /// The day it was received.
    pub received: Day,
    /// The number of its padded size step.
    pub step: u8,
    /// SHA-256 of the sealed bytes, in hexadecimal.
    pub digest: String,
    /// The mailbox recipient that the window has for the case; the desk compares it with the sealed one.
    pub mailbox: String,
}

/// Says which bytes a desk now has on its own disk.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// SHA-256 of the sealed bytes, in hexadecimal.
    pub digest: String,
}

/// Where the chain of answers of a case stands.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Standing {
    /// The case.
    pub case: Uuid,
    /// Its status.
    pub status: crate::case::PublicStatus,
    /// The number of the last answer, 0 before the first.
    pub number: u64,
    /// What the next answer names as its previous one.
    pub previous: String,
    /// The mailbox recipient that the window has for the case now.
    pub mailbox: String,
}
