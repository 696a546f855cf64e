//! What a desk does by itself: it visits the window at its interval or when called, reads the cases to be searched while
//! the key is open, locks what nobody uses, and ends sessions that nobody came back to. The caller starts and awaits these.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};

use super::Desk;
use super::pull::Asked;
use super::search::Pace;
use crate::duties::round;
use crate::web::serve::Stop;

/// Visits the window until stopped; a visit under way is broken off, which loses nothing.
pub async fn visit_in_turn(desk: Arc<Desk>, mut stop: Stop) {
    let interval = Duration::from_secs(desk.settings.window.interval_seconds);
    let mut asked = Asked::InTurn;
    loop {
        tokio::select! {
            () = round("visit", async { drop(desk.visit(asked).await) }) => {}
            _stopping = stop.wait_for(|stopped| *stopped) => return,
        }
        desk.calls
            .visits
            .send_modify(|count| *count = count.wrapping_add(1));
        asked = tokio::select! {
            () = tokio::time::sleep(interval) => Asked::InTurn,
            () = desk.calls.to_visit.notified() => Asked::ByOfficer,
            _stopping = stop.wait_for(|stopped| *stopped) => return,
        };
    }
}

/// Reads what can be searched while the identity is unlocked, until stopped.
pub async fn read_in_turn(desk: Arc<Desk>, mut stop: Stop) {
    loop {
        let mut pace = Pace::Rest;
        let some = async { pace = desk.read_to_search().await.unwrap_or(Pace::Rest) };
        tokio::select! {
            () = round("read", some) => {}
            _stopping = stop.wait_for(|stopped| *stopped) => return,
        }
        if pace == Pace::More {
            continue;
        }
        // What failed is tried again by itself.
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            () = desk.calls.to_read.notified() => {}
            _stopping = stop.wait_for(|stopped| *stopped) => return,
        }
    }
}

/// Locks the identity and ends sessions when nobody uses them, until stopped.
pub async fn tidy(desk: Arc<Desk>, mut stop: Stop) {
    loop {
        round("tidy", tidy_now(&desk)).await;
        tokio::select! {
            () = tokio::time::sleep(TIDY) => {}
            _stopping = stop.wait_for(|stopped| *stopped) => return,
        }
    }
}

async fn tidy_now(desk: &Desk) {
    desk.keyring.lock_if_idle();
    let yesterday = desk.clock.today().plus(-1);
    // What stays is tried again at the next turn.
    drop(desk.store.erase_sessions_before(yesterday).await);
    drop(desk.store.erase_invitations_before(desk.clock.today()).await);
}

/// What is asked of these while they rest.
#[derive(Debug)]
pub(super) struct Calls {
    to_visit: Notify,
    to_read: Notify,
    /// How many visits there were.
    visits: watch::Sender<u64>,
}

impl Default for Calls {
    fn default() -> Self {
        Self {
            to_visit: Notify::new(),
            to_read: Notify::new(),
            visits: watch::channel(0).0,
        }
    }
}

impl Desk {
    /// Says that the identity was unlocked: what came while it was locked is looked at now, so that its alarms show in
    /// the list, and everything is read to be searched.
    pub(super) fn call_after_unlocking(&self) {
        self.calls.to_visit.notify_one();
        self.calls.to_read.notify_one();
    }

    /// Says that there may be something new to read.
    pub(super) fn call_for_reading(&self) {
        self.calls.to_read.notify_one();
    }

    /// Calls for a visit now and waits a while for its end; the window may be slow, and then it goes on alone.
    pub async fn call_for_visit(&self) {
        let mut visits = self.calls.visits.subscribe();
        visits.mark_unchanged();
        self.calls.to_visit.notify_one();
        drop(tokio::time::timeout(PATIENCE, visits.changed()).await);
    }
}

const AGAIN: Duration = Duration::from_mins(1);
const TIDY: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(10);
