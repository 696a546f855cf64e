//! One person who writes and writes: others are served meanwhile.

use std::time::Duration;

use http::StatusCode;
use tokio::task::JoinSet;
use tokio::time::timeout;
use ventanilla::duties::AT_ONCE;
use ventanilla::store::On;

use super::{SENT, follow_ups, in_her_mailbox};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site};

#[tokio::test]
async fn a_crowd_of_messages_that_wait_for_their_turn_in_one_case_keeps_no_report_out() {
    let site = Site::new(Engine::Postgres).await;
    let (ana, _code, form) = in_her_mailbox(&site).await;
    // The message whose turn it is waits for the row of its case, and all others for their turn.
    let mut held = site.window.store.begin().await.unwrap();
    if let On::Postgres(db) = held.connection() {
        let lock = sqlx::query("SELECT id FROM \"case\" FOR UPDATE");
        lock.execute(db).await.unwrap();
    }
    let mut writing = JoinSet::new();
    for number in 0..=AT_ONCE {
        let (mut ana, form) = (
            ana.clone(),
            form.clone().fill("text", &format!("Mensaje {number}.")),
        );
        writing.spawn(async move { ana.send(&form).await });
    }
    site.until_somebody_waits_for_a_row().await;
    let mut bea = site.reporter();
    let report = bea.prepare(&Told::crime("La primera vez.")).await;
    let filed = timeout(Duration::from_mins(1), bea.send(&report)).await;
    assert!(filed.unwrap().must_be(StatusCode::OK).code().is_some());
    drop(held);
    for page in writing.join_all().await {
        assert!(page.must_be(StatusCode::OK).says(SENT));
    }
    assert_eq!(follow_ups(&site).await.len(), AT_ONCE + 1);
}
