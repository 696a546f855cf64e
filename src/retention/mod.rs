//! What is erased when: envelopes that their desk has on its own disk, and what a crash left behind.

use uuid::Uuid;

use crate::case::store::{PLACE_ERASED, PLACE_OBJECT, inconsistent, is_there};
use crate::clock::Day;
use crate::on;
use crate::store::blobs::Blobs;
use crate::store::{Store, StoreError};

/// Erases the bytes of envelopes acknowledged on or before `last`; returns how many. The rows stay: they say
/// on which days something was sent. An object goes before its row says so, so that a crash between the two
/// repeats the deletion and never forgets it. What stood in a row is gone from the disk after
/// [`Store::checkpoint`].
pub async fn erase_acknowledged(store: &Store, blobs: &Blobs, last: Day) -> Result<u64, StoreError> {
    let due: Vec<(String, String)> = on!(store.reader(), db => sqlx::query_as(
        "SELECT id, place FROM envelope WHERE acknowledged <= $1 AND place <> $2 LIMIT 1000",
    )
    .bind(last.number())
    .bind(PLACE_ERASED)
    .fetch_all(db)
    .await?);
    let mut erased = 0_u64;
    for (id, place) in &due {
        if place == PLACE_OBJECT {
            blobs.delete(uuid(id)?).await?;
        }
        mark_erased(store, id).await?;
        erased = erased.saturating_add(1);
    }
    Ok(erased)
}

async fn mark_erased(store: &Store, id: &str) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    on!(tx.connection(), db => sqlx::query("UPDATE envelope SET place = $2, body = NULL WHERE id = $1")
            .bind(id)
            .bind(PLACE_ERASED)
            .execute(db)
            .await?
    .rows_affected());
    tx.commit().await
}

/// Removes objects that no row names and no upload is still writing; returns how many. The order matters: the
/// folder is listed first, then each is held against the uploads under way, and only then against the rows. A row
/// that is not there may still be on its way, by a commit whose answer was lost: then it is waited for.
pub async fn sweep(store: &Store, blobs: &Blobs) -> Result<u64, StoreError> {
    let mut removed = 0_u64;
    for lying in blobs.list().await? {
        if blobs.is_pending(lying.id) {
            continue;
        }
        let named: Option<(String,)> = on!(store.reader(), db => sqlx::query_as(
            "SELECT place FROM envelope WHERE id = $1",
        )
        .bind(lying.id.to_string())
        .fetch_optional(db)
        .await?);
        let kept = match named {
            Some((place,)) => place == PLACE_OBJECT,
            None => is_there(store, lying.id).await?,
        };
        if !(kept && lying.is_whole()) {
            blobs.remove(&lying)?;
            removed = removed.saturating_add(1);
        }
    }
    Ok(removed)
}

fn uuid(text: &str) -> Result<Uuid, StoreError> {
    text.parse().map_err(|_not_a_uuid| inconsistent("envelope", "id"))
}
