//! What changes between the last form and its sending: nothing is sealed, and the text is still there, in the
//! language of the page.

use http::StatusCode;
use time::Duration;
use ventanilla::clock::Clock as _;

use crate::world::site::html::Form;
use crate::world::site::institutions::{COMPTROLLER, PROSECUTOR};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    a_directory_that_expires_before_the_sending_takes_nothing_and_keeps_the_text,
    a_restart_before_the_sending_keeps_the_text_and_it_is_filed_once,
    an_institution_that_is_listed_no_more_gets_nothing_and_the_text_is_kept,
    what_could_not_be_kept_is_sent_again_under_the_same_token,
);

const STORY: &str = "Lo que escribí \"durante\" una hora.";

fn files() -> [Upload; 1] {
    [Upload::new("a.bin", vec![7; 300_000])]
}

/// The same form on the pages in English.
fn in_english(form: &Form) -> Form {
    Form {
        action: format!("/en{}", form.action),
        ..form.clone()
    }
}

fn keeps(page: &Page) {
    assert!(page.code().is_none() && page.says(STORY), "{}", page.html());
    assert!(page.carries(STORY), "it can be sent again from here");
}

async fn a_directory_that_expires_before_the_sending_takes_nothing_and_keeps_the_text(engine: Engine) {
    let site = Site::new(engine).await;
    // The last form is shown a minute before the last day ends.
    site.advance(Duration::days(342) + Duration::minutes(8 * 60 + 59));
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime(STORY)).await;
    site.advance(Duration::minutes(2));
    for form in [in_english(&form), form] {
        keeps(&ana.send_with(&form, &files()).await.must_be(StatusCode::OK));
    }
    site.has_nothing().await;
}

async fn a_restart_before_the_sending_keeps_the_text_and_it_is_filed_once(engine: Engine) {
    let site = Site::new(engine).await;
    let form = site.reporter().prepare(&Told::crime(STORY)).await;
    let now = site.clock.now();
    let site = site.restart(now).await;
    let mut ana = site.reporter();
    for form in [in_english(&form), form] {
        let late = ana.send_with(&form, &files()).await.must_be(StatusCode::CONFLICT);
        keeps(&late);
        site.has_nothing().await;
        let again = late.form(&form.action);
        let code = ana.send_with(&again, &files()).await.code();
        assert_eq!(ana.send_with(&again, &files()).await.code(), code);
        site.clear().await;
    }
}

async fn an_institution_that_is_listed_no_more_gets_nothing_and_the_text_is_kept(engine: Engine) {
    let mut site = Site::new(engine).await;
    let form = site.reporter().prepare(&Told::crime(STORY)).await;
    site.strike_off(PROSECUTOR);
    let now = site.clock.now();
    let mut site = site.restart(now).await;
    let mut ana = site.reporter();
    keeps(&ana.send_with(&form, &files()).await);
    site.has_nothing().await;
    site.strike_off(COMPTROLLER);
    drop(ana);
    let site = site.restart(now).await;
    keeps(&site.reporter().send_with(&form, &files()).await);
    site.has_nothing().await;
}

async fn what_could_not_be_kept_is_sent_again_under_the_same_token(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime(STORY)).await;
    site.run("ALTER TABLE envelope RENAME TO lost").await;
    let mut ready = Vec::new();
    for form in [in_english(&form), form] {
        let failed = ana.send_with(&form, &files()).await;
        let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
        keeps(&failed);
        let review = form.action.replace("enviar", "revision");
        let review = ana.send(&failed.form(&review)).await.must_be(StatusCode::OK);
        keeps(&review);
        assert!(review.says("otra vez antes de enviarla") || review.says("again before you send it"));
        let again = review.form(&form.action);
        assert_eq!(again.value("token"), form.value("token"));
        ready.push(again);
    }
    site.run("ALTER TABLE lost RENAME TO envelope").await;
    for again in ready {
        ana.send_with(&again, &files()).await.code().unwrap();
    }
    assert_eq!(site.rows().await, [1, 1, 1, 1], "once, in whichever language");
}
