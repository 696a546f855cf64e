//! What the officers must have seen stays until one of them explains it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;
use uuid::Uuid;
use ventanilla::desk::directory::Finding;
use ventanilla::desk::notice::Matter;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::{Desk, Visit, pages};
use ventanilla::inbox::Item;
use ventanilla::institution::Directory;
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Class, Identity};

use super::link::answer;
use super::pages::{sign_in, with_officer};
use super::session::worlds;
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

/// How many are open of the public directory, and of what the window lists.
async fn open(desk: &Desk) -> (usize, usize) {
    let all = desk.store().notices(Matter::OPEN_AT_MOST).await.unwrap();
    let of_directory = all
        .iter()
        .filter(|notice| matches!(notice.matter, Matter::Directory(_)))
        .count();
    (of_directory, all.len() - of_directory)
}

#[tokio::test]
async fn a_window_cannot_hide_one_difference_behind_a_thousand_of_another_kind() {
    for world in worlds().await {
        let filed = world.file().await;
        let desk = world.desk().await;
        desk.visit(Asked::InTurn).await;
        let honest = world.public.lock().unwrap().clone();
        for number in 0..12 {
            world.public.lock().unwrap().1 = format!("{} # {number}", honest.1);
            world.public.lock().unwrap().0 = format!("{}# {number}\n", honest.0);
            desk.visit(Asked::InTurn).await;
        }
        assert_eq!(open(&desk).await, (10, 0));
        *world.public.lock().unwrap() = honest;
        assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
        let case = filed.case.0;
        world.file().await;
        world.lie(move |page| {
            for item in page.items.iter_mut().filter(|item| item.case != case) {
                item.direction = "reply".to_owned();
            }
        });
        assert_eq!(desk.visit(Asked::InTurn).await, Visit::Wanting);
        assert_eq!(open(&desk).await, (10, 1));
    }
}

#[tokio::test]
async fn a_window_that_lists_wrong_things_without_end_does_not_keep_our_answers_here() {
    let world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, "Una respuesta").await;
    let asked = Arc::new(AtomicU64::new(0));
    let pages = Arc::clone(&asked);
    world.file().await;
    world.lie(move |page| {
        // Each page lists a hundred envelopes that would be ours, and says that there are more.
        let from = 100 * pages.fetch_add(1, Ordering::Relaxed) + 100;
        let Some(listed) = page.items.first().cloned() else {
            return;
        };
        page.items = (from..from + 100)
            .map(|cursor| Item {
                cursor,
                envelope: Uuid::from_u128(cursor.into()),
                direction: "reply".to_owned(),
                ..listed.clone()
            })
            .collect();
        page.more = pages.load(Ordering::Relaxed) < 50;
    });
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Wanting);
    assert_eq!(asked.load(Ordering::Relaxed), 1, "no further page is asked for");
    assert_eq!(open(&desk).await, (0, 10));
    assert!(desk.store().deliveries().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_directory_of_a_whole_country_is_looked_at_and_one_that_does_not_come_is_said() {
    let world = World::new().await;
    let desk = world.desk().await;
    with_officer(&desk).await;
    let honest = world.public.lock().unwrap().clone();
    let large = format!("{}# {}\n", honest.0, "x".repeat(17 << 20));
    let minisig = world.signer.sign(large.as_bytes(), "test").unwrap();
    *world.public.lock().unwrap() = (large, minisig);
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(desk.standing().directory, Some(Finding::Same));
    let endless = "x".repeat(usize::try_from(Directory::LARGEST).unwrap() + 1);
    *world.public.lock().unwrap() = (endless, honest.1);
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::NoDirectory);
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    let page = visitor.get("/expedientes").await.text();
    assert!(page.contains("no se pudo bajar el directorio público"), "{page}");
}
