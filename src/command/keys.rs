//! `ventanilla keys`.

use std::io::Write;

/// Arguments of `ventanilla keys`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command; everything printed goes to `out`.
pub fn run(_args: &Args, _out: &mut dyn Write) -> anyhow::Result<()> {
    anyhow::bail!("not built yet")
}
