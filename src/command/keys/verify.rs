//! `ventanilla keys verify`.

use std::io::Write;
use std::path::Path;

use zeroize::Zeroizing;

use super::{Verify, files, problem};
use crate::clock::{Clock, Day, SystemClock};
use crate::institution::{Directory, Institution, TrustedKey};

pub(super) fn run(args: &Verify, out: &mut dyn Write) -> anyhow::Result<()> {
    let trusted = args
        .public
        .iter()
        .map(|key| public(key))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let text = files::read(&args.directory)?;
    let signature_file = files::with_suffix(&args.directory, ".minisig");
    let signature = if signature_file.exists() {
        files::read(&signature_file)?
    } else {
        Zeroizing::default()
    };
    let today = args.day.unwrap_or_else(|| SystemClock.today());
    let directory = Directory::read(text.as_bytes(), &signature, &trusted, None, today)
        .map_err(|error| problem(format!("{}: {error}", args.directory.display()), error.remedy()))?;
    writeln!(
        out,
        "{} is signed by a trusted key and in force",
        args.directory.display()
    )?;
    writeln!(out, "version {}", directory.version())?;
    writeln!(
        out,
        "valid {} to {}",
        directory.valid_from(),
        directory.valid_until()
    )?;
    writeln!(out, "sha256 {}", hex::encode(directory.hash()))?;
    for institution in directory.institutions().values() {
        describe(institution, &directory, out)?;
    }
    Ok(())
}

fn describe(institution: &Institution, directory: &Directory, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "\n{}: {}", institution.id, institution.name("es"))?;
    for dated in &institution.signing {
        let end = end(dated.until);
        writeln!(
            out,
            "  signing {}, since {}, {end}",
            dated.fingerprint(),
            dated.since
        )?;
    }
    for (role, recipients) in [
        ("intake", &institution.intake),
        ("recovery", &institution.recovery),
        ("custodian", &institution.custodian),
    ] {
        for dated in recipients {
            let end = end(dated.until);
            let (class, fingerprint) = (dated.recipient.class(), dated.recipient.fingerprint());
            writeln!(
                out,
                "  {role} {class} {fingerprint}, since {}, {end}",
                dated.since
            )?;
        }
    }
    if let Err(error) = institution.recipients(directory.valid_until()) {
        writeln!(out, "  attention: on the directory's last day {error}")?;
    }
    if institution.signing_keys(directory.valid_until()).next().is_none() {
        let what = "the institution has no signing key in force";
        writeln!(out, "  attention: on the directory's last day {what}")?;
    }
    Ok(())
}

fn end(until: Option<Day>) -> String {
    until.map_or_else(|| "open end".to_owned(), |until| format!("until {until}"))
}

/// A trusted key from the command line: the key itself or the file it is in.
pub(in crate::command) fn public(key: &str) -> anyhow::Result<TrustedKey> {
    if let Ok(key) = key.parse() {
        return Ok(key);
    }
    files::read(Path::new(key))?.parse().map_err(|error| {
        problem(
            format!("{key}: {error}"),
            "Give the .pub file of a directory key, or its second line.",
        )
    })
}
