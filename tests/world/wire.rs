//! The wire to `PostgreSQL`, which a test can cut at the worst moment: a proxy on loopback that looks for COMMIT.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// When the wire is cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Cut {
    /// Not at all.
    Never = 0,
    /// When the server has answered the next COMMIT; the answer is lost.
    AfterCommit = 1,
    /// When the next COMMIT has reached the server, before it is answered.
    AtCommit = 2,
    /// The same, and nobody gets through afterwards.
    AtCommitForGood = 3,
}

/// A wire that others use in place of the server's own address.
#[derive(Debug)]
pub(crate) struct Wire {
    port: u16,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    server: String,
    cut: AtomicU8,
    is_closed: AtomicBool,
    has_cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Wire {
    /// A wire to a server on loopback, by its address in a URL such as `postgres://user@127.0.0.1:5432/name`.
    pub(crate) fn to(url: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let state = Arc::new(State {
            server: host(url).to_owned(),
            ..State::default()
        });
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming() {
                if shared.is_closed.load(Ordering::SeqCst) {
                    continue;
                }
                State::join(&shared, &client.unwrap());
            }
        });
        Self { port, state }
    }

    /// The same URL by way of the wire.
    pub(crate) fn by_way(&self, url: &str) -> String {
        url.replace(host(url), &format!("127.0.0.1:{}", self.port))
    }

    /// Cuts it at the next COMMIT.
    pub(crate) fn cut(&self, when: Cut) {
        self.state.has_cut.store(false, Ordering::SeqCst);
        self.state.cut.store(when as u8, Ordering::SeqCst);
    }

    /// Whether it has been cut since.
    pub(crate) fn has_cut(&self) -> bool {
        self.state.has_cut.load(Ordering::SeqCst)
    }

    /// Lets everybody through again.
    pub(crate) fn mend(&self) {
        self.state.is_closed.store(false, Ordering::SeqCst);
    }
}

impl State {
    /// Joins a client with the server, a thread for each way.
    fn join(state: &Arc<Self>, client: &TcpStream) {
        let Ok(server) = TcpStream::connect(&state.server) else {
            return;
        };
        let is_committing = Arc::new(AtomicBool::new(false));
        let ends = |from: &TcpStream, to: &TcpStream| (from.try_clone().unwrap(), to.try_clone().unwrap());
        state.open.lock().unwrap().push(client.try_clone().unwrap());
        let (up, down) = (ends(client, &server), ends(&server, client));
        let (shared, committing) = (Arc::clone(state), Arc::clone(&is_committing));
        let is_cut = Arc::new(AtomicBool::new(false));
        let cutting = Arc::clone(&is_cut);
        thread::spawn(move || {
            pump(up, |bytes, server| {
                let commits = bytes.windows(7).any(|seven| seven == b"COMMIT\0");
                committing.fetch_or(commits, Ordering::SeqCst);
                // Cut first: the server may answer before its COMMIT is written to the end.
                let cuts = commits && shared.cuts(&[Cut::AtCommit, Cut::AtCommitForGood]);
                cutting.fetch_or(cuts, Ordering::SeqCst);
                server.write_all(bytes).is_ok() && !cuts
            });
        });
        let shared = Arc::clone(state);
        thread::spawn(move || {
            pump(down, |bytes, client| {
                let answers = is_committing.swap(false, Ordering::SeqCst);
                let is_cut = is_cut.load(Ordering::SeqCst) || answers && shared.cuts(&[Cut::AfterCommit]);
                !is_cut && client.write_all(bytes).is_ok()
            });
        });
    }

    /// Whether it is to be cut now, which happens once.
    fn cuts(&self, when: &[Cut]) -> bool {
        let set = self.cut.load(Ordering::SeqCst);
        if !when.iter().any(|cut| *cut as u8 == set) {
            return false;
        }
        self.cut.store(Cut::Never as u8, Ordering::SeqCst);
        self.has_cut.store(true, Ordering::SeqCst);
        if set == Cut::AtCommitForGood as u8 {
            self.is_closed.store(true, Ordering::SeqCst);
            for client in self.open.lock().unwrap().drain(..) {
                end(&client);
            }
        }
        true
    }
}

/// Carries bytes from one end to the other as long as `carry` says so, then ends the side of the program. The
/// server learns of it when it next speaks, as with a network that went away.
fn pump((mut from, mut to): (TcpStream, TcpStream), mut carry: impl FnMut(&[u8], &mut TcpStream) -> bool) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count) = from.read(&mut buffer) {
        if count == 0 || !carry(&buffer[..count], &mut to) {
            break;
        }
    }
    end(&from);
    end(&to);
}

fn end(stream: &TcpStream) {
    // One that has ended already is as good.
    match stream.shutdown(Shutdown::Both) {
        Ok(()) | Err(_) => {}
    }
}

/// `127.0.0.1:5432` of a URL.
fn host(url: &str) -> &str {
    let (_, rest) = url.split_once('@').unwrap();
    rest.split('/').next().unwrap()
}
