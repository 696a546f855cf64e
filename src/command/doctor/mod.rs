//! `ventanilla doctor`: looks at everything a window or a desk needs before somebody's report depends on it,
//! and says for each what to do. It changes nothing.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{Access, access};

use crate::clock::{Clock as _, SystemClock};

mod desk;
mod window;

/// Arguments of `ventanilla doctor`.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("patient").required(true).multiple(true)))]
pub struct Args {
    /// The window's configuration file
    #[arg(long, value_name = "FILE", group = "patient")]
    config: Option<PathBuf>,
    /// A desk's configuration file
    #[arg(long, value_name = "FILE", group = "patient")]
    desk: Option<PathBuf>,
}

/// Looks, reports, and fails when something must be mended.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut report = Report { out, faults: 0 };
    let today = SystemClock.today();
    if let Some(path) = &args.config {
        window::examine(path, today, &mut report)?;
    }
    if let Some(path) = &args.desk {
        desk::examine(path, today, &mut report)?;
    }
    match report.faults {
        0 => Ok(()),
        1 => anyhow::bail!("one thing must be mended"),
        many => anyhow::bail!("{many} things must be mended"),
    }
}

/// What was found so far.
struct Report<'a> {
    out: &'a mut dyn Write,
    faults: u32,
}

impl Report<'_> {
    fn good(&mut self, what: &str, found: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "ok    {what}: {found}")?)
    }

    fn note(&mut self, what: &str, found: &str, todo: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "note  {what}: {found}\n      -> {todo}")?)
    }

    fn bad(&mut self, what: &str, found: &str, todo: &str) -> anyhow::Result<()> {
        self.faults = self.faults.saturating_add(1);
        Ok(writeln!(self.out, "MEND  {what}: {found}\n      -> {todo}")?)
    }
}

/// A secret file must be its owner's alone.
fn private(what: &str, path: &Path, report: &mut Report<'_>) -> anyhow::Result<()> {
    let Ok(found) = fs::metadata(path) else {
        return Ok(());
    };
    let mode = found.permissions().mode() & 0o777;
    let ours = found.uid() == rustix::process::geteuid().as_raw();
    if mode & 0o077 != 0 || !ours {
        let said = format!("{} has mode {mode:o} and owner {}", path.display(), found.uid());
        report.bad(
            what,
            &said,
            "give it to the user that runs the program, run doctor as that user, and set mode 600",
        )?;
    }
    Ok(())
}

/// A folder that the program writes into; whether it is there and can be used.
fn folder(what: &str, path: &Path, report: &mut Report<'_>) -> anyhow::Result<bool> {
    let Ok(found) = fs::metadata(path) else {
        report.note(
            what,
            &format!("{} is not there yet", path.display()),
            "the program makes it at its first start",
        )?;
        return Ok(false);
    };
    let here = path.display();
    if !found.is_dir() {
        report.bad(what, &format!("{here} is no folder"), "name a folder in [store]")?;
        return Ok(false);
    }
    if access(path, Access::WRITE_OK | Access::EXEC_OK).is_err() {
        let todo = "give it to the user that runs the program, run doctor as that user, and set mode 700";
        report.bad(what, &format!("{here} cannot be written into"), todo)?;
        return Ok(false);
    }
    if found.permissions().mode() & 0o022 != 0 {
        report.bad(what, &format!("others can write into {here}"), "set mode 700")?;
    }
    Ok(true)
}

/// Days before an end that is worth a word.
const SOON: i64 = 30;

/// How long a database may take.
const PATIENCE: Duration = Duration::from_secs(10);
const SILENT: &str = "did not answer in ten seconds";
