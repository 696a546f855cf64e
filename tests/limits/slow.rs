//! Those who hold on to what they have: a connection, an answer they do not read, a form they do not finish.

use std::convert::Infallible;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::routing::{get, post};
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;
use ventanilla::duties::Duties;
use ventanilla::web::serve::{serve, serve_at_most};

use crate::world::site::reporter::Page;
use crate::world::visitor::receive;

/// A server of so many connections, and what ends it.
async fn server(connections: Option<usize>, router: Router) -> (SocketAddr, Duties) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut serving = Duties::new();
    let stop = serving.stop();
    serving.run(async move {
        let served = match connections {
            Some(connections) => serve_at_most(connections, listener, router, stop).await,
            None => serve(listener, router, stop).await,
        };
        served.unwrap();
    });
    (address, serving)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    stream
}

/// Asks, and reads the answer, which is `ok`, without ending the connection.
fn ask(stream: &mut TcpStream) {
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\nok") {
        let mut piece = [0; 1024];
        let read = stream.read(&mut piece).unwrap();
        assert!(read > 0, "the connection ended");
        bytes.extend_from_slice(&piece[..read]);
    }
}

#[tokio::test]
async fn who_does_not_read_an_answer_loses_the_connection_and_what_it_held() {
    let (dropped, is_dropped) = oneshot::channel::<Infallible>();
    let (give, taken) = mpsc::channel(1);
    give.send(dropped).await.unwrap();
    let taken = Arc::new(tokio::sync::Mutex::new(taken));
    let endless = move || async move {
        let held = taken.lock().await.recv().await;
        Body::from_stream(stream::repeat_with(move || {
            assert!(held.is_some());
            Ok::<_, Infallible>(Bytes::from_static(&[7; 4096]))
        }))
    };
    let (address, serving) = server(None, Router::new().route("/", get(endless))).await;
    let (begun, has_begun) = oneshot::channel();
    let (end, is_ended) = channel::<()>();
    let reader = thread::spawn(move || {
        let mut stream = connect(address);
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        stream.read_exact(&mut [0; 100]).unwrap();
        begun.send(()).unwrap();
        // Keeps the connection, and takes nothing of it.
        is_ended.recv().unwrap_err();
    });
    has_begun.await.unwrap();
    // From here on time passes as soon as nobody has anything to do.
    tokio::time::pause();
    let gone = tokio::time::timeout(Duration::from_mins(10), is_dropped).await;
    assert!(gone.expect("the answer is still held").is_err());
    drop(end);
    reader.join().unwrap();
    serving.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_ask_for_nothing_make_room_for_others() {
    let (address, serving) = server(Some(2), Router::new().route("/", get(async || "ok"))).await;
    let answers = spawn_blocking(move || {
        let mut idle = [connect(address), connect(address)];
        idle.iter_mut().for_each(ask);
        // More than the places there are, one after the other.
        for _ in 0..5 {
            ask(&mut connect(address));
        }
        let mut ended = idle.iter_mut().map(|stream| stream.read(&mut [0; 1]).unwrap());
        ended.all(|read| read == 0)
    });
    assert!(answers.await.unwrap());
    serving.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_only_just_come_is_not_sent_away_to_make_room() {
    let (address, serving) = server(Some(1), Router::new().route("/", get(async || "ok"))).await;
    let answered = spawn_blocking(move || {
        let mut silent = connect(address);
        let mut next = connect(address);
        next.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        next.read(&mut [0; 1]).unwrap_err();
        ask(&mut silent);
        next.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        ask(&mut next);
    });
    answered.await.unwrap();
    serving.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_every_place_is_taken_the_next_one_waits_and_is_not_refused() {
    let router = Router::new()
        .route("/", get(async || "ok"))
        .route("/form", post(async |_whole: Bytes| "ok"));
    let (address, serving) = server(Some(1), router).await;
    let answered = spawn_blocking(move || {
        let mut slow = connect(address);
        let head = "POST /form HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        slow.write_all(head.as_bytes()).unwrap();
        // The server asks for the body: the place is taken.
        slow.read_exact(&mut [0; 25]).unwrap();
        let mut next = connect(address);
        next.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        next.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        let waits = next.read(&mut [0; 1]).unwrap_err();
        assert_eq!(waits.kind(), ErrorKind::WouldBlock);
        slow.write_all(b"ok").unwrap();
        next.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        let page: Page = receive(&mut next).unwrap();
        page.status
    });
    assert_eq!(answered.await.unwrap(), StatusCode::OK);
    serving.end().await;
}
