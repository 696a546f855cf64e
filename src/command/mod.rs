//! argv to command; clap and anyhow live only here.

use std::io::Write;

use clap::{Parser, Subcommand};

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
    /// Start a window and three desks on this machine, to try everything in five minutes
    Demo(demo::Args),
    /// Run the public site
    Window(window::Args),
    /// Run the desk of one or more institutions
    Desk(desk::Args),
    /// Check configuration, keys, signature, permissions and storage
    Doctor(doctor::Args),
    /// Make, sign, check and show keys and the directory
    Keys(keys::Args),
    /// Open, seal or inspect an envelope without a desk
    Envelope(envelope::Args),
}

/// Runs one command; everything meant for the screen goes to `out`.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<()> {
    match &arguments.command {
        Command::Demo(args) => demo::run(args, out),
        Command::Window(args) => window::run(args, out),
        Command::Desk(args) => desk::run(args, out),
        Command::Doctor(args) => doctor::run(args, out),
        Command::Keys(args) => keys::run(args, out),
        Command::Envelope(args) => envelope::run(args, out),
    }
}
