//! The same form twice is one report; anything else is another.

use http::StatusCode;
use time::Duration;

use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Plan, Site, on_both_engines};
use crate::world::tools::wait_for;

on_both_engines!(
    the_same_form_sent_twice_gives_the_same_code_and_one_case,
    the_same_form_sent_eight_times_at_once_gives_one_code_and_one_case,
    a_changed_text_or_file_is_another_case_with_another_code,
    a_form_is_good_for_twelve_hours_and_then_keeps_the_text,
    a_form_that_is_none_of_ours_keeps_the_text,
);

async fn the_same_form_sent_twice_gives_the_same_code_and_one_case(engine: Engine) {
    let site = Site::new(engine).await;
    let told = Told::crime("Dos veces.").with(vec![Upload::new("a.bin", vec![7; 200_000])]);
    let mut ana = site.reporter();
    let form = ana.prepare(&told).await;
    let first = ana.send_with(&form, &told.files).await.code().unwrap();
    let second = ana
        .send_with(&form, &told.files)
        .await
        .must_be(StatusCode::OK)
        .code();
    assert_eq!(second, Some(first));
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
    // An upload that was given up is taken away beside the answer.
    wait_for("one object", || (site.objects().len() == 1).then_some(()));
    assert_eq!(site.ask("SELECT CAST(reports AS TEXT) FROM tally").await, ["1"]);
}

async fn the_same_form_sent_eight_times_at_once_gives_one_code_and_one_case(engine: Engine) {
    let site = Site::new(engine).await;
    let told = Told::crime("Ocho veces.").with(vec![Upload::new("a.bin", vec![7; 200_000])]);
    for _ in 0..4 {
        let mut ana = site.reporter();
        let form = ana.prepare(&told).await;
        let mut sending = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (mut ana, form, files) = (ana.clone(), form.clone(), told.files.clone());
            sending.spawn(async move { ana.send_with(&form, &files).await });
        }
        let receipts = sending.join_all().await;
        let codes: Vec<Option<String>> = receipts.iter().map(Page::code).collect();
        assert!(codes[0].is_some());
        assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    }
    assert_eq!(site.rows().await, [4, 4, 4, 1]);
    // An upload that was given up is taken away beside the answer.
    wait_for("one object each", || (site.objects().len() == 4).then_some(()));
    assert_eq!(site.ask("SELECT CAST(reports AS TEXT) FROM tally").await, ["4"]);
}

async fn a_changed_text_or_file_is_another_case_with_another_code(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Primera versión.")).await;
    let files = [Upload::new("a.txt", "una"), Upload::new("a.txt", "otra")];
    let mut codes = vec![ana.send(&form).await.code().unwrap()];
    codes.push(
        ana.send(&form.clone().forge("story", "Segunda versión."))
            .await
            .code()
            .unwrap(),
    );
    for file in files {
        codes.push(ana.send_with(&form, &[file]).await.code().unwrap());
    }
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 4);
    assert_eq!(site.rows().await, [4, 4, 4, 1]);
}

async fn a_form_is_good_for_twelve_hours_and_then_keeps_the_text(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Guardada media noche.")).await;
    site.advance(Duration::hours(12));
    let late = ana.send(&form).await.must_be(StatusCode::CONFLICT);
    assert!(late.carries("Guardada media noche."));
    site.has_nothing().await;
    site.advance(Duration::seconds(5));
    ana.send(&late.form("/denunciar/enviar")).await.code().unwrap();
    let mut bea = site.reporter();
    let form = bea.prepare(&Told::crime("Justo a tiempo.")).await;
    site.advance(Duration::hours(12) - Duration::seconds(5));
    bea.send(&form).await.code().unwrap();
}

async fn a_form_that_is_none_of_ours_keeps_the_text(engine: Engine) {
    let site = Site::new(engine).await;
    let other = Plan::new(Engine::Sqlite).seeded(8).open().await;
    let elsewhere = other.reporter().prepare(&Told::crime("x")).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Con un boleto falso.")).await;
    for token in ["", "AAAA", "ñ", elsewhere.value("token")] {
        let refused = ana.send(&form.clone().forge("token", token)).await;
        let refused = refused.must_be(StatusCode::CONFLICT);
        assert!(refused.carries("Con un boleto falso.") && refused.code().is_none());
        assert_ne!(refused.form("/denunciar/enviar").value("token"), token);
    }
    site.has_nothing().await;
}
