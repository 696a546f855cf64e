//! The mail still to be sent.

use super::Event;
use super::mailer::Mailer;
use crate::clock::Day;
use crate::on;
use crate::random::{self, Random};
use crate::store::{Store, StoreError, Tx};

/// Adds a mail, unless the same one already waits.
pub async fn add(
    tx: &mut Tx,
    recipient: &str,
    event: Event,
    today: Day,
    random: &dyn Random,
) -> Result<(), StoreError> {
    on!(tx.connection(), db => sqlx::query(
        "INSERT INTO outbox (id, recipient, event, day)
         SELECT $1, $2, $3, $4
         WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE recipient = $2 AND event = $3)",
    )
    .bind(random::uuid(random).to_string())
    .bind(recipient)
    .bind(event.word())
    .bind(today.number())
    .execute(db)
    .await?
    .rows_affected());
    Ok(())
}

/// Adds a mail that goes once a day at most, however often the program is started.
pub async fn add_daily(
    tx: &mut Tx,
    recipient: &str,
    event: Event,
    today: Day,
    random: &dyn Random,
) -> Result<(), StoreError> {
    let is_first = on!(tx.connection(), db => sqlx::query(
        "INSERT INTO reminder (event, day) VALUES ($1, $2)
         ON CONFLICT (event) DO UPDATE SET day = $2 WHERE reminder.day <> $2",
    )
    .bind(event.word())
    .bind(today.number())
    .execute(db)
    .await?
    .rows_affected());
    if is_first > 0 {
        add(tx, recipient, event, today, random).await?;
    }
    Ok(())
}

/// Adds a mail about what ends on a day, once for each `what`, however often the program is started. What ended before
/// `today` is forgotten.
pub async fn add_once(
    tx: &mut Tx,
    recipient: &str,
    event: Event,
    about: &[(String, Day)],
    today: Day,
    random: &dyn Random,
) -> Result<(), StoreError> {
    let start = format!("{event} ");
    on!(tx.connection(), db => sqlx::query("DELETE FROM reminder WHERE substr(event, 1, $1) = $2 AND day < $3")
        .bind(i32::try_from(start.len()).unwrap_or(i32::MAX))
        .bind(&start)
        .bind(today.number())
        .execute(db)
        .await?
        .rows_affected());
    let mut is_new = false;
    for (what, last) in about {
        let noted = on!(tx.connection(), db => sqlx::query(
            "INSERT INTO reminder (event, day) VALUES ($1, $2) ON CONFLICT (event) DO NOTHING",
        )
        .bind(format!("{start}{what}"))
        .bind(last.number())
        .execute(db)
        .await?
        .rows_affected());
        is_new |= noted > 0;
    }
    if is_new {
        add(tx, recipient, event, today, random).await?;
    }
    Ok(())
}

/// How the sending went.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Sent {
    /// Mails handed to the server.
    pub sent: u64,
    /// Mails that wait for the next time.
    pub waiting: u64,
    /// Mails that waited too long and were given up.
    pub dropped: u64,
    /// Why the last one of those was not sent.
    pub reason: Option<&'static str>,
}

/// Sends what waits. A mail that the server does not take waits for the next time, and is dropped after
/// a fortnight of them: it says only that there is something new, and by then there is.
pub async fn send(store: &Store, mailer: &Mailer, today: Day) -> Result<Sent, StoreError> {
    let rows: Vec<(String, String, String, i64)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT id, recipient, event, day FROM outbox ORDER BY day, id LIMIT 500",
    )
    .fetch_all(db)
    .await?);
    let mut sent = Sent::default();
    for (id, recipient, event, day) in rows {
        let event: Event = event.parse().map_err(|_unknown_word| StoreError::Inconsistent {
            table: "outbox",
            column: "event",
        })?;
        let Err(error) = mailer.send(&recipient, event, today).await else {
            sent.sent = sent.sent.saturating_add(1);
            remove(store, &id).await?;
            continue;
        };
        sent.reason = Some(error.reason());
        if Day::from_number(day).plus(KEPT) < today {
            sent.dropped = sent.dropped.saturating_add(1);
            remove(store, &id).await?;
        } else {
            sent.waiting = sent.waiting.saturating_add(1);
        }
    }
    Ok(sent)
}

async fn remove(store: &Store, id: &str) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    on!(tx.connection(), db => sqlx::query("DELETE FROM outbox WHERE id = $1").bind(id).execute(db).await?.rows_affected());
    tx.commit().await
}

const KEPT: i64 = 14;
