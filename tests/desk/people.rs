//! From an invitation to a first sign-in, and what an administrator does to accounts afterwards.

use std::sync::Arc;

use http::StatusCode;
use time::Duration;
use ventanilla::clock::Clock as _;
use ventanilla::desk::{Desk, pages};

use super::factor::{between, enter, set_up};
use super::pages::{OFFICER, add, credentials, sign_in, with_officer};
use super::session::{officer, worlds};
use super::visitor::{Answer, Visitor};
use super::world::World;
use crate::world::scan::scan;

const ADMIN: &str = "nunca llueve cuando hay paraguas";
const LUZ: &str = "piedra camina sin zapatos rojos";

fn browser(desk: &Arc<Desk>) -> Visitor {
    Visitor::new(pages::router(Arc::clone(desk)))
}

/// A desk with an officer and an administrator who is signed in.
async fn administered(world: &World) -> (Arc<Desk>, Visitor) {
    let desk = world.desk().await;
    with_officer(&desk).await;
    add(&desk, "jefa", ADMIN, "administrator").await;
    let mut jefa = browser(&desk);
    assert_eq!(
        jefa.post("/entrar", &credentials("jefa", ADMIN)).await.to(),
        "/personas"
    );
    (desk, jefa)
}

/// The path of the link that a page shows.
fn link(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let link = between(&text, "readonly autocomplete=\"off\">\n", "</textarea>").to_owned();
    link.strip_prefix("http://mesa.test").unwrap().to_owned()
}

async fn accept(visitor: &mut Visitor, path: &str, passphrase: &str, again: &str) -> Answer {
    let token = path.rsplit('/').next().unwrap();
    let (passphrase, again) = (passphrase.replace(' ', "+"), again.replace(' ', "+"));
    let form = format!("token={token}&passphrase={passphrase}&again={again}");
    visitor.post("/invitacion", &form).await
}

/// Whoever has the link is told what is wrong with a passphrase, and uses the link up with a good one.
async fn chooses_a_passphrase(luz: &mut Visitor, path: &str) {
    let page = luz.get(path).await;
    says_who_is_invited(&page);
    for (first, second, why) in [
        ("tablón", "tablón", "muy corta"),
        (
            "luz.prueba luz.prueba",
            "luz.prueba luz.prueba",
            "se adivina pronto",
        ),
        ("contraseñasecreta", "contraseñasecreta", "se adivina pronto"),
        (LUZ, "piedra camina sin zapatos rotos", "no son iguales"),
    ] {
        let refused = accept(luz, path, first, second).await;
        says(&refused, first, why);
    }
    luz.origin = Some("http://otro.test");
    assert_eq!(accept(luz, path, LUZ, LUZ).await.status, StatusCode::FORBIDDEN);
    luz.origin = Some("http://mesa.test");
    let done = accept(luz, path, LUZ, LUZ).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text().contains("Tu cuenta está lista"), "{}", done.text());
    for again in [luz.get(path).await, accept(luz, path, ADMIN, ADMIN).await] {
        is_gone(&again);
    }
}

/// Name and role, on a page that no browser keeps or tells of elsewhere.
fn says_who_is_invited(page: &Answer) {
    let text = page.text();
    assert!(text.contains("luz.prueba") && text.contains("atención de expedientes"));
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(page.header("cache-control"), "no-store");
}

/// Why the passphrase is not taken; the name stays in the form, and the passphrase does not.
fn says(refused: &Answer, first: &str, why: &str) {
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{first}");
    let text = refused.text();
    assert!(text.contains(why), "{first}: {text}");
    assert!(text.contains("value=\"luz.prueba\""), "{text}");
    assert!(!text.contains(first), "{text}");
}

fn is_gone(again: &Answer) {
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.text().contains("Esta invitación ya no sirve"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_leads_to_a_first_sign_in_and_is_good_once() {
    for world in worlds().await {
        world.ask_for_codes();
        let desk = world.desk().await;
        let said = officer(&world, "invite", "jefa", None).unwrap();
        assert!(
            said.contains("For jefa as coordinator officer, once, until"),
            "{said}"
        );
        add(&desk, "admin", ADMIN, "administrator").await;
        let mut admin = browser(&desk);
        enter(&mut admin, "admin", ADMIN, "").await;
        let (_telephone, _codes) = set_up(&mut admin, &world).await;
        assert_eq!(
            admin.post("/segundo-factor/guardados", "").await.to(),
            "/personas"
        );
        let form = "name=Luz.Prueba&role=officer&role=auditor";
        let path = link(&admin.post("/personas/invitar", form).await);
        let list = admin.get("/personas").await.text();
        assert!(
            list.contains("luz.prueba") && list.contains("Sirve hasta el 26 de noviembre"),
            "{list}"
        );
        assert!(!list.contains(path.rsplit('/').next().unwrap()), "shown once");

        let mut luz = browser(&desk);
        Box::pin(chooses_a_passphrase(&mut luz, &path)).await;
        assert_eq!(
            enter(&mut luz, "luz.prueba", LUZ, "").await.to(),
            "/segundo-factor"
        );
        let (_telephone, _codes) = set_up(&mut luz, &world).await;
        assert_eq!(
            luz.post("/segundo-factor/guardados", "").await.to(),
            "/desbloquear"
        );
        assert_eq!(luz.get("/personas").await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_ends_with_its_days_or_when_it_is_taken_back_or_made_anew() {
    for world in worlds().await {
        let (desk, mut jefa) = administered(&world).await;
        let first = link(&jefa.post("/personas/invitar", "name=luz&role=officer").await);
        let second = link(&jefa.post("/personas/invitar", "name=luz&role=officer").await);
        let mut luz = browser(&desk);
        assert_eq!(
            luz.get(&first).await.status,
            StatusCode::GONE,
            "another one came in its place"
        );
        assert_eq!(luz.get(&second).await.status, StatusCode::OK);
        jefa.post("/personas/cambiar", "name=luz&what=cancel").await;
        assert_eq!(luz.get(&second).await.status, StatusCode::GONE);
        let third = link(&jefa.post("/personas/invitar", "name=luz&role=officer").await);
        world.clock.advance(Duration::days(3));
        assert_eq!(luz.get(&third).await.status, StatusCode::OK);
        world.clock.advance(Duration::days(1));
        assert_eq!(luz.get(&third).await.status, StatusCode::GONE);
        assert_eq!(accept(&mut luz, &third, LUZ, LUZ).await.status, StatusCode::GONE);
        for never in ["/invitacion/x", "/invitacion/00112233445566778899aabbccddeeff"] {
            assert_eq!(luz.get(never).await.status, StatusCode::GONE);
        }
        let kept = desk
            .store()
            .invitations("2026-01-01".parse().unwrap())
            .await
            .unwrap();
        assert_eq!(kept.len(), 1);
        desk.store()
            .erase_invitations_before(world.clock.today())
            .await
            .unwrap();
        let kept = desk
            .store()
            .invitations("2026-01-01".parse().unwrap())
            .await
            .unwrap();
        assert_eq!(kept, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_suspended_ends_its_open_session_and_can_come_back() {
    for world in worlds().await {
        let (desk, mut jefa) = administered(&world).await;
        let mut ana = browser(&desk);
        sign_in(&mut ana).await;
        let invited = link(
            &jefa
                .post("/personas/cambiar", "name=ana.prueba&what=invite")
                .await,
        );
        assert_eq!(
            ana.get("/expedientes").await.status,
            StatusCode::OK,
            "until it is used"
        );
        let done = jefa
            .post("/personas/cambiar", "name=ana.prueba&what=disable")
            .await;
        assert_eq!(done.to(), "/personas");
        assert!(jefa.get("/personas").await.text().contains("Suspendida"));
        assert_eq!(ana.get("/expedientes").await.to(), "/entrar");
        let refused = ana.post("/entrar", &credentials("ana.prueba", OFFICER)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(ana.get(&invited).await.status, StatusCode::GONE);
        jefa.post("/personas/cambiar", "name=ana.prueba&what=enable")
            .await;
        sign_in(&mut ana).await;
        // A new link gives a new passphrase, and ends what was open with the old one.
        let invited = link(
            &jefa
                .post("/personas/cambiar", "name=ana.prueba&what=invite")
                .await,
        );
        accept(&mut browser(&desk), &invited, LUZ, LUZ).await;
        assert_eq!(ana.get("/expedientes").await.to(), "/entrar");
        let old = ana.post("/entrar", &credentials("ana.prueba", OFFICER)).await;
        assert_eq!(old.status, StatusCode::FORBIDDEN);
        let new = ana.post("/entrar", &credentials("ana.prueba", LUZ)).await;
        assert_eq!(new.to(), "/desbloquear", "with the roles it had");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_can_leave_the_desk_without_an_administrator_or_join_what_must_be_apart() {
    for world in worlds().await {
        let (desk, mut jefa) = administered(&world).await;
        for form in ["name=jefa&what=disable", "name=jefa&what=roles&role=auditor"] {
            let refused = jefa.post("/personas/cambiar", form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            assert!(
                refused.text().contains("nadie más administra las cuentas"),
                "{form}"
            );
        }
        let apart = [
            ("/personas/invitar", "name=luz&role=officer&role=custodian"),
            (
                "/personas/invitar",
                "name=luz&role=administrator&role=coordinator",
            ),
            ("/personas/invitar", "name=luz"),
            (
                "/personas/cambiar",
                "name=ana.prueba&what=roles&role=officer&role=administrator",
            ),
        ];
        for (path, form) in apart {
            let refused = jefa.post(path, form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            let text = refused.text();
            assert!(text.contains("no juntes en una cuenta"), "{form}");
            assert!(
                !form.contains("luz") || text.contains("value=\"luz\""),
                "what was typed stays"
            );
        }
        let taken = jefa
            .post("/personas/invitar", "name=ana.prueba&role=officer")
            .await;
        assert!(taken.text().contains("Ya hay una cuenta con ese nombre"));
        let named = jefa.post("/personas/invitar", "name=a+b&role=officer").await;
        assert!(named.text().contains("Ese nombre no se puede usar"));
        // With a second one, the first can go.
        add(&desk, "otra", LUZ, "administrator").await;
        let done = jefa
            .post("/personas/cambiar", "name=jefa&what=roles&role=auditor")
            .await;
        assert_eq!(done.to(), "/personas");
        assert_eq!(jefa.get("/personas").await.status, StatusCode::FORBIDDEN);
        let said = officer(&world, "remove", "otra", None).unwrap();
        assert!(said.contains("Nobody administers accounts now"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_of_an_invitation_lies_nowhere() {
    let world = World::new().await;
    let (desk, mut jefa) = administered(&world).await;
    let path = link(&jefa.post("/personas/invitar", "name=luz&role=officer").await);
    let token = path.rsplit('/').next().unwrap();
    browser(&desk).get(&path).await;
    let places = [world.folder.path().join("desk")];
    assert_eq!(scan(&places, &[token]), []);
    assert_eq!(
        accept(&mut browser(&desk), &path, LUZ, LUZ).await.status,
        StatusCode::OK
    );
    assert_eq!(scan(&places, &[token, LUZ]), []);
}
