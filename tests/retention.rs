//! What a desk has acknowledged goes after its days, everything of it, and nothing else.

use std::fs;

use http::{Method, StatusCode};
use time::Duration;
use ventanilla::inbox::Item;
use ventanilla::store::{Checkpoint, On};

use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site, on_both_engines};

on_both_engines!(
    what_a_desk_has_is_erased_after_its_days_and_nothing_else_is,
    how_long_what_a_desk_has_is_kept_is_set,
);

/// An envelope in a row, one in an object, one that nobody acknowledges; each with its code.
async fn three(site: &Site) -> [(String, Item); 3] {
    let file = || vec![Upload::new("prueba.bin", vec![7; 300_000])];
    let mut all = Vec::new();
    for told in [
        Told::crime("En un renglón."),
        Told::crime("En un objeto.").with(file()),
        Told::crime("Sin acuse.").with(file()),
    ] {
        let code = site.reporter().report(&told).await;
        site.release().await;
        all.push((code, site.desk(PROSECUTOR).queue().await.pop().unwrap()));
    }
    all.try_into().unwrap()
}

async fn status(site: &Site, item: &Item) -> StatusCode {
    let desk = site.desk(PROSECUTOR);
    let path = format!("/api/v1/envelopes/{}", item.envelope);
    desk.send(&desk.call(Method::GET, &path, "")).await.status
}

async fn places(site: &Site) -> Vec<String> {
    site.ask("SELECT place FROM envelope ORDER BY place").await
}

async fn what_a_desk_has_is_erased_after_its_days_and_nothing_else_is(engine: Engine) {
    let site = Site::new(engine).await;
    let all = three(&site).await;
    let desk = site.desk(PROSECUTOR);
    for (_code, item) in &all[..2] {
        let noted = desk.acknowledge(item.envelope, &item.digest).await;
        noted.must_be(StatusCode::NO_CONTENT);
    }
    let row = desk.fetch(all[0].1.envelope).await;
    site.advance(Duration::days(29));
    site.sweep().await;
    assert_eq!(places(&site).await, ["object", "object", "row"], "29 days");
    for (_code, item) in &all {
        assert_eq!(status(&site, item).await, StatusCode::OK);
    }
    site.advance(Duration::days(1));
    site.sweep().await;
    assert_eq!(places(&site).await, ["erased", "erased", "object"], "30 days");
    let bodies = site
        .ask("SELECT place FROM envelope WHERE body IS NOT NULL")
        .await;
    assert_eq!(bodies, [] as [&str; 0]);
    let left: Vec<String> = site.objects().iter().map(|path| name(path)).collect();
    assert_eq!(
        left,
        [all[2].1.envelope.to_string()],
        "the one without acknowledgement"
    );
    assert_eq!(status(&site, &all[0].1).await, StatusCode::GONE);
    assert_eq!(status(&site, &all[1].1).await, StatusCode::GONE);
    desk.read(&all[2].1).await;
    if matches!(engine, Engine::Sqlite) {
        // From the middle of it, where no other envelope's padding looks the same: it is sealed.
        let piece = &row[row.len() / 2..row.len() / 2 + 64];
        assert_eq!(
            holds(&site, piece),
            [] as [&str; 0],
            "bytes of it are still on the disk"
        );
    }
    // Whoever filed still reads on which day, and can write again.
    for (code, _item) in &all {
        let mut ana = site.reporter();
        let page = ana.enter(code).await.must_be(StatusCode::OK);
        assert!(page.says("23 de noviembre de 2026"), "{}", page.html());
        page.form("/seguimiento/buzon");
    }
}

fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The files of the database that hold these bytes.
fn holds(site: &Site, bytes: &[u8]) -> Vec<&'static str> {
    let found = |file: &&str| {
        let content = fs::read(site.folder().join(file)).unwrap_or_default();
        memchr::memmem::find(&content, bytes).is_some()
    };
    ["rows.sqlite", "rows.sqlite-wal"]
        .into_iter()
        .filter(found)
        .collect()
}

async fn how_long_what_a_desk_has_is_kept_is_set(engine: Engine) {
    let site = Plan::new(engine)
        .with("[retention]\nacknowledged_days = 2\n")
        .open()
        .await;
    site.reporter().report(&Told::crime("Una.")).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    desk.acknowledge(item.envelope, &item.digest).await;
    for (days, left) in [(1, "row"), (1, "erased")] {
        site.advance(Duration::days(days));
        site.sweep().await;
        assert_eq!(places(&site).await, [left]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_bytes_that_a_reader_kept_in_the_log_go_at_the_next_round() {
    let site = Site::new(Engine::Sqlite).await;
    site.reporter().report(&Told::crime("Una.")).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    desk.acknowledge(item.envelope, &item.digest).await;
    let body = desk.fetch(item.envelope).await;
    let piece = &body[body.len() / 2..body.len() / 2 + 64];
    assert_ne!(
        holds(&site, piece),
        [] as [&str; 0],
        "the look finds nothing at all"
    );
    site.advance(Duration::days(30));
    let On::Sqlite(readers) = site.window.store.reader() else {
        panic!("SQLite")
    };
    let mut reading = readers.begin().await.unwrap();
    let seen: (i64,) = sqlx::query_as("SELECT count(*) FROM envelope")
        .fetch_one(&mut *reading)
        .await
        .unwrap();
    assert_eq!(seen.0, 1);
    site.sweep().await;
    assert_ne!(holds(&site, piece), [] as [&str; 0], "somebody still reads it");
    assert_eq!(site.window.store.checkpoint().await.unwrap(), Checkpoint::Busy);
    reading.rollback().await.unwrap();
    // Nothing is erased in this round: it only ends what the one before could not.
    site.sweep().await;
    assert_eq!(holds(&site, piece), [] as [&str; 0]);
}
