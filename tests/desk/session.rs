//! An officer's session: whose it is, what is kept of it, and when it ends.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use http::StatusCode;
use time::Duration;
use ventanilla::desk::pages;
use ventanilla::desk::store::Direction;
use ventanilla::seal::Class;

use super::made::PASSPHRASE;
use super::pages::{OFFICER, credentials, desk, sign_in, unlock};
use super::visitor::Visitor;
use super::world::World;
use crate::world::demo::program;
use crate::world::scan::scan;
use crate::world::tools::attempt;

/// How many sessions lie in the desk's rows.
async fn sessions(world: &World) -> usize {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT id FROM session")
        .fetch_all(&world.desk_rows().await)
        .await
        .unwrap();
    rows.len()
}

#[tokio::test]
async fn a_session_that_was_planted_at_the_desk_is_worth_nothing_after_signing_in() {
    let world = World::new().await;
    let (desk, mut visitor, _filed) = desk(&world).await;
    // One that the intruder made up, and one that was really an officer's.
    let made_up = "mesa-contraloria=AAAAAAAAAAAAAAAAAAAAAA".to_owned();
    sign_in(&mut visitor).await;
    let real = visitor.cookie.clone().unwrap();
    for planted in [made_up, real] {
        visitor.cookie = Some(planted.clone());
        sign_in(&mut visitor).await;
        assert_ne!(visitor.cookie.as_ref(), Some(&planted));
        let mut intruder = Visitor::new(pages::router(Arc::clone(&desk)));
        intruder.cookie = Some(planted);
        assert_eq!(intruder.get("/expedientes").await.to(), "/entrar");
        assert_eq!(visitor.get("/expedientes").await.status, StatusCode::OK);
    }
    // The made-up one was nobody's, so that only the real one's row was there to end.
    assert_eq!(sessions(&world).await, 2);
}

#[tokio::test]
async fn signing_out_keeps_nothing_in_the_rows_nor_in_the_browser() {
    let world = World::new().await;
    let (_desk, mut visitor, filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let before = visitor.cookie.clone();
    assert_eq!(sessions(&world).await, 1);
    let out = visitor.post("/salir", "").await;
    assert_eq!(out.to(), "/entrar");
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(out.header("cache-control"), "no-store");
    let cookie = out.header("set-cookie");
    assert!(
        cookie.starts_with("mesa-contraloria=;") && cookie.contains("Max-Age=0"),
        "{cookie}"
    );
    assert_eq!(sessions(&world).await, 0);
    visitor.cookie = before;
    let case = format!("/expedientes/{}", filed.case);
    for path in ["/expedientes", "/desbloquear", case.as_str()] {
        assert_eq!(visitor.get(path).await.to(), "/entrar", "{path}");
    }
    assert_eq!(
        visitor.post("/salir", "").await.to(),
        "/entrar",
        "twice is as good as once"
    );
}

#[tokio::test]
async fn a_session_at_rest_tells_nothing() {
    let world = World::new().await;
    let (first, mut visitor, _filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    let cookie = visitor.cookie.clone().unwrap();
    let value = cookie.split_once('=').unwrap().1.to_owned();
    let rows: Vec<(String, Vec<u8>)> = sqlx::query_as("SELECT id, content FROM session")
        .fetch_all(&world.desk_rows().await)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].1.len() >= 1024, "all sessions are of one length");
    let places = [world.folder.path().join("desk")];
    let hits = scan(
        &places,
        &[&value, &format!("\"{}\"", "ana.prueba"), OFFICER, PASSPHRASE],
    );
    assert_eq!(hits, []);
    // Another process has another key: the same cookie and the same rows open nothing there.
    drop(visitor);
    drop(first);
    let again = world.desk().await;
    let mut thief = Visitor::new(pages::router(again));
    thief.cookie = Some(cookie);
    assert_eq!(thief.get("/expedientes").await.to(), "/entrar");
}

#[tokio::test]
async fn signing_out_and_idling_end_the_session() {
    let world = World::new().await;
    let (_desk, mut visitor, _filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    let before = visitor.cookie.clone();
    world.clock.advance(Duration::minutes(29));
    assert_eq!(visitor.get("/expedientes").await.status, StatusCode::OK);
    world.clock.advance(Duration::minutes(29));
    assert_eq!(visitor.get("/expedientes").await.status, StatusCode::OK);
    assert_eq!(visitor.post("/salir", "").await.to(), "/entrar");
    visitor.cookie = before;
    assert_eq!(visitor.get("/expedientes").await.to(), "/entrar");
    sign_in(&mut visitor).await;
    world.clock.advance(Duration::minutes(31));
    assert_eq!(visitor.get("/expedientes").await.to(), "/entrar");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_passphrase_ends_the_sessions_of_the_old_one_at_once() {
    for world in worlds().await {
        let (desk, mut visitor, filed) = desk(&world).await;
        officer(&world, "add", "luis", Some("otro dueño de la llave")).unwrap();
        let twice = officer(&world, "add", "luis", Some("otro dueño de la llave")).unwrap_err();
        assert!(twice.contains("officer passphrase"), "{twice}");
        assert_eq!(
            officer(&world, "list", "", None).unwrap(),
            "ana.prueba  coordinator officer\nluis  coordinator officer\n"
        );
        let mut luis = Visitor::new(pages::router(Arc::clone(&desk)));
        let his = credentials("luis", "otro dueño de la llave");
        assert_eq!(luis.post("/entrar", &his).await.to(), "/desbloquear");
        sign_in(&mut visitor).await;
        unlock(&mut visitor).await;
        let case = format!("/expedientes/{}", filed.case);
        assert_eq!(visitor.get(&case).await.status, StatusCode::OK);
        let short = officer(&world, "passphrase", "ana.prueba", Some("corta")).unwrap_err();
        assert!(short.contains("too short"), "{short}");
        assert_eq!(visitor.get(&case).await.status, StatusCode::OK);
        let new = "cinco casas azules junto al mar";
        let said = officer(&world, "passphrase", "Ana.Prueba", Some(new)).unwrap();
        assert!(said.contains("has to sign in again"), "{said}");
        for path in [case.as_str(), "/expedientes", "/avisos"] {
            assert_eq!(visitor.get(path).await.to(), "/entrar", "{path}");
        }
        let action = format!("{case}/respuesta");
        let late = visitor.post_parts(&action, &[("text", "tarde")], &[]).await;
        assert!(
            !desk
                .store()
                .messages(filed.case)
                .await
                .unwrap()
                .iter()
                .any(|message| { message.direction == Direction::Reply })
        );
        assert_ne!(late.status, StatusCode::OK);
        let old = visitor.post("/entrar", &credentials("ana.prueba", OFFICER)).await;
        assert_eq!(old.status, StatusCode::FORBIDDEN);
        let again = visitor.post("/entrar", &credentials("ana.prueba", new)).await;
        assert_eq!(again.to(), "/expedientes");
        // Nobody else is signed out.
        assert_eq!(luis.get("/expedientes").await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_who_was_removed_is_signed_out_at_once_and_a_namesake_is_somebody_else() {
    for world in worlds().await {
        let (_desk, mut visitor, _filed) = desk(&world).await;
        sign_in(&mut visitor).await;
        let unknown = officer(&world, "remove", "ana", None).unwrap_err();
        assert!(unknown.contains("officer list"), "{unknown}");
        assert_eq!(visitor.get("/expedientes").await.status, StatusCode::OK);
        let cookie = visitor.cookie.clone();
        let said = officer(&world, "remove", "ana.prueba", None).unwrap();
        assert!(said.contains("Nobody may sign in now"), "{said}");
        assert_eq!(officer(&world, "list", "", None).unwrap(), "");
        let unknown = officer(&world, "passphrase", "ana.prueba", Some(OFFICER)).unwrap_err();
        assert!(unknown.contains("no officer is called"), "{unknown}");
        // The same name with the same passphrase again is another account: its salt is another.
        officer(&world, "add", "ana.prueba", Some(OFFICER)).unwrap();
        assert_eq!(visitor.get("/expedientes").await.to(), "/entrar");
        visitor.cookie = cookie;
        assert_eq!(visitor.get("/expedientes").await.to(), "/entrar");
        sign_in(&mut visitor).await;
    }
}

/// One on each engine.
pub(super) async fn worlds() -> [World; 2] {
    [World::new().await, World::on_postgresql(Class::Hybrid).await]
}

/// What the program's `desk officer` says, on the rows of a desk that runs.
pub(super) fn officer(
    world: &World,
    verb: &str,
    name: &str,
    passphrase: Option<&str>,
) -> Result<String, String> {
    let mut command = Command::new(program());
    command
        .args(["desk", "officer", verb, "--config"])
        .arg(&world.config);
    if verb != "list" {
        command.args(["--name", name]);
    }
    if let Some(passphrase) = passphrase {
        let file = world.folder.path().join("new-passphrase");
        fs::write(&file, passphrase).unwrap();
        command.arg("--passphrase-file").arg(file);
    }
    attempt(&mut command, b"").map(|said| String::from_utf8(said).unwrap())
}
