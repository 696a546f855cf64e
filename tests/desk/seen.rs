//! What is wrong, as an officer sees it: on the page of the case or above every page, in both languages and on both
//! engines.

use std::sync::Arc;

use http::StatusCode;
use time::Duration;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::{Desk, pages};
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Class, Identity};

use super::link::answer;
use super::made::PASSPHRASE;
use super::pages::{OFFICER, credentials, sign_in, unlock, with_officer};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::{Filed, World};

/// A desk that has visited the window.
async fn opened(world: &World) -> Arc<Desk> {
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    desk
}

async fn seated(desk: &Arc<Desk>) -> Visitor {
    desk.keyring().lock();
    let mut visitor = Visitor::new(pages::router(Arc::clone(desk)));
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    visitor
}

/// The case's page says the one thing in Spanish and the other in English, and so does the list by a badge.
async fn shows(visitor: &mut Visitor, filed: &Filed, said: [&str; 2]) {
    for (under, words) in ["", "/en"].into_iter().zip(said) {
        let page = visitor.get(&format!("{under}/expedientes/{}", filed.case)).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(
            text.contains("class=\"alarm\"") && text.contains(words),
            "{words}: {text}"
        );
    }
    assert!(visitor.get("/expedientes").await.text().contains("badge alarmed"));
}

/// Above the case's page stands how much is to be explained; the page of the notices says what.
async fn is_told(visitor: &mut Visitor, filed: &Filed, said: [&str; 2]) {
    for (under, words) in ["", "/en"].into_iter().zip(said) {
        let page = visitor
            .get(&format!("{under}/expedientes/{}", filed.case))
            .await
            .text();
        assert!(page.contains(&format!("href=\"{under}/avisos\"")), "{page}");
        let notices = visitor.get(&format!("{under}/avisos")).await.text();
        assert!(notices.contains(words), "{words}: {notices}");
        let list = visitor.get(&format!("{under}/expedientes")).await.text();
        assert!(list.contains(words), "{words}: {list}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_sees_on_the_case_that_somebody_else_could_open_it() {
    for mut world in worlds().await {
        let intruder = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        world.overheard_by = Some(intruder.recipient());
        let filed = world.file().await;
        let desk = opened(&world).await;
        let mut visitor = seated(&desk).await;
        let said = [
            "número de lectores que no es el de esta mesa",
            "number of readers that is not this desk",
        ];
        shows(&mut visitor, &filed, said).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_sees_on_the_case_that_the_window_lost_an_answer() {
    for world in worlds().await {
        let filed = world.file().await;
        let desk = opened(&world).await;
        answer(&desk, &filed, "La primera").await;
        desk.visit(Asked::InTurn).await;
        world.tamper("DELETE FROM answer", &[]).await;
        answer(&desk, &filed, "La segunda").await;
        desk.visit(Asked::InTurn).await;
        let mut visitor = seated(&desk).await;
        let said = [
            "su cadena de respuestas no es la de esta mesa",
            "its chain of answers is not this desk",
        ];
        shows(&mut visitor, &filed, said).await;
        let page = visitor.get(&format!("/expedientes/{}", filed.case)).await.text();
        assert!(
            page.contains("la ventanilla no la aceptó") && page.contains("La segunda"),
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_is_told_above_every_page_of_an_envelope_that_was_erased_before_it_came() {
    for world in worlds().await {
        let filed = world.file().await;
        let desk = opened(&world).await;
        let lost = world.file().await;
        let erased = "UPDATE envelope SET body = NULL, place = 'erased' WHERE id = $1";
        world.tamper(erased, &[&lost.envelope.to_string()]).await;
        desk.visit(Asked::InTurn).await;
        let mut visitor = seated(&desk).await;
        let said = [
            "dice haber borrado un sobre que esta mesa nunca",
            "erased an envelope that this desk never",
        ];
        is_told(&mut visitor, &filed, said).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_is_told_above_every_page_that_the_public_directory_is_not_in_force() {
    for world in worlds().await {
        let filed = world.file().await;
        let desk = opened(&world).await;
        world.clock.advance(Duration::days(400));
        desk.visit(Asked::InTurn).await;
        let mut visitor = seated(&desk).await;
        let said = [
            "El directorio público no está vigente hoy",
            "The public directory is not in force today",
        ];
        is_told(&mut visitor, &filed, said).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_works_in_english_from_signing_in_to_signing_out() {
    for world in worlds().await {
        let filed = world.file().await;
        let desk = opened(&world).await;
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        let is_english = |page: &super::visitor::Answer, words: &str| {
            let text = page.text();
            assert!(text.contains("<html lang=\"en\""), "{text}");
            assert!(text.contains(words), "{words}: {text}");
        };
        assert_eq!(visitor.get("/en").await.to(), "/en/entrar");
        assert_eq!(visitor.get("/en/expedientes").await.to(), "/en/entrar");
        is_english(&visitor.get("/en/entrar").await, "Sign in");
        let wrong = visitor
            .post("/en/entrar", &credentials("ana.prueba", "not the right words"))
            .await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
        is_english(&wrong, "ana.prueba");
        let signed_in = visitor
            .post("/en/entrar", &credentials("ana.prueba", OFFICER))
            .await;
        assert_eq!(signed_in.to(), "/en/desbloquear");
        is_english(&visitor.get("/en/desbloquear").await, "name=\"passphrase\"");
        let form = format!("passphrase={}", PASSPHRASE.replace(' ', "+"));
        assert_eq!(
            visitor.post("/en/desbloquear", &form).await.to(),
            "/en/expedientes"
        );
        is_english(&visitor.get("/en/expedientes").await, "Fetch now");
        let case = format!("/en/expedientes/{}", filed.case);
        is_english(&visitor.get(&case).await, "Marcador-8261-historia");
        let action = format!("{case}/respuesta");
        let nothing = visitor.post_parts(&action, &[("text", " ")], &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_english(&nothing, "role=\"alert\"");
        let sent = visitor.post_parts(&action, &[("text", "We read it.")], &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        assert!(sent.to().starts_with(&case), "{}", sent.to());
        is_english(&visitor.get(&case).await, "We read it.");
        let called = visitor.post("/en/traer", "").await;
        assert!(called.to().starts_with("/en/expedientes"), "{}", called.to());
        is_english(&visitor.get("/en/avisos").await, "<h1>");
        is_english(&visitor.get("/en/nothing-here").await, "/en/expedientes");
        assert_eq!(visitor.post("/en/bloquear", "").await.to(), "/en/desbloquear");
        assert_eq!(visitor.post("/en/salir", "").await.to(), "/en/entrar");
    }
}
