//! The dead part of the stack: what functions that have returned leave there, spilt registers above all, is
//! overwritten, as the allocator overwrites freed memory. Threads live as long as the program does.

use std::fmt;
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Work that leaves nothing on the stack of the thread that did it.
pub struct Wiping<F>(Pin<Box<F>>);

impl<F> Wiping<F> {
    /// Wraps `work`, whose own state goes to the heap.
    pub fn new(work: F) -> Self {
        Self(Box::pin(work))
    }
}

impl<F: Future> Future for Wiping<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let polled = self.0.as_mut().poll(context);
        wipe();
        polled
    }
}

impl<F> fmt::Debug for Wiping<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wiping(..)")
    }
}

/// Runs `work` and leaves nothing of it on the stack; for threads that block.
pub fn wiping<T>(work: impl FnOnce() -> T) -> T {
    let done = out_of_line(work);
    wipe();
    done
}

/// A frame of its own, so that nothing of the work lies in the caller's.
#[inline(never)]
fn out_of_line<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Overwrites the stack below the caller.
#[inline(never)]
#[expect(clippy::large_stack_arrays, reason = "the room is the point")]
fn wipe() {
    let dead = [0_u8; DEPTH];
    black_box(&dead);
}

/// Twice as deep as the deepest request that was measured without optimisation, 324 KiB; with it frames are a fraction of
/// that. Threads have 2 MiB.
const DEPTH: usize = if cfg!(debug_assertions) { 640 } else { 256 } * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn wrapped_work_gives_what_it_gives() {
        assert_eq!(Wiping::new(async { 7 }).await, 7);
        assert_eq!(wiping(|| 7), 7);
    }
}
