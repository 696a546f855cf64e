//! `ventanilla keys`: everything about keys and the directory that people do by hand, on a machine that is
//! not the window. No secret is ever printed, and no key file is ever overwritten.

use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;

use crate::clock::Day;
use crate::seal::Class;
use crate::text::Language;

mod diff;
pub(in crate::command) mod files;
mod new;
mod show;
pub(in crate::command) mod sign;
pub(in crate::command) mod verify;

/// Arguments of `ventanilla keys`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make a key; an existing file is never overwritten
    #[command(subcommand)]
    New(New),
    /// Check a directory and sign it: writes DIRECTORY.minisig beside it
    Sign(Sign),
    /// Check a signed directory as a window does, and say what is in it
    Verify(Verify),
    /// Say what changes from one directory to the next, before the next is signed; ends with 0 when nothing does, 3 when
    /// something does, 4 when the institution must be called first
    Diff(Diff),
    /// Say what a key file is, with its fingerprint; never shows a secret
    Show {
        /// A key, identity, recipients, signature or directory file
        file: PathBuf,
    },
}

#[derive(Debug, clap::Subcommand)]
enum New {
    /// The key that signs directories: FILE is secret, FILE.pub is for the windows
    DirectoryKey {
        /// Where the secret half goes
        file: PathBuf,
        #[command(flatten)]
        protection: Protection,
    },
    /// An age identity, which opens what is sealed to its public key
    Identity {
        /// Where it goes
        file: PathBuf,
        /// hybrid (the rule) or classic (for Debian's age)
        #[arg(long, default_value = "hybrid", value_parser = class)]
        class: Class,
    },
    /// A key that a desk signs its requests and answers with
    DeskKey {
        /// Where it goes
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Protection {
    /// A file with the passphrase in its first line (/dev/stdin to pipe it)
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Leave the secret half readable to whoever gets the file
    #[arg(long)]
    no_passphrase: bool,
}

#[derive(Debug, clap::Args)]
struct Sign {
    /// The directory in TOML
    directory: PathBuf,
    /// The secret key
    #[arg(short, long, value_name = "FILE")]
    secret: PathBuf,
    /// A file with the passphrase of the key in its first line (/dev/stdin to pipe it)
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Put the directory in canonical order first; its comments go
    #[arg(long)]
    rewrite: bool,
    /// The folder of the catalogue that the window uses, where it is not the one in the program
    #[arg(long, value_name = "FOLDER")]
    catalogue: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Verify {
    /// The directory in TOML; its signature stands beside it as DIRECTORY.minisig
    directory: PathBuf,
    /// A trusted public key, as text or as the name of its file; may be given more than once
    #[arg(short, long, value_name = "KEY", required = true)]
    public: Vec<String>,
    /// The day to check for, instead of today
    #[arg(long, value_name = "AAAA-MM-DD")]
    day: Option<Day>,
}

#[derive(Debug, clap::Args)]
struct Diff {
    /// The directory in force
    old: PathBuf,
    /// The one that is to follow it
    new: PathBuf,
    /// The language of what is printed: es or en
    #[arg(long, default_value = "es", value_parser = super::catalogue::language)]
    language: Language,
}

/// Runs the command; everything printed goes to `out`.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    match &args.action {
        Action::New(New::DirectoryKey { file, protection }) => {
            new::directory_key(file, protection.passphrase_file.as_deref(), out)
        }
        Action::New(New::Identity { file, class }) => new::identity(file, *class, out),
        Action::New(New::DeskKey { file }) => new::desk_key(file, out),
        Action::Sign(sign) => sign::run(sign, out),
        Action::Verify(verify) => verify::run(verify, out),
        Action::Diff(diff) => diff::run(diff, out),
        Action::Show { file } => show::run(file, out),
    }
}

/// An error for a person: what happened, and on the next line what to do.
pub(in crate::command) fn problem(what: impl Display, remedy: impl Display) -> anyhow::Error {
    anyhow::anyhow!("{what}\n  {remedy}")
}

fn class(text: &str) -> Result<Class, String> {
    match text {
        "classic" => Ok(Class::Classic),
        "hybrid" => Ok(Class::Hybrid),
        _ => Err("hybrid or classic".to_owned()),
    }
}
