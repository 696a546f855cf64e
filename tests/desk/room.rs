//! Room for everybody at the desk: on its disk, and when it looks at what came.

use std::fs;
use std::sync::Arc;

use uuid::Uuid;
use ventanilla::case::CaseId;
use ventanilla::desk::alarm::{Alarm, Alarms};
use ventanilla::desk::pull::Asked;
use ventanilla::desk::store::{Direction, NewMessage};
use ventanilla::desk::{Desk, Visit, pages};
use ventanilla::random::SystemRandom;
use ventanilla::seal::{self, Class, Identity};

use super::link::{answer, read_by_reporter, unlock};
use super::made::{listed, lying};
use super::pages::{sign_in, with_officer};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::{Filed, World};

/// Writes into the configuration how much must stay free.
pub(super) fn keep_free(world: &World, marks: &str) {
    let text = fs::read_to_string(&world.config).unwrap();
    let marked = text.replacen("envelopes =", &format!("{marks}\nenvelopes ="), 1);
    assert_ne!(text, marked);
    fs::write(&world.config, marked).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_without_room_says_so_begins_nothing_and_fetches_all_of_it_later() {
    for world in worlds().await {
        let config = fs::read_to_string(&world.config).unwrap();
        let filed = world.file().await;
        keep_free(&world, "keep_free_text_bytes = 9000000000000000000");
        let desk = world.desk().await;
        with_officer(&desk).await;
        for _again in 0..2 {
            assert_eq!(desk.visit(Asked::InTurn).await, Visit::Full);
            assert!(
                lying(&world.envelopes()).is_empty(),
                "{:?}",
                lying(&world.envelopes())
            );
            assert!(listed(&desk).await.is_empty());
            assert!(
                desk.store().notices(9).await.unwrap().is_empty(),
                "the window did nothing wrong"
            );
        }
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        sign_in(&mut visitor).await;
        for (path, words) in [
            ("/expedientes", "No hay espacio en el disco de esta mesa"),
            ("/en/expedientes", "There is no room on this desk&#39;s disk"),
        ] {
            let page = visitor.get(path).await.text();
            assert!(page.contains(words), "{page}");
        }
        drop((visitor, desk));
        fs::write(&world.config, config).unwrap();
        let desk = world.desk().await;
        assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
        assert!(desk.store().find_case(filed.case).await.unwrap().is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_never_be_compared_does_not_keep_the_rest_from_being_looked_at() {
    for world in worlds().await {
        let filed = world.file().await;
        let envelope = world.follow_up(&filed, &filed.reporter).await;
        let desk = world.desk().await;
        desk.visit(Asked::InTurn).await;
        let came = desk.store().find_message(envelope).await.unwrap().unwrap();
        // Follow-ups whose reports never come, in cases that stand before every other one.
        let file = |id: Uuid| world.envelopes().join(format!("{id}.age"));
        for number in 1..=100 {
            let id = Uuid::from_u128(number);
            fs::hard_link(file(envelope), file(id)).unwrap();
            let orphan = NewMessage {
                envelope: id,
                case: CaseId(id),
                number: u64::try_from(number).unwrap() + 100,
                direction: Direction::FollowUp,
                day: came.day,
                step: 0,
                digest: came.digest,
                mailbox: came.mailbox.clone(),
                alarms: Alarms::default(),
                clock: None,
            };
            desk.store().add_received(&orphan).await.unwrap();
        }
        let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        let mut contents = world.contents(&reporter, seal::Direction::Report, None);
        contents.institution = "fiscalia".to_owned();
        let wrong = world.file_as(reporter, contents, b"").await;
        unlock(&desk);
        for _visit in 0..2 {
            desk.visit(Asked::InTurn).await;
        }
        let looked_at = desk.store().find_case(wrong.case).await.unwrap().unwrap();
        assert!(looked_at.alarm, "nobody looked at it");
    }
}

/// What was found in a case.
async fn found(desk: &Desk, filed: &Filed) -> Alarms {
    let mut all = Alarms::default();
    for reading in desk.read_case(filed.case, unlock(desk)).await.unwrap() {
        all.join(&reading.message.alarms);
    }
    all
}

#[tokio::test]
async fn an_answer_for_which_the_window_has_no_room_any_more_is_said_to_be_so() {
    let mut world = World::new().await;
    world.set_room_for_answers(100_000).await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, &"Tan larga como un archivo. ".repeat(8_000)).await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(found(&desk, &filed).await, Alarms::from(Alarm::Quota));
    answer(&desk, &filed, "Sin archivo").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(read_by_reporter(&world, &filed).await, ["Sin archivo"]);
}
