//! An institution changes its signing key: what it signed before stays its word, and only the key in force
//! speaks for it.

use std::fs;
use std::mem::replace;

use http::{Method, StatusCode};
use time::macros::datetime;
use ventanilla::case::PublicStatus;
use ventanilla::inbox::Item;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::DatedKey;
use ventanilla::random::SeededRandom;

use crate::world::site::desk::Says;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    replies_signed_before_and_after_a_change_of_key_are_shown,
    a_request_is_let_in_by_the_keys_in_force_today,
    an_answer_is_verified_by_the_keys_of_its_own_day,
);

const BEFORE: &str = "Firmada con la llave de antes.";
const AFTER: &str = "Firmada con la llave nueva.";
const REFUSED: &str = "no pudimos comprobar que fuera";

async fn filed(site: &Site) -> (String, Item) {
    let code = site.reporter().report(&Told::crime("Primera.")).await;
    site.release().await;
    let item = site.desk(PROSECUTOR).queue().await.pop().unwrap();
    (code, item)
}

async fn answered(site: &Site, item: &Item, text: &str) {
    let desk = site.desk(PROSECUTOR);
    let says = Says {
        text,
        ..Says::default()
    };
    let ready = desk.prepare(item, PublicStatus::Proceso, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
}

/// The prosecutor's first key ends on the 24th, on which the second begins; gives the first one back.
async fn rotated(mut site: Site, day: u8) -> (Site, DeskKey) {
    let prosecutor = site.institutions.find_mut(PROSECUTOR);
    let next = DeskKey::generate(&SeededRandom::new(77));
    let middle = "2026-11-24".parse().unwrap();
    prosecutor.listed.signing[0].until = Some(middle);
    prosecutor.listed.signing.push(DatedKey {
        since: middle,
        until: None,
        key: next.public(),
    });
    let first = replace(&mut prosecutor.key, next);
    let signed = site.institutions.sign(2);
    fs::write(site.folder().join("directory.toml"), &signed.toml).unwrap();
    fs::write(site.folder().join("directory.toml.minisig"), &signed.signature).unwrap();
    let now = datetime!(2026-11-23 15:00 UTC).replace_day(day).unwrap();
    (site.restart(now).await, first)
}

async fn replies_signed_before_and_after_a_change_of_key_are_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let (code, item) = filed(&site).await;
    answered(&site, &item, BEFORE).await;
    let (site, _first) = rotated(site, 25).await;
    answered(&site, &item, AFTER).await;
    let page = site.reporter().enter(&code).await;
    assert!(page.says(BEFORE) && page.says(AFTER), "{}", page.html());
    assert!(!page.says(REFUSED));
}

async fn a_request_is_let_in_by_the_keys_in_force_today(engine: Engine) {
    let mut site = Site::new(engine).await;
    for (day, first, second) in [(23, true, false), (24, true, true), (25, false, true)] {
        let (on_that_day, old) = rotated(site, day).await;
        let desk = on_that_day.desk(PROSECUTOR);
        let call = desk.call(Method::GET, "/api/v1/inbox?after=0", "");
        for (key, enters) in [
            (&old, first),
            (&DeskKey::generate(&SeededRandom::new(77)), second),
        ] {
            let answered = desk.send_signed_by(&call, key).await;
            assert_eq!(answered.status == StatusCode::OK, enters, "on the {day}th");
            assert!(enters || answered.error() == "unknown");
        }
        site = on_that_day;
        let prosecutor = site.institutions.find_mut(PROSECUTOR);
        prosecutor.key = old;
        prosecutor.listed.signing.truncate(1);
    }
}

async fn an_answer_is_verified_by_the_keys_of_its_own_day(engine: Engine) {
    let site = Site::new(engine).await;
    let (code, item) = filed(&site).await;
    answered(&site, &item, BEFORE).await;
    let (site, first) = rotated(site, 25).await;
    let desk = site.desk(PROSECUTOR);
    let says = Says {
        text: AFTER,
        ..Says::default()
    };
    let mut late = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    late.signed.signature = late.signed.answer.sign(&first);
    let refused = desk.answer(&late).await;
    assert_eq!(refused.must_be(StatusCode::FORBIDDEN).error(), "answer");
    // Nor does the new key speak for the days before its first one.
    let mut ready = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
    ready.signed.answer.day = "2026-11-23".parse().unwrap();
    desk.sign_again(&mut ready);
    let day = ready.signed.answer.day.number().to_string();
    site.tamper(
        "UPDATE answer SET day = CAST($1 AS BIGINT), signature = $2 WHERE number = 2",
        &[&day, &ready.signed.signature],
    )
    .await;
    let page = site.reporter().enter(&code).await;
    assert!(page.says(BEFORE) && page.says(REFUSED) && !page.says(AFTER));
}
