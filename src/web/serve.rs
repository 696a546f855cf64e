//! The HTTP server under both programs: HTTP/1.1 with a time limit on everything a client can be slow at, and a
//! bound on how many there are at once.
//!
//! TLS and HTTP/2 belong to the proxy or the onion service in front. No address is ever read.

use std::convert::Infallible;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::middleware::from_fn;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::linger::linger;
use crate::stack::Wiping;

/// Turns true when the program is to end.
pub type Stop = watch::Receiver<bool>;

/// Serves until `stop` turns true, then lets requests under way end within half a minute.
pub async fn serve(listener: TcpListener, router: Router, stop: Stop) -> io::Result<()> {
    serve_at_most(CONNECTIONS, listener, router, stop).await
}

/// The same with so many connections at once. When all are taken the next ones wait, whoever they are, and
/// those that ask for nothing at the moment are ended to make room.
pub async fn serve_at_most(
    connections: usize,
    listener: TcpListener,
    router: Router,
    mut stop: Stop,
) -> io::Result<()> {
    let mut house = House::new(connections, router);
    loop {
        let next = async { (house.place().await, listener.accept().await) };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = stopped(&mut stop) => break,
        };
        match accepted {
            Ok((stream, _address)) => house.receive(stream, place),
            // Out of file descriptors, or a client that left before we came: wait, then go on.
            Err(_refused) => tokio::time::sleep(BREATH).await,
        }
    }
    drop(listener);
    house.close().await;
    Ok(())
}

/// Waits until the program is to end.
pub async fn stopped(stop: &mut Stop) {
    reached(stop, true).await;
}

async fn reached<T: PartialOrd>(told: &mut watch::Receiver<T>, least: T) {
    // An error says that whoever could tell us is gone: then it is time too.
    drop(told.wait_for(|now| *now >= least).await);
}

/// What connections are asked to do.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Asked {
    /// Nothing.
    Stay,
    /// To end if they were served and ask for nothing at the moment; the others, once they are served.
    MakeRoom,
    /// To end.
    Leave,
}

/// Everybody who is here.
struct House {
    router: Router,
    places: Arc<Semaphore>,
    here: JoinSet<()>,
    asked: watch::Sender<Asked>,
}

impl House {
    fn new(connections: usize, router: Router) -> Self {
        let router = router
            .layer(from_fn(linger))
            .layer(RequestBodyTimeoutLayer::new(BODY_IDLE));
        Self {
            router,
            places: Arc::new(Semaphore::new(connections.max(1))),
            here: JoinSet::new(),
            asked: watch::channel(Asked::Stay).0,
        }
    }

    /// A place for one more.
    async fn place(&mut self) -> Option<OwnedSemaphorePermit> {
        while self.here.try_join_next().is_some() {}
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Some(place);
        }
        self.asked.send_replace(Asked::MakeRoom);
        let place = Arc::clone(&self.places).acquire_owned().await;
        self.asked.send_replace(Asked::Stay);
        place.ok()
    }

    fn receive(&mut self, stream: TcpStream, place: Option<OwnedSemaphorePermit>) {
        let guest = Guest {
            router: TowerToHyperService::new(self.router.clone()),
            has_asked: Arc::default(),
        };
        let asked = self.asked.subscribe();
        self.here.spawn(Wiping::new(async move {
            attend(stream, guest, asked).await;
            drop(place);
        }));
    }

    async fn close(mut self) {
        self.asked.send_replace(Asked::Leave);
        let all = async { while self.here.join_next().await.is_some() {} };
        drop(tokio::time::timeout(GRACE, all).await);
        self.here.shutdown().await;
    }
}

/// What serves one connection, and remembers whether anything was asked on it yet.
#[derive(Clone)]
struct Guest {
    router: TowerToHyperService<Router>,
    has_asked: Arc<Notify>,
}

impl Service<Request<Incoming>> for Guest {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.has_asked.notify_one();
        self.router.call(request)
    }
}

/// Serves one connection to its end, which comes nearer when that is asked.
async fn attend(stream: TcpStream, guest: Guest, asked: watch::Receiver<Asked>) {
    let (mut make_room, mut leave) = (asked.clone(), asked);
    let has_asked = Arc::clone(&guest.has_asked);
    let mut connection = pin!(connect(stream, guest));
    tokio::select! {
        biased;
        _ended = connection.as_mut() => return,
        () = reached(&mut leave, Asked::Leave) => {}
        // Who has only just come, and has not said a word yet, is not sent away.
        () = async { has_asked.notified().await; reached(&mut make_room, Asked::MakeRoom).await } => {}
    }
    connection.as_mut().graceful_shutdown();
    drop(connection.await);
}

type Connection = http1::Connection<TokioIo<Pin<Box<TimeoutStream<TcpStream>>>>, Guest>;

fn connect(stream: TcpStream, guest: Guest) -> Connection {
    // Without it a page in two writes waits for a delayed acknowledgement; a failure only costs speed.
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(READER_IDLE));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(Box::pin(stream)), guest)
}

/// Connections at once, where nobody says another number.
pub const CONNECTIONS: usize = 512;
/// How long a client may take to send the headers of a request, and to begin the next one.
const HEADERS: Duration = Duration::from_secs(20);
/// How long a client may send nothing in the middle of a body: a Tor circuit can pause for many seconds.
const BODY_IDLE: Duration = Duration::from_mins(1);
/// How long a client may take nothing of an answer that waits for it.
pub const READER_IDLE: Duration = Duration::from_mins(1);
const BUFFER: usize = 256 * 1024;
const GRACE: Duration = Duration::from_secs(30);
const BREATH: Duration = Duration::from_millis(100);
