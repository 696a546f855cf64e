//! Background work: started, stopped and awaited in one place. [`Duties`] are done again and again until they are
//! stopped; [`Errands`] are begun by a request and done to their end.

use std::fmt;
use std::future::Future;
use std::io;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::stack::Wiping;
use crate::web::serve::{Stop, stopped};

mod errands;

pub use errands::{AT_ONCE, Errands, Unfinished};

/// Everything that runs beside the requests.
pub struct Duties {
    running: JoinSet<()>,
    stop: watch::Sender<bool>,
    errands: Vec<Errands>,
}

impl Duties {
    /// Nothing runs yet.
    pub fn new() -> Self {
        Self {
            running: JoinSet::new(),
            stop: watch::channel(false).0,
            errands: Vec::new(),
        }
    }

    /// Lets `errands` come to their end after everything else has ended.
    pub fn wait_for(&mut self, errands: &Errands) {
        self.errands.push(errands.clone());
    }

    /// Tells a task when to end.
    pub fn stop(&self) -> Stop {
        self.stop.subscribe()
    }

    /// Runs `work` until it ends by itself; it must watch [`Duties::stop`].
    pub fn run(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.running.spawn(Wiping::new(work));
    }

    /// Does `work` at once and then again each `period`, until stopped; never twice at the same time, and
    /// whatever became of the round before.
    pub fn every<W, F>(&mut self, name: &'static str, period: Duration, work: W)
    where
        W: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = ()> + Send,
    {
        let mut stop = self.stop();
        self.run(async move {
            loop {
                round(name, async { work().await }).await;
                tokio::select! {
                    () = tokio::time::sleep(period) => {}
                    () = stopped(&mut stop) => return,
                }
            }
        });
    }

    /// Does `work` whenever the operating system asks the program to read its files again (`SIGHUP`), until stopped.
    pub fn at_hangup<W, F>(&mut self, name: &'static str, work: W) -> io::Result<()>
    where
        W: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = ()> + Send,
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut asked = signal(SignalKind::hangup())?;
        let mut stop = self.stop();
        self.run(async move {
            loop {
                tokio::select! {
                    _asked = asked.recv() => round(name, async { work().await }).await,
                    () = stopped(&mut stop) => return,
                }
            }
        });
        Ok(())
    }

    /// Asks everything to end and waits for it.
    pub async fn end(mut self) {
        self.stop.send_replace(true);
        while self.running.join_next().await.is_some() {}
        for errands in &self.errands {
            errands.ended().await;
        }
    }

    /// Waits for the operating system to ask the program to end (`SIGTERM`, `SIGINT`). It is listened for from this
    /// call on, not from the first poll: make it before anything that has to be ended is begun.
    pub fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ended = terminate.recv() => {}
                _ended = interrupt.recv() => {}
            }
        })
    }
}

/// Does one round of the duty `name`. A panic in it ends this round only: a duty that ended with it would be
/// missed by nobody, and nothing would be released or erased any more.
pub async fn round(name: &'static str, work: impl Future<Output = ()> + Send) {
    if AssertUnwindSafe(work).catch_unwind().await.is_err() {
        tracing::error!(
            duty = name,
            "a round of a duty panicked; the next one comes in its turn"
        );
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use tokio::sync::Notify;

    use super::*;

    /// The lines of a log.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(line)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_duty_that_panics_is_done_again_in_its_turn_and_the_log_names_it() {
        let log = Log::default();
        let lines = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_writer(move || lines.clone())
            .finish();
        let _ours = tracing::subscriber::set_default(subscriber);
        let (rounds, third) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let mut duties = Duties::new();
        let (counted, reached) = (Arc::clone(&rounds), Arc::clone(&third));
        duties.every("sowing", Duration::from_millis(1), move || {
            let before = counted.fetch_add(1, Ordering::Relaxed);
            assert_ne!(before, 0, "in the making of the round");
            let reached = Arc::clone(&reached);
            async move {
                assert_ne!(before, 1, "in the middle of the round");
                reached.notify_one();
            }
        });
        third.notified().await;
        duties.end().await;
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert_eq!(log.matches("\"duty\":\"sowing\"").count(), 2, "{log}");
        assert!(!log.contains("in the m"), "what it was about is not said: {log}");
    }

    #[tokio::test]
    async fn the_program_ends_when_the_errands_have() {
        let (errands, go) = (Errands::new(), Arc::new(Notify::new()));
        let mut duties = Duties::new();
        duties.wait_for(&errands);
        let begun = Arc::clone(&go);
        let asking = errands.finish(async move { begun.notified().await });
        let mut ending = Box::pin(async {
            tokio::task::yield_now().await;
            duties.end().await;
        });
        tokio::select! {
            biased;
            _ended = asking => panic!("it waits to be told"),
            () = &mut ending => panic!("it did not wait for the errand"),
            () = tokio::task::yield_now() => {}
        }
        go.notify_one();
        ending.await;
    }
}
