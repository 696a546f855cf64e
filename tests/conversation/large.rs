//! Replies with files: who opens one keeps nobody else waiting, and what was exchanged on the disk is not given out.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Command;

use http::StatusCode;
use rustix::fs::OFlags;
use tokio::task::JoinSet;
use ventanilla::case::PublicStatus;
use ventanilla::inbox::Item;

use crate::world::site::desk::Says;
use crate::world::site::html::texts;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::{Reporter, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(a_file_of_a_reply_that_is_exchanged_between_the_page_and_the_download_is_not_given_out);

const REFUSED: &str = "no pudimos comprobar que fuera";

/// A case with an answer that has a file, which lies in the one object there is.
async fn answered(site: &Site) -> (Reporter, String, Item) {
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("Algo pasó.")).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.remove(0);
    let says = Says {
        text: "Con el acuerdo.",
        files: vec![vec![7; 300_000]],
        ..Says::default()
    };
    let ready = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
    (ana, code, item)
}

async fn a_file_of_a_reply_that_is_exchanged_between_the_page_and_the_download_is_not_given_out(
    engine: Engine,
) {
    let site = Site::new(engine).await;
    let (mut ana, code, item) = answered(&site).await;
    let page = ana.enter(&code).await;
    let link = texts(page.html(), "href=\"/seguimiento/buzon/archivo/", "\"").remove(0);
    let path = format!("/seguimiento/buzon/archivo/{link}");
    let object = site.objects().remove(0);
    let genuine = fs::read(&object).unwrap();
    assert!(ana.get(&path).await.must_be(StatusCode::OK).html().len() >= 300_000);
    // As whoever has the database can make it: to her mailbox, for this case and this place.
    let desk = site.desk(PROSECUTOR);
    let mailbox = desk.read(&item).await.contents().mailbox.clone();
    let says = Says {
        text: "Ven y di tu nombre.",
        files: vec![vec![9; 300_000]],
        ..Says::default()
    };
    fs::write(&object, desk.envelope(item.case, &mailbox, 1, &says)).unwrap();
    ana.get(&path).await.must_be(StatusCode::NOT_FOUND);
    let page = ana.enter(&code).await;
    assert!(page.says(REFUSED) && !page.says("Ven y di"), "{}", page.html());
    fs::write(&object, genuine).unwrap();
    ana.get(&path).await.must_be(StatusCode::OK);
}

/// With one thread for everything that does not block.
#[tokio::test]
async fn who_opens_a_reply_that_the_disk_is_slow_to_give_keeps_nobody_waiting() {
    let site = Site::new(Engine::Sqlite).await;
    let (mut ana, code, _item) = answered(&site).await;
    let mut luz = site.reporter();
    let object = site.objects().remove(0);
    fs::remove_file(&object).unwrap();
    assert!(Command::new("mkfifo").arg(&object).status().unwrap().success());
    let mut opening = JoinSet::new();
    opening.spawn(async move { ana.enter(&code).await });
    let slow = loop {
        luz.get("/seguimiento").await.must_be(StatusCode::OK);
        // Opens as soon as somebody waits for what it gives.
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let writing = OpenOptions::new().write(true).custom_flags(flags).open(&object);
        if let Ok(writing) = writing {
            break writing;
        }
    };
    for _request in 0..10 {
        luz.get("/seguimiento").await.must_be(StatusCode::OK);
    }
    assert!(opening.try_join_next().is_none(), "it is still being read");
    drop(slow);
    let page = opening.join_next().await.unwrap().unwrap();
    assert!(page.must_be(StatusCode::OK).says(REFUSED));
}
