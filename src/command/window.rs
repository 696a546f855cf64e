//! `ventanilla window`: runs the public site.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::duties::Duties;
use crate::random::SystemRandom;
use crate::web::page::mark_demonstration;
use crate::web::serve::serve;
use crate::window::in_force::InForce;
use crate::window::sources::Sources;
use crate::window::{duties, open};

/// Arguments of `ventanilla window`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// End when the parent process ends
    #[arg(long, hide = true)]
    with_parent: bool,
}

/// Runs the site until it is asked to end.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    if args.with_parent {
        super::end_with_parent()?;
    }
    let config = Config::read(&args.config)?;
    if config.site.demonstration {
        mark_demonstration();
    }
    super::runtime()?.block_on(run_window(&config, out))
}

async fn run_window(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let asked_to_end = Duties::asked_to_end()?;
    let window = open::open(config, Arc::new(SystemClock), Arc::new(SystemRandom))
        .await
        .context("the window does not start (`ventanilla doctor` says more)")?;
    let listener = TcpListener::bind(config.site.listen)
        .await
        .with_context(|| format!("[site] listen: cannot listen on {}", config.site.listen))?;
    let store = window.store.clone();
    let in_force = Arc::new(InForce::new(window, Sources::of(config)));
    let mut running = Duties::new();
    duties::start(&in_force, &mut running).context("SIGHUP cannot be waited for")?;
    let (stop, router) = (running.stop(), in_force.site());
    running.run(async move {
        if let Err(error) = serve(listener, router, stop).await {
            tracing::error!(error = %error, "the server ended");
        }
    });
    writeln!(out, "ventanilla: window at {}", config.site.listen)?;
    out.flush()?;
    asked_to_end.await;
    running.end().await;
    store.close().await;
    Ok(())
}
