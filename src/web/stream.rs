//! A response body written by code that blocks: decryption, mostly. Memory stays at a few frames, and neither a
//! thread nor a place among those who download is kept by somebody who takes nothing.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use super::serve::READER_IDLE;
use crate::stack::wiping;

/// A body that `write` fills on a blocking thread, as soon as one is free for it. An error breaks the body off,
/// so that the browser does not take half a file for a whole one.
pub fn written<W>(write: W) -> Body
where
    W: FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
{
    let pieces = stream::once(async {
        let place = THREADS.acquire().await;
        let (sender, receiver) = mpsc::channel(FRAMES);
        let is_whole = Arc::new(AtomicBool::new(false));
        let at_the_end = Arc::clone(&is_whole);
        let mut out = Frames {
            runtime: Handle::current(),
            sender,
            frame: Vec::with_capacity(FRAME),
        };
        let writing = tokio::task::spawn_blocking(move || {
            let done = wiping(|| write(&mut out).and_then(|()| out.flush()));
            at_the_end.store(done.is_ok(), Ordering::Release);
            drop((out, place));
        });
        drop(writing);
        received(receiver, is_whole)
    });
    Body::from_stream(pieces.flatten())
}

/// What comes out of the channel. A writer that is gone without having said that it was whole has failed.
fn received(
    receiver: mpsc::Receiver<Bytes>,
    is_whole: Arc<AtomicBool>,
) -> impl Stream<Item = io::Result<Bytes>> {
    stream::unfold(Some(receiver), move |receiver| {
        let is_whole = Arc::clone(&is_whole);
        async move {
            let mut receiver = receiver?;
            match receiver.recv().await {
                Some(frame) => Some((Ok(frame), Some(receiver))),
                None if is_whole.load(Ordering::Acquire) => None,
                None => Some((Err(io::ErrorKind::BrokenPipe.into()), None)),
            }
        }
    })
}

struct Frames {
    runtime: Handle,
    sender: mpsc::Sender<Bytes>,
    frame: Vec<u8>,
}

impl Frames {
    /// Waits for the reader, but not for ever.
    fn send(&self, frame: Bytes) -> io::Result<()> {
        let sent = async { timeout(READER_IDLE, self.sender.send(frame)).await };
        match self.runtime.block_on(sent) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_left)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_slow) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        if self.frame.len() >= FRAME {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = std::mem::replace(&mut self.frame, Vec::with_capacity(FRAME));
        if frame.is_empty() {
            return Ok(());
        }
        self.send(frame.into())
    }
}

/// Those who download at once; the others wait for their turn. The runtime has 512 threads for all that blocks.
static THREADS: Semaphore = Semaphore::const_new(64);
const FRAME: usize = 64 * 1024;
const FRAMES: usize = 4;

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use axum::body::to_bytes;
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_of_a_download_frees_its_thread_and_gets_no_whole_file() {
        let (told, ended) = channel();
        let body = written(move |out| {
            let written = (0..1000).try_for_each(|_| out.write_all(&vec![7; FRAME]));
            told.send(written.as_ref().err().map(io::Error::kind)).unwrap();
            written
        });
        let mut frames = body.into_data_stream();
        frames.next().await.unwrap().unwrap();
        let mut moments = 0;
        let why = loop {
            if let Ok(why) = ended.try_recv() {
                break why;
            }
            moments += 1;
            assert!(moments < 1_000_000, "the thread still waits");
            advance(Duration::from_secs(1)).await;
        };
        assert_eq!(why, Some(io::ErrorKind::TimedOut));
        let rest: Vec<_> = frames.collect().await;
        assert!(rest.len() < 10 && rest.last().unwrap().is_err());
    }

    #[tokio::test]
    async fn a_download_is_whole_or_broken_off() {
        let whole = written(|out| out.write_all(&vec![7; 300_000]));
        assert_eq!(to_bytes(whole, usize::MAX).await.unwrap(), vec![7; 300_000]);
        let broken = written(|out| {
            out.write_all(&vec![7; 300_000])
                .and(Err(io::Error::other("damaged")))
        });
        assert!(to_bytes(broken, usize::MAX).await.is_err());
    }
}
