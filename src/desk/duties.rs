//! What a desk does by itself: it visits the window at its interval or when called, locks what nobody uses,
//! and ends sessions that nobody came back to. The caller starts and awaits these.

use std::sync::Arc;
use std::time::Duration;

use super::Desk;
use super::pull::Asked;
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
        desk.visits.send_modify(|count| *count = count.wrapping_add(1));
        asked = tokio::select! {
            () = tokio::time::sleep(interval) => Asked::InTurn,
            () = desk.called.notified() => Asked::ByOfficer,
            _stopping = stop.wait_for(|stopped| *stopped) => return,
        };
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

impl Desk {
    /// Calls for a visit now and waits a while for its end; the window may be slow, and then it goes on alone.
    pub async fn call_for_visit(&self) {
        let mut visits = self.visits.subscribe();
        visits.mark_unchanged();
        self.called.notify_one();
        drop(tokio::time::timeout(PATIENCE, visits.changed()).await);
    }
}

const TIDY: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(10);
