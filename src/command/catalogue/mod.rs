//! `ventanilla catalogue`: what people do with the tables of competence by hand. It speaks Spanish unless asked
//! otherwise, since those who correct the tables are Mexican lawyers.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::catalogue::{Catalogue, Faults, Files};
use crate::clock::Day;
use crate::command::keys::problem;
use crate::text::{Language, Text};

mod check;
mod export;
mod show;
mod sign;
mod table;

/// Arguments of `ventanilla catalogue`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// The language of what is printed: es or en
    #[arg(long, global = true, default_value = "es", value_parser = language)]
    language: Language,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Prove that every combination of answers ends somewhere, and print who receives what
    Check(Check),
    /// Say what is in a catalogue, or what one of its rules says
    Show(Show),
    /// Check a folder, write the digest of each file into its catalogo.toml, and sign that
    Sign(Sign),
    /// Write the digest of each file into the catalogo.toml of a folder
    Digest {
        /// The folder with the files
        folder: PathBuf,
    },
    /// Write the catalogue of this program into a new folder, to be corrected there
    Export {
        /// Where it goes
        folder: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Check {
    /// The folder with the files; the catalogue of this program where there is none
    folder: Option<PathBuf>,
    /// An operator's own list of entes, in the place of the one in the folder
    #[arg(long, value_name = "FILE")]
    entes: Option<PathBuf>,
    /// A trusted public key, as text or as the name of its file: the folder must be signed, as a window asks
    #[arg(short, long, value_name = "KEY", requires = "folder")]
    public: Vec<String>,
    /// The day to check for, instead of today
    #[arg(long, value_name = "AAAA-MM-DD", requires = "public")]
    day: Option<Day>,
    /// Print the tables for accused persons whom special rules are for, too
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Args)]
struct Sign {
    /// The folder with the files
    folder: PathBuf,
    /// The secret key that signs directories, too
    #[arg(short, long, value_name = "FILE")]
    secret: PathBuf,
    /// A file with the passphrase of the key in its first line (/dev/stdin to pipe it)
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Show {
    /// The folder with the files; the catalogue of this program where there is none
    folder: Option<PathBuf>,
    /// The id of a rule
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
}

/// Runs the command; everything printed goes to `out`.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = Text::of(args.language);
    match &args.action {
        Action::Check(check) => check::run(check, text, out),
        Action::Show(show) => show::run(show, text, out),
        Action::Sign(sign) => sign::run(sign, text, out),
        Action::Digest { folder } => sign::digest(folder, text, out)?.write(folder, text, out),
        Action::Export { folder } => export::run(folder, text, out),
    }
}

/// The files of the folder, or those in the program.
fn files(folder: Option<&Path>, text: Text) -> anyhow::Result<Files> {
    let Some(folder) = folder else {
        return Ok(Files::embedded());
    };
    let unreadable = |why: String| {
        let values = [
            ("folder", folder.display().to_string().into()),
            ("why", why.into()),
        ];
        problem(
            text.say_with("err-catalogue-folder", &values),
            text.say("rec-catalogue-folder"),
        )
    };
    if !folder.is_dir() {
        return Err(unreadable(text.say("catalogue-no-folder")));
    }
    Files::in_folder(folder).map_err(|error| unreadable(error.to_string()))
}

/// A catalogue that reads well; otherwise every fault is printed.
fn read(files: &Files, text: Text, out: &mut dyn Write) -> anyhow::Result<Catalogue> {
    match Catalogue::read(files) {
        Ok(catalogue) => Ok(catalogue),
        Err(faults) => Err(refuse(&faults, text, out)?),
    }
}

/// Prints every fault and makes the error that ends the command.
fn refuse(faults: &Faults, text: Text, out: &mut dyn Write) -> anyhow::Result<anyhow::Error> {
    for fault in faults.list() {
        writeln!(out, "{}", fault.say(text))?;
    }
    let count = [("count", faults.list().len().into())];
    Ok(problem(
        text.say_with("err-catalogue-faults", &count),
        text.say("rec-catalogue-faults"),
    ))
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    let known = Language::ALL.into_iter().find(|language| language.tag() == text);
    known.ok_or_else(|| "es or en".to_owned())
}
