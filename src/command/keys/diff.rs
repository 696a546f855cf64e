//! `ventanilla keys diff`.

use std::io::Write;
use std::path::Path;

use super::{Diff, files, problem};
use crate::command::Exit;
use crate::institution::Draft;
use crate::institution::changes::{Change, Key, What, changes};
use crate::text::{Text, Value};

pub(super) fn run(args: &Diff, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = Text::of(args.language);
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    let found = changes(&old, &new);
    let days = (old.valid_from, old.valid_until) != (new.valid_from, new.valid_until);
    if found.is_empty() && !days && old.version == new.version {
        writeln!(out, "{}", text.say("keys-diff-same"))?;
        return Ok(());
    }
    if new.version <= old.version {
        return Err(problem(
            format!(
                "{} has version {}, and {} has {}",
                args.new.display(),
                new.version,
                args.old.display(),
                old.version
            ),
            format!(
                "Set version to {} or more: windows refuse this one.",
                old.version.saturating_add(1)
            ),
        ));
    }
    let about: [(&str, Value<'_>); 4] = [
        ("old", old.version.into()),
        ("new", new.version.into()),
        ("from", new.valid_from.to_string().into()),
        ("until", new.valid_until.to_string().into()),
    ];
    writeln!(out, "{}", text.say_with("keys-diff-head", &about))?;
    let mut last = None;
    for change in &found {
        if last.replace(&change.institution) != Some(&change.institution) {
            writeln!(out, "\n{}", change.institution)?;
        }
        writeln!(out, "  {}", line(change, text))?;
    }
    let loud = found.iter().any(|change| change.what.is_loud());
    if loud {
        writeln!(out, "\n{}", text.say("keys-diff-loud"))?;
    }
    Err(Exit(if loud { LOUD } else { CHANGED }).into())
}

fn read(path: &Path) -> anyhow::Result<Draft> {
    Draft::read(&files::read(path)?).map_err(|fault| {
        problem(
            format!("{} is not a directory, {fault}", path.display()),
            "Correct that line, then compare again.",
        )
    })
}

fn line(change: &Change, text: Text) -> String {
    let key = |id: &str, key: &Key| {
        let until = key
            .until
            .map_or_else(|| text.say("keys-diff-open"), |day| day.to_string());
        let about = [
            ("role", key.role.into()),
            ("print", key.fingerprint.as_str().into()),
            ("since", key.since.to_string().into()),
            ("until", until.into()),
        ];
        text.say_with(id, &about)
    };
    match &change.what {
        What::Added => text.say("keys-diff-added"),
        What::Removed => text.say("keys-diff-removed"),
        What::Revoked(None) => text.say("keys-diff-restored"),
        What::Revoked(Some(revoked)) => {
            let about = [
                ("from", revoked.from.to_string().into()),
                ("reason", revoked.reason.as_str().into()),
            ];
            text.say_with("keys-diff-revoked", &about)
        }
        What::KeyAdded(one) => key("keys-diff-key-added", one),
        What::KeyTaken(one) => key("keys-diff-key-taken", one),
        What::KeyDays(one) => key("keys-diff-key-days", one),
        What::Scope => text.say("keys-diff-scope"),
        What::Names => text.say("keys-diff-names"),
        What::Clocks => text.say("keys-diff-clocks"),
        What::AllKeys => text.say("keys-diff-all-keys"),
        What::ToClassic => text.say("keys-diff-to-classic"),
        What::ToHybrid => text.say("keys-diff-to-hybrid"),
    }
}

/// The exit codes, beside 0 for nothing and 1 for what could not be compared.
const CHANGED: u8 = 3;
const LOUD: u8 = 4;
