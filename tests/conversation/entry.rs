//! The entry of codes in a crowd: it decides at once who waits, and whoever is sent away keeps what she typed.

use axum::http::header;
use http::StatusCode;
use tokio::task::JoinSet;

use super::in_her_mailbox;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    who_is_sent_away_by_a_crowd_keeps_the_code_and_the_text,
    a_session_that_was_planted_at_the_window_opens_no_mailbox,
);

async fn who_is_sent_away_by_a_crowd_keeps_the_code_and_the_text(engine: Engine) {
    let site = Site::new(engine).await;
    let (_, code, _form) = in_her_mailbox(&site).await;
    let mut ana = site.reporter();
    let entry = ana.get("/seguimiento").await.form("/seguimiento");
    let entry = entry
        .fill("code", &code)
        .forge("text", "Lo que escribí.")
        .forge("token", "x");
    let mut crowd = JoinSet::new();
    for _ in 0..200 {
        let (mut one, entry) = (ana.clone(), entry.clone());
        crowd.spawn(async move { one.send(&entry).await });
    }
    let mut sent_away = Vec::new();
    for page in crowd.join_all().await {
        if page.status == StatusCode::SERVICE_UNAVAILABLE {
            sent_away.push(page);
        } else {
            assert!(page.must_be(StatusCode::OK).carries("Lo que escribí."));
        }
    }
    let page = sent_away.pop().unwrap();
    assert!(page.headers.contains_key(header::RETRY_AFTER));
    let again = page.form("/seguimiento");
    assert_eq!(again.value("code"), code);
    let mailbox = ana.send(&again).await.must_be(StatusCode::OK);
    assert_eq!(
        mailbox.form("/seguimiento/buzon").value("text"),
        "Lo que escribí."
    );
}

async fn a_session_that_was_planted_at_the_window_opens_no_mailbox(engine: Engine) {
    let site = Site::new(engine).await;
    let (real, code, _form) = in_her_mailbox(&site).await;
    // One that the intruder made up, and one that was really somebody's.
    let made_up = ("buzon".to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    for planted in [[made_up].into(), real.cookies] {
        let (mut ana, mut intruder) = (site.reporter(), site.reporter());
        ana.cookies.clone_from(&planted);
        ana.enter(&code).await;
        assert!(!ana.cookies["buzon"].is_empty() && ana.cookies != planted);
        ana.get("/seguimiento/buzon").await.must_be(StatusCode::OK);
        intruder.cookies = planted;
        let page = intruder.get("/seguimiento/buzon").await;
        assert_ne!(page.status, StatusCode::OK);
    }
}
