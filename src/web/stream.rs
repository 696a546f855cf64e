//! A response body written by code that blocks: decryption, mostly. Memory stays at a few frames.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use futures_util::Stream;
use tokio::sync::mpsc;

use crate::stack::wiping;

/// A body that `write` fills on a blocking thread. An error breaks the body off, so that the browser does not
/// take half a file for a whole one.
pub fn written<W>(write: W) -> Body
where
    W: FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(FRAMES);
    let writing = tokio::task::spawn_blocking(move || {
        let mut out = Frames {
            sender,
            frame: Vec::with_capacity(FRAME),
        };
        let done = wiping(|| write(&mut out).and_then(|()| out.flush()));
        if let Err(error) = done {
            // The reader may have left; then nobody needs to know.
            drop(out.sender.blocking_send(Err(error)));
        }
    });
    drop(writing);
    Body::from_stream(Receiving(receiver))
}

struct Frames {
    sender: mpsc::Sender<io::Result<Bytes>>,
    frame: Vec<u8>,
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
        self.sender
            .blocking_send(Ok(frame.into()))
            .map_err(|_left| io::ErrorKind::BrokenPipe.into())
    }
}

struct Receiving(mpsc::Receiver<io::Result<Bytes>>);

impl Stream for Receiving {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

const FRAME: usize = 64 * 1024;
const FRAMES: usize = 4;
