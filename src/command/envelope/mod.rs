//! `ventanilla envelope`: opens, seals and inspects envelopes, for an officer or auditor who has nothing else.

mod draft;
mod open;
mod seal;

use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::seal::{Class, Header, check_sealed};

/// Arguments of `ventanilla envelope`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Open an envelope into a new folder
    Open(open::Args),
    /// Seal a text and files into an envelope
    Seal(seal::Args),
    /// Say what can be seen of an envelope without a key
    Inspect(InspectArgs),
}

#[derive(Debug, clap::Args)]
struct InspectArgs {
    /// The sealed envelope
    file: PathBuf,
}

/// Runs the command; everything printed goes to `out`.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    match &args.action {
        Action::Open(args) => open::run(args, out),
        Action::Seal(args) => seal::run(args, out),
        Action::Inspect(args) => inspect_envelope(args, out),
    }
}

fn inspect_envelope(args: &InspectArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut file = File::open(&args.file).map_err(|error| unreadable(&args.file, &error))?;
    let length = file.metadata()?.len();
    let head = head(&mut file, &args.file, Header::SIGHT)?;
    let header = check_sealed(&head).map_err(|error| {
        pair(
            format!("{} is not a sealed envelope: {error}", args.file.display()),
            "check that it is the file the desk or the window stored, whole and unchanged",
        )
    })?;
    writeln!(out, "recipients:  {} {}", header.recipients(), header.class())?;
    writeln!(out, "sealed:      {length} bytes")?;
    match header.step(length) {
        Some(step) => writeln!(out, "padded to:   step {}, {} bytes", step.number(), step.bytes())?,
        None => writeln!(
            out,
            "padded to:   none of the steps: cut off, or not made by ventanilla"
        )?,
    }
    writeln!(out, "opened by:   {}", opened_by(header))?;
    Ok(())
}

fn opened_by(header: Header) -> &'static str {
    match header.class() {
        Class::Classic => "any age tool, with one of the recipients' identities",
        Class::Hybrid => "age 1.3 or later, or typage, with one of the recipients' identities",
    }
}

/// The first bytes of a file, at most `sight`.
fn head(file: &mut File, path: &Path, sight: usize) -> anyhow::Result<Vec<u8>> {
    let mut head = Vec::new();
    let sight = u64::try_from(sight)?;
    Read::take(file, sight)
        .read_to_end(&mut head)
        .map_err(|error| unreadable(path, &error))?;
    Ok(head)
}

fn unreadable(path: &Path, error: &io::Error) -> anyhow::Error {
    pair(
        format!("cannot read {}: {error}", path.display()),
        "check the path and its permissions",
    )
}

/// What happened, and what to do.
fn pair(what: impl Display, todo: &str) -> anyhow::Error {
    anyhow::anyhow!("{what}\n  {todo}")
}
