//! An acknowledgement lets the window erase: only one that names the very bytes may.

use http::StatusCode;
use time::Duration;
use ventanilla::inbox::Item;
use ventanilla::seal::Digest;

use crate::world::site::institutions::{COMPTROLLER, PROSECUTOR};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    an_acknowledgement_of_other_bytes_is_refused_and_erases_nothing,
    the_day_of_the_first_right_acknowledgement_stays,
    what_was_not_released_cannot_be_acknowledged,
);

async fn waiting(site: &Site) -> Item {
    site.reporter().report(&Told::crime("Primera.")).await;
    site.release().await;
    site.desk(PROSECUTOR).queue().await.pop().unwrap()
}

async fn acknowledged(site: &Site) -> Vec<String> {
    site.ask("SELECT COALESCE(CAST(acknowledged AS TEXT), 'never') FROM envelope")
        .await
}

async fn an_acknowledgement_of_other_bytes_is_refused_and_erases_nothing(engine: Engine) {
    let site = Site::new(engine).await;
    let item = waiting(&site).await;
    let desk = site.desk(PROSECUTOR);
    let others = [
        Digest::of(b"other bytes").to_string(),
        String::new(),
        item.digest.to_uppercase(),
    ];
    for other in others {
        let refused = desk.acknowledge(item.envelope, &other).await;
        assert_eq!(refused.must_be(StatusCode::CONFLICT).error(), "digest", "{other}");
    }
    assert_eq!(acknowledged(&site).await, ["never"]);
    site.advance(Duration::days(400));
    site.sweep().await;
    desk.read(&item).await;
}

async fn the_day_of_the_first_right_acknowledgement_stays(engine: Engine) {
    let site = Site::new(engine).await;
    let item = waiting(&site).await;
    let desk = site.desk(PROSECUTOR);
    let right = desk.acknowledge(item.envelope, &item.digest).await;
    right.must_be(StatusCode::NO_CONTENT);
    let first = acknowledged(&site).await;
    site.advance(Duration::days(3));
    let again = desk.acknowledge(item.envelope, &item.digest).await;
    again.must_be(StatusCode::NO_CONTENT);
    let other = Digest::of(b"other bytes").to_string();
    let wrong = desk.acknowledge(item.envelope, &other).await;
    wrong.must_be(StatusCode::CONFLICT);
    assert_eq!(acknowledged(&site).await, first);
}

async fn what_was_not_released_cannot_be_acknowledged(engine: Engine) {
    let site = Site::new(engine).await;
    let item = waiting(&site).await;
    site.tamper(
        "UPDATE envelope SET cursor = NULL WHERE id = $1",
        &[&item.envelope.to_string()],
    )
    .await;
    for desk in [PROSECUTOR, COMPTROLLER] {
        let refused = site.desk(desk).acknowledge(item.envelope, &item.digest).await;
        refused.must_be(StatusCode::NOT_FOUND);
    }
    assert_eq!(acknowledged(&site).await, ["never"]);
}
