//! What somebody does with their own account: another passphrase, other codes, other sessions.

use std::sync::Arc;

use http::StatusCode;
use time::{Duration, OffsetDateTime};
use ventanilla::clock::Clock as _;
use ventanilla::desk::{Desk, pages};

use super::factor::{between, codes, enter, set_up};
use super::pages::{OFFICER, add, credentials, sign_in, with_officer};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::World;

const NEW: &str = "piedra camina sin zapatos rojos";

fn browser(desk: &Arc<Desk>) -> Visitor {
    Visitor::new(pages::router(Arc::clone(desk)))
}

fn change(current: &str, new: &str, again: &str) -> String {
    format!("current={current}&passphrase={new}&again={again}").replace(' ', "+")
}

/// A desk that asks for codes, and its officer's browser behind the first sign-in; with the telephone and the kept codes.
async fn with_telephone(
    world: &World,
) -> (
    Arc<Desk>,
    Visitor,
    impl Fn(OffsetDateTime) -> String + use<>,
    Vec<String>,
) {
    world.ask_for_codes();
    let desk = world.desk().await;
    with_officer(&desk).await;
    let mut ana = browser(&desk);
    enter(&mut ana, "ana.prueba", OFFICER, "").await;
    let (telephone, kept) = set_up(&mut ana, world).await;
    ana.post("/segundo-factor/guardados", "").await;
    (desk, ana, telephone, kept)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_changes_the_passphrase_keeps_the_phone_and_ends_the_other_sessions() {
    for world in worlds().await {
        let (desk, mut ana, telephone, kept) = with_telephone(&world).await;
        let mut other = browser(&desk);
        assert_eq!(
            enter(&mut other, "ana.prueba", OFFICER, &kept[0]).await.to(),
            "/desbloquear"
        );
        assert!(
            ana.get("/mi-cuenta")
                .await
                .text()
                .contains("Te quedan 9 sin usar")
        );
        for (form, why) in [
            (
                change("otra cosa distinta", NEW, NEW),
                "Esa no es tu contraseña actual",
            ),
            (change(OFFICER, "corta", "corta"), "muy corta"),
            (change(OFFICER, NEW, OFFICER), "no son iguales"),
        ] {
            let refused = ana.post("/mi-cuenta/contrasena", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            let text = refused.text();
            assert!(
                text.contains(why) && !text.contains(NEW) && !text.contains(OFFICER),
                "{text}"
            );
        }
        assert_eq!(other.get("/mi-cuenta").await.status, StatusCode::OK);
        let before = ana.cookie.clone();
        let done = ana
            .post("/mi-cuenta/contrasena", &change(OFFICER, NEW, NEW))
            .await;
        assert!(done.text().contains("Tu contraseña cambió"), "{}", done.text());
        assert_ne!(ana.cookie, before);
        assert_eq!(done.text().matches("Abierta desde").count(), 1);
        assert_eq!(ana.get("/mi-cuenta").await.status, StatusCode::OK);
        assert_eq!(other.get("/mi-cuenta").await.to(), "/entrar");
        // The same phone, sealed under the new passphrase.
        world.clock.advance(Duration::seconds(60));
        let code = telephone(world.clock.now());
        let old = enter(&mut other, "ana.prueba", OFFICER, &code).await;
        assert_eq!(old.status, StatusCode::FORBIDDEN);
        assert_eq!(
            enter(&mut other, "ana.prueba", NEW, &code).await.to(),
            "/desbloquear"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_recovery_codes_void_the_old_ones_and_are_shown_once() {
    for world in worlds().await {
        let (desk, mut ana, _telephone, old) = with_telephone(&world).await;
        let refused = ana.post("/mi-cuenta/codigos", "current=otra+cosa+distinta").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let form = format!("current={}", OFFICER.replace(' ', "+"));
        let shown = ana.post("/mi-cuenta/codigos", &form).await;
        let new = codes(&shown.text());
        assert_eq!(new.len(), 10);
        assert!(!ana.get("/mi-cuenta").await.text().contains(&new[0]));
        let mut later = browser(&desk);
        let void = enter(&mut later, "ana.prueba", OFFICER, &old[0]).await;
        assert_eq!(void.status, StatusCode::FORBIDDEN);
        assert_eq!(
            enter(&mut later, "ana.prueba", OFFICER, &new[0]).await.to(),
            "/desbloquear"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_sees_and_ends_their_own_sessions_and_nobody_elses() {
    for world in worlds().await {
        let desk = world.desk().await;
        with_officer(&desk).await;
        add(&desk, "luz", NEW, "auditor").await;
        let mut luz = browser(&desk);
        luz.post("/entrar", &credentials("luz", NEW)).await;
        let hers = luz.get("/mi-cuenta").await.text();
        assert_eq!(hers.matches("Abierta desde").count(), 1);
        assert!(hers.contains("Abierta desde el 23 de noviembre"), "{hers}");
        let mut first = browser(&desk);
        let mut second = browser(&desk);
        let mut third = browser(&desk);
        for browser in [&mut first, &mut second, &mut third] {
            sign_in(browser).await;
        }
        let page = first.get("/mi-cuenta").await.text();
        assert_eq!(page.matches("Abierta desde").count(), 3);
        assert_eq!(page.matches("Es esta").count(), 1);
        let one = between(&page, "name=\"session\" value=\"", "\"").to_owned();
        // Whoever knows where somebody else's session lies can do nothing with it.
        luz.post("/mi-cuenta/sesiones", &format!("session={one}")).await;
        assert_eq!(
            first
                .get("/mi-cuenta")
                .await
                .text()
                .matches("Abierta desde")
                .count(),
            3
        );
        first.post("/mi-cuenta/sesiones", &format!("session={one}")).await;
        let ended = [
            second.get("/mi-cuenta").await.headers.contains_key("location"),
            third.get("/mi-cuenta").await.headers.contains_key("location"),
        ];
        assert!(ended[0] ^ ended[1], "one of them");
        assert_eq!(first.post("/mi-cuenta/sesiones", "").await.to(), "/mi-cuenta");
        for gone in [&mut second, &mut third] {
            assert_eq!(gone.get("/mi-cuenta").await.to(), "/entrar");
        }
        let page = first.get("/mi-cuenta").await.text();
        assert_eq!(page.matches("Abierta desde").count(), 1);
        assert_eq!(luz.get("/mi-cuenta").await.status, StatusCode::OK);
        first.origin = Some("http://otro.test");
        let foreign = first.post("/mi-cuenta/sesiones", "").await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    }
}
