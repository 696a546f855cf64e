//! Nothing is lost and nothing happens twice, whatever stops between any two steps.

use std::fs;
use std::sync::Arc;

use time::Duration;
use uuid::Uuid;
use ventanilla::case::{FineStatus, PublicStatus};
use ventanilla::desk::pull::Asked;
use ventanilla::desk::reply::{Reply, Said};
use ventanilla::desk::{Desk, Visit};
use ventanilla::seal::{Class, Digest, Identity, open};
use zeroize::Zeroizing;

use super::made::{PASSPHRASE, listed, lying};
use super::world::{Filed, STORY, World};
use crate::world::scan::scan;

pub(crate) fn unlock(desk: &Desk) -> Arc<[Identity]> {
    desk.keyring()
        .unlock(&Zeroizing::new(PASSPHRASE.to_owned()))
        .unwrap();
    desk.keyring().identities().unwrap()
}

pub(super) async fn answer(desk: &Desk, filed: &Filed, text: &str) {
    let known = desk.store().find_case(filed.case).await.unwrap().unwrap();
    let readings = desk.read_case(filed.case, unlock(desk)).await.unwrap();
    let reply = Reply::begin(desk, &readings).await.unwrap();
    let said = Said {
        cause: None,
        text: text.to_owned(),
        status: Some((FineStatus::Investigated, "Se pidió el contrato.".to_owned())),
    };
    reply.close(desk, &known, said).await.unwrap();
}

async fn standing(world: &World, filed: &Filed) -> (i64, String) {
    let sql = "SELECT (SELECT COUNT(*) FROM answer WHERE case_id = $1), (SELECT status FROM \"case\" WHERE id = $1)";
    world.ask(sql, &[&filed.case.to_string()]).await.remove(0)
}

/// The texts of the answers that the window holds for the reporter.
pub(super) async fn read_by_reporter(world: &World, filed: &Filed) -> Vec<String> {
    let sql = "SELECT e.body FROM answer a JOIN envelope e ON e.id = a.envelope WHERE a.case_id = $1 ORDER BY a.number";
    let rows: Vec<(Vec<u8>,)> = world.ask(sql, &[&filed.case.to_string()]).await;
    let identities = [filed.reporter.expose().parse::<Identity>().unwrap()];
    let text = |(body,): &(Vec<u8>,)| {
        let opened = open(std::io::Cursor::new(body), &identities).unwrap();
        opened.contents().text.clone()
    };
    rows.iter().map(text).collect()
}

async fn arrive(world: &World, desk: &Desk) -> Filed {
    let filed = world.file().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    let cases = listed(desk).await;
    assert_eq!((cases.len(), cases[0].number, cases[0].unread), (1, 1, true));
    let readings = desk.read_case(filed.case, unlock(desk)).await.unwrap();
    assert!(readings[0].message.alarms.is_empty() && readings[0].message.acknowledged);
    filed
}

async fn converse(world: &World, desk: &Desk, filed: &Filed) {
    answer(desk, filed, "Primera").await;
    answer(desk, filed, "Segunda").await;
    desk.visit(Asked::InTurn).await;
    world.clock.advance(Duration::days(2));
    answer(desk, filed, "Tercera").await;
    world.follow_up(filed, &filed.reporter).await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(standing(world, filed).await, (3, "PROCESO".to_owned()));
    assert_eq!(
        read_by_reporter(world, filed).await,
        ["Primera", "Segunda", "Tercera"]
    );
}

async fn walk(world: World) {
    let desk = world.desk().await;
    let filed = arrive(&world, &desk).await;
    converse(&world, &desk, &filed).await;
    let readings = desk.read_case(filed.case, unlock(&desk)).await.unwrap();
    let said: Vec<_> = readings
        .iter()
        .map(|reading| reading.contents.as_ref().unwrap().text.as_str())
        .collect();
    assert_eq!(
        said,
        [STORY, "Primera", "Segunda", "Tercera", "Algo más que recordé."]
    );
    assert!(readings.iter().all(|reading| reading.message.alarms.is_empty()));
    let known = desk.store().find_case(filed.case).await.unwrap().unwrap();
    assert_eq!((known.answers, known.status), (3, PublicStatus::Proceso));
    assert!(desk.store().deliveries().await.unwrap().is_empty());
    assert_eq!(
        lying(&world.envelopes()).len(),
        5,
        "one file a message, none left over"
    );
}

#[tokio::test]
async fn a_report_comes_is_answered_and_goes_on_sqlite() {
    walk(World::new().await).await;
}

#[tokio::test]
async fn a_report_comes_is_answered_and_goes_on_postgresql() {
    walk(World::on_postgresql(Class::Classic).await).await;
}

#[tokio::test]
async fn nothing_told_lies_in_clear_at_the_desk() {
    let world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, "Respuesta con Marcador-8262-respuesta").await;
    desk.visit(Asked::InTurn).await;
    let places = [world.folder.path().to_owned()];
    let planted = ["Marcador-8261-historia", "Marcador-8262-respuesta"];
    assert_eq!(scan(&places, &planted), []);
    fs::write(world.folder.path().join("control"), "Marcador-8261-historia").unwrap();
    assert_ne!(scan(&places, &planted), [], "the scanner finds what is there");
}

/// The sealed bytes of a report, as they came to a desk.
async fn sealed(world: &World, filed: &Filed) -> Vec<u8> {
    let sql = "SELECT body FROM envelope WHERE id = $1";
    let (body,): (Vec<u8>,) = world.ask(sql, &[&filed.envelope.to_string()]).await.remove(0);
    body
}

#[tokio::test]
async fn a_download_goes_on_where_it_broke_off() {
    let world = World::new().await;
    let (half, whole, wrong) = (world.file().await, world.file().await, world.file().await);
    fs::create_dir_all(world.envelopes()).unwrap();
    let part = |filed: &Filed| world.envelopes().join(format!("{}.part", filed.envelope));
    let bytes = sealed(&world, &half).await;
    fs::write(part(&half), &bytes[..bytes.len() / 2]).unwrap();
    fs::write(part(&whole), sealed(&world, &whole).await).unwrap();
    fs::write(part(&wrong), b"what was left of something else").unwrap();
    let desk = world.desk().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    for filed in [&half, &whole, &wrong] {
        let name = world.envelopes().join(format!("{}.age", filed.envelope));
        assert_eq!(
            Digest::of(&fs::read(name).unwrap()),
            Digest::of(&sealed(&world, filed).await)
        );
    }
    assert_eq!(lying(&world.envelopes()).len(), 3);
}

#[tokio::test]
async fn a_crash_before_the_row_or_before_the_acknowledgement_is_made_good() {
    let world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    let rows = world.desk_rows().await;
    // As after a crash between the file and the row.
    for sql in ["DELETE FROM message", "DELETE FROM \"case\"", "DELETE FROM link"] {
        sqlx::query(sql).execute(&rows).await.unwrap();
    }
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    // As after a crash between the row and the acknowledgement.
    for sql in [
        "UPDATE message SET acknowledged = 0",
        "UPDATE link SET cursor = 0",
    ] {
        sqlx::query(sql).execute(&rows).await.unwrap();
    }
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    let messages = desk.store().messages(filed.case).await.unwrap();
    assert_eq!(messages.len(), 1);
    assert!(messages[0].acknowledged);
}

#[tokio::test]
async fn an_answer_waits_until_the_window_is_back() {
    let mut world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    world.stop_window().await;
    answer(&desk, &filed, "Cuando vuelvas").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Away);
    assert_eq!(desk.store().deliveries().await.unwrap().len(), 1);
    world.clock.advance(Duration::days(5));
    world.start_window().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(read_by_reporter(&world, &filed).await, ["Cuando vuelvas"]);
}

#[tokio::test]
async fn an_answer_that_arrived_before_a_crash_is_not_sent_twice() {
    let world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, "Una vez").await;
    let delivery = desk.store().deliveries().await.unwrap().remove(0);
    let sealed = world.envelopes().join(format!("{}.age", delivery.sealed));
    let bytes = fs::read(&sealed).unwrap();
    desk.visit(Asked::InTurn).await;
    // The window has it; the desk's crash left the answer as it was just before it was noted.
    put_back(&world, &filed, delivery.envelope, delivery.sealed).await;
    fs::write(&sealed, &bytes).unwrap();
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    put_back(&world, &filed, delivery.envelope, delivery.sealed).await;
    world.clock.advance(Duration::days(3));
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    answer(&desk, &filed, "Otra vez").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(read_by_reporter(&world, &filed).await, ["Una vez", "Otra vez"]);
}

#[tokio::test]
async fn an_answer_that_arrived_and_whose_file_is_gone_is_not_taken_back() {
    let world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, "Una vez").await;
    let delivery = desk.store().deliveries().await.unwrap().remove(0);
    desk.visit(Asked::InTurn).await;
    put_back(&world, &filed, delivery.envelope, delivery.sealed).await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert!(desk.store().deliveries().await.unwrap().is_empty());
    answer(&desk, &filed, "Otra vez").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(read_by_reporter(&world, &filed).await, ["Una vez", "Otra vez"]);
}

/// Puts the outbox row back as it was signed, from what the window keeps of it.
async fn put_back(world: &World, filed: &Filed, envelope: Uuid, sealed: Uuid) {
    let sql = "SELECT a.previous, a.signature, a.day, e.digest, a.head FROM answer a JOIN envelope e ON e.id = a.envelope";
    let (previous, signature, day, digest, head) = world
        .ask::<(String, String, i64, String, String)>(sql, &[])
        .await
        .remove(0);
    let mailbox = Digest::of(filed.reporter.recipient().to_string().as_bytes()).to_string();
    let signed = serde_json::json!({
        "answer": {
            "case": filed.case.0, "institution": world.entry.id.as_str(), "mailbox": mailbox, "number": 1,
            "previous": previous, "digest": digest, "head": head, "status": "PROCESO",
            "day": ventanilla::clock::Day::from_number(day).to_string(),
        },
        "signature": signature,
    });
    let rows = world.desk_rows().await;
    sqlx::query("UPDATE \"case\" SET previous = ''")
        .execute(&rows)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO outbox (envelope, case_id, number, sealed, answer, refused, status, status_day)
         VALUES ($1, $2, 1, $3, $4, 0, 'REGISTRADA', 0)",
    )
    .bind(envelope.to_string())
    .bind(filed.case.to_string())
    .bind(sealed.to_string())
    .bind(signed.to_string())
    .execute(&rows)
    .await
    .unwrap();
}
