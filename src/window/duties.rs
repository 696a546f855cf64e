//! What the window does by itself: releases batches, sends mail, erases, sweeps and forgets.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

use super::Window;
use crate::duties::Duties;
use crate::inbox::store::{release, silent};
use crate::notify::mailer::Mailer;
use crate::notify::{Event, outbox};
use crate::retention;
use crate::store::StoreError;
use crate::tracking::IDLE;

/// Who is told that there is something new, and how.
pub struct Post {
    /// The mail server.
    pub mailer: Mailer,
    /// Who is told of a silent desk.
    pub operator: String,
    /// By institution, who is told of its queue.
    pub institutions: BTreeMap<String, String>,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Post(..)")
    }
}

/// Starts all of them.
pub fn start(window: &Window, duties: &mut Duties) {
    let period = if window.release.at_once {
        AT_ONCE
    } else {
        EACH_MINUTE
    };
    let schedule = std::sync::Arc::new(Schedule::new(window.clock.now()));
    each(window, duties, period, "release", move |window| {
        let schedule = std::sync::Arc::clone(&schedule);
        async move { release_when_due(&window, &schedule).await }
    });
    each(window, duties, EACH_MINUTE, "mail", |window| async move {
        send_mail(&window).await
    });
    each(window, duties, EACH_MINUTE, "forget", |window| async move {
        forget(&window)
    });
    each(window, duties, EACH_HOUR, "retention", |window| async move {
        erase(&window).await
    });
    each(window, duties, EACH_DAY, "silence", |window| async move {
        note_silence(&window).await
    });
}

fn each<W, F>(window: &Window, duties: &mut Duties, period: Duration, name: &'static str, work: W)
where
    W: Fn(Window) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<(), StoreError>> + Send,
{
    let window = window.clone();
    duties.every(period, move || {
        let (work, window) = (work.clone(), window.clone());
        async move {
            if let Err(error) = work(window).await {
                tracing::error!(duty = name, error = %error, "a duty failed and will be tried again");
            }
        }
    });
}

/// Remembers up to when batches were released.
struct Schedule(Mutex<OffsetDateTime>);

impl Schedule {
    const fn new(now: OffsetDateTime) -> Self {
        Self(Mutex::new(now))
    }

    /// Whether one of `hours` (with `offset` hours added to UTC) has begun since the last time.
    fn is_due(&self, now: OffsetDateTime, hours: &[u8], offset: i8) -> bool {
        let last = std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), now);
        let local = |moment: OffsetDateTime| moment + time::Duration::hours(i64::from(offset));
        let (from, to) = (local(last), local(now));
        let mut hour = from
            .replace_minute(0)
            .and_then(|at| at.replace_second(0))
            .unwrap_or(from);
        while hour + time::Duration::HOUR <= to {
            hour += time::Duration::HOUR;
            if hours.contains(&hour.hour()) {
                return true;
            }
        }
        false
    }
}

async fn release_when_due(window: &Window, schedule: &Schedule) -> Result<(), StoreError> {
    let plan = &window.release;
    if !plan.at_once && !schedule.is_due(window.clock.now(), &plan.hours, plan.utc_offset) {
        return Ok(());
    }
    release_now(window).await
}

/// Releases what waits and tells those who are to be told.
pub async fn release_now(window: &Window) -> Result<(), StoreError> {
    let institutions = release(&window.store, &*window.random).await?;
    let Some(post) = &window.mail else { return Ok(()) };
    let mut tx = window.store.begin().await?;
    for address in institutions
        .iter()
        .filter_map(|institution| post.institutions.get(institution))
    {
        let today = window.clock.today();
        outbox::add(&mut tx, address, Event::SomethingNew, today, &*window.random).await?;
    }
    tx.commit().await
}

/// Sends what waits in the outbox.
pub async fn send_mail(window: &Window) -> Result<(), StoreError> {
    if let Some(post) = &window.mail {
        let sent = outbox::send(&window.store, &post.mailer, window.clock.today()).await?;
        if sent.waiting > 0 {
            tracing::warn!(
                waiting = sent.waiting,
                "mail waits: the mail server did not take it"
            );
        }
    }
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "a duty like the others")]
fn forget(window: &Window) -> Result<(), StoreError> {
    window.sessions.sweep();
    window.filing.receipts.sweep();
    window.filing.kdf.shrink(IDLE);
    window
        .filing
        .intake
        .tokens
        .rotate(window.clock.now(), &*window.random);
    Ok(())
}

/// Erases what its desk has, and what a crash left.
pub async fn erase(window: &Window) -> Result<(), StoreError> {
    let last = window
        .clock
        .today()
        .plus(-i64::from(window.retention.acknowledged_days));
    let erased = retention::erase_acknowledged(&window.store, &window.blobs, last).await?;
    let swept = retention::sweep(&window.store, &window.blobs).await?;
    if erased > 0 || swept > 0 {
        tracing::info!(erased, swept, "retention");
    }
    Ok(())
}

/// Tells the operator of desks that do not come.
pub async fn note_silence(window: &Window) -> Result<(), StoreError> {
    let today = window.clock.today();
    let since = today.plus(-i64::from(window.retention.silent_days));
    let silent = silent(&window.store, since).await?;
    if silent.is_empty() {
        return Ok(());
    }
    tracing::warn!(
        desks = silent.len(),
        "desks have not come for what waits for them"
    );
    let Some(post) = &window.mail else { return Ok(()) };
    let mut tx = window.store.begin().await?;
    outbox::add(&mut tx, &post.operator, Event::DeskSilent, today, &*window.random).await?;
    tx.commit().await
}

const AT_ONCE: Duration = Duration::from_secs(1);
const EACH_MINUTE: Duration = Duration::from_mins(1);
const EACH_HOUR: Duration = Duration::from_hours(1);
const EACH_DAY: Duration = Duration::from_hours(24);

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_batch_is_due_once_when_its_hour_begins() {
        let schedule = Schedule::new(datetime!(2026-11-23 13:59 UTC));
        let hours = [8, 16];
        assert!(!schedule.is_due(datetime!(2026-11-23 13:59:59 UTC), &hours, -6));
        assert!(schedule.is_due(datetime!(2026-11-23 14:00 UTC), &hours, -6));
        assert!(!schedule.is_due(datetime!(2026-11-23 14:01 UTC), &hours, -6));
        assert!(!schedule.is_due(datetime!(2026-11-23 21:59 UTC), &hours, -6));
        assert!(
            schedule.is_due(datetime!(2026-11-24 02:00 UTC), &hours, -6),
            "a late round still counts"
        );
    }
}
