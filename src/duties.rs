//! Background work: started, stopped and awaited in one place. [`Duties`] are done again and again until they are
//! stopped; [`Errands`] are begun by a request and done to their end.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::stack::Wiping;
use crate::web::serve::{Stop, stopped};

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
    pub fn at_hangup<W, F>(&mut self, name: &'static str, work: W) -> std::io::Result<()>
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

/// What a request has begun and what must be done to its end, whoever still waits for it: a connection that
/// breaks takes the request with it, and not this.
#[derive(Clone, Debug)]
pub struct Errands(watch::Sender<()>);

/// An errand ended without an outcome: it panicked, or the program ended first.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the work ended without an outcome")]
pub struct Unfinished;

impl Errands {
    /// None is under way.
    pub fn new() -> Self {
        Self(watch::channel(()).0)
    }

    /// Does `work` to its end, even when nobody waits for what it gives any more.
    #[expect(clippy::disallowed_methods, reason = "it is awaited by `ended`")]
    pub async fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Unfinished> {
        let under_way = self.0.subscribe();
        let task = tokio::spawn(Wiping::new(async move {
            let done = work.await;
            drop(under_way);
            done
        }));
        task.await.map_err(|_panicked| Unfinished)
    }

    /// Waits until none is under way. No new ones may come: the server has ended before.
    pub async fn ended(&self) {
        self.0.closed().await;
    }
}

impl Default for Errands {
    fn default() -> Self {
        Self::new()
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
    use std::io;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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
    async fn an_errand_is_done_to_its_end_although_nobody_waits_for_it() {
        let errands = Errands::new();
        let (go, done) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
        let (begun, marked) = (Arc::clone(&go), Arc::clone(&done));
        let asking = errands.finish(async move {
            begun.notified().await;
            marked.store(true, Ordering::Relaxed);
        });
        // Polled once and given up, as a server does when a connection breaks.
        tokio::select! {
            biased;
            _ended = asking => panic!("it waits to be told"),
            () = std::future::ready(()) => {}
        }
        assert!(!done.load(Ordering::Relaxed));
        go.notify_one();
        errands.ended().await;
        assert!(done.load(Ordering::Relaxed));
        assert!(errands.finish(async { 7 }).await.is_ok_and(|seven| seven == 7));
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

    #[tokio::test]
    async fn an_errand_that_panics_says_so_and_holds_nobody_up() {
        let errands = Errands::new();
        let lost = errands.finish(async { panic!("on purpose") }).await;
        let lost: Result<(), Unfinished> = lost;
        assert!(lost.is_err());
        errands.ended().await;
    }
}
