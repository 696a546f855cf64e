//! `ventanilla keys sign`.

use std::io::Write;
use std::path::Path;

use super::{Sign, files, problem};
use crate::catalogue::{Catalogue, Files};
use crate::institution::{DirectoryKey, Draft, KeyError, Malformed, Stamp};

pub(super) fn run(args: &Sign, out: &mut dyn Write) -> anyhow::Result<()> {
    let directory = &args.directory;
    let text = files::read(directory)?;
    let faulty = |fault: Malformed| {
        problem(
            format!("{} is not a directory, {fault}", directory.display()),
            "Correct that line and sign again; nothing was signed.",
        )
    };
    let draft = Draft::read(&text).map_err(faulty)?;
    let catalogue = catalogue(args.catalogue.as_deref())?;
    draft.check_places(&text, &catalogue).map_err(faulty)?;
    let canonical = draft.to_toml()?;
    if canonical != *text && !args.rewrite {
        return Err(problem(
            format!("{} is not in canonical order", directory.display()),
            "Sign with --rewrite: it puts the file in order and drops its comments.",
        ));
    }
    let signature_file = files::with_suffix(directory, ".minisig");
    let stamp = Stamp::of(draft.version, canonical.as_bytes());
    must_follow(&signature_file, &stamp)?;
    let key = secret(&args.secret, args.passphrase_file.as_deref())?;
    let signature = key
        .sign(canonical.as_bytes(), &stamp.to_string())
        .map_err(|error| problem(error, "Try again."))?;
    if canonical != *text {
        files::replace(directory, &canonical)?;
        writeln!(out, "{} put in canonical order", directory.display())?;
    }
    files::replace(&signature_file, &signature)?;
    writeln!(out, "{} signed by key {}", directory.display(), key.public().id())?;
    writeln!(
        out,
        "version {}, {} to {}, institutions: {}",
        draft.version,
        draft.valid_from,
        draft.valid_until,
        draft.institutions.len()
    )?;
    writeln!(out, "signature in {}", signature_file.display())?;
    Ok(())
}

/// The tables that the window will check places against.
fn catalogue(folder: Option<&Path>) -> anyhow::Result<Catalogue> {
    let Some(folder) = folder else {
        return Ok(Catalogue::embedded()?);
    };
    let todo = "`ventanilla catalogue check` says more; nothing was signed.";
    let named = folder.display();
    let files = Files::in_folder(folder).map_err(|error| problem(format!("{named}: {error}"), todo))?;
    Catalogue::read(&files).map_err(|faults| problem(format!("{named}: {faults}"), todo))
}

/// Windows refuse a second text under one version, and any older version: better said before it goes out.
fn must_follow(signature_file: &Path, stamp: &Stamp) -> anyhow::Result<()> {
    if !signature_file.exists() {
        return Ok(());
    }
    match Stamp::find(&files::read(signature_file)?) {
        Some(before) if !stamp.may_follow(&before) => Err(problem(
            format!("version {} was signed before with another text", before.version()),
            format!(
                "Set version to {} or more; nothing was signed.",
                before.version().saturating_add(1)
            ),
        )),
        Some(_) | None => Ok(()),
    }
}

pub(in crate::command) fn secret(
    file: &Path,
    passphrase_file: Option<&Path>,
) -> anyhow::Result<DirectoryKey> {
    let passphrase = files::passphrase(passphrase_file)?;
    let text = files::read(file)?;
    DirectoryKey::read(&text, passphrase.as_deref().map(String::as_str)).map_err(|error| {
        let remedy = match error {
            KeyError::Locked => "Give it with --passphrase-file FILE (/dev/stdin to pipe it).",
            KeyError::WrongPassphrase => {
                "Check the passphrase file: its first line counts, to the last space."
            }
            KeyError::NotPublic | KeyError::NotSecret => "Give the secret key file, the one without .pub.",
            KeyError::NotMade => "Try again.",
        };
        problem(format!("{}: {error}", file.display()), remedy)
    })
}
