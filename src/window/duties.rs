//! What the window does by itself: releases batches, sends mail, erases, sweeps and forgets, and looks for another
//! directory.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::Window;
use super::in_force::{InForce, Renewal};
use super::sources::Refused;
use crate::clock::Day;
use crate::duties::Duties;
use crate::inbox::schedule::Schedule;
use crate::inbox::store::{last_batch, note_batch, release, silent};
use crate::institution::ends::ends;
use crate::notify::mailer::Mailer;
use crate::notify::{Event, outbox};
use crate::retention;
use crate::store::{Checkpoint, StoreError, Tx};
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
pub fn start(in_force: &Arc<InForce>, duties: &mut Duties) -> io::Result<()> {
    let window = in_force.window();
    duties.wait_for(&window.errands);
    let period = if window.release.at_once {
        AT_ONCE
    } else {
        EACH_MINUTE
    };
    each(in_force, duties, period, "release", |window| async move {
        release_when_due(&window).await
    });
    each(in_force, duties, EACH_MINUTE, "mail", |window| async move {
        send_mail(&window).await
    });
    each(in_force, duties, EACH_MINUTE, "forget", |window| async move {
        forget(&window)
    });
    each(in_force, duties, EACH_HOUR, "retention", |window| async move {
        erase(&window).await
    });
    each(in_force, duties, EACH_DAY, "silence", |window| async move {
        note_silence(&window).await
    });
    each(in_force, duties, EACH_HOUR, "ends", |window| async move {
        note_ends(&window).await
    });
    let looking = Arc::clone(in_force);
    duties.every("directory", EACH_MINUTE, move || {
        let in_force = Arc::clone(&looking);
        async move { heed(&in_force, in_force.look().await).await }
    });
    let asked = Arc::clone(in_force);
    duties.at_hangup("directory", move || {
        let in_force = Arc::clone(&asked);
        async move { heed(&in_force, in_force.renew().await).await }
    })
}

/// Says that a directory or catalogue was refused: in the log, and to the operator by mail.
pub async fn heed(in_force: &InForce, outcome: Result<Renewal, Refused>) {
    let Err(refused) = outcome else { return };
    say_refused(&refused);
    if let Err(error) = tell_of_refusal(&in_force.window()).await {
        tracing::error!(error = %error, "the operator could not be told by mail of what was refused");
    }
}

fn say_refused(refused: &Refused) {
    tracing::error!(reason = %refused, "a new directory or catalogue is refused, and what was in force stays");
}

async fn tell_of_refusal(window: &Window) -> Result<(), StoreError> {
    let Some(post) = &window.mail else { return Ok(()) };
    let (today, event) = (window.clock.today(), Event::DirectoryRefused);
    let mut tx = window.store.begin().await?;
    outbox::add(&mut tx, &post.operator, event, today, &*window.random).await?;
    tx.commit().await
}

fn each<W, F>(in_force: &Arc<InForce>, duties: &mut Duties, period: Duration, name: &'static str, work: W)
where
    W: Fn(Window) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<(), StoreError>> + Send,
{
    let in_force = Arc::clone(in_force);
    duties.every(name, period, move || {
        let (work, window) = (work.clone(), in_force.window());
        async move {
            if let Err(error) = work(window).await {
                tracing::error!(duty = name, error = %error, "a duty failed and will be tried again");
            }
        }
    });
}

/// Releases the batch whose hour has come, if it was not released yet. What is due stays due until it succeeds,
/// and across a restart: the hour is noted with the release itself.
pub async fn release_when_due(window: &Window) -> Result<(), StoreError> {
    let plan = &window.release;
    if plan.at_once {
        return release_now(window).await;
    }
    let schedule = Schedule {
        hours: &plan.hours,
        utc_offset: plan.utc_offset,
    };
    let released = last_batch(&window.store).await?;
    let Some(hour) = schedule.due(window.clock.now(), released) else {
        return Ok(());
    };
    let mut tx = window.store.begin().await?;
    release_in(&mut tx, window).await?;
    note_batch(&mut tx, hour).await?;
    tx.commit().await
}

/// Releases what waits, whatever the hour.
pub async fn release_now(window: &Window) -> Result<(), StoreError> {
    let mut tx = window.store.begin().await?;
    release_in(&mut tx, window).await?;
    tx.commit().await
}

/// Releases what waits, and writes the mail to those who are to be told.
async fn release_in(tx: &mut Tx, window: &Window) -> Result<(), StoreError> {
    let institutions = release(tx, &*window.random).await?;
    let Some(post) = &window.mail else { return Ok(()) };
    let today = window.clock.today();
    for address in institutions
        .iter()
        .filter_map(|institution| post.institutions.get(institution))
    {
        outbox::add(tx, address, Event::SomethingNew, today, &*window.random).await?;
    }
    Ok(())
}

/// Sends what waits in the outbox.
pub async fn send_mail(window: &Window) -> Result<(), StoreError> {
    if let Some(post) = &window.mail {
        let sent = outbox::send(&window.store, &post.mailer, window.clock.today()).await?;
        if let Some(reason) = sent.reason {
            tracing::warn!(
                waiting = sent.waiting,
                dropped = sent.dropped,
                reason,
                "mail was not taken: it waits and is tried again, for a fortnight"
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
    empty_log(window).await
}

/// Makes what was erased leave the disk. At each round, whatever it erased itself: a crash or a reader may have kept
/// an earlier one from this.
async fn empty_log(window: &Window) -> Result<(), StoreError> {
    if window.store.checkpoint().await? == Checkpoint::Busy {
        tracing::warn!(
            "erased bytes may still stand in the write-ahead log: it is emptied at the next round"
        );
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
    for institution in &silent {
        tracing::warn!(%institution, "a desk has not come for what waits for it");
    }
    let Some(post) = &window.mail else { return Ok(()) };
    let event = Event::DeskSilent;
    let mut tx = window.store.begin().await?;
    outbox::add_daily(&mut tx, &post.operator, event, today, &*window.random).await?;
    tx.commit().await
}

/// Tells the operator by mail what of the directory ends soon: some days before, each once.
pub async fn note_ends(window: &Window) -> Result<(), StoreError> {
    let Some(post) = &window.mail else { return Ok(()) };
    let today = window.clock.today();
    let due = ends(&window.published.directory, today).filter_map(|end| {
        let days = end.warning(today)?;
        Some((format!("{days} {} {}", end.last, end.what), end.last))
    });
    let due: Vec<(String, Day)> = due.collect();
    let mut tx = window.store.begin().await?;
    outbox::add_once(
        &mut tx,
        &post.operator,
        Event::EndsNear,
        &due,
        today,
        &*window.random,
    )
    .await?;
    tx.commit().await
}

const AT_ONCE: Duration = Duration::from_secs(1);
const EACH_MINUTE: Duration = Duration::from_mins(1);
const EACH_HOUR: Duration = Duration::from_hours(1);
const EACH_DAY: Duration = Duration::from_hours(24);
