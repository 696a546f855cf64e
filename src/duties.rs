//! Background work: started, stopped and awaited in one place.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::stack::Wiping;
use crate::web::serve::{Stop, stopped};

/// Everything that runs beside the requests.
pub struct Duties {
    running: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Duties {
    /// Nothing runs yet.
    pub fn new() -> Self {
        Self {
            running: JoinSet::new(),
            stop: watch::channel(false).0,
        }
    }

    /// Tells a task when to end.
    pub fn stop(&self) -> Stop {
        self.stop.subscribe()
    }

    /// Runs `work` until it ends by itself; it must watch [`Duties::stop`].
    pub fn run(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.running.spawn(Wiping::new(work));
    }

    /// Does `work` at once and then again each `period`, until stopped; never twice at the same time.
    pub fn every<W, F>(&mut self, period: Duration, work: W)
    where
        W: Fn() -> F + Send + 'static,
        F: Future<Output = ()> + Send,
    {
        let mut stop = self.stop();
        self.run(async move {
            loop {
                work().await;
                tokio::select! {
                    () = tokio::time::sleep(period) => {}
                    () = stopped(&mut stop) => return,
                }
            }
        });
    }

    /// Asks everything to end and waits for it.
    pub async fn end(mut self) {
        self.stop.send_replace(true);
        while self.running.join_next().await.is_some() {}
    }

    /// Waits for the operating system to ask the program to end (`SIGTERM`, `SIGINT`), or for `stop`.
    pub async fn asked_to_end() -> std::io::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            _ended = terminate.recv() => {}
            _ended = interrupt.recv() => {}
        }
        Ok(())
    }
}

impl Default for Duties {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Duties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Duties")
            .field("running", &self.running.len())
            .finish_non_exhaustive()
    }
}
