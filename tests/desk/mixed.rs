//! Two people in one case: a window that was taken over puts them together, and the desk keeps them apart and
//! answers nobody.

use std::sync::Arc;

use http::StatusCode;
use ventanilla::desk::alarm::Alarm;
use ventanilla::desk::open::{Unanswerable, addressee, writers};
use ventanilla::desk::pull::Asked;
use ventanilla::desk::reply::{Reply, ReplyError};
use ventanilla::desk::{Desk, Visit, pages};
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Class, Direction, Identity};

use super::link::{answer, unlock};
use super::made::listed;
use super::pages::{sign_in, with_officer};
use super::visitor::Visitor;
use super::world::{Filed, World};

/// A report that says who wrote it.
async fn file(world: &World, text: &str) -> Filed {
    let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let mut contents = world.contents(&reporter, Direction::Report, None);
    text.clone_into(&mut contents.text);
    world.file_as(reporter, contents, b"").await
}

/// The window lists everything as of the first one's case, each envelope with its own mailbox.
fn put_together(world: &World, first: &Filed) {
    let case = first.case.0;
    world.lie(move |page| {
        for item in &mut page.items {
            (item.case, item.number) = (case, 1);
        }
    });
}

async fn is_doubtful(desk: &Desk, case: &Filed) -> Vec<Vec<Alarm>> {
    let readings = desk.read_case(case.case, unlock(desk)).await.unwrap();
    assert!(matches!(addressee(&readings), Err(Unanswerable::Doubtful)));
    let begun = Reply::begin(desk, &readings).await;
    assert!(matches!(
        begun,
        Err(ReplyError::Unanswerable(Unanswerable::Doubtful))
    ));
    assert_eq!(writers(&readings).iter().max(), Some(&1), "shown apart");
    let alarms = readings
        .iter()
        .map(|reading| reading.message.alarms.iter().collect());
    alarms.collect()
}

#[tokio::test]
async fn a_second_report_in_a_case_is_told_apart_whichever_came_first() {
    for attacker_first in [true, false] {
        let world = World::new().await;
        let names = if attacker_first {
            ["intrusa", "verdadera"]
        } else {
            ["verdadera", "intrusa"]
        };
        let one = file(&world, names[0]).await;
        file(&world, names[1]).await;
        put_together(&world, &one);
        let desk = world.desk().await;
        assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
        let alarms = is_doubtful(&desk, &one).await;
        assert_eq!(
            alarms[0],
            [Alarm::SecondReport],
            "the first proves nothing by being the first"
        );
        assert_eq!(alarms[1], [Alarm::Mailbox, Alarm::SecondReport]);
    }
}

#[tokio::test]
async fn a_second_report_that_comes_later_ends_the_answers() {
    let world = World::new().await;
    let one = file(&world, "Primera").await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &one, "Antes de la segunda").await;
    desk.visit(Asked::InTurn).await;
    file(&world, "Segunda").await;
    put_together(&world, &one);
    desk.visit(Asked::InTurn).await;
    let alarms = is_doubtful(&desk, &one).await;
    assert_eq!(
        alarms
            .iter()
            .filter(|alarms| alarms.contains(&Alarm::SecondReport))
            .count(),
        2
    );
    assert!(listed(&desk).await[0].alarm);
}

#[tokio::test]
async fn the_same_report_listed_twice_in_a_case_is_one_too_many() {
    let world = World::new().await;
    let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let again = reporter.expose().parse::<Identity>().unwrap();
    let contents = |mailbox| world.contents(mailbox, Direction::Report, None);
    let (first, second) = (contents(&reporter), contents(&again));
    let one = world.file_as(reporter, first, b"").await;
    world.file_as(again, second, b"").await;
    put_together(&world, &one);
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    let alarms = is_doubtful(&desk, &one).await;
    assert_eq!(alarms, [[Alarm::SecondReport], [Alarm::SecondReport]]);
}

#[tokio::test]
async fn a_follow_up_beside_a_strangers_report_is_not_taken_for_the_strangers() {
    let world = World::new().await;
    let stranger = file(&world, "La de quien se metió").await;
    let genuine = file(&world, "La verdadera").await;
    world.follow_up(&genuine, &genuine.reporter).await;
    // The true report is withheld; what its writer sent later is listed in the stranger's case.
    let (case, withheld) = (stranger.case.0, genuine.envelope);
    world.lie(move |page| {
        page.items.retain(|item| item.envelope != withheld);
        for item in &mut page.items {
            item.case = case;
        }
    });
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    let alarms = is_doubtful(&desk, &stranger).await;
    assert_eq!(alarms[1], [Alarm::Direction, Alarm::Forged, Alarm::Mailbox]);
}

#[tokio::test]
async fn an_envelope_listed_as_our_own_answer_is_not_taken() {
    let world = World::new().await;
    let forged = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let mut contents = world.contents(&forged, Direction::Reply, None);
    contents.text = "Esto nunca lo dijo la institución".to_owned();
    let filed = world.file_as(forged, contents, b"").await;
    let other = file(&world, "Otra denuncia").await;
    let case = filed.case.0;
    world.lie(move |page| {
        for item in page.items.iter_mut().filter(|item| item.case == case) {
            item.direction = "reply".to_owned();
        }
    });
    let desk = world.desk().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Wanting);
    assert!(desk.standing().alarms.contains(Alarm::Direction));
    assert!(desk.store().find_case(filed.case).await.unwrap().is_none());
    assert!(desk.store().find_case(other.case).await.unwrap().is_some());
}

#[tokio::test]
async fn a_mixed_case_shows_each_writer_apart_and_says_what_to_do_instead_of_answering() {
    let world = World::new().await;
    let one = file(&world, "Lo que dice la primera").await;
    file(&world, "Lo que dice la segunda").await;
    put_together(&world, &one);
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    unlock(&desk);
    let path = format!("/expedientes/{}", one.case);
    let page = visitor.get(&path).await.text();
    let (first, second) = (page.find("Buzón 1").unwrap(), page.find("Buzón 2").unwrap());
    let places = ["Lo que dice la primera", "Lo que dice la segunda"].map(|said| page.find(said).unwrap());
    assert!(
        first < places[0] && places[0] < second && second < places[1],
        "{page}"
    );
    for said in [
        "más de una denuncia",
        "No se puede responder este expediente",
        "en un expediente propio",
    ] {
        assert!(page.contains(said), "{said} in {page}");
    }
    assert!(!page.contains("multipart/form-data"), "nothing to answer with");
    // A form that was open before the second report came.
    let action = format!("{path}/respuesta");
    let refused = visitor.post_parts(&action, &[("text", "Con cuidado")], &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("Con cuidado") && refused.text().contains("en duda quién escribió"));
    assert!(desk.store().deliveries().await.unwrap().is_empty());
}

#[tokio::test]
async fn whoever_is_the_second_mailbox_of_a_case_is_so_on_every_page_of_it() {
    let world = World::new().await;
    let one = file(&world, "Lo que dice la primera").await;
    let other = file(&world, "Lo que dice la segunda").await;
    for _ in 0..21 {
        world.follow_up(&other, &other.reporter).await;
    }
    put_together(&world, &one);
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    unlock(&desk);
    let path = format!("/expedientes/{}", one.case);
    let newest = visitor.get(&path).await.text();
    assert!(newest.contains("Algo más que recordé."));
    assert!(
        newest.contains("Buzón 2") && !newest.contains("Buzón 1"),
        "{newest}"
    );
    let oldest = visitor.get(&format!("{path}?pagina=2")).await.text();
    assert!(
        oldest.contains("Buzón 1") && oldest.contains("Buzón 2"),
        "{oldest}"
    );
}
