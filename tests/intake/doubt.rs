//! A commit that fails, or whose answer is lost: what the database has is kept, and what it has not is taken away.

use http::StatusCode;
use tokio::task::JoinSet;
use ventanilla::on;
use ventanilla::store::Tx;

use crate::world::site::html::Form;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Reporter, Told};
use crate::world::site::{Engine, Plan, Site, on_both_engines};
use crate::world::tools::wait_for;
use crate::world::wire::Cut;

on_both_engines!(a_commit_that_the_database_refuses_leaves_nothing_and_the_form_can_come_again);

const STORY: &str = "Con la base a medias.";

/// Somebody in front of the last form, with a file that becomes an object.
async fn ready(site: &Site) -> (Reporter, Form, Vec<Upload>) {
    let told = Told::crime(STORY).with(vec![Upload::new("a.bin", vec![3; 300_000])]);
    let mut ana = site.reporter();
    let form = ana.prepare(&told).await;
    (ana, form, told.files)
}

/// One report with its object, which opens at its desk.
async fn is_kept_once(site: &Site) {
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
    wait_for("one object", || (site.objects().len() == 1).then_some(()));
    site.sweep().await;
    site.release().await;
    let reports = site.desk(PROSECUTOR).read_all().await;
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].contents().text, STORY);
}

async fn a_commit_that_the_database_refuses_leaves_nothing_and_the_form_can_come_again(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, form, files) = ready(&site).await;
    match engine {
        Engine::Postgres => {
            site.at_commit(
                "CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'refused'; END $$",
            )
            .await;
        }
        Engine::Sqlite => {
            site.run(
                "CREATE TABLE refused (by TEXT REFERENCES conversation (id) DEFERRABLE INITIALLY DEFERRED)",
            )
            .await;
            site.run(
                "CREATE TRIGGER at_commit AFTER INSERT ON envelope
                 BEGIN INSERT INTO refused VALUES ('nobody'); END",
            )
            .await;
        }
    }
    let failed = ana.send_with(&form, &files).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(failed.carries(STORY) && failed.code().is_none());
    site.has_nothing().await;
    site.run(match engine {
        Engine::Postgres => "DROP TRIGGER at_commit ON envelope",
        Engine::Sqlite => "DROP TRIGGER at_commit",
    })
    .await;
    ana.send_with(&form, &files).await.code().unwrap();
    is_kept_once(&site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_dies_in_the_commit_leaves_nothing_and_the_form_can_come_again() {
    let site = Site::new(Engine::Postgres).await;
    let (mut ana, form, files) = ready(&site).await;
    site.at_commit(
        "CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
    )
    .await;
    let failed = ana.send_with(&form, &files).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(failed.carries(STORY) && failed.code().is_none());
    site.has_nothing().await;
    site.run("DROP TRIGGER at_commit ON envelope").await;
    ana.send_with(&form, &files).await.code().unwrap();
    is_kept_once(&site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_whose_commit_was_answered_to_nobody_is_kept_and_its_code_shown() {
    let (plan, wire) = Plan::on_a_wire();
    let site = plan.open().await;
    let (mut ana, form, files) = ready(&site).await;
    wire.cut(Cut::AfterCommit);
    let receipt = ana.send_with(&form, &files).await.must_be(StatusCode::OK);
    assert!(wire.has_cut());
    let code = receipt.code().unwrap();
    is_kept_once(&site).await;
    assert!(ana.enter(&code).await.says("Registrada"));
}

/// Holds what every commit waits for.
async fn hold_commits(site: &Site) -> Tx {
    site.at_commit(
        "CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$",
    )
    .await;
    let mut held = site.window.store.begin().await.unwrap();
    on!(held.connection(), db => {
        sqlx::query("SELECT pg_advisory_xact_lock(1)").execute(db).await.unwrap();
    });
    held
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_goes_on_without_its_connection_is_waited_for() {
    let (plan, wire) = Plan::on_a_wire();
    let site = plan.open().await;
    let (ana, form, files) = ready(&site).await;
    let held = hold_commits(&site).await;
    wire.cut(Cut::AtCommit);
    let mut sending = JoinSet::new();
    let mut sender = ana.clone();
    sending.spawn(async move { sender.send_with(&form, &files).await });
    wait_for("the cut", || wire.has_cut().then_some(()));
    let asking = "SELECT mode FROM pg_locks WHERE NOT granted AND relation = 'envelope'::regclass";
    while site.ask(asking).await.is_empty() {
        assert_eq!(sending.len(), 1);
        assert!(sending.try_join_next().is_none(), "answered before it was known");
        tokio::task::yield_now().await;
    }
    drop(held);
    let receipt = sending.join_next().await.unwrap().unwrap();
    receipt.must_be(StatusCode::OK).code().unwrap();
    is_kept_once(&site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_whose_fate_cannot_be_asked_keeps_the_text_and_the_retry_finds_out() {
    let (plan, wire) = Plan::on_a_wire();
    let site = plan.open().await;
    let (mut ana, form, files) = ready(&site).await;
    wire.cut(Cut::AtCommitForGood);
    let failed = ana.send_with(&form, &files).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(wire.has_cut() && failed.carries(STORY) && failed.code().is_none());
    assert_eq!(site.objects().len(), 1, "its row may be there");
    wire.mend();
    site.until_there_are([1, 1, 1, 1]).await;
    let review = ana.send(&failed.form("/denunciar/revision")).await;
    let again = review.must_be(StatusCode::OK).form("/denunciar/enviar");
    assert!(ana.send_with(&again, &files).await.code().is_some());
    is_kept_once(&site).await;
}
