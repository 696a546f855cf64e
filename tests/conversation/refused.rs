//! What is written again and not taken: the text comes back in its form, with what to do, and nothing of it is kept.

use axum::body::{Body, Bytes};
use futures_util::stream;
use http::{Method, StatusCode};
use time::Duration;
use ventanilla::clock::Clock as _;

use super::{SENT, follow_ups, in_her_mailbox};
use crate::world::site::html::Form;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::multipart::{BOUNDARY, Upload, multipart};
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Plan, Site, on_both_engines};
use crate::world::tools::wait_for;

on_both_engines!(
    a_text_longer_than_a_form_may_be_comes_back_as_far_as_it_was_read,
    a_message_from_another_site_is_not_sent_and_can_be_sent_again,
    a_message_that_is_empty_too_long_or_too_large_comes_back_to_be_mended,
    a_form_of_the_mailbox_is_good_for_twelve_hours_and_then_keeps_the_text,
    a_message_that_breaks_off_keeps_the_text_that_came,
    a_message_under_an_expired_directory_is_refused_kindly,
    a_message_to_an_institution_that_is_listed_no_more_is_refused_kindly,
    a_full_disk_refuses_the_files_of_a_message_and_takes_its_text,
    a_refusal_that_cannot_show_the_mailbox_still_keeps_the_text,
);

const TEXT: &str = "Lo que recordé después.";

/// The text is in its form again, and nothing was kept.
async fn came_back(site: &Site, page: Page, status: StatusCode) -> Form {
    let form = page.must_be(status).form("/seguimiento/buzon");
    assert_eq!(form.value("text"), TEXT);
    assert_eq!(site.rows().await[2], 1, "only the report");
    wait_for("the pieces to be gone", || {
        site.objects().is_empty().then_some(())
    });
    form
}

async fn a_message_from_another_site_is_not_sent_and_can_be_sent_again(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    let own = ana.origin.clone();
    for origin in [Some("https://evil.example"), Some("null"), None] {
        ana.origin = origin.map(str::to_owned);
        let again = came_back(&site, ana.send(&form).await, StatusCode::FORBIDDEN).await;
        assert_ne!(again.value("token"), form.value("token"));
    }
    ana.origin = own;
    assert!(ana.send(&form).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [TEXT]);
}

async fn a_message_that_is_empty_too_long_or_too_large_comes_back_to_be_mended(engine: Engine) {
    let limits = "[limits]\nstory_characters = 30\nfile_bytes = 200000\nenvelope_bytes = 300000\n";
    let site = Plan::new(engine).with(limits).open().await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let empty = ana.send(&form.clone().fill("text", " \n ")).await;
    empty.must_be(StatusCode::UNPROCESSABLE_ENTITY);
    let long = "ñ".repeat(31);
    let refused = ana.send(&form.clone().fill("text", &long)).await;
    let refused = refused.must_be(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form("/seguimiento/buzon").value("text"), long);
    let form = form.fill("text", TEXT);
    let file = |bytes: usize| Upload::new("prueba.bin", vec![1; bytes]);
    let thirty: Vec<Upload> = (0..30).map(|_| file(10)).collect();
    for files in [
        thirty,
        vec![file(200_001)],
        vec![file(10), file(200_001)],
        vec![file(150_000), file(150_001)],
    ] {
        let refused = ana.send_with(&form, &files).await;
        came_back(&site, refused, StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    for token in ["", "AAAA", "ñ"] {
        let refused = ana.send(&form.clone().forge("token", token)).await;
        came_back(&site, refused, StatusCode::CONFLICT).await;
    }
    assert!(ana.send_with(&form, &[file(100)]).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [TEXT]);
}

async fn a_form_of_the_mailbox_is_good_for_twelve_hours_and_then_keeps_the_text(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    // She reads something in it now and then, so it stays open.
    for _ in 0..73 {
        site.advance(Duration::minutes(10));
        ana.get("/seguimiento/buzon").await.must_be(StatusCode::OK);
    }
    let late = ana.send(&form.fill("text", TEXT)).await;
    let again = came_back(&site, late, StatusCode::CONFLICT).await;
    assert!(ana.send(&again).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [TEXT]);
}

async fn a_message_that_breaks_off_keeps_the_text_that_came(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    let files = [Upload::new("a.bin", vec![9; 600_000])];
    let whole = multipart(&form.fields, "archivo", &files);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    for length in [whole.len() - 20, whole.len() - 300_000] {
        let pieces = whole[..length].chunks(1000).map(Bytes::copy_from_slice);
        let steps: Vec<_> = pieces
            .map(Ok)
            .chain([Err(std::io::Error::other("broke"))])
            .collect();
        let body = Body::from_stream(stream::iter(steps));
        let broken = ana.ask(Method::POST, "/seguimiento/buzon", &kind, body).await;
        came_back(&site, broken, StatusCode::BAD_REQUEST).await;
    }
    let odd = ana.ask(
        Method::POST,
        "/seguimiento/buzon",
        "application/json",
        Body::from("{}"),
    );
    odd.await.must_be(StatusCode::BAD_REQUEST);
    assert!(ana.send_with(&form, &files).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [TEXT]);
}

async fn a_message_under_an_expired_directory_is_refused_kindly(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, _form) = in_her_mailbox(&site).await;
    site.advance(Duration::days(400));
    let page = ana.enter(&code).await;
    assert!(page.says("Ahora no se puede mandar nada"), "before she writes");
    // As from a page that was shown before.
    let form = page.form("/seguimiento/buzon").forge("text", TEXT);
    let files = [Upload::new("a.bin", vec![9; 300_000])];
    let refused = ana.send_with(&form, &files).await;
    assert!(refused.says("no puede recibir en este momento"));
    came_back(&site, refused, StatusCode::SERVICE_UNAVAILABLE).await;
}

async fn a_message_to_an_institution_that_is_listed_no_more_is_refused_kindly(engine: Engine) {
    let mut site = Site::new(engine).await;
    let (_, code, _form) = in_her_mailbox(&site).await;
    site.strike_off(PROSECUTOR);
    let now = site.clock.now();
    let site = site.restart(now).await;
    let mut ana = site.reporter();
    let page = ana.enter(&code).await;
    assert!(
        page.says("ya no está en la lista de esta ventanilla"),
        "before she writes"
    );
    // As from a page that was shown before.
    let form = page.form("/seguimiento/buzon").forge("text", TEXT);
    let refused = ana.send(&form).await;
    assert!(refused.says("cópialo y ponlo en una denuncia nueva"));
    came_back(&site, refused, StatusCode::CONFLICT).await;
}

async fn a_full_disk_refuses_the_files_of_a_message_and_takes_its_text(engine: Engine) {
    let site = Plan::new(engine).keeping_free(u64::MAX).open().await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("La primera vez.")).await;
    let form = ana
        .enter(&code)
        .await
        .form("/seguimiento/buzon")
        .fill("text", TEXT);
    let refused = ana.send_with(&form, &[Upload::new("a.txt", "prueba")]).await;
    let again = came_back(&site, refused, StatusCode::SERVICE_UNAVAILABLE).await;
    assert!(ana.send(&again).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [TEXT]);
}

async fn a_refusal_that_cannot_show_the_mailbox_still_keeps_the_text(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let form = form.fill("text", TEXT);
    site.run("ALTER TABLE answer RENAME TO lost").await;
    let own = ana.origin.replace("https://evil.example".to_owned());
    let failed = ana.send(&form).await.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    ana.origin = own;
    let back = failed.form("/seguimiento/buzon");
    assert_eq!(back.value("text"), TEXT);
    let still = ana.send(&back).await.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(still.form("/seguimiento/buzon").value("text"), TEXT);
    site.run("ALTER TABLE lost RENAME TO answer").await;
    let again = came_back(
        &site,
        ana.send(&still.form("/seguimiento/buzon")).await,
        StatusCode::OK,
    )
    .await;
    assert!(ana.send(&again).await.says(SENT));
    assert_eq!(follow_ups(&site).await, [TEXT]);
}

/// As far as it was read it is there, and whoever wrote it is told that the rest is not.
fn begins(form: &Form, long: &str) {
    let kept = form.value("text");
    assert!(
        long.starts_with(kept) && kept.len() > 2_000_000,
        "{} bytes",
        kept.len()
    );
}

async fn a_text_longer_than_a_form_may_be_comes_back_as_far_as_it_was_read(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    let long = "ñandú\u{a0}".repeat(300_000);
    let form = form.fill("text", &long);
    let refused = ana.send(&form).await.must_be(StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.says("Tu texto es demasiado largo") && refused.says("sólo el principio"));
    let back = refused.form("/seguimiento/buzon");
    begins(&back, &long);
    let mailbox = ana.send(&back).await.must_be(StatusCode::OK);
    begins(&mailbox.form("/seguimiento/buzon"), &long);
    // The mailbox has closed by itself meanwhile.
    site.advance(Duration::minutes(16));
    let refused = ana.send(&form).await.must_be(StatusCode::PAYLOAD_TOO_LARGE);
    let asked = ana.send(&refused.form("/seguimiento/buzon")).await;
    let entry = asked.must_be(StatusCode::FORBIDDEN).form("/seguimiento");
    let mailbox = ana.send(&entry.fill("code", &code)).await;
    begins(&mailbox.form("/seguimiento/buzon"), &long);
    assert_eq!(follow_ups(&site).await, [""; 0]);
}
