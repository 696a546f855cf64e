//! The body between the network and the parser.
//!
//! The parser takes all it can get before it looks at any of it, keeps what it cannot use yet, and has no bound of
//! its own. So it gets one piece at a time, and only when it can make nothing of what it has; and when it made
//! nothing of more than any header of a part is long, the body is given up.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};

use super::PartsError;

/// A body, held by the parser, by the part that is being read, and by whoever drains it.
#[derive(Clone)]
pub(super) struct Feed(Arc<Mutex<Source>>);

struct Source {
    body: BodyDataStream,
    /// Bytes that may still come.
    left: u64,
    /// Bytes that were announced and have not come.
    announced: Option<u64>,
    next: Next,
    /// Bytes the parser got since it last produced anything.
    unused: usize,
    is_over: bool,
}

/// What the parser gets when it asks next.
enum Next {
    End,
    Nothing,
    Piece(Piece),
}

type Piece = Result<Bytes, PartsError>;

impl Feed {
    /// At most `most` bytes of `body`: what is longer counts as broken off there. So many were `announced`.
    pub(super) fn of(body: Body, most: u64, announced: Option<u64>) -> Self {
        Self(Arc::new(Mutex::new(Source {
            body: body.into_data_stream(),
            left: most,
            announced,
            next: Next::Nothing,
            unused: 0,
            is_over: false,
        })))
    }

    /// Polls `parser` until it produces something, and brings it piece after piece for that.
    pub(super) fn poll<T>(
        &self,
        context: &mut Context<'_>,
        mut parser: impl FnMut(&mut Context<'_>) -> Poll<Result<T, PartsError>>,
    ) -> Poll<Result<T, PartsError>> {
        loop {
            if let Poll::Ready(produced) = parser(context) {
                self.lock().unused = 0;
                return Poll::Ready(produced);
            }
            ready!(self.lock().bring(context))?;
        }
    }

    pub(super) fn announced(&self) -> Option<u64> {
        self.lock().announced
    }

    /// Reads and forgets what is left.
    pub(super) async fn drain(self) {
        poll_fn(|context| self.lock().forget(context)).await;
    }

    fn lock(&self) -> MutexGuard<'_, Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    /// Brings the parser one piece more, unless it has had enough of them.
    fn bring(&mut self, context: &mut Context<'_>) -> Poll<Result<(), PartsError>> {
        if self.is_over || self.unused >= UNUSED {
            return Poll::Ready(Err(PartsError::Broken));
        }
        self.fetch(context).map(Ok)
    }

    fn forget(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while !self.is_over {
            ready!(self.fetch(context));
            self.next = Next::Nothing;
        }
        Poll::Ready(())
    }

    fn fetch(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let polled = ready!(self.body.poll_next_unpin(context));
        let piece = polled.map(|bytes| self.count(bytes));
        self.is_over = !matches!(piece, Some(Ok(_)));
        self.next = piece.map_or(Next::End, Next::Piece);
        Poll::Ready(())
    }

    fn count(&mut self, bytes: Result<Bytes, axum::Error>) -> Piece {
        let bytes = bytes.map_err(|_broken_off| PartsError::Broken)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(length).ok_or(PartsError::Broken)?;
        self.announced = self.announced.map(|announced| announced.saturating_sub(length));
        self.unused = self.unused.saturating_add(bytes.len());
        Ok(bytes)
    }
}

/// The parser's side. Whoever polls the parser sees to it that it is woken.
impl Stream for Feed {
    type Item = Piece;

    fn poll_next(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<Piece>> {
        match std::mem::replace(&mut self.lock().next, Next::Nothing) {
            Next::End => Poll::Ready(None),
            Next::Nothing => Poll::Pending,
            Next::Piece(piece) => Poll::Ready(Some(piece)),
        }
    }
}

/// Bytes of which the parser may make nothing: far more than the header of a part has.
const UNUSED: usize = 64 * 1024;
