//! The places for large uploads: nobody keeps one by sending nothing, and nobody is cut off while waiting for one.

use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, Response};
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_http::timeout::RequestBodyTimeoutLayer;
use ventanilla::case::sending::{Bounds, Said, Sending};
use ventanilla::clock::Day;
use ventanilla::random::SystemRandom;
use ventanilla::seal::{
    Class, Contents, Digest, Direction, DirectoryStamp, Identity, IdentityBlock, Recipients,
};
use ventanilla::store::blobs::Blobs;
use ventanilla::store::space::{Marks, Space};

const LARGE: u64 = 300_000;
const ONE_PLACE: usize = 1;

fn bounds(folder: &Path) -> Bounds {
    Bounds {
        files: 20,
        file_bytes: 1 << 30,
        envelope_bytes: 1 << 30,
        large_bytes: LARGE,
        large: Arc::new(Semaphore::new(ONE_PLACE)),
        space: Space::new(folder, None, Marks { files: 0, texts: 0 }),
    }
}

async fn write(sending: &mut Sending, pieces: usize) {
    for _ in 0..pieces {
        sending.write(&vec![7; 100_000]).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_large_upload_of_which_nothing_comes_keeps_no_other_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let (bounds, blobs) = (bounds(folder.path()), Blobs::open(folder.path()).unwrap());
    let identity = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let recipients = Recipients::new(vec![identity.recipient()]).unwrap();
    let begin = || {
        let mut sending = Sending::begin([&recipients], &bounds, &blobs, &SystemRandom).unwrap();
        sending.begin_file(None).unwrap();
        sending
    };
    let mut idle = begin();
    write(&mut idle, 5).await;
    // From here on nothing comes of the first one.
    let mut other = begin();
    let whole = async {
        write(&mut other, 20).await;
        other.end_file().await.unwrap();
        close(other, &identity).await;
    };
    timeout(Duration::from_hours(1), whole)
        .await
        .expect("it waits for somebody who sends nothing");
    write(&mut idle, 5).await;
    idle.end_file().await.unwrap();
    close(idle, &identity).await;
    let kept = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(kept, 3, "two objects and the lock");
}

async fn close(sending: Sending, identity: &Identity) {
    let contents = Contents {
        files: sending.files().to_vec(),
        ..Contents::new(
            Direction::Report,
            "fiscalia".to_owned(),
            DirectoryStamp {
                version: 1,
                hash: Digest::of(b""),
            },
            identity.recipient(),
            String::new(),
        )
    };
    let today = Day::from_number(20_000);
    let said = Said {
        contents: &contents,
        text: "",
    };
    drop(sending.close(&[said], IdentityBlock::Dummy, today).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_body_is_not_cut_off_for_the_time_in_which_we_let_it_wait() {
    let pieces = stream::iter([Ok::<_, Infallible>(Bytes::from("a")), Ok(Bytes::from("b"))]);
    // As a network does: what comes next is never there yet.
    let pieces = pieces.then(async |piece| {
        sleep(Duration::from_secs(1)).await;
        piece
    });
    let slow_reader = service_fn(async |request: Request<_>| {
        let mut body = Box::pin(Body::new(request.into_body()));
        body.frame().await.unwrap().unwrap();
        // Its turn comes late.
        sleep(Duration::from_hours(1)).await;
        let next = body.frame().await.unwrap();
        Ok::<_, Infallible>(Response::new(next.is_ok()))
    });
    let service = RequestBodyTimeoutLayer::new(Duration::from_mins(1)).layer(slow_reader);
    let request = Request::new(Body::from_stream(pieces));
    assert!(service.oneshot(request).await.unwrap().into_body());
}
