//! `ventanilla desk officer`: who may sign in. A desk that runs needs no restart: it asks its rows at every request.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;

use super::super::runtime;
use super::audit::note;
use super::read_passphrase;
use crate::clock::{Clock as _, SystemClock};
use crate::desk::history::Act;
use crate::desk::officer::{
    Account, CASES, Invitation, InvitationToken, OfficerName, PassphraseHash, Role, Roles,
};
use crate::desk::settings::Settings;
use crate::desk::store::DeskStore;
use crate::random::SystemRandom;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add an account; the first administrator is made here
    Add(Add),
    /// List the accounts and what each opens
    List(Place),
    /// Print a link with which somebody chooses the passphrase of an account; for an account that is there, a new one
    Invite(Invite),
    /// Give an officer a new passphrase; whoever is signed in with the old one has to sign in again
    Passphrase(Secret),
    /// Forget an officer's second factor and recovery codes; the next sign-in sets a new one up
    Reset(Who),
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

#[derive(Debug, clap::Args)]
pub(super) struct Add {
    #[command(flatten)]
    secret: Secret,
    /// What the account opens: administrator, coordinator, officer, custodian or auditor; may be given several times
    #[arg(long, value_name = "ROLE", default_values = ["coordinator", "officer"])]
    role: Vec<Role>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Invite {
    #[command(flatten)]
    who: Who,
    /// What a new account opens, as with `add`; one that is there keeps its roles
    #[arg(long, value_name = "ROLE", default_values = ["coordinator", "officer"])]
    role: Vec<Role>,
}

/// Does it to the desk's rows.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> anyhow::Result<()> {
    let place = match command {
        Command::Add(Add {
            secret: Secret { who, .. },
            ..
        })
        | Command::Passphrase(Secret { who, .. })
        | Command::Invite(Invite { who, .. })
        | Command::Reset(who)
        | Command::Remove(who) => &who.place,
        Command::List(place) => place,
    };
    let settings = Settings::read(&place.config)?;
    runtime()?.block_on(async {
        let store = DeskStore::open(&settings.database()?).await?;
        let done = match command {
            Command::Add(wanted) => add(&store, wanted, &settings, out).await,
            Command::List(_) => list(&store, out).await,
            Command::Passphrase(secret) => change(&store, secret, &settings, out).await,
            Command::Invite(wanted) => invite(&store, wanted, &settings, out).await,
            Command::Reset(who) => reset(&store, who, &settings, out).await,
            Command::Remove(who) => remove(&store, who, &settings, out).await,
        };
        store.close().await;
        done
    })
}

async fn add(
    store: &DeskStore,
    wanted: &Add,
    settings: &Settings,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let name: OfficerName = wanted.secret.who.name.parse()?;
    let roles = Roles::new(wanted.role.iter().copied())?;
    if store.find_account(&name).await?.is_some() {
        bail!("{name} has an account already: `ventanilla desk officer passphrase` gives a new passphrase");
    }
    let hash = hash(&name, &wanted.secret, settings)?;
    note(store, settings, Act::MadeAccount, &format!("{name} {roles}")).await?;
    store.add_officer(&name, &hash, &roles).await?;
    writeln!(
        out,
        "{name} may sign in to the desk of {} as {roles}.",
        settings.institution
    )?;
    say_to_erase(&wanted.secret, out)
}

async fn invite(
    store: &DeskStore,
    wanted: &Invite,
    settings: &Settings,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let name: OfficerName = wanted.who.name.parse()?;
    let roles = match store.find_account(&name).await? {
        Some(account) if !account.is_active() => {
            bail!("{name} is suspended: an administrator has to say otherwise")
        }
        Some(account) => account.roles,
        None => Roles::new(wanted.role.iter().copied())?,
    };
    let until = SystemClock.today().plus(settings.officers.invitation_days.into());
    let token = InvitationToken::draw(&SystemRandom);
    note(store, settings, Act::Invited, &format!("{name} {roles}")).await?;
    let invitation = Invitation { name, roles, until };
    store.invite(token.digest(), &invitation).await?;
    let origin = settings.site.origins.first().map_or("", String::as_str);
    writeln!(out, "{}", token.link(origin).as_str())?;
    writeln!(
        out,
        "For {} as {}, once, until {until}. Hand it over by a way that you trust: whoever has it chooses the passphrase.",
        invitation.name, invitation.roles
    )?;
    Ok(())
}

async fn change(
    store: &DeskStore,
    secret: &Secret,
    settings: &Settings,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let account = known(store, &secret.who).await?;
    let (name, had_factor) = (account.name, account.factor.is_some());
    let hash = hash(&name, secret, settings)?;
    note(store, settings, Act::ChangedPassphrase, name.as_str()).await?;
    // Its secret opens with the old passphrase only.
    store.set_passphrase(&name, &hash, None).await?;
    writeln!(
        out,
        "{name} has a new passphrase. Whoever was signed in with the old one has to sign in again."
    )?;
    if had_factor {
        writeln!(
            out,
            "The next sign-in sets the second factor up anew: the old one opens with the old passphrase only."
        )?;
    }
    say_to_erase(secret, out)
}

async fn reset(store: &DeskStore, who: &Who, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = known(store, who).await?.name;
    note(store, settings, Act::ResetFactor, name.as_str()).await?;
    store.forget_factor(&name).await?;
    writeln!(
        out,
        "{name} is signed out everywhere, and sets a new second factor up at the next sign-in."
    )?;
    Ok(())
}

async fn remove(
    store: &DeskStore,
    who: &Who,
    settings: &Settings,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let account = known(store, who).await?;
    note(store, settings, Act::ClosedAccount, account.name.as_str()).await?;
    store.remove_officer(&account.name).await?;
    writeln!(
        out,
        "{} may not sign in any more, and is signed out everywhere.",
        account.name
    )?;
    if account.roles.any_of(CASES) {
        writeln!(
            out,
            "Who knew the passphrase of the intake key still knows it: what that means is in docs/desk.md."
        )?;
    }
    if store.count_officers().await? == 0 {
        writeln!(
            out,
            "Nobody may sign in now: add an account with `ventanilla desk officer add`."
        )?;
    } else if account.roles.has(Role::Administrator) && store.administrators().await?.is_empty() {
        writeln!(
            out,
            "Nobody administers accounts now: `ventanilla desk officer add --role administrator` makes somebody do so."
        )?;
    }
    Ok(())
}

async fn list(store: &DeskStore, out: &mut dyn Write) -> anyhow::Result<()> {
    for account in store.accounts().await? {
        let disabled = if account.is_active() { "" } else { "  (disabled)" };
        writeln!(out, "{}  {}{disabled}", account.name, account.roles)?;
    }
    Ok(())
}

fn hash(name: &OfficerName, secret: &Secret, settings: &Settings) -> anyhow::Result<PassphraseHash> {
    let passphrase = read_passphrase(&secret.passphrase_file)?;
    let institution = settings.institution.as_str();
    Ok(PassphraseHash::new(
        name,
        institution,
        &passphrase,
        &SystemRandom,
    )?)
}

/// An account that is there.
async fn known(store: &DeskStore, who: &Who) -> anyhow::Result<Account> {
    let name: OfficerName = who.name.parse()?;
    let found = store.find_account(&name).await?;
    found.with_context(|| {
        format!("no officer is called {name}: `ventanilla desk officer list` shows who may sign in")
    })
}

fn say_to_erase(secret: &Secret, out: &mut dyn Write) -> anyhow::Result<()> {
    Ok(writeln!(out, "Erase {} now.", secret.passphrase_file.display())?)
}
