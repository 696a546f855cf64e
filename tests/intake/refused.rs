//! What is not filed: nothing of it is kept, and the text is still there to be sent again.

use axum::body::{Body, Bytes};
use futures_util::{StreamExt as _, stream};
use http::{Method, StatusCode};
use time::Duration;

use crate::world::site::html::Form;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::multipart::{BOUNDARY, Upload, multipart};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site, on_both_engines};
use crate::world::tools::wait_for;

on_both_engines!(
    a_story_longer_than_a_form_may_be_comes_back_as_far_as_it_can_be_carried,
    a_form_from_another_site_is_not_filed_and_can_be_sent_again,
    a_browser_that_says_same_origin_and_no_more_is_believed,
    a_text_that_is_empty_or_too_long_comes_back_to_be_mended,
    files_over_a_limit_are_refused_and_the_text_is_kept,
    a_body_that_breaks_off_leaves_nothing,
    a_body_that_is_no_form_is_refused,
);

const STORY: &str = "Lo que escribí durante una hora.";

async fn a_form_from_another_site_is_not_filed_and_can_be_sent_again(engine: Engine) {
    let site = Site::new(engine).await;
    for origin in [
        Some("https://evil.example"),
        Some("null"),
        Some("http://ventanilla.test.evil.example"),
        Some("https://ventanilla.test"),
        None,
    ] {
        let mut ana = site.reporter();
        let form = ana.prepare(&Told::crime(STORY)).await;
        ana.origin = origin.map(str::to_owned);
        let refused = ana.send(&form).await.must_be(StatusCode::FORBIDDEN);
        assert!(refused.carries(STORY) && refused.code().is_none(), "{origin:?}");
        ana.fetch_site = Some("cross-site".to_owned());
        ana.send(&form).await.must_be(StatusCode::FORBIDDEN);
        site.has_nothing().await;
        let again = refused.form("/denunciar/enviar");
        assert_ne!(again.value("token"), form.value("token"));
        ana = site.reporter();
        site.advance(Duration::seconds(5));
        ana.send(&again).await.code().unwrap();
        site.clear().await;
    }
}

async fn a_browser_that_says_same_origin_and_no_more_is_believed(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime(STORY)).await;
    (ana.origin, ana.fetch_site) = (None, Some("same-origin".to_owned()));
    ana.send(&form).await.code().unwrap();
}

fn small(engine: Engine) -> Plan {
    Plan::new(engine).with(
        "[limits]\nstory_characters = 40\nfield_characters = 10\nfiles = 20\n\
         file_bytes = 200000\nenvelope_bytes = 300000\n",
    )
}

async fn a_text_that_is_empty_or_too_long_comes_back_to_be_mended(engine: Engine) {
    let site = small(engine).open().await;
    let mut ana = site.reporter();
    let fits = "ñ\n".repeat(20);
    let over = format!("{fits}ñ");
    let form = ana.prepare(&Told::crime(&fits)).await;
    for (field, value) in [
        ("story", ""),
        ("story", " \n\t "),
        ("story", &over),
        ("who", "once letras"),
        ("ente_name", "once letras"),
        ("level", ""),
        ("level", "IMPERIO"),
        ("situation", ""),
    ] {
        let mended = ana.send(&form.clone().forge(field, value)).await;
        let mended = mended.must_be(StatusCode::UNPROCESSABLE_ENTITY);
        let kept = if field == "story" { value } else { &fits };
        let last_line = kept.trim().lines().last().unwrap_or_default();
        assert!(mended.carries(last_line), "{field}={value}");
        if value.starts_with("once") {
            assert!(mended.carries(value), "{field} is still there");
        }
    }
    let walked = ana.walk(&Told::crime(&over)).await;
    assert!(walked.must_be(StatusCode::UNPROCESSABLE_ENTITY).carries("ñ"));
    site.has_nothing().await;
    ana.send(&form).await.code().unwrap();
}

async fn files_over_a_limit_are_refused_and_the_text_is_kept(engine: Engine) {
    let site = small(engine).open().await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime(STORY)).await;
    let file = |bytes: usize| Upload::new("prueba.bin", vec![1; bytes]);
    let thirty: Vec<Upload> = (0..30).map(|_| file(10)).collect();
    for files in [
        thirty,
        vec![file(200_001)],
        vec![file(10), file(200_001)],
        vec![file(150_000), file(150_001)],
    ] {
        let refused = ana.send_with(&form, &files).await;
        let refused = refused.must_be(StatusCode::PAYLOAD_TOO_LARGE);
        assert!(refused.carries(STORY) && refused.code().is_none());
        nothing_stays(&site).await;
    }
    let twenty: Vec<Upload> = (0..20).map(|_| file(15_000)).collect();
    ana.send_with(&form, &twenty).await.code().unwrap();
    ana.send_with(&form, &[file(200_000)]).await.code().unwrap();
}

/// The upload that was given up is taken away beside the answer.
async fn nothing_stays(site: &Site) {
    wait_for("the pieces to be gone", || {
        site.objects().is_empty().then_some(())
    });
    site.has_nothing().await;
}

async fn a_body_that_breaks_off_leaves_nothing(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime(STORY)).await;
    let whole = multipart(&form.fields, "archivo", &[Upload::new("a.bin", vec![9; 600_000])]);
    let head = whole.len() - 600_000;
    for (length, is_broken) in [
        (whole.len() - 1, false),
        (whole.len() - 20, false),
        (head + 300_000, false),
        (head + 300_000, true),
        (head - 10, true),
    ] {
        let pieces = whole[..length].chunks(256);
        let mut steps: Vec<_> = pieces.map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        if is_broken {
            steps.push(Err(std::io::Error::other("the circuit broke")));
        }
        let steps = stream::iter(steps).then(async |step| {
            // As a network does: what comes next is never there yet.
            tokio::task::yield_now().await;
            step
        });
        let body = Body::from_stream(steps);
        let page = ana.ask(Method::POST, &form.action, &kind(), body).await;
        if length == whole.len() - 1 {
            // The last line end is nobody's: everything was there.
            assert!(page.code().is_some(), "{} {}", page.status, page.html());
            site.clear().await;
        } else {
            let page = page.must_be(StatusCode::BAD_REQUEST);
            assert!(page.carries(STORY) && page.code().is_none());
        }
        nothing_stays(&site).await;
    }
    let receipt = ana
        .send_with(&form, &[Upload::new("a.bin", vec![9; 600_000])])
        .await;
    receipt.code().unwrap();
    site.release().await;
    assert_eq!(site.desk(PROSECUTOR).queue().await.len(), 1);
}

fn kind() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

async fn a_body_that_is_no_form_is_refused(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let Form { action, fields, .. } = ana.prepare(&Told::crime(STORY)).await;
    let whole = multipart(&fields, "archivo", &[]);
    for (kind, body) in [
        ("application/json", whole.clone()),
        ("", whole.clone()),
        ("multipart/form-data", whole.clone()),
        ("multipart/form-data; boundary=otro", whole),
        (&kind(), b"no es un formulario".to_vec()),
        (&kind(), Vec::new()),
        ("application/x-www-form-urlencoded", b"story=x".to_vec()),
    ] {
        let page = ana.ask(Method::POST, &action, kind, Body::from(body)).await;
        assert!(page.status.is_client_error(), "{kind}: {}", page.status);
        assert!(page.code().is_none());
    }
    for path in [
        "/denunciar",
        "/denunciar/lectura",
        "/denunciar/relato",
        "/denunciar/revision",
    ] {
        let page = ana
            .ask(Method::POST, path, "application/json", Body::from("{}"))
            .await;
        page.must_be(StatusCode::BAD_REQUEST);
        let huge = Body::from(format!("story={}", "x".repeat(3 << 20)));
        let form = "application/x-www-form-urlencoded";
        let page = ana.ask(Method::POST, path, form, huge).await;
        page.must_be(StatusCode::PAYLOAD_TOO_LARGE);
    }
    site.has_nothing().await;
}

async fn a_story_longer_than_a_form_may_be_comes_back_as_far_as_it_can_be_carried(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let long = "ñandú\u{a0}".repeat(300_000);
    let form = ana.prepare(&Told::crime(STORY)).await.forge("story", &long);
    let refused = ana.send(&form).await.must_be(StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.says("Tu texto es demasiado largo") && refused.says("sólo el principio"));
    let back = refused.form("/denunciar/revision");
    let kept = back.value("story");
    assert!(
        long.starts_with(kept) && kept.len() > 500_000,
        "{} bytes",
        kept.len()
    );
    let mend = ana.send(&back).await;
    assert!(mend.says("pasa del límite"), "{}", mend.status);
    let mended = mend.form("/denunciar/revision").fill("story", STORY);
    site.advance(Duration::seconds(5));
    let review = ana.send(&mended).await.form("/denunciar/enviar");
    site.has_nothing().await;
    site.advance(Duration::seconds(5));
    ana.send(&review).await.code().unwrap();
}
