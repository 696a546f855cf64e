//! The desk's rows: cases, messages, answers on their way, officers and their sessions. What a person told
//! stands in none of them.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::store::{Location, Schema, Store, StoreError};

mod cases;
mod clocks;
mod factors;
mod history;
mod invitations;
mod link;
mod list;
mod messages;
mod notes;
mod notices;
mod officers;
mod outbox;
mod rows;
mod sessions;

pub use clocks::RuleInForce;
pub use history::Sought;
pub use list::{Counts, Days, Filter, Listed, Order, Place, Urgency, Wanted};
pub use notes::{KeptNote, NewNote};
pub use outbox::{Delivery, NewAnswer};
pub use rows::{Case, Direction, Message, NewMessage, NotADirection, Told};

/// The database of one desk, and the rule by which its cases' last days are counted.
#[derive(Clone, Debug)]
pub struct DeskStore(Store, RuleInForce);

impl DeskStore {
    /// Opens the database and brings its tables up to date.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        Ok(Self(
            Store::open(location, Schema::Desk).await?,
            RuleInForce::default(),
        ))
    }

    /// Opens the database as it is.
    pub async fn connect(location: &Location) -> Result<Self, StoreError> {
        Ok(Self(Store::connect(location).await?, RuleInForce::default()))
    }

    /// Waits for the connections to end.
    pub async fn close(&self) {
        self.0.close().await;
    }
}

/// Reads a column that this program wrote; anything else means that somebody else did.
fn read<T: FromStr>(text: &str, table: &'static str, column: &'static str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_impossible| StoreError::Inconsistent { table, column })
}

/// Reads a whole number that this program wrote.
fn whole<T: TryFrom<i64>>(number: i64, table: &'static str, column: &'static str) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_impossible| StoreError::Inconsistent { table, column })
}

/// A whole number as the database keeps it; ours stay far below the end of its range.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// An id as the database keeps it.
fn id(uuid: Uuid) -> String {
    uuid.to_string()
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
