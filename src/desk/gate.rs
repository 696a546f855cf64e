//! Shapes guessing. A wrong passphrase slows down the next attempt at that account, and no other. Those who wait are
//! few; when there are more, who leaves is drawn by lot. Nothing is keyed by an address.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::{Instant, sleep_until, timeout};

use crate::random::{self, Random};

/// Lets attempts through: one at a time for each account, and one at a time at all.
pub struct Gate {
    all: Arc<Turns>,
    accounts: Mutex<BTreeMap<[u8; 32], Arc<Account>>>,
    pause: Duration,
    random: Arc<dyn Random>,
}

/// The right to try now. Keep it until the work is done, wherever that is: a request that ends does not end what
/// blocks on a thread.
#[derive(Debug)]
#[must_use]
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

/// Too many wait already; come again in a moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("too many attempts are waiting")]
pub struct Busy;

impl Gate {
    /// A gate that lets the next attempt at an account wait for `pause` after a wrong one.
    pub fn new(pause: Duration, random: Arc<dyn Random>) -> Self {
        Self {
            all: Arc::new(Turns::new(QUEUE)),
            accounts: Mutex::default(),
            pause,
            random,
        }
    }

    /// Does `attempt` at `account` when its turn comes; `None` is a wrong one.
    pub async fn pass<T, F: Future<Output = Option<T>>>(
        &self,
        account: &str,
        attempt: impl FnOnce(Turn) -> F,
    ) -> Result<Option<T>, Busy> {
        let account = self.account(account);
        let Ok(Ok(turn)) = timeout(LONGEST, self.turn(&account)).await else {
            return Err(Busy);
        };
        // As if it were wrong: who leaves before the answer does not get around the pause.
        account.hold(self.pause);
        let outcome = attempt(turn).await;
        if outcome.is_some() {
            account.hold(Duration::ZERO);
        }
        Ok(outcome)
    }

    async fn turn(&self, account: &Account) -> Result<Turn, Busy> {
        let own = account.turns.take(&*self.random).await?;
        sleep_until(account.free()).await;
        let all = self.all.take(&*self.random).await?;
        Ok(Turn { _own: own, _all: all })
    }

    /// The account; those that nobody waits for and no pause is left of are forgotten.
    fn account(&self, name: &str) -> Arc<Account> {
        let name = Sha256::digest(name.trim().to_lowercase()).into();
        let mut accounts = lock(&self.accounts);
        let now = Instant::now();
        accounts.retain(|_, account| Arc::strong_count(account) > 1 || account.free() > now);
        Arc::clone(accounts.entry(name).or_default())
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate(..)")
    }
}

/// One account, whether or not there is an officer of that name: the gate does not know.
struct Account {
    turns: Turns,
    free: Mutex<Instant>,
}

impl Account {
    fn hold(&self, pause: Duration) {
        let now = Instant::now();
        *lock(&self.free) = now.checked_add(pause).unwrap_or(now);
    }

    fn free(&self) -> Instant {
        *lock(&self.free)
    }
}

impl Default for Account {
    fn default() -> Self {
        Self {
            turns: Turns::new(ACCOUNT_QUEUE),
            free: Mutex::new(Instant::now()),
        }
    }
}

/// A turn for one, and a queue from which one leaves by lot when it is full.
struct Turns {
    turn: Arc<Semaphore>,
    most: usize,
    waiting: Mutex<Waiting>,
}

/// Those who wait, by a number of their own.
#[derive(Default)]
struct Waiting {
    next: u64,
    all: Vec<(u64, oneshot::Sender<()>)>,
}

impl Turns {
    fn new(most: usize) -> Self {
        Self {
            turn: Arc::new(Semaphore::new(1)),
            most,
            waiting: Mutex::default(),
        }
    }

    async fn take(&self, random: &dyn Random) -> Result<OwnedSemaphorePermit, Busy> {
        if let Ok(turn) = Arc::clone(&self.turn).try_acquire_owned() {
            return Ok(turn);
        }
        let mut place = self.enter(random)?;
        tokio::select! {
            biased;
            turn = Arc::clone(&self.turn).acquire_owned() => turn.map_err(|_closed| Busy),
            _lost = &mut place.sent_away => Err(Busy),
        }
    }

    fn enter(&self, random: &dyn Random) -> Result<Place<'_>, Busy> {
        let mut waiting = lock(&self.waiting);
        if waiting.all.len() >= self.most {
            let lot = below(waiting.all.len().saturating_add(1), random);
            if lot >= waiting.all.len() {
                return Err(Busy);
            }
            // Dropping the sender wakes the one who lost.
            drop(waiting.all.swap_remove(lot));
        }
        let number = waiting.next;
        waiting.next = number.wrapping_add(1);
        let (keep, sent_away) = oneshot::channel();
        waiting.all.push((number, keep));
        drop(waiting);
        Ok(Place {
            turns: self,
            number,
            sent_away,
        })
    }
}

/// One place in a queue, given up when dropped.
struct Place<'a> {
    turns: &'a Turns,
    number: u64,
    sent_away: oneshot::Receiver<()>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let number = self.number;
        lock(&self.turns.waiting)
            .all
            .retain(|(other, _)| *other != number);
    }
}

fn below(count: usize, random: &dyn Random) -> usize {
    let drawn = u64::from_le_bytes(random::bytes(random));
    let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
    usize::try_from(drawn.checked_rem(count).unwrap_or_default()).unwrap_or_default()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many may wait at all, and at one account.
const QUEUE: usize = 32;
const ACCOUNT_QUEUE: usize = 4;
/// How long anybody waits before the attempt begins.
const LONGEST: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;
    use crate::random::SeededRandom;

    fn gate() -> Gate {
        Gate::new(Duration::from_secs(1), Arc::new(SeededRandom::new(1)))
    }

    async fn wrong(gate: &Gate, account: &str) -> Result<Option<u8>, Busy> {
        gate.pass(account, async |_turn| None).await
    }

    async fn right(gate: &Gate, account: &str) -> Result<Option<u8>, Busy> {
        gate.pass(account, async |_turn| Some(7)).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_wrong_passphrase_slows_down_its_account_and_no_other() {
        let gate = gate();
        let before = Instant::now();
        assert_eq!(wrong(&gate, "ana").await, Ok(None));
        assert_eq!(right(&gate, "luz").await, Ok(Some(7)));
        assert_eq!(before.elapsed(), Duration::ZERO, "nobody else waits");
        assert_eq!(right(&gate, "ana").await, Ok(Some(7)));
        assert_eq!(before.elapsed(), Duration::from_secs(1));
        assert_eq!(right(&gate, "ana").await, Ok(Some(7)));
        assert_eq!(
            before.elapsed(),
            Duration::from_secs(1),
            "a right one pauses nothing"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_at_one_account_keeps_no_other_officer_out() {
        let gate = gate();
        let crowd = join_all((0..200).map(|_| wrong(&gate, "ana")));
        let (crowd, luz) = tokio::join!(crowd, right(&gate, "luz"));
        assert_eq!(luz, Ok(Some(7)));
        let tried = crowd.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(tried, 6, "one at once, one at its turn and four who waited");
    }

    #[tokio::test(start_paused = true)]
    async fn who_leaves_before_the_answer_does_not_get_around_the_pause() {
        let gate = gate();
        let left = gate.pass("ana", async |_turn| std::future::pending::<Option<u8>>().await);
        timeout(Duration::from_millis(1), left).await.unwrap_err();
        let before = Instant::now();
        assert_eq!(right(&gate, "ana").await, Ok(Some(7)));
        assert!(before.elapsed() >= Duration::from_millis(990));
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_goes_on_after_its_request_has_ended_keeps_its_turn() {
        let gate = gate();
        let (give, taken) = oneshot::channel();
        let left = gate.pass("ana", async |turn| {
            give.send(turn).unwrap();
            std::future::pending::<Option<u8>>().await
        });
        timeout(Duration::from_millis(1), left).await.unwrap_err();
        let next = timeout(Duration::from_secs(5), right(&gate, "luz")).await;
        assert!(next.is_err(), "two at once");
        drop(taken.await.unwrap());
        assert_eq!(right(&gate, "luz").await, Ok(Some(7)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_queue_sends_somebody_away_by_lot_and_everybody_waits_for_a_bounded_time() {
        let gate = gate();
        let slow = async |_turn| {
            tokio::time::sleep(Duration::from_hours(1)).await;
            Some(7)
        };
        let names: Vec<String> = (0..60).map(|number| format!("nadie{number}")).collect();
        let crowd = join_all(names.iter().map(|name| right(&gate, name)));
        let before = Instant::now();
        let waited = async {
            let crowd = crowd.await;
            (crowd, before.elapsed())
        };
        let (_, (crowd, waited)) = tokio::join!(gate.pass("lenta", slow), waited);
        assert!(crowd.iter().all(|outcome| *outcome == Err(Busy)));
        assert_eq!(waited, LONGEST);
        let again = join_all(names.iter().map(|name| right(&gate, name))).await;
        assert!(again.iter().all(|outcome| *outcome == Ok(Some(7))));
        assert!(lock(&gate.accounts).len() <= names.len() + 1);
    }
}
