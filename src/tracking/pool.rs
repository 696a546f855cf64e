//! Derivations at once, as many as the machine bears: a filing always gets its turn, and those who try codes
//! share a short queue.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use argon2::Block;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task;
use zeroize::Zeroizing;

use super::derive::{self, MailboxKeys};
use super::{Secrets, TrackingCode};
use crate::random::{self, Random};
use crate::stack::wiping;

/// Derives the keys of codes on blocking threads, in memory that is kept between turns.
#[derive(Clone)]
pub struct KdfPool {
    inner: Arc<Inner>,
}

struct Inner {
    secrets: Secrets,
    permits: Arc<Semaphore>,
    buffers: Mutex<Vec<Buffer>>,
    queue: Mutex<Queue>,
    /// Codes tried in a second; the first in the queue waits for it.
    pace: DefaultDirectRateLimiter,
    first: tokio::sync::Mutex<()>,
    random: Arc<dyn Random>,
}

impl KdfPool {
    /// A pool for one deployment in which at most `permits` derivations run at once, and codes are tried at most at
    /// `pace`.
    pub fn new(secrets: Secrets, permits: usize, pace: Quota, random: Arc<dyn Random>) -> Self {
        Self {
            inner: Arc::new(Inner {
                secrets,
                permits: Arc::new(Semaphore::new(permits.max(1))),
                buffers: Mutex::default(),
                queue: Mutex::default(),
                pace: RateLimiter::direct(pace),
                first: tokio::sync::Mutex::default(),
                random,
            }),
        }
    }

    /// As many permits as serve this machine best: one for each processor, four at most.
    pub fn permits_here() -> usize {
        std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_PERMITS))
    }

    /// The pace of code entry: what two processors derive in half of their time.
    pub const fn pace() -> Quota {
        Quota::per_second(CODES)
    }

    /// The keys of a code that is being given out. Waits for its turn however long that takes.
    pub async fn derive(&self, code: &TrackingCode) -> Result<MailboxKeys, KdfError> {
        let permit = Arc::clone(&self.inner.permits).acquire_owned().await;
        self.work(code, permit.map_err(|_closed| KdfError::Failed)?).await
    }

    /// The keys of a code that somebody entered. When [`ENTRY_QUEUE`] others wait already, one of them or
    /// the newcomer, drawn by lot, is told that the pool is busy: nobody waits but in this queue.
    pub async fn try_derive(&self, code: &TrackingCode) -> Result<MailboxKeys, KdfError> {
        let permit = self.queued().await?;
        self.work(code, permit).await
    }

    /// Gives back the memory that was not used for `idle`; says how many buffers that were.
    pub fn shrink(&self, idle: Duration) -> usize {
        let mut buffers = lock(&self.inner.buffers);
        let before = buffers.len();
        buffers.retain(|buffer| buffer.last_used.elapsed() < idle);
        before.saturating_sub(buffers.len())
    }

    async fn queued(&self) -> Result<OwnedSemaphorePermit, KdfError> {
        let mut waiter = Waiter::enter(&self.inner)?;
        tokio::select! {
            biased;
            permit = self.turn() => permit,
            _ = &mut waiter.sent_away => Err(KdfError::Busy),
        }
    }

    /// A turn to try a code: one after the other as they came, at the pace, and when there is a permit.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, KdfError> {
        let first = self.inner.first.lock().await;
        self.inner.pace.until_ready().await;
        let permit = Arc::clone(&self.inner.permits).acquire_owned().await;
        drop(first);
        permit.map_err(|_closed| KdfError::Failed)
    }

    async fn work(&self, code: &TrackingCode, permit: OwnedSemaphorePermit) -> Result<MailboxKeys, KdfError> {
        let inner = Arc::clone(&self.inner);
        let bits = Zeroizing::new(*code.bits());
        let turn = task::spawn_blocking(move || {
            let mut buffer = inner.buffer();
            let keys = wiping(|| MailboxKeys::derive(bits.as_slice(), &inner.secrets, &mut buffer.blocks));
            buffer.wipe();
            lock(&inner.buffers).push(buffer);
            drop(permit);
            keys
        });
        turn.await.map_err(|_panic| KdfError::Failed)?
    }
}

impl fmt::Debug for KdfPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KdfPool(..)")
    }
}

/// Why no keys were derived.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KdfError {
    /// Too many codes are being tried; the same request may do in a moment.
    #[error("too many codes are being tried at once")]
    Busy,
    /// The machine could not do it.
    #[error("the keys could not be derived")]
    Failed,
}

impl Inner {
    fn buffer(&self) -> Buffer {
        let kept = lock(&self.buffers).pop();
        kept.unwrap_or_else(Buffer::new)
    }
}

/// Memory for one derivation.
struct Buffer {
    blocks: Vec<Block>,
    last_used: Instant,
}

impl Buffer {
    fn new() -> Self {
        Self {
            blocks: vec![Block::new(); derive::blocks()],
            last_used: Instant::now(),
        }
    }

    /// Overwrites what the derivation left. The buffer goes on to be used, so the writes are not idle ones.
    fn wipe(&mut self) {
        self.blocks.fill(Block::new());
        self.last_used = Instant::now();
        std::hint::black_box(&mut self.blocks);
    }
}

/// Those who wait to try a code, by a number of their own.
#[derive(Default)]
struct Queue {
    next: u64,
    waiters: Vec<(u64, oneshot::Sender<()>)>,
}

/// One place in the queue, given up when dropped.
struct Waiter<'a> {
    number: u64,
    sent_away: oneshot::Receiver<()>,
    inner: &'a Inner,
}

impl<'a> Waiter<'a> {
    fn enter(inner: &'a Inner) -> Result<Self, KdfError> {
        let mut queue = lock(&inner.queue);
        if queue.waiters.len() >= ENTRY_QUEUE {
            let lot = below(queue.waiters.len().saturating_add(1), inner.random.as_ref());
            if lot >= queue.waiters.len() {
                return Err(KdfError::Busy);
            }
            // Dropping the sender wakes the one who lost.
            drop(queue.waiters.swap_remove(lot));
        }
        let number = queue.next;
        queue.next = number.wrapping_add(1);
        let (keep, sent_away) = oneshot::channel();
        queue.waiters.push((number, keep));
        drop(queue);
        Ok(Self {
            number,
            sent_away,
            inner,
        })
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        lock(&self.inner.queue)
            .waiters
            .retain(|(number, _)| *number != self.number);
    }
}

/// A number below `count`; with 64 bits behind it no number is favoured noticeably.
fn below(count: usize, random: &dyn Random) -> usize {
    let drawn = u64::from_le_bytes(random::bytes(random));
    let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
    usize::try_from(drawn.checked_rem(count).unwrap_or_default()).unwrap_or_default()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many may wait to try a code.
pub const ENTRY_QUEUE: usize = 32;

/// After how long without use memory is given back.
pub const IDLE: Duration = Duration::from_mins(1);

const MOST_PERMITS: usize = 4;
const CODES: NonZeroU32 = NonZeroU32::MIN.saturating_add(49);
