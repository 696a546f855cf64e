use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{Stream, stream};

use super::*;

type Step = Result<&'static str, std::io::Error>;

const FIELD: &str = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";

fn parts(body: impl Stream<Item = Step> + Send + 'static) -> Parts {
    let mut headers = HeaderMap::new();
    let kind = "multipart/form-data; boundary=x".parse().unwrap();
    headers.insert(header::CONTENT_TYPE, kind);
    Parts::open(&headers, Body::from_stream(body), u64::MAX).unwrap()
}

fn broken() -> Step {
    Err(std::io::Error::other("broken"))
}

#[tokio::test]
async fn what_came_before_a_break_is_read() {
    let steps = vec![Ok(FIELD), Ok("one\r\n"), Ok(FIELD), Ok("tw"), broken()];
    let mut parts = parts(stream::iter(steps));
    let first = parts.next().await.unwrap().unwrap();
    assert_eq!(first.text(99).await.unwrap(), "one");
    let second = parts.next().await.unwrap().unwrap();
    assert_eq!(second.text(99).await, Err(PartsError::Broken));
}

#[tokio::test]
async fn a_body_that_comes_late_and_at_once_is_read() {
    let steps = stream::iter([Ok(FIELD), Ok("one\r\n--x--\r\n")]).then(async |step| {
        tokio::task::yield_now().await;
        step
    });
    let mut parts = parts(steps);
    let first = parts.next().await.unwrap().unwrap();
    assert_eq!(first.text(99).await.unwrap(), "one");
    assert!(parts.next().await.unwrap().is_none());
}

/// Pieces that the network has ready at any time, and how many of them were taken.
fn counted(pieces: impl Iterator<Item = &'static str> + Send + 'static) -> (Parts, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    let pieces = pieces.map(move |piece| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(piece)
    });
    (parts(stream::iter(pieces)), taken)
}

const KILOBYTE: &str = match std::str::from_utf8(&[b'x'; 1024]) {
    Ok(text) => text,
    Err(_) => panic!(),
};

#[tokio::test]
async fn what_stands_before_the_first_part_or_in_a_header_without_an_end_is_given_up_soon() {
    let header = "--x\r\nContent-Disposition: form-data; name=\"";
    for begin in ["", header, FIELD] {
        let pieces = std::iter::once(begin).chain(std::iter::repeat_n(KILOBYTE, 10_000));
        let (mut parts, taken) = counted(pieces);
        let mut next = parts.next().await;
        if begin == FIELD {
            // A part that nobody reads is passed over for a while too.
            drop(next);
            next = parts.next().await;
        }
        assert!(matches!(next, Err(PartsError::Broken)), "{begin}");
        assert!(taken.load(Ordering::Relaxed) < 70, "{begin}");
        drop(next);
        parts.drain().await;
        assert_eq!(taken.load(Ordering::Relaxed), 10_001, "the rest is still read");
    }
}

#[tokio::test]
async fn short_parts_do_not_draw_the_network_ahead_of_the_parser() {
    const PART: &str = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n";
    let many: &'static str = PART.repeat(10).leak();
    let (mut parts, taken) = counted(std::iter::repeat(many));
    for read in 0..200 {
        let part = parts.next().await.unwrap().unwrap();
        assert_eq!(part.text(9).await.unwrap(), "one");
        assert!(
            taken.load(Ordering::Relaxed) <= 2 + read / 10,
            "after {read} parts"
        );
    }
}

#[tokio::test]
async fn more_parts_than_a_form_has_are_not_read() {
    let (mut parts, taken) = counted(std::iter::repeat_n(FIELD, 100_000));
    let mut read = 0;
    while let Ok(Some(part)) = parts.next().await {
        drop(part);
        read += 1;
    }
    assert!(read <= 256, "{read}");
    assert!(taken.load(Ordering::Relaxed) < 600);
    parts.drain().await;
    assert_eq!(taken.load(Ordering::Relaxed), 100_000);
}

#[tokio::test]
async fn no_more_is_taken_from_the_network_than_is_asked_for() {
    let (mut parts, taken) = counted(std::iter::once(FIELD).chain(std::iter::repeat("a piece of a file")));
    let mut file = parts.next().await.unwrap().unwrap();
    for asked in 1..100 {
        file.chunk().await.unwrap().unwrap();
        assert!(taken.load(Ordering::Relaxed) <= asked + 2);
    }
}
