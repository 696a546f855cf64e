//! What an intruder at the window can do, and what the desk says about it.

use std::fs;
use std::io::Cursor;

use ventanilla::case::PublicStatus;
use ventanilla::desk::alarm::{Alarm, Alarms};
use ventanilla::desk::directory::Finding;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::reply::Reply;
use ventanilla::desk::{Desk, Visit};
use ventanilla::institution::DirectoryKey;
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Class, Digest, Direction, Identity, open};

use super::link::{answer, read_by_reporter, unlock};
use super::made::listed;
use super::world::{Filed, World};

async fn alarms(desk: &Desk, filed: &Filed) -> Vec<Alarm> {
    let readings = desk.read_case(filed.case, unlock(desk)).await.unwrap();
    readings
        .iter()
        .flat_map(|reading| reading.message.alarms.iter())
        .collect()
}

#[tokio::test]
async fn a_swapped_mailbox_is_found_and_never_answered_to() {
    let world = World::new().await;
    let filed = world.file().await;
    let intruder = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    world
        .tamper(
            "UPDATE conversation SET mailbox = $1",
            &[&intruder.recipient().to_string()],
        )
        .await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(alarms(&desk, &filed).await, [Alarm::Mailbox]);
    let readings = desk.read_case(filed.case, unlock(&desk)).await.unwrap();
    assert!(
        Reply::begin(&desk, &readings).await.is_err(),
        "nobody is answered in doubt"
    );
    // Once the window is put right, an officer's visit shows it.
    let mailbox = filed.reporter.recipient().to_string();
    world
        .tamper("UPDATE conversation SET mailbox = $1", &[&mailbox])
        .await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(alarms(&desk, &filed).await, [Alarm::Mailbox], "not in passing");
    desk.visit(Asked::ByOfficer).await;
    assert_eq!(alarms(&desk, &filed).await, []);
    answer(&desk, &filed, "Solo para ti").await;
    let delivery = desk.store().deliveries().await.unwrap().remove(0);
    let sealed = fs::read(world.envelopes().join(format!("{}.age", delivery.sealed))).unwrap();
    assert!(open(Cursor::new(&sealed), &[intruder]).is_err());
    let reporter = [filed.reporter.expose().parse::<Identity>().unwrap()];
    assert_eq!(
        open(Cursor::new(&sealed), &reporter).unwrap().contents().text,
        "Solo para ti"
    );
}

#[tokio::test]
async fn an_answer_refused_for_another_mailbox_waits_with_its_alarm() {
    let world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, "Solo para ti").await;
    let intruder = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    world
        .tamper(
            "UPDATE conversation SET mailbox = $1",
            &[&intruder.recipient().to_string()],
        )
        .await;
    desk.visit(Asked::InTurn).await;
    let delivery = desk.store().deliveries().await.unwrap().remove(0);
    assert!(delivery.refused);
    let message = desk
        .store()
        .find_message(delivery.envelope)
        .await
        .unwrap()
        .unwrap();
    assert!(message.alarms.contains(Alarm::Mailbox));
    assert!(listed(&desk).await[0].alarm);
    // Once the window is put right, an officer's visit delivers it.
    let mailbox = filed.reporter.recipient().to_string();
    world
        .tamper("UPDATE conversation SET mailbox = $1", &[&mailbox])
        .await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(desk.store().deliveries().await.unwrap().len(), 1);
    desk.visit(Asked::ByOfficer).await;
    assert!(desk.store().deliveries().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_too_large_for_the_window_is_said_and_a_shorter_one_takes_its_place() {
    let mut world = World::new().await;
    world.set_envelope_bytes(20_000).await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, "Con todo el archivo").await;
    answer(&desk, &filed, "Y esto después").await;
    desk.visit(Asked::InTurn).await;
    assert!(desk.store().deliveries().await.unwrap().is_empty());
    let known = desk.store().find_case(filed.case).await.unwrap().unwrap();
    assert_eq!((known.answers, known.status), (0, PublicStatus::Registrada));
    let alarms: Vec<Vec<Alarm>> = desk
        .read_case(filed.case, unlock(&desk))
        .await
        .unwrap()
        .iter()
        .map(|reading| reading.message.alarms.iter().collect())
        .collect();
    assert_eq!(alarms, [vec![], vec![Alarm::TooLarge], vec![Alarm::Withdrawn]]);
    world.set_envelope_bytes(1 << 30).await;
    answer(&desk, &filed, "Más corta").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(read_by_reporter(&world, &filed).await, ["Más corta"]);
}

#[tokio::test]
async fn a_refusal_that_says_nothing_of_the_chain_is_no_alarm_of_the_chain() {
    let world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    answer(&desk, &filed, "Una respuesta").await;
    // The window has the case no more, as after a mistake of its operator.
    world
        .tamper("UPDATE \"case\" SET institution = 'otra'", &[])
        .await;
    desk.visit(Asked::InTurn).await;
    let delivery = desk.store().deliveries().await.unwrap().remove(0);
    let message = desk
        .store()
        .find_message(delivery.envelope)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(message.alarms, Alarms::from(Alarm::Refused));
    world
        .tamper("UPDATE \"case\" SET institution = $1", &[world.entry.id.as_str()])
        .await;
    desk.visit(Asked::ByOfficer).await;
    assert!(desk.store().deliveries().await.unwrap().is_empty());
}

#[tokio::test]
async fn swapped_envelopes_are_found() {
    let world = World::new().await;
    let (one, other) = (world.file().await, world.file().await);
    let rows = world.window_rows().await;
    let swap = "UPDATE envelope SET body = o.body, digest = o.digest FROM envelope o
         WHERE o.id = CASE WHEN envelope.id = $1 THEN $2 ELSE $1 END AND envelope.id IN ($1, $2)";
    sqlx::query(swap)
        .bind(one.envelope.to_string())
        .bind(other.envelope.to_string())
        .execute(&rows)
        .await
        .unwrap();
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(alarms(&desk, &one).await, [Alarm::Mailbox]);
    assert_eq!(alarms(&desk, &other).await, [Alarm::Mailbox]);
}

#[tokio::test]
async fn a_follow_up_from_another_mailbox_is_found() {
    let world = World::new().await;
    let filed = world.file().await;
    let intruder = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    world.follow_up(&filed, &intruder).await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(alarms(&desk, &filed).await, [Alarm::Mailbox]);
}

#[tokio::test]
async fn an_announced_digest_that_differs_is_not_acknowledged_and_holds_nobody_up() {
    let world = World::new().await;
    let (wrong, right) = (world.file().await, world.file().await);
    world
        .tamper(
            "UPDATE envelope SET digest = $2 WHERE id = $1",
            &[&wrong.envelope.to_string(), &Digest::of(b"other").to_string()],
        )
        .await;
    let desk = world.desk().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Wanting);
    assert!(desk.standing().alarms.contains(Alarm::Digest));
    assert!(desk.store().find_case(wrong.case).await.unwrap().is_none());
    assert!(desk.store().find_case(right.case).await.unwrap().is_some());
    let id = wrong.envelope.to_string();
    let sql = "SELECT body FROM envelope WHERE id = $1";
    let (body,): (Vec<u8>,) = world.ask(sql, &[&id]).await.remove(0);
    let digest = Digest::of(&body).to_string();
    world
        .tamper("UPDATE envelope SET digest = $2 WHERE id = $1", &[&id, &digest])
        .await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert!(desk.store().find_case(wrong.case).await.unwrap().is_some());
}

#[tokio::test]
async fn a_damaged_envelope_is_kept_and_said() {
    let world = World::new().await;
    let filed = world.file().await;
    let damaged = b"age-encryption.org/v1\nnot any more".to_vec();
    sqlx::query("UPDATE envelope SET body = $1, digest = $2")
        .bind(&damaged)
        .bind(Digest::of(&damaged).to_string())
        .execute(&world.window_rows().await)
        .await
        .unwrap();
    let desk = world.desk().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(alarms(&desk, &filed).await, [Alarm::Damaged]);
    let file = world.envelopes().join(format!("{}.age", filed.envelope));
    assert_eq!(fs::read(file).unwrap(), damaged);
}

#[tokio::test]
async fn what_is_for_another_institution_or_under_another_directory_is_found() {
    let world = World::new().await;
    let write = || Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let (one, two, three, four) = (write(), write(), write(), write());
    let mut elsewhere = world.contents(&one, Direction::Report, None);
    elsewhere.institution = "fiscalia".to_owned();
    let mut unseen = world.contents(&two, Direction::Report, None);
    unseen.directory.version = 99;
    let mut other = world.contents(&three, Direction::Report, None);
    other.directory.hash = Digest::of(b"another directory");
    let moved = world.contents(&four, Direction::FollowUp, None);
    let filed = [
        (world.file_as(one, elsewhere, b"").await, Alarm::Institution),
        (world.file_as(two, unseen, b"").await, Alarm::UnknownDirectory),
        (world.file_as(three, other, b"").await, Alarm::Directory),
        (world.file_as(four, moved, b"").await, Alarm::Direction),
    ];
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    for (filed, alarm) in &filed {
        assert_eq!(alarms(&desk, filed).await, [*alarm]);
    }
}

#[tokio::test]
async fn alarms_show_in_the_list_before_anybody_opens_the_case() {
    let world = World::new().await;
    let desk = world.desk().await;
    unlock(&desk);
    let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let mut contents = world.contents(&reporter, Direction::Report, None);
    contents.institution = "fiscalia".to_owned();
    world.file_as(reporter, contents, b"").await;
    desk.visit(Asked::InTurn).await;
    assert!(listed(&desk).await[0].alarm);
}

#[tokio::test]
async fn a_public_directory_with_other_keys_alarms_the_officers() {
    let world = World::new().await;
    let desk = world.desk().await;
    let finding = async || {
        desk.visit(Asked::InTurn).await;
        desk.standing().directory
    };
    assert_eq!(finding().await, Some(Finding::Same));
    let mut robbed = world.entry.clone();
    let intruder = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    robbed.intake[0].recipient = intruder.recipient();
    world.publish(2, &robbed, &world.signer);
    assert_eq!(finding().await, Some(Finding::OtherRecipients));
    world.publish(1, &world.entry, &world.signer);
    assert_eq!(finding().await, Some(Finding::Older));
    let (stranger, _secret) = DirectoryKey::generate(None).unwrap();
    world.publish(3, &world.entry, &stranger);
    assert_eq!(finding().await, Some(Finding::Unsigned));
    let mut other = world.entry.clone();
    other.id = "otra".parse().unwrap();
    world.publish(4, &other, &world.signer);
    assert_eq!(finding().await, Some(Finding::Absent));
    world.publish(5, &world.entry, &world.signer);
    assert_eq!(finding().await, Some(Finding::Same));
}
