//! What a request has begun and what must be done to its end.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

use crate::stack::Wiping;

/// What a request has begun and what must be done to its end, whoever still waits for it: a connection that
/// breaks takes the request with it, and not this. [`AT_ONCE`] of them are under way at most; who comes meanwhile waits
/// and is not refused.
#[derive(Clone, Debug)]
pub struct Errands {
    under_way: watch::Sender<()>,
    places: Arc<Semaphore>,
}

/// How many errands are under way at once. Each holds what it has sealed, and waits for its keys and for its commit;
/// what waits for a place still has its connection, of which there is a bound too, and goes with it.
pub const AT_ONCE: usize = 64;

/// An errand ended without an outcome: it panicked, or the program ended first.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the work ended without an outcome")]
pub struct Unfinished;

impl Errands {
    /// None is under way.
    pub fn new() -> Self {
        Self {
            under_way: watch::channel(()).0,
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Does `work` to its end, even when nobody waits for what it gives any more. It begins when there is a place for
    /// it: whoever leaves before that has begun nothing.
    #[expect(clippy::disallowed_methods, reason = "it is awaited by `ended`")]
    pub async fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Unfinished> {
        let work = Wiping::new(work);
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_never_closed| Unfinished)?;
        let under_way = self.under_way.subscribe();
        let task = tokio::spawn(async move {
            let done = work.await;
            drop((place, under_way));
            done
        });
        task.await.map_err(|_panicked| Unfinished)
    }

    /// Waits until none is under way. No new ones may come: the server has ended before.
    pub async fn ended(&self) {
        self.under_way.closed().await;
    }
}

impl Default for Errands {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use tokio::sync::Notify;
    use tokio::task::JoinSet;

    use super::*;

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
    async fn an_errand_that_panics_says_so_and_holds_nobody_up() {
        let errands = Errands::new();
        let lost = errands.finish(async { panic!("on purpose") }).await;
        let lost: Result<(), Unfinished> = lost;
        assert!(lost.is_err());
        errands.ended().await;
    }

    #[tokio::test]
    async fn errands_beyond_the_bound_wait_for_a_place_and_who_leaves_meanwhile_has_begun_nothing() {
        let (errands, go) = (Errands::new(), Arc::new(Notify::new()));
        let begun = Arc::new(AtomicUsize::new(0));
        let errand = || {
            let (go, begun) = (Arc::clone(&go), Arc::clone(&begun));
            let work = async move {
                begun.fetch_add(1, Ordering::Relaxed);
                go.notified().await;
            };
            let errands = errands.clone();
            async move { errands.finish(work).await.unwrap() }
        };
        // Their connections break at once, and they are kept to their end all the same.
        let mut broken = JoinSet::new();
        for _whoever in 0..AT_ONCE {
            broken.spawn(errand());
        }
        while begun.load(Ordering::Relaxed) < AT_ONCE {
            tokio::task::yield_now().await;
        }
        broken.shutdown().await;
        let mut leaving = JoinSet::new();
        leaving.spawn(errand());
        let mut waiting = JoinSet::new();
        waiting.spawn(errand());
        for _moment in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(begun.load(Ordering::Relaxed), AT_ONCE);
        leaving.shutdown().await;
        go.notify_one();
        while begun.load(Ordering::Relaxed) == AT_ONCE {
            tokio::task::yield_now().await;
        }
        for _errand in 0..AT_ONCE {
            go.notify_one();
            tokio::task::yield_now().await;
        }
        waiting.join_next().await.unwrap().unwrap();
        errands.ended().await;
        assert_eq!(
            begun.load(Ordering::Relaxed),
            AT_ONCE + 1,
            "who left has begun nothing"
        );
    }
}
