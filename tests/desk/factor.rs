//! The second factor: set up at the first sign-in, asked for at every other one, and of no use twice.

use std::sync::Arc;

use http::StatusCode;
use time::{Duration, OffsetDateTime};
use totp_rs::{Builder, Secret};
use ventanilla::clock::Clock as _;
use ventanilla::desk::history::Act;
use ventanilla::desk::officer::RecoveryCode;
use ventanilla::desk::{Desk, pages};

use super::pages::{OFFICER, credentials, with_officer};
use super::session::worlds;
use super::visitor::{Answer, Visitor};
use super::world::World;
use crate::world::scan::scan;

/// What stands between two marks.
pub(super) fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text
        .split_once(from)
        .unwrap_or_else(|| panic!("{from} in {text}"));
    rest.split_once(to).unwrap().0
}

/// The telephone of somebody who typed the letters of this page into it.
pub(super) fn telephone(page: &str) -> impl Fn(OffsetDateTime) -> String + use<> {
    let letters = between(page, "id=\"letters\">", "<").replace(' ', "");
    let secret = Secret::try_from_base32(letters).unwrap();
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    move |now| {
        totp.generate(now.unix_timestamp().try_into().unwrap())
            .to_string()
    }
}

/// The codes that a page shows once.
pub(super) fn codes(page: &str) -> Vec<String> {
    let list = between(page, "id=\"codes\">", "</ol>");
    let parts = list.split("<li>").skip(1);
    parts
        .map(|part| part.split('<').next().unwrap().to_owned())
        .collect()
}

async fn desk(world: &World) -> Arc<Desk> {
    world.ask_for_codes();
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk
}

fn browser(desk: &Arc<Desk>) -> Visitor {
    Visitor::new(pages::router(Arc::clone(desk)))
}

pub(super) async fn enter(visitor: &mut Visitor, name: &str, passphrase: &str, code: &str) -> Answer {
    let form = format!("{}&code={code}", credentials(name, passphrase));
    visitor.post("/entrar", &form).await
}

/// Sets the second factor up at a browser that gave the right passphrase.
pub(super) async fn set_up(
    visitor: &mut Visitor,
    world: &World,
) -> (impl Fn(OffsetDateTime) -> String + use<>, Vec<String>) {
    let page = visitor.get("/segundo-factor").await;
    assert_eq!(page.status, StatusCode::OK);
    let telephone = telephone(&page.text());
    let code = telephone(world.clock.now());
    let shown = visitor.post("/segundo-factor", &format!("code={code}")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    (telephone, codes(&shown.text()))
}

#[tokio::test]
async fn another_site_sets_up_no_second_factor_and_the_history_tells_who_did() {
    let world = World::new().await;
    let desk = desk(&world).await;
    let mut ana = browser(&desk);
    enter(&mut ana, "ana.prueba", OFFICER, "").await;
    ana.origin = Some("http://otro.test");
    for form in ["/segundo-factor", "/segundo-factor/guardados"] {
        assert_eq!(ana.post(form, "").await.status, StatusCode::FORBIDDEN);
    }
    ana.origin = Some("http://mesa.test");
    assert_eq!(ana.get("/segundo-factor").await.status, StatusCode::OK);
    assert_eq!(
        acts(&desk).await,
        [],
        "whoever has no second factor yet is not in"
    );
    ana.post("/segundo-factor", "code=000000").await;
    drop(set_up(&mut ana, &world).await);
    assert_eq!(acts(&desk).await, [Act::SetUpFactor]);
    ana.post("/segundo-factor/guardados", "").await;
    assert_eq!(acts(&desk).await, [Act::SetUpFactor, Act::SignedIn]);
}

/// What the history of the desk tells.
async fn acts(desk: &Desk) -> Vec<Act> {
    let entries = desk.store().entries_after(0, 100).await.unwrap();
    entries.iter().map(|entry| entry.act).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_sign_in_sets_the_second_factor_up_and_every_other_one_asks_for_it() {
    for world in worlds().await {
        let desk = desk(&world).await;
        let mut ana = browser(&desk);
        assert!(ana.get("/entrar").await.text().contains("Código de tu teléfono"));
        assert_eq!(
            enter(&mut ana, "ana.prueba", OFFICER, "").await.to(),
            "/segundo-factor"
        );
        for closed in ["/", "/expedientes", "/mi-cuenta", "/desbloquear"] {
            assert_eq!(ana.get(closed).await.to(), "/segundo-factor", "{closed}");
        }
        let page = ana.get("/segundo-factor").await.text();
        assert!(page.contains("<svg") && !page.contains("style=") && !page.contains("otpauth"));
        let wrong = ana.post("/segundo-factor", "code=000000").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            between(&wrong.text(), "id=\"letters\">", "<"),
            between(&page, "id=\"letters\">", "<"),
            "the telephone that scanned it stays right"
        );
        let early = ana.post("/segundo-factor/guardados", "").await;
        assert_eq!(early.to(), "/segundo-factor");
        let (telephone, codes) = set_up(&mut ana, &world).await;
        assert_eq!(codes.len(), 10);
        let again = ana.get("/segundo-factor").await.text();
        assert!(codes.iter().all(|code| !again.contains(code)), "shown once");
        assert_eq!(ana.get("/expedientes").await.to(), "/segundo-factor");
        assert_eq!(
            ana.post("/segundo-factor/guardados", "").await.to(),
            "/desbloquear"
        );
        assert_eq!(ana.get("/expedientes").await.status, StatusCode::OK);

        // The code that set it up is used; the next one opens once.
        let mut later = browser(&desk);
        let used = telephone(world.clock.now());
        let replayed = enter(&mut later, "ana.prueba", OFFICER, &used).await;
        assert_eq!(replayed.status, StatusCode::FORBIDDEN);
        world.clock.advance(Duration::seconds(30));
        let fresh = telephone(world.clock.now());
        for (passphrase, code) in [
            ("otra cosa distinta", fresh.as_str()),
            (OFFICER, ""),
            (OFFICER, "123456"),
        ] {
            let refused = enter(&mut later, "ana.prueba", passphrase, code).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            assert_eq!(refused.text(), replayed.text(), "nobody learns what was wrong");
        }
        let (first, last) = fresh.split_at(3);
        let spaced = format!("{first}+{last}");
        assert_eq!(
            enter(&mut later, "ana.prueba", OFFICER, &spaced).await.to(),
            "/desbloquear"
        );
        let again = enter(&mut browser(&desk), "ana.prueba", OFFICER, &fresh).await;
        assert_eq!(again.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_come_with_one_code_at_the_same_time_one_gets_in() {
    for world in worlds().await {
        let desk = desk(&world).await;
        let mut ana = browser(&desk);
        enter(&mut ana, "ana.prueba", OFFICER, "").await;
        let (_telephone, codes) = set_up(&mut ana, &world).await;
        let name = "ana.prueba".parse().unwrap();
        let step = world.clock.now().unix_timestamp() / 30 + 1;
        let store = desk.store();
        let (one, two) = tokio::join!(store.take_step(&name, step), store.take_step(&name, step));
        assert!(one.unwrap() ^ two.unwrap());
        let code = RecoveryCode::read(&codes[0]).unwrap().digest();
        let (one, two) = tokio::join!(
            store.take_recovery_code(&name, code),
            store.take_recovery_code(&name, code)
        );
        assert!(one.unwrap() ^ two.unwrap());
        assert_eq!(store.count_recovery_codes(&name).await.unwrap(), 9);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_code_opens_once_and_only_with_its_passphrase() {
    for world in worlds().await {
        let desk = desk(&world).await;
        let mut ana = browser(&desk);
        enter(&mut ana, "ana.prueba", OFFICER, "").await;
        let (_telephone, codes) = set_up(&mut ana, &world).await;
        let typed = codes[3].to_uppercase().replace('-', "+");
        let mut later = browser(&desk);
        let wrong = enter(&mut later, "ana.prueba", "otra cosa distinta", &typed).await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
        assert_eq!(
            enter(&mut later, "ana.prueba", OFFICER, &typed).await.to(),
            "/desbloquear"
        );
        let again = enter(&mut browser(&desk), "ana.prueba", OFFICER, &typed).await;
        assert_eq!(again.text(), wrong.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_factor_that_was_reset_ends_the_sessions_and_is_set_up_anew() {
    for world in worlds().await {
        let desk = desk(&world).await;
        let mut ana = browser(&desk);
        enter(&mut ana, "ana.prueba", OFFICER, "").await;
        let (_telephone, codes) = set_up(&mut ana, &world).await;
        ana.post("/segundo-factor/guardados", "").await;
        assert_eq!(ana.get("/expedientes").await.status, StatusCode::OK);
        let said = super::session::officer(&world, "reset", "ana.prueba", None).unwrap();
        assert!(said.contains("signed out everywhere"), "{said}");
        assert_eq!(ana.get("/expedientes").await.to(), "/entrar");
        let answer = enter(&mut ana, "ana.prueba", OFFICER, &codes[0]).await;
        assert_eq!(answer.to(), "/segundo-factor", "the old codes are gone");
        // Two who set it up at once: the first one's stays.
        let mut other = browser(&desk);
        enter(&mut other, "ana.prueba", OFFICER, "").await;
        let late = telephone(&other.get("/segundo-factor").await.text());
        let (_telephone, _codes) = set_up(&mut ana, &world).await;
        let code = late(world.clock.now());
        let refused = other.post("/segundo-factor", &format!("code={code}")).await;
        assert_eq!(refused.to(), "/entrar");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_the_secret_nor_a_recovery_code_lies_anywhere() {
    let world = World::new().await;
    let desk = desk(&world).await;
    let mut ana = browser(&desk);
    enter(&mut ana, "ana.prueba", OFFICER, "").await;
    let page = ana.get("/segundo-factor").await.text();
    let letters = between(&page, "id=\"letters\">", "<").replace(' ', "");
    let secret = Secret::try_from_base32(&letters).unwrap();
    let places = [world.folder.path().join("desk")];
    let hidden = hex::encode(secret.as_bytes());
    assert_eq!(
        scan(&places, &[&letters, &hidden]),
        [],
        "while it is being set up"
    );
    let (_telephone, codes) = set_up(&mut ana, &world).await;
    let plain: Vec<String> = codes.iter().map(|code| code.replace('-', "")).collect();
    let mut markers: Vec<&str> = vec![&letters, &hidden, OFFICER];
    markers.extend(codes.iter().chain(&plain).map(String::as_str));
    assert_eq!(scan(&places, &markers), []);
}

#[tokio::test]
async fn a_cookie_that_was_copied_to_another_browser_opens_nothing_and_ends() {
    let world = World::new().await;
    let (desk, mut ana, _filed) = super::pages::desk(&world).await;
    super::pages::sign_in(&mut ana).await;
    assert_eq!(ana.get("/expedientes").await.status, StatusCode::OK);
    let mut thief = browser(&desk);
    thief.cookie = ana.cookie.clone();
    thief.browser = "Otro/2.0";
    assert_eq!(thief.get("/expedientes").await.to(), "/entrar");
    // It cannot be tried again with another name for the browser, and its owner notices.
    thief.cookie = ana.cookie.clone();
    thief.browser = ana.browser;
    assert_eq!(thief.get("/expedientes").await.to(), "/entrar");
}
