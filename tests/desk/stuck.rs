//! An answer that cannot leave holds back its own case and no other.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::StatusCode;
use ventanilla::case::PublicStatus;
use ventanilla::desk::alarm::Alarm;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::{Desk, Visit, pages};

use super::link::{answer, read_by_reporter, unlock};
use super::pages::{sign_in, with_officer};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::{Filed, World};

/// Two cases that have come to the desk, in the order in which their answers leave.
async fn two_cases(world: &World) -> (Arc<Desk>, Filed, Filed) {
    let (one, other) = (world.file().await, world.file().await);
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    if one.case.to_string() < other.case.to_string() {
        (desk, one, other)
    } else {
        (desk, other, one)
    }
}

/// Where the answer of this case lies that leaves next.
async fn sealed(world: &World, desk: &Desk, filed: &Filed) -> PathBuf {
    let deliveries = desk.store().deliveries().await.unwrap();
    let delivery = deliveries.iter().find(|delivery| delivery.case == filed.case);
    world
        .envelopes()
        .join(format!("{}.age", delivery.unwrap().sealed))
}

async fn alarms(desk: &Desk, filed: &Filed) -> Vec<String> {
    let readings = desk.read_case(filed.case, unlock(desk)).await.unwrap();
    let words = readings.iter().map(|reading| reading.message.alarms.to_string());
    words.collect()
}

#[tokio::test]
async fn an_answer_whose_sealed_file_is_gone_is_said_and_written_again_and_holds_no_other_case_up() {
    let world = World::new().await;
    let (desk, first, second) = two_cases(&world).await;
    answer(&desk, &first, "La que se pierde").await;
    answer(&desk, &first, "La que iba detrás").await;
    answer(&desk, &second, "La de otra persona").await;
    fs::remove_file(sealed(&world, &desk, &first).await).unwrap();
    desk.visit(Asked::InTurn).await;
    assert_eq!(read_by_reporter(&world, &second).await, ["La de otra persona"]);
    assert_eq!(alarms(&desk, &first).await, ["", "lost", "withdrawn"]);
    let known = desk.store().find_case(first.case).await.unwrap().unwrap();
    assert_eq!((known.answers, known.status), (0, PublicStatus::Registrada));
    answer(&desk, &first, "Escrita de nuevo").await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(read_by_reporter(&world, &first).await, ["Escrita de nuevo"]);
}

#[tokio::test]
async fn an_answer_whose_sealed_file_cannot_be_read_waits_with_its_alarm_and_holds_no_other_case_up() {
    // One cannot be opened, the other breaks off while it is sent.
    let unreadable: [fn(&Path); 2] = [
        |file| symlink(file, file).unwrap(),
        |file| fs::create_dir(file).unwrap(),
    ];
    for put_in_its_place in unreadable {
        let world = World::new().await;
        let (desk, first, second) = two_cases(&world).await;
        answer(&desk, &first, "La que no se lee").await;
        answer(&desk, &second, "La de otra persona").await;
        let file = sealed(&world, &desk, &first).await;
        let aside = world.folder.path().join("aside");
        fs::rename(&file, &aside).unwrap();
        put_in_its_place(&file);
        // The window may still be busy with what broke off.
        while desk.store().deliveries().await.unwrap().len() > 1 {
            desk.visit(Asked::InTurn).await;
        }
        assert_eq!(read_by_reporter(&world, &second).await, ["La de otra persona"]);
        assert_eq!(alarms(&desk, &first).await, ["", "unreadable"]);
        fs::rename(&file, world.folder.path().join("away")).unwrap();
        fs::rename(&aside, &file).unwrap();
        desk.visit(Asked::ByOfficer).await;
        assert_eq!(read_by_reporter(&world, &first).await, ["La que no se lee"]);
        assert_eq!(alarms(&desk, &first).await, ["", ""]);
    }
}

#[tokio::test]
async fn a_window_without_room_for_files_still_gets_the_short_answers() {
    let mut world = World::new().await;
    let (desk, first, second) = two_cases(&world).await;
    with_officer(&desk).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    unlock(&desk);
    let action = format!("/expedientes/{}/respuesta", first.case);
    let file = vec![7; 200_000];
    let kept = visitor
        .post_parts(&action, &[("text", "Con un archivo")], &[("a.bin", &file)])
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    answer(&desk, &second, "Solo palabras").await;
    world.keep_free_of_files(u64::MAX).await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(read_by_reporter(&world, &second).await, ["Solo palabras"]);
    assert_eq!(alarms(&desk, &first).await, ["", ""], "it waits for room");
    world.keep_free_of_files(0).await;
    desk.visit(Asked::InTurn).await;
    assert!(desk.store().deliveries().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_envelope_whose_connection_always_breaks_holds_up_no_other_and_is_said() {
    for world in worlds().await {
        let broken = [world.file().await, world.file().await];
        let whole = [world.file().await, world.file().await];
        for filed in &broken {
            world.cut(filed.envelope);
        }
        let desk = world.desk().await;
        assert_eq!(desk.visit(Asked::InTurn).await, Visit::Wanting);
        for filed in &whole {
            let found = desk.store().find_message(filed.envelope).await.unwrap();
            assert!(found.unwrap().acknowledged);
        }
        assert!(desk.standing().alarms.contains(Alarm::CutOff));
        with_officer(&desk).await;
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        sign_in(&mut visitor).await;
        for (path, said) in [
            ("/expedientes", "la conexión se cortó a la mitad"),
            ("/en/expedientes", "the connection broke half way"),
        ] {
            assert!(visitor.get(path).await.text().contains(said), "{path}");
        }
        answer(&desk, &whole[0], "Ya la leímos").await;
        desk.visit(Asked::InTurn).await;
        assert_eq!(read_by_reporter(&world, &whole[0]).await, ["Ya la leímos"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_whose_row_cannot_be_read_holds_up_no_other_case_and_is_said() {
    for world in worlds().await {
        let (desk, first, second) = two_cases(&world).await;
        answer(&desk, &first, "La del renglón roto").await;
        answer(&desk, &second, "La de otra persona").await;
        world.damage_outbox(first.case).await;
        desk.visit(Asked::InTurn).await;
        assert_eq!(read_by_reporter(&world, &second).await, ["La de otra persona"]);
        assert_eq!(alarms(&desk, &first).await, ["", "unreadable"]);
        assert!(desk.store().deliveries().await.unwrap().is_empty());
    }
}
