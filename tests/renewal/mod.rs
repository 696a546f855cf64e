//! The directory changes while the window runs: whole, checked as at the start, or not at all.

use std::convert::Infallible;
use std::fs;
use std::process::{Command, id};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use futures_util::stream::{self, StreamExt as _};
use http::{Method, StatusCode};
use time::Duration;
use ventanilla::clock::{Clock as _, Day};
use ventanilla::duties::Duties;
use ventanilla::institution::{DatedRecipient, DirectoryKey, Revoked};
use ventanilla::random::SeededRandom;
use ventanilla::seal::{Class, Identity};
use ventanilla::window::duties::{heed, start};
use ventanilla::window::in_force::Renewal;

use crate::world::site::institutions::{PROSECUTOR, SignedDirectory};
use crate::world::site::multipart::{BOUNDARY, Upload, multipart};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site, on_both_engines};

mod catalogue;
mod readers;
mod refused;
mod revoked;
mod signing_key;
mod unlisted;

on_both_engines!(
    a_form_that_showed_the_old_directory_shows_the_new_one_before_anything_is_sealed,
    an_upload_under_way_is_sealed_under_the_directory_it_began_with,
    whoever_is_taken_off_the_directory_gets_nothing_from_that_moment_on,
    a_revoked_institution_gets_nothing_from_its_day_on_and_its_desk_is_told,
    a_refused_directory_is_told_to_the_operator_once,
);

const STORY: &str = "Lo escribí mientras cambiaban las llaves.";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The prosecutor gets a second intake key, in force at once; gives it back.
fn follow(site: &mut Site) -> Identity {
    let next = Identity::generate(Class::Hybrid, &SeededRandom::new(55)).unwrap();
    let listed = &mut site.institutions.find_mut(PROSECUTOR).listed;
    listed.intake[0].until = Some(day("2026-11-30"));
    listed.intake.push(DatedRecipient {
        since: day("2026-11-23"),
        until: None,
        recipient: next.recipient(),
    });
    next
}

async fn a_form_that_showed_the_old_directory_shows_the_new_one_before_anything_is_sealed(engine: Engine) {
    let mut site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime(STORY)).await;
    let next = follow(&mut site);
    site.put_next_directory();
    assert_eq!(site.in_force.renew().await.unwrap(), Renewal::Taken);
    assert_eq!(site.in_force.renew().await.unwrap(), Renewal::Nothing);
    let shown = ana.send(&form).await;
    assert!(shown.code().is_none() && shown.carries(STORY), "{}", shown.html());
    site.has_nothing().await;
    let code = ana.report(&Told::crime(STORY)).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    let sealed = desk.fetch(item.envelope).await;
    let opened = ventanilla::seal::open(std::io::Cursor::new(sealed), &[next]).unwrap();
    assert_eq!(opened.contents().directory.version, 2);
    let public = ana.get("/directorio.toml").await;
    assert!(public.says("version = 2"));
    assert!(ana.enter(&code).await.status == StatusCode::OK);
}

async fn an_upload_under_way_is_sealed_under_the_directory_it_began_with(engine: Engine) {
    let mut site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime(STORY)).await;
    site.advance(Duration::seconds(5));
    follow(&mut site);
    site.put_next_directory();
    let files = [Upload::new("a.bin", vec![7; 300_000])];
    let whole = Bytes::from(multipart(&form.fields, "archivo-1", &files));
    let pieces = [whole.slice(..200_000), whole.slice(200_000..)];
    let in_force = Arc::clone(&site.in_force);
    let pieces = stream::iter(pieces.into_iter().enumerate()).then(move |(place, piece)| {
        let in_force = Arc::clone(&in_force);
        async move {
            if place == 1 {
                assert_eq!(in_force.renew().await.unwrap(), Renewal::Taken);
            }
            Ok::<_, Infallible>(piece)
        }
    });
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let body = Body::from_stream(pieces);
    ana.ask(Method::POST, &form.action, &kind, body)
        .await
        .must_be(StatusCode::OK)
        .code()
        .unwrap();
    assert_eq!(site.version(), 2);
    site.release().await;
    let [read] = site.desk(PROSECUTOR).read_all().await.try_into().unwrap();
    assert_eq!(
        read.contents().directory.version,
        1,
        "and it opens with the key of then"
    );
}

async fn whoever_is_taken_off_the_directory_gets_nothing_from_that_moment_on(engine: Engine) {
    let mut site = Site::new(engine).await;
    let form = site.reporter().prepare(&Told::crime(STORY)).await;
    let call = site
        .desk(PROSECUTOR)
        .call(Method::GET, "/api/v1/inbox?after=0", "");
    let next = {
        let mut institutions = ventanilla::institution::Draft::read(&site.institutions.sign(1).toml).unwrap();
        institutions.version = 2;
        institutions
            .institutions
            .retain(|one| one.id.as_str() != PROSECUTOR);
        let toml = institutions.to_toml().unwrap();
        let signature = site.institutions.key.sign(toml.as_bytes(), "test").unwrap();
        SignedDirectory { toml, signature }
    };
    site.put_directory(&next);
    site.in_force.renew().await.unwrap();
    let page = site.reporter().send(&form).await;
    assert!(page.code().is_none() && page.carries(STORY), "{}", page.html());
    site.has_nothing().await;
    let answered = site.desk(PROSECUTOR).send(&call).await;
    assert_eq!(answered.must_be(StatusCode::UNAUTHORIZED).error(), "unknown");
    site.strike_off(PROSECUTOR);
}

async fn a_revoked_institution_gets_nothing_from_its_day_on_and_its_desk_is_told(engine: Engine) {
    let mut site = Site::new(engine).await;
    let form = site.reporter().prepare(&Told::crime(STORY)).await;
    let call = |site: &Site| {
        site.desk(PROSECUTOR)
            .call(Method::GET, "/api/v1/inbox?after=0", "")
    };
    let from = site.clock.today().plus(1);
    site.institutions.find_mut(PROSECUTOR).listed.revoked = Some(Revoked {
        from,
        reason: "Le robaron las llaves".to_owned(),
    });
    site.put_directory(&site.institutions.sign(2));
    site.in_force.renew().await.unwrap();
    let early = call(&site);
    site.desk(PROSECUTOR).send(&early).await.must_be(StatusCode::OK);
    site.advance(Duration::days(1));
    let late = call(&site);
    let answered = site.desk(PROSECUTOR).send(&late).await;
    assert_eq!(answered.must_be(StatusCode::UNAUTHORIZED).error(), "revoked");
    let page = site.reporter().send(&form).await;
    assert!(page.code().is_none() && page.carries(STORY), "{}", page.html());
    site.has_nothing().await;
}

async fn a_refused_directory_is_told_to_the_operator_once(engine: Engine) {
    let mail = "[mail]\nserver = \"smtp://127.0.0.1:1\"\nfrom = \"a@ventanilla.example\"\noperator = \"guardia@ventanilla.example\"\n";
    let site = Plan::new(engine).with(mail).open().await;
    let (stranger, _file) = DirectoryKey::generate(None).unwrap();
    let mut signed = site.institutions.sign(2);
    signed.signature = stranger.sign(signed.toml.as_bytes(), "test").unwrap();
    site.put_directory(&signed);
    for _round in 0..4 {
        heed(&site.in_force, site.in_force.look().await).await;
    }
    let waiting = site.ask("SELECT event FROM outbox").await;
    assert_eq!(waiting, ["directory_refused"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_are_still_coming_are_waited_for_and_what_is_refused_is_tried_again_on_its_day() {
    let site = Site::new(Engine::Sqlite).await;
    let look = || async { site.in_force.look().await };
    assert_eq!(look().await.unwrap(), Renewal::Nothing);
    let third = site.institutions.sign(3);
    // The text is there and its signature is not yet.
    fs::write(site.folder().join("directory.toml"), &third.toml).unwrap();
    assert_eq!(look().await.unwrap(), Renewal::Nothing);
    site.put_directory(&third);
    assert_eq!(look().await.unwrap(), Renewal::Nothing, "a moment ago");
    assert_eq!(look().await.unwrap(), Renewal::Taken);
    assert_eq!(site.version(), 3);
    let text = site.institutions.sign(4).toml;
    let toml = text.replacen("valid_from = \"2026-11-01\"", "valid_from = \"2026-11-25\"", 1);
    let signature = site.institutions.key.sign(toml.as_bytes(), "test").unwrap();
    site.put_directory(&SignedDirectory { toml, signature });
    look().await.unwrap();
    let refused = look().await.unwrap_err().to_string();
    assert!(refused.contains("is not valid yet"), "{refused}");
    assert_eq!(look().await.unwrap(), Renewal::Nothing, "it was said");
    site.advance(Duration::days(2));
    assert_eq!(site.clock.today(), day("2026-11-25"));
    assert_eq!(look().await.unwrap(), Renewal::Taken, "its day has come");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_window_reads_its_directory_again_when_the_system_asks_it_to() {
    let site = Site::new(Engine::Sqlite).await;
    let mut running = Duties::new();
    start(&site.in_force, &mut running).unwrap();
    site.put_next_directory();
    let asked = Command::new("kill").args(["-HUP", &id().to_string()]).status();
    assert!(asked.unwrap().success());
    for _try in 0..600 {
        if site.version() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(site.version(), 2);
    running.end().await;
}
