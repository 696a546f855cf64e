//! `ventanilla demo`: a window and four desks on this machine, with everything made on the first start, so
//! that a newcomer files a report, reads it at the desk, answers, and sees the answer, in five minutes.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;

use crate::duties::Duties;

mod folder;
mod institutions;
mod processes;
mod setting;

use folder::{Demonstration, Desk, Person};
use processes::Running;

/// Arguments of `ventanilla demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of everything the demonstration makes; it goes on with what is there
    #[arg(long, value_name = "DIR", default_value = "demo")]
    data: PathBuf,
    /// Where the window listens
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    window: SocketAddr,
    /// Where the first desk listens; the others take the ports behind it
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081")]
    desk: SocketAddr,
    /// A PostgreSQL database for the window (`postgres://…`) instead of a SQLite file
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

/// Runs the demonstration until it is asked to end.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    for address in [args.window, args.desk] {
        anyhow::ensure!(
            address.ip().is_loopback(),
            "{address} is not on loopback: a demonstration has no TLS and a printed passphrase, so it stays on this machine"
        );
    }
    super::runtime()?.block_on(demonstrate(args, out))
}

async fn demonstrate(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let database = args.database.as_deref();
    let made = folder::prepare(&args.data, args.window, args.desk, database)
        .await
        .with_context(|| format!("cannot prepare the folder {}", args.data.display()))?;
    let asked_to_end = Duties::asked_to_end()?;
    let mut window = Running::start("window", std::slice::from_ref(&made.window_config))?;
    window.answers_at(args.window).await?;
    let configurations: Vec<PathBuf> = made.desks.iter().map(|desk| desk.config.clone()).collect();
    let mut desk = Running::start("desk", &configurations)?;
    for one in &made.desks {
        desk.answers_at(one.listen).await?;
    }
    let described = Description::of(&made, &window, &desk);
    let text = serde_json::to_string_pretty(&described)?;
    folder::write_whole(&args.data.join("demo.json"), text.as_bytes())?;
    explain(&made, out)?;
    let ended = tokio::select! {
        () = asked_to_end => None,
        why = window.ended() => Some(why),
        why = desk.ended() => Some(why),
    };
    window.stop().await?;
    desk.stop().await?;
    match ended {
        Some(why) => anyhow::bail!("{why}; start the demonstration again to go on with what is there"),
        None => Ok(()),
    }
}

/// `demo.json`: what a program needs to try the demonstration.
#[derive(Serialize)]
struct Description<'a> {
    demonstration: bool,
    window: Process<'a>,
    desk: Process<'a>,
    officer: &'a Person,
    administrator: &'a Person,
    institutions: Vec<&'a Desk>,
}

#[derive(Debug, Serialize)]
struct Process<'a> {
    pid: Option<u32>,
    url: &'a str,
}

impl<'a> Description<'a> {
    fn of(made: &'a Demonstration, window: &Running, desk: &Running) -> Self {
        let first = made.desks.first().map_or("", |desk| desk.url.as_str());
        Self {
            demonstration: true,
            window: Process {
                pid: window.id(),
                url: &made.window_url,
            },
            desk: Process {
                pid: desk.id(),
                url: first,
            },
            officer: &made.officer,
            administrator: &made.administrator,
            institutions: made.desks.iter().collect(),
        }
    }
}

fn explain(made: &Demonstration, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "\nVentanilla: a DEMONSTRATION. Do not report anything real here.\n"
    )?;
    writeln!(out, "  The window, where a person files:   {}", made.window_url)?;
    writeln!(out, "  The desks, where officers read:")?;
    for desk in &made.desks {
        writeln!(out, "    {}\n      {}", desk.name, desk.url)?;
    }
    writeln!(out, "\n  Officer:     {}", made.officer.name)?;
    writeln!(
        out,
        "  Passphrase:  {}   (to sign in, and to unlock the key)",
        made.officer.passphrase.as_str()
    )?;
    writeln!(
        out,
        "\n  Administrator of accounts, who opens no case:  {}\n  Passphrase:  {}",
        made.administrator.name,
        made.administrator.passphrase.as_str()
    )?;
    writeln!(
        out,
        "\nTry this:\n  \
         1. Open the window, choose \"Empezar mi denuncia\", then \"Municipio o alcaldía\", \"Oaxaca\" and\n     \
            \"Oaxaca de Juárez\", and file a report.\n  \
         2. Write the nine words down.\n  \
         3. Open the desk it went to, sign in, unlock the key, open the case and answer.\n  \
         4. Back at the window, choose \"Mi código\" and enter the nine words.\n"
    )?;
    writeln!(
        out,
        "Desks see reports at once here; a real window releases them in batches."
    )?;
    writeln!(
        out,
        "Press Ctrl-C to end; the same command goes on where you left.\n"
    )?;
    Ok(out.flush()?)
}
