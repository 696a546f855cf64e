//! What a person is told about a code that cannot be right.

use std::fmt;

use zeroize::Zeroizing;

/// Why a text is not a tracking code. Found before any key is derived; it says nothing about codes in use.
///
/// The words inside are as secret as the code: they are for the page that answers, and `Debug` hides them.
#[derive(Clone, Eq, PartialEq, thiserror::Error)]
pub enum Slip {
    /// There are more or fewer words than nine.
    #[error("a code has nine words")]
    Count {
        /// The words there are, `?` included.
        found: usize,
    },
    /// A word is in neither list.
    #[error("a word is not in the list")]
    Unknown {
        /// The first such word, counted from 1.
        position: usize,
        /// The word, in plain letters.
        word: Zeroizing<String>,
        /// The words it may stand for, nearest first; one alone when the check word confirms it.
        nearest: Vec<&'static str>,
    },
    /// Every word is in the list, but they do not belong together.
    #[error("one of the words is another one, or two changed places")]
    Check {
        /// What would set it right and looks like the words written; empty when nothing does or too much.
        repairs: Vec<Repair>,
    },
    /// More than one word is missing: the check word fills in one only.
    #[error("more than one word is missing")]
    Illegible,
}

/// One change that makes a code whole.
#[derive(Clone, Eq, PartialEq)]
pub enum Repair {
    /// Another word in one place.
    Word {
        /// The place, counted from 1.
        position: usize,
        /// The word that belongs there.
        word: &'static str,
    },
    /// Two words in each other's place.
    Swap {
        /// The place of the first, counted from 1.
        first: usize,
        /// The place of the second.
        second: usize,
    },
}

impl fmt::Debug for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { found } => write!(f, "Count {{ found: {found} }}"),
            Self::Unknown { position, .. } => write!(f, "Unknown {{ position: {position}, .. }}"),
            Self::Check { .. } => f.write_str("Check { .. }"),
            Self::Illegible => f.write_str("Illegible"),
        }
    }
}

impl fmt::Debug for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word { position, .. } => write!(f, "Word {{ position: {position}, .. }}"),
            Self::Swap { first, second } => write!(f, "Swap {{ first: {first}, second: {second} }}"),
        }
    }
}
