//! What the officers must have seen stays until one of them explains it.

use std::sync::Arc;

use http::StatusCode;
use ventanilla::desk::pages;
use ventanilla::desk::pull::Asked;
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Class, Identity};

use super::pages::{sign_in, with_officer};
use super::visitor::Visitor;
use super::world::World;

#[tokio::test]
async fn a_difference_that_was_seen_once_stays_on_every_page_until_an_officer_explains_it() {
    let world = World::new().await;
    world.file().await;
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    let banner = "href=\"/avisos\"";
    assert!(!visitor.get("/expedientes").await.text().contains(banner));
    let honest = world.public.lock().unwrap().clone();
    let mut entry = world.entry.clone();
    entry.intake[0].recipient = Identity::generate(Class::Hybrid, &SystemRandom)
        .unwrap()
        .recipient();
    world.publish(2, &entry, &world.signer);
    desk.visit(Asked::InTurn).await;
    desk.visit(Asked::InTurn).await;
    // The window is honest again, and the desk starts anew.
    *world.public.lock().unwrap() = honest;
    drop((visitor, desk));
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    for path in ["/expedientes", "/desbloquear", "/avisos", "/en/avisos"] {
        let page = visitor.get(path).await.text();
        assert!(page.contains("/avisos\">"), "{path}: {page}");
    }
    let notices = desk.store().notices(9).await.unwrap();
    // Keys that are not ours, and then an older version than theirs.
    assert_eq!(notices.len(), 2, "{notices:?}");
    for (number, notice) in notices.iter().enumerate() {
        let form = |reason: &str| {
            format!(
                "matter={}&subject={}&reason={reason}",
                notice.matter.word(),
                notice.subject
            )
        };
        let refused = visitor.post("/avisos", &form("+no+se+")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text().contains("no se"),
            "what was written is still there"
        );
        assert_eq!(desk.standing().notices, 2 - u64::try_from(number).unwrap());
        let done = visitor.post("/avisos", &form("Hablamos+con+quien+firma.")).await;
        assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, "/avisos"));
    }
    assert!(!visitor.get("/expedientes").await.text().contains(banner));
    let page = visitor.get("/avisos").await.text();
    assert!(
        page.contains("Hablamos con quien firma.") && page.contains("ana.prueba"),
        "{page}"
    );
    let mut stranger = Visitor::new(pages::router(Arc::clone(&desk)));
    assert_eq!(stranger.get("/avisos").await.to(), "/entrar");
}
