//! `ventanilla desk`: runs the desks of one or more institutions, makes new ones, and says who may sign in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Subcommand;
use tokio::net::TcpListener;
use zeroize::Zeroizing;

use crate::clock::{Clock, SystemClock};
use crate::desk::settings::{DATABASE, Settings};
use crate::desk::{Desk, duties, pages};
use crate::duties::Duties;
use crate::given;
use crate::random::{Random, SystemRandom};
use crate::web::page::mark_demonstration;
use crate::web::serve::{Stop, serve};

mod audit;
mod enrol;
mod officer;

/// Arguments of `ventanilla desk`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: RunArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the desks of these configurations in one process
    Run(RunArgs),
    /// Make a desk: keys, directory entry and configuration
    Enrol(Box<enrol::Args>),
    /// See whether the history of a desk was changed
    #[command(subcommand)]
    Audit(audit::Command),
    /// Manage who may sign in
    #[command(subcommand)]
    Officer(officer::Command),
}

#[derive(Debug, clap::Args)]
struct RunArgs {
    /// A desk's configuration; once for each desk
    #[arg(long, value_name = "FILE")]
    config: Vec<PathBuf>,
    /// End when the parent process ends
    #[arg(long, hide = true)]
    with_parent: bool,
}

/// Runs the command; everything printed goes to `out`.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    match &args.command {
        None => run_desks(&args.run, out),
        Some(Command::Run(run)) => run_desks(run, out),
        Some(Command::Enrol(enrolment)) => enrol::run(enrolment, out),
        Some(Command::Audit(command)) => audit::run(command, out),
        Some(Command::Officer(command)) => officer::run(command, out),
    }
}

/// Serves every desk until the process is asked to end.
fn run_desks(args: &RunArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    if args.with_parent {
        super::end_with_parent()?;
    }
    if args.config.is_empty() {
        bail!("no desk to run: give --config FILE once for each desk");
    }
    if args.config.len() > 1 && given::is_in_environment(DATABASE) {
        bail!(
            "{DATABASE} names one database and there are several desks: give each a database_file of its own"
        );
    }
    let settings: Vec<Settings> = args
        .config
        .iter()
        .map(|path| Settings::read(path))
        .collect::<Result<_, _>>()?;
    if settings.iter().any(|settings| settings.site.demonstration) {
        mark_demonstration();
    }
    super::runtime()?.block_on(async {
        let asked_to_end = Duties::asked_to_end()?;
        let mut work = Duties::new();
        for settings in settings {
            let address = start(settings, &mut work).await?;
            writeln!(out, "{address}")?;
            out.flush()?;
        }
        asked_to_end.await;
        work.end().await;
        Ok(())
    })
}

/// Opens one desk, its port first, and starts what it does by itself.
async fn start(settings: Settings, work: &mut Duties) -> anyhow::Result<String> {
    let institution = settings.institution.clone();
    let listen = settings.site.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}: is another desk running?"))?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let desk = Desk::open(settings, clock, random)
        .await
        .with_context(|| format!("the desk of {institution} does not start"))?;
    let address = listener.local_addr()?;
    work.run(duties::visit_in_turn(Arc::clone(&desk), work.stop()));
    work.run(duties::read_in_turn(Arc::clone(&desk), work.stop()));
    work.run(duties::tidy(Arc::clone(&desk), work.stop()));
    work.run(serve_desk(listener, desk, work.stop()));
    Ok(format!("ventanilla: desk of {institution} at {address}"))
}

async fn serve_desk(listener: TcpListener, desk: Arc<Desk>, stop: Stop) {
    let router = pages::router(Arc::clone(&desk));
    if let Err(error) = serve(listener, router, stop).await {
        tracing::error!(error = %error, "the desk's site ended");
    }
    desk.keyring().lock();
}

/// The first line of a file.
fn read_passphrase(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = Zeroizing::new(text);
    let line = text.lines().next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}
