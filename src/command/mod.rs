//! argv to command; clap and anyhow live only here.

use std::io::Write;
use std::panic;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use rustix::fs::Mode;
use rustix::process::{DumpableBehavior, Resource, Rlimit, Signal, umask};
use rustls::crypto::ring;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

pub mod catalogue;
pub mod demo;
pub mod desk;
pub mod doctor;
pub mod envelope;
pub mod keys;
pub mod window;

/// The single window where anyone can report corruption without saying who they are.
#[derive(Debug, Parser)]
#[command(name = "ventanilla", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a window and four desks on this machine, to try everything in five minutes
    Demo(demo::Args),
    /// Run the public site
    Window(window::Args),
    /// Run the desk of one or more institutions
    Desk(desk::Args),
    /// Check configuration, keys, signature, permissions and storage
    Doctor(doctor::Args),
    /// Make, sign, check and show keys and the directory
    Keys(keys::Args),
    /// Check, show and copy the tables that say who receives what
    Catalogue(catalogue::Args),
    /// Open, seal or inspect an envelope without a desk
    Envelope(envelope::Args),
}

/// What every command begins with, since every one of them may hold a secret: keeps what is in memory from being
/// dumped or read by a debugger and what is written from being read by others, chooses one TLS provider, and
/// starts the log: our own events only, by allow-list, never a request.
pub fn harden() -> anyhow::Result<()> {
    // What this process writes is its owner's alone.
    umask(Mode::RWXG | Mode::RWXO);
    // Each visitor is a descriptor: take as many as the machine allows.
    let files = rustix::process::getrlimit(Resource::Nofile);
    let most = Rlimit {
        current: files.maximum,
        maximum: files.maximum,
    };
    rustix::process::setrlimit(Resource::Nofile, most).context("cannot raise the number of open files")?;
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    rustix::process::setrlimit(Resource::Core, none).context("cannot turn core dumps off")?;
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .context("cannot keep debuggers out")?;
    // A second call finds the same provider in place.
    drop(ring::default_provider().install_default());
    let ours = Targets::new().with_target("ventanilla", LevelFilter::INFO);
    let log = tracing_subscriber::fmt::layer()
        .json()
        .with_writer(std::io::stderr)
        .with_filter(ours);
    drop(tracing_subscriber::registry().with(log).try_init());
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic; what it was about is not said");
    }));
    Ok(())
}

/// The program ends with this code, and has said all there is to say.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("exit code {0}")]
pub struct Exit(pub u8);

/// Asks the kernel to end this process when its parent ends, however that happens.
pub(crate) fn end_with_parent() -> anyhow::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::TERM))
        .context("cannot be tied to the parent process")
}

/// The threads that everything asynchronous runs on.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Runs one command; everything meant for the screen goes to `out`.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<()> {
    match &arguments.command {
        Command::Demo(args) => demo::run(args, out),
        Command::Window(args) => window::run(args, out),
        Command::Desk(args) => desk::run(args, out),
        Command::Doctor(args) => doctor::run(args, out),
        Command::Catalogue(args) => catalogue::run(args, out),
        Command::Keys(args) => keys::run(args, out),
        Command::Envelope(args) => envelope::run(args, out),
    }
}
