//! `ventanilla desk officer`: who may sign in. A desk that runs needs no restart: it asks its rows at every request.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Subcommand;

use super::super::runtime;
use super::read_passphrase;
use crate::desk::officer::{OfficerName, PassphraseHash};
use crate::desk::settings::Settings;
use crate::desk::store::DeskStore;
use crate::random::SystemRandom;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add an officer
    Add(Secret),
    /// List who may sign in
    List(Place),
    /// Give an officer a new passphrase; whoever is signed in with the old one has to sign in again
    Passphrase(Secret),
    /// Take an officer away; whoever is signed in as that officer is signed out
    Remove(Who),
}

#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The desk's configuration
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct Who {
    #[command(flatten)]
    place: Place,
    /// What the officer signs in as
    #[arg(long)]
    name: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct Secret {
    #[command(flatten)]
    who: Who,
    /// A file whose first line is the passphrase; erase it afterwards
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
}

/// Does it to the desk's rows.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> anyhow::Result<()> {
    let place = match command {
        Command::Add(Secret { who, .. }) | Command::Passphrase(Secret { who, .. }) | Command::Remove(who) => {
            &who.place
        }
        Command::List(place) => place,
    };
    let settings = Settings::read(&place.config)?;
    runtime()?.block_on(async {
        let store = DeskStore::open(&settings.database()?).await?;
        let done = match command {
            Command::Add(secret) => add(&store, secret, &settings, out).await,
            Command::List(_) => list(&store, out).await,
            Command::Passphrase(secret) => change(&store, secret, out).await,
            Command::Remove(who) => remove(&store, who, out).await,
        };
        store.close().await;
        done
    })
}

async fn add(
    store: &DeskStore,
    secret: &Secret,
    settings: &Settings,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let name: OfficerName = secret.who.name.parse()?;
    if store.find_officer(&name).await?.is_some() {
        bail!(
            "{} is an officer already: `ventanilla desk officer passphrase` gives a new passphrase",
            name.as_str()
        );
    }
    set(store, &name, secret).await?;
    writeln!(
        out,
        "{} may sign in to the desk of {}.",
        name.as_str(),
        settings.institution
    )?;
    say_to_erase(secret, out)
}

async fn change(store: &DeskStore, secret: &Secret, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = known(store, &secret.who).await?;
    set(store, &name, secret).await?;
    writeln!(
        out,
        "{} has a new passphrase. Whoever was signed in with the old one has to sign in again.",
        name.as_str()
    )?;
    say_to_erase(secret, out)
}

async fn remove(store: &DeskStore, who: &Who, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = known(store, who).await?;
    store.remove_officer(&name).await?;
    let name = name.as_str();
    writeln!(
        out,
        "{name} may not sign in any more, and is signed out everywhere."
    )?;
    writeln!(
        out,
        "Who knew the passphrase of the intake key still knows it: what that means is in docs/desk.md."
    )?;
    if store.count_officers().await? == 0 {
        writeln!(
            out,
            "Nobody may sign in now: add an officer with `ventanilla desk officer add`."
        )?;
    }
    Ok(())
}

async fn list(store: &DeskStore, out: &mut dyn Write) -> anyhow::Result<()> {
    for name in store.officers().await? {
        writeln!(out, "{name}")?;
    }
    Ok(())
}

async fn set(store: &DeskStore, name: &OfficerName, secret: &Secret) -> anyhow::Result<()> {
    let passphrase = read_passphrase(&secret.passphrase_file)?;
    let hash = PassphraseHash::new(name, &passphrase, &SystemRandom)?;
    Ok(store.set_officer(name, &hash).await?)
}

/// A name that an officer has.
async fn known(store: &DeskStore, who: &Who) -> anyhow::Result<OfficerName> {
    let name: OfficerName = who.name.parse()?;
    if store.find_officer(&name).await?.is_none() {
        bail!(
            "no officer is called {}: `ventanilla desk officer list` shows who may sign in",
            name.as_str()
        );
    }
    Ok(name)
}

fn say_to_erase(secret: &Secret, out: &mut dyn Write) -> anyhow::Result<()> {
    Ok(writeln!(out, "Erase {} now.", secret.passphrase_file.display())?)
}
