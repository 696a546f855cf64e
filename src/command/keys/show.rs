//! `ventanilla keys show`: recognises a file by what is in it.

use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{files, problem};
use crate::inbox::signature::DeskKey;
use crate::institution::{DirectoryKey, Draft, KeyError, Stamp, TrustedKey};
use crate::seal::{Identity, Recipient};
use crate::signing::Document;

pub(super) fn run(file: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = files::read(file)?;
    let lines: Vec<String> = described(&text).ok_or_else(|| {
        problem(
            format!(
                "{} is no key, identity, signature or directory that is known here",
                file.display()
            ),
            "Give a file that `ventanilla keys`, age-keygen or minisign made.",
        )
    })?;
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn described(text: &str) -> Option<Vec<String>> {
    minisign(text)
        .or_else(|| age(text))
        .or_else(|| desk_key(text))
        .or_else(|| directory(text))
}

fn minisign(text: &str) -> Option<Vec<String>> {
    if let Ok(key) = text.parse::<TrustedKey>() {
        return Some(vec![
            format!("public directory key {}", key.id()),
            format!("public key: {key}"),
        ]);
    }
    if let Some(stamp) = Stamp::find(text) {
        let what = match stamp.document() {
            Document::Catalogue => "catalogue",
            Document::Directory => "directory",
        };
        return Some(vec![format!("signature of a {what}: {stamp}")]);
    }
    match DirectoryKey::read(text, None) {
        Ok(key) => Some(vec![
            format!("SECRET directory key {}, without a passphrase", key.public().id()),
            format!("public key: {}", key.public()),
        ]),
        Err(KeyError::Locked) => Some(vec![
            "SECRET directory key, protected by a passphrase; its public half is in the .pub file".to_owned(),
        ]),
        Err(KeyError::NotPublic | KeyError::NotSecret | KeyError::WrongPassphrase | KeyError::NotMade) => {
            None
        }
    }
}

/// An identity file or a recipients file: one key a line, comments after `#`.
fn age(text: &str) -> Option<Vec<String>> {
    if text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----") || text.starts_with("age-encryption.org/v1") {
        return Some(vec![
            "age file, sealed; if it is an identity, its passphrase opens it".to_owned(),
        ]);
    }
    let keys = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut lines = Vec::new();
    for key in keys {
        let (what, recipient) = if let Ok(identity) = key.parse::<Identity>() {
            ("SECRET identity", identity.recipient())
        } else {
            ("recipient", key.parse::<Recipient>().ok()?)
        };
        lines.push(format!("{what}, {}", recipient.class()));
        lines.push(format!("public key: {recipient}"));
        lines.push(format!("fingerprint: {}", recipient.fingerprint()));
    }
    (!lines.is_empty()).then_some(lines)
}

fn desk_key(text: &str) -> Option<Vec<String>> {
    let key: DeskKey = text.parse().ok()?;
    let public = BASE64_STANDARD.encode(key.public().as_bytes());
    Some(vec![
        "SECRET of 64 hexadecimal digits: a desk key, a pepper or a salt".to_owned(),
        format!("as a desk key, in [[institution.signing]]: key = \"{public}\""),
    ])
}

fn directory(text: &str) -> Option<Vec<String>> {
    let draft = Draft::read(text).ok()?;
    let stamp = Stamp::of(draft.version, text.as_bytes());
    Some(vec![
        format!(
            "directory of {} institutions, not checked for its signature",
            draft.institutions.len()
        ),
        format!("valid {} to {}", draft.valid_from, draft.valid_until),
        stamp.to_string(),
    ])
}
