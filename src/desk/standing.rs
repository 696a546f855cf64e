//! How things stand between the desk and its window, for the officers.

use std::collections::BTreeMap;

use super::alarm::Alarms;
use super::directory::Finding;
use crate::clock::Day;
use crate::seal::{Digest, DirectoryStamp};

/// How the link to the window stands, as officers see it.
#[derive(Clone, Debug, Default)]
pub struct LinkStanding {
    /// How the last visit went; nothing before the first.
    pub visit: Option<Visit>,
    /// What the public directory says of this institution.
    pub directory: Option<Finding>,
    /// What was wrong with what the window listed, beyond any one message.
    pub alarms: Alarms,
    /// The institution's name by language, when the directory told it.
    pub names: BTreeMap<String, String>,
    /// The names of all institutions by id and language, as the directory last verified tells them.
    pub institutions: BTreeMap<String, BTreeMap<String, String>>,
    /// How many notices no officer has explained yet.
    pub notices: u64,
    /// The directory last verified.
    pub stamp: Option<DirectoryStamp>,
    /// What was fetched last, text and signature, and the day on which it was looked at.
    pub looked_at: Option<(Digest, Day)>,
}

/// How a visit to the window went.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Visit {
    /// The window was not reached, or broke off.
    Away,
    /// It refused us, with its short word.
    Refused(String),
    /// Everything that waits is on this disk.
    Whole,
    /// The window gave something, but not all: see the alarms.
    Wanting,
    /// Everything that waits is on this disk, but the public directory could not be fetched or kept.
    NoDirectory,
    /// Our own disk or database failed.
    Failed,
    /// There is no room on our own disk for all that waits.
    Full,
}
