//! A commit of something written again whose answer is lost: it is kept once, and "sent" is said of what is kept.

use http::StatusCode;

use super::{SENT, follow_ups, in_her_mailbox};
use crate::world::site::multipart::Upload;
use crate::world::site::{Engine, Plan, Site};
use crate::world::tools::wait_for;
use crate::world::wire::Cut;

const TEXT: &str = "Con la base a medias.";

fn files() -> [Upload; 1] {
    [Upload::new("a.bin", vec![3; 300_000])]
}

async fn is_kept_once(site: &Site) {
    assert_eq!(follow_ups(site).await, [TEXT]);
    wait_for("one object", || (site.objects().len() == 1).then_some(()));
    site.sweep().await;
    assert_eq!(site.objects().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_whose_commit_was_answered_to_nobody_is_kept_once() {
    let (plan, wire) = Plan::on_a_wire();
    let site = plan.open().await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    wire.cut(Cut::AfterCommit);
    assert!(
        ana.send_with(&form, &files())
            .await
            .must_be(StatusCode::OK)
            .says(SENT)
    );
    assert!(wire.has_cut());
    assert!(ana.send_with(&form, &files()).await.says(SENT));
    is_kept_once(&site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_whose_fate_cannot_be_asked_keeps_the_text_and_the_retry_finds_out() {
    let (plan, wire) = Plan::on_a_wire();
    let site = plan.open().await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    wire.cut(Cut::AtCommitForGood);
    let failed = ana.send_with(&form, &files()).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(wire.has_cut() && failed.says(TEXT));
    assert_eq!(site.objects().len(), 1, "its row may be there");
    let still = ana.send_with(&form, &files()).await;
    let still = still.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(still.says(TEXT), "not known yet");
    wire.mend();
    site.until_there_are([1, 1, 2, 1]).await;
    let mailbox = ana.send(&still.form("/seguimiento/buzon")).await;
    let again = mailbox.must_be(StatusCode::OK).form("/seguimiento/buzon");
    assert_eq!(again.value("text"), TEXT);
    assert!(ana.send_with(&again, &files()).await.says(SENT));
    is_kept_once(&site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_dies_in_the_commit_of_a_message_leaves_nothing_of_it() {
    let site = Site::new(Engine::Postgres).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    site.at_commit(
        "CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
    )
    .await;
    let failed = ana.send_with(&form, &files()).await;
    assert!(failed.must_be(StatusCode::INTERNAL_SERVER_ERROR).says(TEXT));
    assert!(site.objects().is_empty());
    site.run("DROP TRIGGER at_commit ON envelope").await;
    assert!(ana.send_with(&form, &files()).await.says(SENT));
    is_kept_once(&site).await;
}
