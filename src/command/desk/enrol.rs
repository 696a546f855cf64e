//! `ventanilla desk enrol`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;

use super::read_passphrase;
use crate::catalogue::{Branch, EnteKey, MunicipalityKey, ReceiverKind, StateKey, Word};
use crate::clock::{Clock, SystemClock};
use crate::desk::enrol::{self, Custodian, Enrolment, Site};
use crate::given;
use crate::institution::{Clocks, InstitutionId, Scope};
use crate::random::SystemRandom;
use crate::seal::Class;

/// Arguments of `ventanilla desk enrol`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The desk's folder; made if need be
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where the secret halves go that must leave this machine [default: DIR/fuera-de-linea]
    #[arg(long, value_name = "DIR")]
    offline: Option<PathBuf>,
    /// The institution's short name: lower-case letters, digits and hyphens
    #[arg(long, value_name = "ID")]
    institution: InstitutionId,
    /// Its name in Spanish
    #[arg(long)]
    name: String,
    /// Its name in English
    #[arg(long, value_name = "NAME")]
    name_en: Option<String>,
    /// As which kind it receives, by the word of the catalogue (such as `CONTRALORIA_EST`); may be given several times
    #[arg(long, value_name = "KIND", required = true, value_parser = word::<ReceiverKind>)]
    kind: Vec<ReceiverKind>,
    /// Post-quantum keys, or keys that every age tool opens
    #[arg(long, value_enum, default_value_t = ClassArg::Hybrid)]
    class: ClassArg,
    /// A state that it reaches, by INEGI key (01 to 32); may be given several times
    #[arg(long, value_name = "KEY")]
    state: Vec<StateKey>,
    /// A municipality that it reaches, by INEGI key (such as 20067); may be given several times
    #[arg(long, value_name = "KEY")]
    municipality: Vec<MunicipalityKey>,
    /// An ente that it is for, by its key in the catalogue; none means all
    #[arg(long, value_name = "KEY")]
    ente: Vec<EnteKey>,
    /// A branch that it is for, by the word of the catalogue (such as EJECUTIVO); none means all
    #[arg(long, value_name = "BRANCH", value_parser = word::<Branch>)]
    branch: Vec<Branch>,
    /// Working days to acknowledge, to answer first and to close
    #[arg(long, value_name = "DAYS", num_args = 3, default_values_t = [5, 20, 120])]
    clocks: Vec<u16>,
    /// Make a key for a custodian of identities
    #[arg(long)]
    custodian: bool,
    /// A file whose first line is the passphrase of the intake key
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1:8445")]
    listen: String,
    /// The origin officers use, such as `https://mesa.example` [default: http:// and the address]
    #[arg(long)]
    origin: Option<String>,
    /// The window's address
    #[arg(long, value_name = "URL")]
    window: String,
    /// A minisign public key that may sign the directory
    #[arg(long, value_name = "KEY")]
    trusted: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ClassArg {
    Classic,
    Hybrid,
}

/// Makes the desk and says what comes next.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    anyhow::ensure!(given::is_private(&args.window), given::NOT_PRIVATE);
    let passphrase = read_passphrase(&args.passphrase_file)?;
    let origin = args
        .origin
        .clone()
        .unwrap_or_else(|| format!("http://{}", args.listen));
    let wanted = Enrolment {
        data: &args.data,
        offline: args.offline.as_deref(),
        institution: args.institution.clone(),
        names: names(args),
        kinds: args.kind.clone(),
        class: class(args.class),
        scope: scope(args),
        clocks: clocks(args).context("--clocks takes three numbers")?,
        custodian: if args.custodian {
            Custodian::NewKey
        } else {
            Custodian::Nobody
        },
        site: Site {
            listen: &args.listen,
            origin: &origin,
            window: &args.window,
            interval_seconds: 300,
            trusted: &args.trusted,
        },
        passphrase: &passphrase,
        work_factor: WORK_FACTOR,
    };
    let made = enrol::enrol(&wanted, SystemClock.today(), &SystemRandom)?;
    report(&made, args, out)
}

fn report(made: &enrol::Enrolled, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let config = made.config.display();
    writeln!(out, "{}", made.entry.to_toml())?;
    writeln!(
        out,
        "# Above: the entry for the directory, also in {}.",
        args.data.join("entrada.toml").display()
    )?;
    writeln!(
        out,
        "# Hand it to whoever signs the directory, and compare these fingerprints by another way:"
    )?;
    let listed = [
        ("intake", &made.entry.intake),
        ("recovery", &made.entry.recovery),
        ("custodian", &made.entry.custodian),
    ];
    for (role, recipients) in listed {
        for dated in recipients {
            writeln!(out, "#   {role:<9} {}", dated.recipient.fingerprint())?;
        }
    }
    for dated in &made.entry.signing {
        writeln!(out, "#   signing   {}", dated.fingerprint())?;
    }
    writeln!(
        out,
        "# Take {} off this machine, to a safe, and erase it here.",
        made.offline.display()
    )?;
    writeln!(out, "# Erase {} too.", args.passphrase_file.display())?;
    if args.trusted.is_empty() {
        writeln!(
            out,
            "# Then write the directory's public key into `trusted` in {config}."
        )?;
    }
    writeln!(
        out,
        "# Next: ventanilla desk officer add --config {config} --name … --passphrase-file …"
    )?;
    writeln!(out, "#       ventanilla desk run --config {config}")?;
    Ok(())
}

fn names(args: &Args) -> Vec<(String, String)> {
    let english = args.name_en.iter().map(|name| ("en".to_owned(), name.clone()));
    [("es".to_owned(), args.name.clone())]
        .into_iter()
        .chain(english)
        .collect()
}

fn scope(args: &Args) -> Scope {
    Scope {
        state: args.state.clone(),
        municipality: args.municipality.clone(),
        ente: args.ente.clone(),
        branch: args.branch.clone(),
    }
}

/// A word of the catalogue.
fn word<T: Word>(text: &str) -> Result<T, String> {
    let all = || T::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ");
    T::find(text).ok_or_else(|| format!("write one of {}", all()))
}

fn clocks(args: &Args) -> Option<Clocks> {
    match args.clocks.as_slice() {
        [acknowledge, answer, close] => Some(Clocks {
            acknowledge: *acknowledge,
            answer: *answer,
            close: *close,
        }),
        _ => None,
    }
}

const fn class(class: ClassArg) -> Class {
    match class {
        ClassArg::Classic => Class::Classic,
        ClassArg::Hybrid => Class::Hybrid,
    }
}

/// About a second a guess.
const WORK_FACTOR: u8 = 18;
