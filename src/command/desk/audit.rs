//! `ventanilla desk audit`: does the history of a desk still say what was written into it?

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use ed25519_dalek::VerifyingKey;

use super::super::runtime;
use crate::clock::SystemClock;
use crate::desk::history::{Act, Book, COMMAND, Chain, Doing, Fault, Head};
use crate::desk::settings::Settings;
use crate::desk::signing::SigningKeys;
use crate::desk::store::DeskStore;
use crate::inbox::signature::{DeskKey, public_key};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Hold the history against itself, against the note beside the database, and against what you noted
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// The desk's configuration
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// An entry that you noted earlier, as this command or the history page showed it; may be given several times
    #[arg(long, value_name = "NUMBER:DIGEST")]
    noted: Vec<Head>,
    /// A public key that the desk signed with before and does not hold any more, as the directory lists it; may be given
    /// several times
    #[arg(long, value_name = "BASE64")]
    key: Vec<String>,
}

/// Reads the whole history.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> anyhow::Result<()> {
    let Command::Verify(args) = command;
    let settings = Settings::read(&args.config)?;
    let path = &settings.store.history;
    let beside = Head::load(path).with_context(|| {
        format!(
            "{} does not read: whoever damaged it may have cut the history off; compare with what was noted on paper",
            path.display()
        )
    })?;
    let mut keys: Vec<VerifyingKey> = SigningKeys::read(&settings)?.all().map(DeskKey::public).collect();
    for key in &args.key {
        keys.push(public_key(key).with_context(|| format!("{key} is no public key of a desk"))?);
    }
    let mut chain = Chain::new(keys, args.noted.iter().copied().chain(beside));
    let verdict = runtime()?.block_on(async {
        let store = DeskStore::connect(&settings.database()?).await?;
        let verdict = read(&store, &mut chain).await;
        store.close().await;
        verdict
    });
    verdict?;
    let last = chain.end().map_err(changed)?;
    match last {
        None => writeln!(out, "The history is empty.")?,
        Some(last) => writeln!(
            out,
            "{} entries, each signed by this desk and following on the one before it.\n\
             Note this where nobody at this machine can change it, and give it with --noted the next time:\n  {last}",
            last.number
        )?,
    }
    if beside.is_none() && last.is_some() {
        bail!(
            "{} is not there: the end of the history may have been cut off. Compare the number above with what was \
             noted on paper; the next act at the desk writes the file anew",
            path.display()
        );
    }
    Ok(())
}

/// Writes into the history that a command is about to do something.
pub(super) async fn note(
    store: &DeskStore,
    settings: &Settings,
    act: Act,
    about: &str,
) -> anyhow::Result<()> {
    let keys = SigningKeys::read(settings)?;
    let book = Book {
        store,
        key: keys.current(),
        head: &settings.store.history,
        clock: &SystemClock,
    };
    let doing = Doing {
        officer: COMMAND,
        act,
        case: None,
        about,
    };
    let written = book.write(&doing).await;
    written.context("nothing was done: the history of the desk cannot be written")
}

async fn read(store: &DeskStore, chain: &mut Chain) -> anyhow::Result<()> {
    loop {
        let after = chain.last().map_or(0, |last| last.number);
        let entries = store.entries_after(after, AT_A_TIME).await?;
        if entries.is_empty() {
            return Ok(());
        }
        for entry in &entries {
            chain.add(entry).map_err(changed)?;
        }
    }
}

fn changed(fault: Fault) -> anyhow::Error {
    anyhow::Error::new(fault).context(
        "the history is not what was written: keep a copy of the database as it is, and tell whoever audits this desk",
    )
}

const AT_A_TIME: u64 = 1000;
