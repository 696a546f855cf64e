//! When something of ours fails, a page says so, the text is on it, and nothing half stays.

use http::StatusCode;

use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site, on_both_engines};

on_both_engines!(
    a_filing_that_cannot_be_counted_is_not_kept_either,
    a_full_disk_refuses_files_and_takes_text,
);

async fn a_filing_that_cannot_be_counted_is_not_kept_either(engine: Engine) {
    let site = Site::new(engine).await;
    let story = "Mientras la base fallaba.";
    let told = Told::crime(story).with(vec![Upload::new("a.bin", vec![3; 300_000])]);
    let mut ana = site.reporter();
    let form = ana.prepare(&told).await;
    site.run("ALTER TABLE tally RENAME TO lost").await;
    let failed = ana.send_with(&form, &told.files).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(failed.says(story) && failed.code().is_none());
    assert!(!failed.html().contains("tally"), "nothing internal is said");
    site.run("ALTER TABLE lost RENAME TO tally").await;
    site.has_nothing().await;
    let review = ana.send(&failed.form("/denunciar/revision")).await;
    assert!(review.must_be(StatusCode::OK).carries(story));
    ana.send_with(&form, &told.files).await.code().unwrap();
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
}

async fn a_full_disk_refuses_files_and_takes_text(engine: Engine) {
    let site = Plan::new(engine).keeping_free(u64::MAX).open().await;
    let mut ana = site.reporter();
    let story = "Con el disco lleno.";
    let form = ana.prepare(&Told::crime(story)).await;
    let refused = ana.send_with(&form, &[Upload::new("a.txt", "prueba")]).await;
    let refused = refused.must_be(StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.carries(story) && refused.code().is_none());
    let again = refused.form("/denunciar/enviar");
    assert!(
        !again.controls.contains(&"archivo".to_owned()),
        "the page asks for no file"
    );
    site.has_nothing().await;
    site.advance(time::Duration::seconds(5));
    ana.send(&again).await.code().unwrap();
}
