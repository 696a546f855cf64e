//! Counts per institution and month; never a row per report. Only closed months are shown, and a small count is
//! withheld, because a small number can point at a person.

use serde::{Serialize, Serializer};

pub mod open_data;
pub mod pages;
pub mod store;

/// A count as it may be published.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Published {
    /// As many as this.
    Exact(u64),
    /// Some, but fewer than [`SMALLEST`].
    Few,
}

impl Published {
    /// What of `count` may be said.
    pub const fn of(count: u64) -> Self {
        if 0 < count && count < SMALLEST {
            Self::Few
        } else {
            Self::Exact(count)
        }
    }

    /// As in the CSV: the number, or `<5`.
    pub fn cell(self) -> String {
        match self {
            Self::Exact(count) => count.to_string(),
            Self::Few => format!("<{SMALLEST}"),
        }
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exact(count) => serializer.serialize_u64(*count),
            Self::Few => serializer.serialize_none(),
        }
    }
}

/// The smallest count that is said.
pub const SMALLEST: u64 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_four_are_withheld() {
        let cells: Vec<String> = (0..=5).map(|count| Published::of(count).cell()).collect();
        assert_eq!(cells, ["0", "<5", "<5", "<5", "<5", "5"]);
    }
}
