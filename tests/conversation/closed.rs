//! A mailbox that closed by itself while somebody was writing: the text is still there, and goes back into its form.

use axum::http::header;
use http::StatusCode;
use time::Duration;
use ventanilla::clock::Clock as _;

use super::{SENT, follow_ups, in_her_mailbox};
use crate::world::site::html::Form;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Page, Reporter, Told};
use crate::world::site::{Engine, Plan, Site, on_both_engines};

on_both_engines!(
    a_text_written_in_a_mailbox_that_closed_by_itself_is_back_when_the_code_is_entered,
    a_text_written_before_a_restart_is_back_when_the_code_is_entered,
    a_slip_or_an_unknown_code_still_carries_the_text,
    what_another_site_sent_is_shown_and_carried_into_no_mailbox,
    a_message_that_was_kept_unseen_is_not_kept_again_by_way_of_the_code,
    a_text_far_over_the_limit_is_carried_too,
    a_message_written_in_one_mailbox_and_sent_in_another_goes_nowhere,
);

const TEXT: &str = "Una hora escribí \"esto\" & más:\r\n\r\n  ñandú <b>漢字</b>.";
const READ: &str = "Una hora escribí \"esto\" & más:\n\n  ñandú <b>漢字</b>.";
const CLOSED: &str = "Tu buzón se cerró solo";
const CHOOSE_AGAIN: &str = "elige otra vez tus archivos";

/// Enters the code on a page that still holds the text; gives the form of the mailbox with the text in it.
async fn back_in_the_mailbox(ana: &mut Reporter, closed: &Page, code: &str) -> Form {
    let entry = closed.form("/seguimiento");
    let mailbox = ana.send(&entry.fill("code", code)).await.must_be(StatusCode::OK);
    assert!(
        mailbox.headers.get(header::LOCATION).is_none(),
        "nothing is in a URL"
    );
    assert!(mailbox.says("Registrada") && mailbox.says(CHOOSE_AGAIN));
    mailbox.form("/seguimiento/buzon")
}

async fn a_text_written_in_a_mailbox_that_closed_by_itself_is_back_when_the_code_is_entered(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    let files = [Upload::new("a.bin", vec![7; 300_000])];
    site.advance(Duration::minutes(16));
    let closed = ana.send_with(&form, &files).await.must_be(StatusCode::FORBIDDEN);
    assert!(closed.says(CLOSED) && closed.says("tendrás que elegirlos de nuevo"));
    assert!(closed.carries("Una hora escribí"));
    assert_eq!(site.rows().await[2], 1, "nothing was kept");
    assert!(site.objects().is_empty());
    let form = back_in_the_mailbox(&mut ana, &closed, &code).await;
    assert!(form.controls.iter().any(|name| name == "archivo"));
    assert!(ana.send_with(&form, &files).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [READ]);
}

async fn a_text_written_before_a_restart_is_back_when_the_code_is_entered(engine: Engine) {
    let site = Site::new(engine).await;
    let (ana, code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    let (now, cookies) = (site.clock.now(), ana.cookies.clone());
    drop(ana);
    let site = site.restart(now).await;
    let mut ana = site.reporter();
    ana.cookies = cookies;
    let closed = ana.send(&form).await.must_be(StatusCode::FORBIDDEN);
    assert!(closed.says(CLOSED));
    let again = back_in_the_mailbox(&mut ana, &closed, &code).await;
    assert_ne!(
        again.value("token"),
        form.value("token"),
        "the old one is nobody's"
    );
    assert!(ana.send(&again).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [READ]);
}

/// Whoever can make a browser send a form must not put words into the mailbox of the person who sits before it.
async fn what_another_site_sent_is_shown_and_carried_into_no_mailbox(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    ana.cookies.clear();
    let own = ana.origin.replace("https://evil.example".to_owned());
    let entry = ana
        .get("/seguimiento")
        .await
        .form("/seguimiento")
        .fill("code", &code);
    let mut entry = entry;
    entry
        .fields
        .push(("text".to_owned(), "Palabras ajenas".to_owned()));
    let plain = Form {
        is_multipart: false,
        ..form.clone()
    };
    let planted = [
        ana.send(&entry).await,
        ana.send(&plain.fill("text", "Palabras ajenas")).await,
        ana.send(&form.fill("text", "Palabras ajenas")).await,
    ];
    ana.origin = own;
    for page in planted {
        let page = page.must_be(StatusCode::FORBIDDEN);
        assert!(page.says("Palabras ajenas"), "it can be copied: {}", page.html());
        let to = page.html().contains("action=\"/seguimiento\"");
        let next = page.form(if to { "/seguimiento" } else { "/seguimiento/buzon" });
        let mut next = ana.send(&next).await;
        if !to {
            next = ana.enter(&code).await;
        }
        let mailbox = next.must_be(StatusCode::OK).form("/seguimiento/buzon");
        assert_eq!(mailbox.value("text"), "");
        ana.cookies.clear();
    }
}

async fn a_slip_or_an_unknown_code_still_carries_the_text(engine: Engine) {
    let site = Site::new(engine).await;
    let other = Plan::new(Engine::Sqlite).seeded(8).open().await;
    let stranger = other.reporter().report(&Told::crime("Otra.")).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    site.advance(Duration::minutes(16));
    let mut page = ana.send(&form).await;
    let short = code.rsplit_once(' ').unwrap().0;
    for typed in [short, "una dos tres", &stranger, ""] {
        let entry = page.form("/seguimiento").fill("code", typed);
        page = ana.send(&entry).await;
        assert!(page.status.is_client_error(), "{typed}: {}", page.status);
        assert!(page.carries("Una hora escribí"), "{typed}: {}", page.html());
    }
    let entry = page.form("/seguimiento").fill("code", &code);
    let mailbox = ana.send(&entry).await.must_be(StatusCode::OK);
    assert!(ana.send(&mailbox.form("/seguimiento/buzon")).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [READ]);
}

async fn a_message_that_was_kept_unseen_is_not_kept_again_by_way_of_the_code(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    let files = [Upload::new("a.bin", vec![7; 300_000])];
    // The page that says so is lost with the connection.
    drop(ana.send_with(&form, &files).await);
    site.advance(Duration::minutes(16));
    let closed = ana.send_with(&form, &files).await;
    let again = back_in_the_mailbox(&mut ana, &closed, &code).await;
    assert!(ana.send_with(&again, &files).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [READ], "once");
}

async fn a_text_far_over_the_limit_is_carried_too(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    let long = "漢".repeat(600_000);
    site.advance(Duration::minutes(16));
    let closed = ana.send(&form.fill("text", &long)).await;
    let form = back_in_the_mailbox(&mut ana, &closed, &code).await;
    assert!(form.value("text") == long);
    let refused = ana.send(&form).await.must_be(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.form("/seguimiento/buzon").value("text") == long);
}

#[tokio::test]
async fn in_english_the_text_is_back_too_and_the_language_can_be_changed_on_the_way() {
    let site = Site::new(Engine::Sqlite).await;
    let (mut ana, code, _form) = in_her_mailbox(&site).await;
    let mailbox = ana.get("/en/seguimiento/buzon").await;
    let form = mailbox.form("/en/seguimiento/buzon").fill("text", TEXT);
    site.advance(Duration::minutes(16));
    let closed = ana.send(&form).await.must_be(StatusCode::FORBIDDEN);
    assert!(closed.says("Your mailbox closed by itself"));
    let spanish = Form {
        action: "/seguimiento".to_owned(),
        ..closed.form("/en/seguimiento")
    };
    let closed = ana.send(&spanish).await.must_be(StatusCode::FORBIDDEN);
    assert!(closed.says(CLOSED));
    let form = back_in_the_mailbox(&mut ana, &closed, &code).await;
    // The button of the other language sends what is being written, and no files.
    let english = Form {
        action: "/en/seguimiento/buzon".to_owned(),
        is_multipart: false,
        ..form
    };
    let mailbox = ana.send(&english).await.must_be(StatusCode::OK);
    assert!(mailbox.says("Go to what you wrote"));
    let sent = ana.send(&mailbox.form("/en/seguimiento/buzon")).await;
    assert!(sent.says("Your message is on its way"));
    assert_eq!(follow_ups(&site).await, [READ]);
}

async fn a_message_written_in_one_mailbox_and_sent_in_another_goes_nowhere(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    let other = ana.report(&Told::offence("Otra cosa.")).await;
    ana.enter(&other).await;
    let rows = site.rows().await;
    let closed = ana.send(&form).await.must_be(StatusCode::FORBIDDEN);
    assert!(
        closed.says("Aquí se abrió otro buzón") && !closed.says(CLOSED),
        "the true reason"
    );
    assert!(closed.carries("Una hora escribí"));
    let english = Form {
        action: "/en/seguimiento".to_owned(),
        ..closed.form("/seguimiento")
    };
    let closed = ana.send(&english).await.must_be(StatusCode::FORBIDDEN);
    assert!(closed.says("Another mailbox was opened here"));
    let spanish = Form {
        action: "/seguimiento".to_owned(),
        ..closed.form("/en/seguimiento")
    };
    let closed = ana.send(&spanish).await.must_be(StatusCode::FORBIDDEN);
    assert_eq!(site.rows().await, rows, "nothing was kept");
    let form = back_in_the_mailbox(&mut ana, &closed, &code).await;
    assert!(ana.send(&form).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [READ]);
}
