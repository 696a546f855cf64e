//! Searching what the cases say: everything that was told is found while the key is open, nothing afterwards, and nothing
//! of it is on the disk.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use tokio::task::yield_now;
use tokio::time::timeout;
use ventanilla::desk::history::Act;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::search::Pace;
use ventanilla::desk::{Desk, duties, pages};
use ventanilla::duties::Duties;
use ventanilla::random::{SystemRandom, bytes};
use ventanilla::seal::{Class, Contents, Direction, Identity};

use super::link::answer;
use super::pages::{desk, sign_in, unlock, with_officer};
use super::session::worlds;
use super::visitor::{Answer, Visitor};
use super::world::{Filed, World};
use crate::world::scan::scan;

/// Reads everything that can be read.
async fn read(desk: &Desk) {
    while desk.read_to_search().await.unwrap() == Pace::More {}
}

async fn sought(visitor: &mut Visitor, words: &str) -> Answer {
    let words = words.replace(' ', "+");
    visitor.post("/buscar", &format!("words={words}")).await
}

/// The numbers of the cases that are found, in their order.
async fn found(visitor: &mut Visitor, words: &str) -> Vec<u64> {
    let answer = sought(visitor, words).await;
    assert_eq!(answer.status, StatusCode::OK);
    let text = answer.text();
    let rows = text.split("\">Expediente ").skip(1);
    rows.map(|row| row.split('<').next().unwrap().parse().unwrap())
        .collect()
}

/// Files a report that tells this.
async fn tell(world: &World, text: &str) -> Filed {
    let reporter = Identity::generate(Class::Classic, &SystemRandom).unwrap();
    let contents = Contents {
        text: text.to_owned(),
        ..world.contents(&reporter, Direction::Report, None)
    };
    world.file_as(reporter, contents, b"").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_word_that_was_told_chosen_or_answered_finds_its_case_whatever_its_accents() {
    for world in worlds().await {
        let (desk, mut visitor, filed) = desk(&world).await;
        let other = tell(&world, "Cobran por la ambulancia.").await;
        world.follow_up(&filed, &filed.reporter).await;
        desk.visit(Asked::InTurn).await;
        sign_in(&mut visitor).await;
        unlock(&mut visitor).await;
        read(&desk).await;
        for words in [
            "luminarias",
            "LUMINÁRIAS",
            "nunca lumin",
            "recorde",
            "RECORDÉ pagaron",
        ] {
            assert_eq!(found(&mut visitor, words).await, [1], "{words}");
        }
        // The first case says it twice.
        assert_eq!(
            found(&mut visitor, "Oaxáca").await,
            [1, 2],
            "an answer of the form"
        );
        assert_eq!(found(&mut visitor, "ambul").await, [2]);
        assert_eq!(found(&mut visitor, "ambulancia luminarias").await, [0_u64; 0]);
        // What the desk answers and what comes later is found as well, without opening the key again.
        assert_eq!(found(&mut visitor, "peritos").await, [0_u64; 0]);
        answer(&desk, &other, "Mandaremos a los péritos.").await;
        world.follow_up(&other, &other.reporter).await;
        desk.visit(Asked::InTurn).await;
        read(&desk).await;
        assert_eq!(found(&mut visitor, "peritos").await, [2]);
        assert_eq!(found(&mut visitor, "pidio contrato").await, [2], "the reason");
        assert_eq!(found(&mut visitor, "recorde").await, [2, 1]);
        let none = sought(&mut visitor, "submarino").await.text();
        assert!(none.contains("value=\"submarino\"") && none.contains("Escribe menos palabras"));
        let empty = sought(&mut visitor, "...").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text().contains("Escribe al menos una palabra"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_key_finds_nothing_and_keeps_nothing_of_what_was_read() {
    for world in worlds().await {
        let (desk, mut visitor, _filed) = desk(&world).await;
        sign_in(&mut visitor).await;
        let list = visitor.get("/expedientes").await.text();
        assert!(!list.contains("name=\"words\"") && list.contains("primero desbloquea la clave"));
        assert_eq!(desk.read_to_search().await.unwrap(), Pace::Rest);
        let locks: [fn(&World, &Desk); 2] = [
            |_world, desk| desk.keyring().lock(),
            |world, desk| {
                world.clock.advance(time::Duration::minutes(15));
                desk.keyring().lock_if_idle();
            },
        ];
        for lock in locks {
            unlock(&mut visitor).await;
            assert!(
                sought(&mut visitor, "luminarias")
                    .await
                    .text()
                    .contains("Todavía no son todos")
            );
            read(&desk).await;
            assert_eq!(found(&mut visitor, "luminarias").await, [1]);
            let index = Arc::downgrade(&desk.keyring().search().unwrap());
            lock(&world, &desk);
            assert!(index.upgrade().is_none(), "nobody keeps what was read");
            let closed = sought(&mut visitor, "luminarias").await;
            assert_eq!(closed.status, StatusCode::CONFLICT);
            let text = closed.text();
            assert!(text.contains("primero desbloquea la clave"), "{text}");
            assert!(!text.contains("Expediente 1") && !text.contains("luminarias"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_read_and_sought_is_nowhere_on_the_disk_and_no_word_of_it_in_the_history() {
    const TOLD: &str = "Marcadorbuscado7713";
    const SOUGHT: &str = "marcadorbuscado77";
    for world in worlds().await {
        let filed = tell(&world, &format!("Dicen {TOLD} y callan.")).await;
        let desk = world.desk().await;
        with_officer(&desk).await;
        desk.visit(Asked::InTurn).await;
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        sign_in(&mut visitor).await;
        unlock(&mut visitor).await;
        read(&desk).await;
        let markers = [TOLD, &TOLD.to_lowercase(), SOUGHT];
        assert_eq!(found(&mut visitor, SOUGHT).await, [1]);
        assert_eq!(scan(&world.places(), &markers), []);
        visitor.post("/bloquear", "").await;
        assert_eq!(scan(&world.places(), &markers), []);
        let entries = desk.store().entries_after(0, 100).await.unwrap();
        let searched: Vec<_> = entries
            .iter()
            .filter(|entry| entry.act == Act::Searched)
            .map(|entry| (entry.officer.as_str(), entry.case, entry.about.as_str()))
            .collect();
        assert_eq!(searched, [("ana.prueba", None, "")]);
        let control = world.folder.path().join("control");
        fs::write(&control, format!("{TOLD} {}", filed.case)).unwrap();
        assert_ne!(
            scan(&world.places(), &markers),
            [],
            "the scanner finds what is there"
        );
    }
}

#[tokio::test]
async fn a_search_that_cannot_be_written_down_is_not_done() {
    let world = World::new().await;
    let (desk, mut visitor, _filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    read(&desk).await;
    let note = world.folder.path().join("desk/history");
    fs::remove_file(&note).unwrap();
    fs::create_dir(&note).unwrap();
    let refused = sought(&mut visitor, "luminarias").await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!refused.text().contains("Expediente 1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_says_how_far_the_reading_is_and_a_damaged_envelope_stops_nothing() {
    for world in worlds().await {
        let mut filed = Vec::new();
        for number in 1..=25 {
            filed.push(tell(&world, &format!("Denuncia palabra{number}.")).await);
        }
        let desk = world.desk().await;
        with_officer(&desk).await;
        desk.visit(Asked::InTurn).await;
        for damaged in [&filed[0].envelope, &filed[24].envelope] {
            let file = world.envelopes().join(format!("{damaged}.age"));
            fs::write(file, bytes::<32>(&SystemRandom)).unwrap();
        }
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        sign_in(&mut visitor).await;
        unlock(&mut visitor).await;
        let page = visitor.get("/expedientes").await.text();
        assert!(
            page.contains("Leyendo 0 de 25 expedientes para poder buscar"),
            "{page}"
        );
        assert_eq!(desk.read_to_search().await.unwrap(), Pace::More);
        let page = visitor.get("/expedientes").await.text();
        assert!(page.contains("Leyendo 20 de 25 expedientes"), "{page}");
        assert!(page.contains("max=\"25\" value=\"20\"") && page.contains("Expediente 25"));
        // The newest are read first.
        assert_eq!(found(&mut visitor, "palabra24").await, [24]);
        assert_eq!(found(&mut visitor, "palabra5").await, [0_u64; 0]);
        let partial = sought(&mut visitor, "denuncia").await.text();
        assert!(partial.contains("19 expedientes tienen esas palabras") && partial.contains("Todavía no"));
        read(&desk).await;
        let whole = sought(&mut visitor, "denuncia").await.text();
        assert!(whole.contains("23 expedientes tienen") && !whole.contains("Todavía no"));
        assert!(!whole.contains("<progress"), "{whole}");
        assert_eq!(found(&mut visitor, "palabra5").await, [5]);
        // What comes back from the backup is found when the key is opened the next time.
        assert_eq!(found(&mut visitor, "palabra25").await, [0_u64; 0]);
        // Locked in the middle, the reading ends.
        visitor.post("/bloquear", "").await;
        unlock(&mut visitor).await;
        assert_eq!(desk.read_to_search().await.unwrap(), Pace::More);
        visitor.post("/bloquear", "").await;
        assert_eq!(desk.read_to_search().await.unwrap(), Pace::Rest);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_a_page_of_cases_is_counted_and_more_words_are_asked_for() {
    let world = World::new().await;
    for number in 1..=51 {
        tell(
            &world,
            &format!("Obra fantasma {}", "fantasma ".repeat(usize::from(number == 3))),
        )
        .await;
    }
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    read(&desk).await;
    let shown = found(&mut visitor, "fantasma").await;
    assert_eq!(
        (shown.len(), &shown[..3]),
        (50, &[3, 51, 50][..]),
        "most hits, then the newest"
    );
    let page = sought(&mut visitor, "fantasma").await.text();
    assert!(page.contains("51 expedientes tienen") && page.contains("hay más: escribe más palabras"));
    assert_eq!(
        found(&mut visitor, "fantasma 17").await,
        [17],
        "a case is found by its number"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reading_begins_by_itself_when_the_key_is_opened_and_goes_on_with_what_comes() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    let mut running = Duties::new();
    running.run(duties::read_in_turn(Arc::clone(&desk), running.stop()));
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    world.follow_up(&filed, &filed.reporter).await;
    for words in ["luminarias", "recorde"] {
        let until = async {
            while found(&mut visitor, words).await.is_empty() {
                yield_now().await;
            }
        };
        timeout(Duration::from_secs(30), until).await.unwrap();
        desk.visit(Asked::InTurn).await;
    }
    running.end().await;
}
