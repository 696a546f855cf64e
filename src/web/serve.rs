//! The HTTP server under both programs: HTTP/1.1 with a time limit on everything a client can be slow at.
//!
//! TLS and HTTP/2 belong to the proxy or the onion service in front. No address is ever read.

use std::io;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::stack::Wiping;

/// Turns true when the program is to end.
pub type Stop = watch::Receiver<bool>;

/// Serves until `stop` turns true, then lets requests under way end within half a minute.
pub async fn serve(listener: TcpListener, router: Router, mut stop: Stop) -> io::Result<()> {
    let router = router.layer(RequestBodyTimeoutLayer::new(BODY_IDLE));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _address)) => {
                    let connection = connect(stream, router.clone());
                    let watched = graceful.watch(connection);
                    connections.spawn(Wiping::new(async move { drop(watched.await) }));
                }
                // Out of file descriptors, or a client that left before we came: wait, then go on.
                Err(_refused) => tokio::time::sleep(BREATH).await,
            },
            Some(_ended) = connections.join_next(), if !connections.is_empty() => {}
            () = stopped(&mut stop) => break,
        }
    }
    drop(listener);
    drop(tokio::time::timeout(GRACE, graceful.shutdown()).await);
    connections.shutdown().await;
    Ok(())
}

/// Waits until the program is to end.
pub async fn stopped(stop: &mut Stop) {
    // An error says that whoever could stop us is gone: then it is time too.
    drop(stop.wait_for(|stopped| *stopped).await);
}

type Connection = http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>>;

fn connect(stream: TcpStream, router: Router) -> Connection {
    // Without it a page in two writes waits for a delayed acknowledgement; a failure only costs speed.
    drop(stream.set_nodelay(true));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}

/// How long a client may take to send the headers of a request, and to begin the next one.
const HEADERS: Duration = Duration::from_secs(20);
/// How long a client may send nothing in the middle of a body: a Tor circuit can pause for many seconds.
const BODY_IDLE: Duration = Duration::from_mins(1);
const BUFFER: usize = 256 * 1024;
const GRACE: Duration = Duration::from_secs(30);
const BREATH: Duration = Duration::from_millis(100);
