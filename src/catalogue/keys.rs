//! The keys of the catalogue's rows, each with its form. Names repeat, keys do not.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use super::cell::{self, Cell};
use super::fault::What;

/// The text has not the form of a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not of the form {0}")]
pub struct NotAKey(
    /// The form, with an example.
    pub &'static str,
);

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident: $form:literal, $fits:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub struct $name(Box<str>);

        impl $name {
            /// The key as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl Cell for $name {
            fn read(text: &str) -> Result<Self, (What, String)> {
                cell::key(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAKey;

            fn from_str(text: &str) -> Result<Self, NotAKey> {
                let fits: fn(&str) -> bool = $fits;
                if fits(text) { Ok(Self(text.into())) } else { Err(NotAKey($form)) }
            }
        }
    )+};
}

keys! {
    /// A state, by INEGI's two digits.
    StateKey: "20", |text| digits(text, 2);
    /// A municipality or borough, by INEGI's five digits: two of the state and three of its own.
    MunicipalityKey: "20067", |text| digits(text, 5);
    /// A conduct.
    ConductKey: "LGRA-52", |text| made_of(text, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    /// A situation, as the form sends it and the envelope keeps it.
    SituationKey: "pidio_dinero", |text| made_of(text, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    /// An ente.
    EnteKey: "ej-20-obras", |text| made_of(text, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    /// A rule of competence.
    RuleId: "R08.1", is_rule;
}

impl MunicipalityKey {
    /// The key of its state.
    pub fn state(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two to 64 of these letters, with `-` and `_` inside.
fn made_of(text: &str, letter: fn(u8) -> bool) -> bool {
    let inner = |byte: u8| letter(byte) || byte == b'-' || byte == b'_';
    let ends = text.bytes().next().is_some_and(letter) && text.bytes().next_back().is_some_and(letter);
    (2..=64).contains(&text.len()) && ends && text.bytes().all(inner)
}

/// `R`, two digits, and where a rule was split a point and a number.
fn is_rule(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('R') else {
        return false;
    };
    let (number, part) = rest.split_once('.').unwrap_or((rest, "1"));
    digits(number, 2) && (1..=3).contains(&part.len()) && digits(part, part.len())
}
