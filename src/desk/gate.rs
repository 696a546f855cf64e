//! Shapes guessing: one passphrase at a time, and a wrong one holds the turn for a second. Whoever has the
//! right one waits for a bounded time and is never shut out.

use std::future::Future;
use std::time::Duration;

use tokio::sync::Semaphore;

/// Lets one attempt through at a time.
#[derive(Debug)]
pub struct Gate {
    turn: Semaphore,
    waiting: Semaphore,
    pause: Duration,
}

/// Too many wait already; come again in a moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("too many attempts are waiting")]
pub struct Busy;

impl Gate {
    /// A gate that pauses for `pause` after a wrong attempt.
    pub fn new(pause: Duration) -> Self {
        Self {
            turn: Semaphore::new(1),
            waiting: Semaphore::new(QUEUE),
            pause,
        }
    }

    /// Does `attempt` when its turn comes; `None` is a wrong one.
    pub async fn pass<T>(&self, attempt: impl Future<Output = Option<T>>) -> Result<Option<T>, Busy> {
        let _place = self.waiting.try_acquire().map_err(|_full| Busy)?;
        let _turn = self.turn.acquire().await.map_err(|_closed| Busy)?;
        let outcome = attempt.await;
        if outcome.is_none() {
            tokio::time::sleep(self.pause).await;
        }
        Ok(outcome)
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new(Duration::from_secs(1))
    }
}

const QUEUE: usize = 32;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_full_queue_says_so_and_the_right_attempt_passes() {
        let gate = Arc::new(Gate::new(Duration::from_millis(1)));
        assert_eq!(gate.pass(async { None::<u8> }).await, Ok(None));
        assert_eq!(gate.pass(async { Some(7) }).await, Ok(Some(7)));
        let held = gate.waiting.acquire_many(32).await.unwrap();
        assert_eq!(gate.pass(async { Some(7) }).await, Err(Busy));
        drop(held);
        assert_eq!(gate.pass(async { Some(7) }).await, Ok(Some(7)));
    }
}
