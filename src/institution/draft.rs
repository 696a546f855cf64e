//! The text of a directory, before anybody has signed it: read, checked and written in canonical order.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::pieces;
use super::rules::{self, Malformed};
use super::{DatedRecipient, Institution, Scope};
use crate::catalogue::Catalogue;
use crate::clock::Day;

/// A directory that follows its format and that nobody has to trust yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Draft {
    /// Grows by at least one with every change.
    pub version: u64,
    /// The first day on which the directory counts.
    pub valid_from: Day,
    /// The last day on which the directory counts.
    pub valid_until: Day,
    /// The institutions; written in the order of their ids.
    pub institutions: Vec<Institution>,
}

impl Draft {
    /// Reads a directory in any order of its members and checks every rule.
    pub fn read(text: &str) -> Result<Self, Malformed> {
        Self::read_and_compare(text).map(|(draft, _)| draft)
    }

    /// The same, and whether `text` is known to be the canonical text of what it says.
    pub(super) fn read_and_compare(text: &str) -> Result<(Self, bool), Malformed> {
        let (form, is_canonical) = match pieces::read(text) {
            Some(read) => read,
            None => (whole(text)?, false),
        };
        let (starts, institutions) = form
            .institution
            .into_iter()
            .map(|one| (one.span().start, one.into_inner()))
            .unzip();
        let draft = Self {
            version: form.version,
            valid_from: form.valid_from,
            valid_until: form.valid_until,
            institutions,
        };
        let starts: Vec<usize> = starts;
        rules::check(&draft).map_err(|(position, what)| Malformed {
            line: line(text, position.and_then(|at| starts.get(at).copied()).unwrap_or(0)),
            what,
        })?;
        let ids = draft.institutions.iter().map(|one| &one.id);
        let in_order = ids.is_sorted();
        Ok((draft, is_canonical && in_order))
    }

    /// Refuses places that these tables do not know, and kinds of one place that name none, with the line of `text`.
    pub fn check_places(&self, text: &str, catalogue: &Catalogue) -> Result<(), Malformed> {
        check_places(&mut self.institutions.iter(), text, catalogue)
    }

    /// The one text that stands for this content. Refuses what [`Draft::read`] would refuse.
    pub fn to_toml(&self) -> Result<String, Malformed> {
        rules::check(self).map_err(|(_, what)| Malformed { line: 1, what })?;
        let mut institutions: Vec<&Institution> = self.institutions.iter().collect();
        institutions.sort_by_key(|one| &one.id);
        let mut out = head(self.version, self.valid_from, self.valid_until);
        for institution in institutions {
            out.push('\n');
            out.push_str(&institution.to_toml());
        }
        Ok(out)
    }
}

/// The members of a text that is read as one.
fn whole(text: &str) -> Result<Form, Malformed> {
    toml::from_str(text).map_err(|error| Malformed {
        line: line(text, error.span().map_or(0, |span| span.start)),
        what: error.message().to_owned(),
    })
}

/// What stands before the first institution.
pub(super) fn head(version: u64, valid_from: Day, valid_until: Day) -> String {
    let mut out = String::new();
    line_of(&mut out, "version", &version.to_string());
    line_of(&mut out, "valid_from", &quoted(&valid_from));
    line_of(&mut out, "valid_until", &quoted(&valid_until));
    out
}

impl Institution {
    /// The institution's entry in the directory, as a desk hands it in to be signed.
    pub fn to_toml(&self) -> String {
        let mut out = String::from("[[institution]]\n");
        line_of(&mut out, "id", &quoted(&self.id));
        line_of(&mut out, "kinds", &list(&self.kinds));
        line_of(&mut out, "class", &word(&self.class));
        if let Some(day) = self.accepts_classic_since {
            line_of(&mut out, "accepts_classic_since", &quoted(&day));
        }
        if let Some(contact) = &self.contact {
            line_of(&mut out, "contact", &quoted(contact));
        }
        out.push_str("\n[institution.names]\n");
        for (language, name) in &self.names {
            line_of(&mut out, language, &quoted(name));
        }
        scope(&mut out, &self.scope);
        out.push_str("\n[institution.clocks]\n");
        line_of(&mut out, "acknowledge", &self.clocks.acknowledge.to_string());
        line_of(&mut out, "answer", &self.clocks.answer.to_string());
        line_of(&mut out, "close", &self.clocks.close.to_string());
        if let Some(revoked) = &self.revoked {
            out.push_str("\n[institution.revoked]\n");
            line_of(&mut out, "from", &quoted(&revoked.from));
            line_of(&mut out, "reason", &quoted(&revoked.reason));
        }
        for one in &self.signing {
            let key = BASE64_STANDARD.encode(one.key.as_bytes());
            dated(&mut out, "signing", one.since, one.until);
            line_of(&mut out, "key", &quoted(&key));
        }
        recipients(&mut out, "intake", &self.intake);
        recipients(&mut out, "recovery", &self.recovery);
        recipients(&mut out, "custodian", &self.custodian);
        out
    }
}

/// The same of institutions that were read from `text`.
pub(super) fn check_places(
    institutions: &mut dyn Iterator<Item = &Institution>,
    text: &str,
    catalogue: &Catalogue,
) -> Result<(), Malformed> {
    rules::places(institutions, catalogue).map_err(|(key, what)| Malformed {
        line: line(text, text.find(&quoted(&key)).unwrap_or(0)),
        what: format!("{key} {what}"),
    })
}

/// How far it reaches; what is not narrowed is not said.
fn scope(out: &mut String, scope: &Scope) {
    let lists = [
        ("state", list(&scope.state)),
        ("municipality", list(&scope.municipality)),
        ("ente", list(&scope.ente)),
        ("branch", list(&scope.branch)),
    ];
    let mut said = lists.iter().filter(|(_, list)| list != NOTHING).peekable();
    if said.peek().is_some() {
        out.push_str("\n[institution.scope]\n");
    }
    for (name, list) in said {
        line_of(out, name, list);
    }
}

/// The members as they stand in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    version: u64,
    valid_from: Day,
    valid_until: Day,
    #[serde(default)]
    pub(super) institution: Vec<Spanned<Institution>>,
}

impl Form {
    /// What would stand before the first institution in canonical order.
    pub(super) fn head(&self) -> String {
        head(self.version, self.valid_from, self.valid_until)
    }
}

fn recipients(out: &mut String, role: &str, recipients: &[DatedRecipient]) {
    for one in recipients {
        dated(out, role, one.since, one.until);
        line_of(out, "recipient", &quoted(&one.recipient));
    }
}

/// The head of one table of keys.
fn dated(out: &mut String, role: &str, since: Day, until: Option<Day>) {
    out.push_str("\n[[institution.");
    out.push_str(role);
    out.push_str("]]\n");
    line_of(out, "since", &quoted(&since));
    if let Some(until) = until {
        line_of(out, "until", &quoted(&until));
    }
}

fn line_of(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(" = ");
    out.push_str(value);
    out.push('\n');
}

/// A TOML basic string. The rules let no control character through, but none may break the text either.
fn quoted(value: &(impl ToString + ?Sized)) -> String {
    let value = value.to_string();
    if !value.contains(|letter: char| matches!(letter, '"' | '\\') || letter.is_control()) {
        return format!("\"{value}\"");
    }
    let mut out = String::from("\"");
    for letter in value.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            control if control.is_control() => {
                // Writing into a string cannot fail.
                if write!(out, "\\u{:04X}", u32::from(control)).is_err() {
                    return out;
                }
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

fn word(value: &impl Serialize) -> String {
    toml::Value::try_from(value)
        .ok()
        .and_then(|value| value.as_str().map(|text| quoted(&text)))
        .unwrap_or_default()
}

/// The array of these words or keys, sorted.
fn list<T: Ord + ToString>(values: &[T]) -> String {
    let mut sorted: Vec<&T> = values.iter().collect();
    sorted.sort();
    format!(
        "[{}]",
        sorted.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
    )
}

fn line(text: &str, offset: usize) -> usize {
    let newlines = text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    newlines.saturating_add(1)
}

const NOTHING: &str = "[]";
