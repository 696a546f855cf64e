//! Where a case stands is the institution's word: the mailbox shows what was signed, whatever the row says.

use http::StatusCode;
use time::Duration;
use ventanilla::case::PublicStatus;
use ventanilla::inbox::Item;

use crate::world::site::desk::Says;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    the_status_shown_is_the_one_that_was_signed_last,
    a_status_in_the_row_that_nobody_signed_is_never_shown,
    a_reply_that_does_not_verify_changes_no_status,
);

const UNSIGNED: &str = "que ella no firmó";
const DAY: Duration = Duration::DAY;

async fn filed(site: &Site) -> (String, Item) {
    let code = site.reporter().report(&Told::crime("Primera.")).await;
    site.release().await;
    (code, site.desk(PROSECUTOR).queue().await.pop().unwrap())
}

async fn answered(site: &Site, item: &Item, status: PublicStatus) {
    let desk = site.desk(PROSECUTOR);
    let says = Says {
        text: "Una respuesta.",
        ..Says::default()
    };
    let ready = desk.prepare(item, status, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
}

async fn opened(site: &Site, code: &str) -> Page {
    site.reporter().enter(code).await.must_be(StatusCode::OK)
}

/// Panics unless the mailbox shows this status, since this day, and no other one.
fn stands(page: &Page, status: &str, since: &str) {
    for word in ["Registrada", "Turnada", "En proceso", "Atendida"] {
        assert_eq!(page.says(word), word == status, "{word}: {}", page.html());
    }
    assert!(
        page.says(&format!("desde el {since}")),
        "{since}: {}",
        page.html()
    );
}

async fn the_status_shown_is_the_one_that_was_signed_last(engine: Engine) {
    let site = Site::new(engine).await;
    let (code, item) = filed(&site).await;
    stands(&opened(&site, &code).await, "Registrada", "23 de noviembre");
    for _day in 0..2 {
        site.advance(DAY);
        answered(&site, &item, PublicStatus::Proceso).await;
    }
    let page = opened(&site, &code).await;
    stands(&page, "En proceso", "24 de noviembre");
    assert!(!page.says(UNSIGNED));
    site.advance(DAY);
    answered(&site, &item, PublicStatus::Atendida).await;
    stands(&opened(&site, &code).await, "Atendida", "26 de noviembre");
}

async fn a_status_in_the_row_that_nobody_signed_is_never_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let (code, item) = filed(&site).await;
    let close = async || {
        site.run("UPDATE \"case\" SET status = 'ATENDIDA', status_day = status_day + 1")
            .await;
    };
    close().await;
    let page = opened(&site, &code).await;
    stands(&page, "Registrada", "23 de noviembre");
    assert!(page.says(UNSIGNED));
    site.advance(DAY);
    answered(&site, &item, PublicStatus::Proceso).await;
    assert!(
        !opened(&site, &code).await.says(UNSIGNED),
        "the row is right again"
    );
    close().await;
    let page = opened(&site, &code).await;
    stands(&page, "En proceso", "24 de noviembre");
    assert!(page.says(UNSIGNED));
}

async fn a_reply_that_does_not_verify_changes_no_status(engine: Engine) {
    let site = Site::new(engine).await;
    let (code, item) = filed(&site).await;
    answered(&site, &item, PublicStatus::Atendida).await;
    site.tamper("UPDATE answer SET signature = $1", &["AAAA"]).await;
    let page = opened(&site, &code).await;
    stands(&page, "Registrada", "23 de noviembre");
    assert!(page.says(UNSIGNED));
}
