//! The two processes of a demonstration: started, awaited and stopped by their parent.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

/// One running child.
#[derive(Debug)]
pub(super) struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    /// Starts this same program as `name` with the configurations, to end when its parent ends.
    pub(super) fn start(name: &'static str, configurations: &[PathBuf]) -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("cannot find this program")?;
        let mut command = Command::new(program);
        command
            .arg(name)
            .arg("--with-parent")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        for configuration in configurations {
            command.arg("--config").arg(configuration);
        }
        let child = command
            .spawn()
            .with_context(|| format!("cannot start the {name}"))?;
        Ok(Self { name, child })
    }

    /// The process id, while it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Waits until something answers at `address`, or the child has ended.
    pub(super) async fn answers_at(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        for _ in 0..TRIES {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!(
                    "the {} ended at once ({status}); its message stands above",
                    self.name
                );
            }
            sleep(BREATH).await;
        }
        anyhow::bail!("the {} does not answer at {address}", self.name)
    }

    /// Waits until it ends by itself, and says so.
    pub(super) async fn ended(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => format!("the {} ended by itself ({status})", self.name),
            Err(error) => format!("the {} cannot be awaited: {error}", self.name),
        }
    }

    /// Asks it to end, and ends it when it does not.
    pub(super) async fn stop(mut self) -> anyhow::Result<()> {
        let id = self
            .child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw);
        if let Some(id) = id {
            // It may have ended a moment ago.
            match kill_process(id, Signal::TERM) {
                Ok(()) | Err(_) => {}
            }
        }
        if timeout(PATIENCE, self.child.wait()).await.is_err() {
            self.child.kill().await?;
        }
        Ok(())
    }
}

const TRIES: u32 = 600;
const BREATH: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(40);
