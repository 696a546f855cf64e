//! What is written again is the reporter's word: whatever somebody with the window's rows forges, repeats, moves or leaves
//! out shows at the desk.
#![expect(clippy::cognitive_complexity, reason = "a journey is read from top to bottom")]

use uuid::Uuid;
use ventanilla::desk::Desk;
use ventanilla::desk::alarm::Alarm;
use ventanilla::desk::pull::Asked;
use ventanilla::random::{SystemRandom, bytes, uuid};
use ventanilla::seal::{Class, Direction, Identity, Voice};

use super::link::unlock;
use super::made::listed;
use super::world::{Filed, World};

/// Makes of each journey two tests, window and desk on one engine and on the other.
macro_rules! on_both {
    ($($journey:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $journey() {
                super::$journey(super::World::new().await).await;
            })*
        }
        mod on_postgresql {
            $(#[tokio::test]
            async fn $journey() {
                super::$journey(super::World::on_postgresql(super::Class::Hybrid).await).await;
            })*
        }
    };
}

on_both!(
    a_follow_up_that_the_reporter_did_not_sign_is_forged,
    a_follow_up_to_a_report_without_a_voice_is_not_called_forged,
    a_follow_up_given_twice_is_repeated,
    a_follow_up_moved_to_another_case_is_found,
    a_follow_up_that_was_left_out_is_missing_until_it_comes,
);

async fn alarms_of(desk: &Desk, filed: &Filed, envelope: Uuid) -> Vec<Alarm> {
    let readings = desk.read_case(filed.case, unlock(desk)).await.unwrap();
    let reading = readings
        .iter()
        .find(|reading| reading.message.envelope == envelope);
    reading.unwrap().message.alarms.iter().collect()
}

async fn a_follow_up_that_the_reporter_did_not_sign_is_forged(world: World) {
    let filed = world.file().await;
    let genuine = world.follow_up(&filed, &filed.reporter).await;
    // With all that the window's rows tell: the institution's keys, the mailbox, the case, the place in the chain.
    let intruder = Voice::from_seed(&bytes(&SystemRandom));
    let forged = world.follow_up_by(&filed, &filed.reporter, Some(&intruder)).await;
    let unsigned = world.follow_up_by(&filed, &filed.reporter, None).await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(alarms_of(&desk, &filed, genuine).await, []);
    assert_eq!(alarms_of(&desk, &filed, forged).await, [Alarm::Forged]);
    assert_eq!(alarms_of(&desk, &filed, unsigned).await, [Alarm::Forged]);
    assert!(listed(&desk).await[0].alarm, "the list says it too");
}

async fn a_follow_up_to_a_report_without_a_voice_is_not_called_forged(world: World) {
    let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let contents = world.contents(&reporter, Direction::Report, None);
    let voice = Voice::from_seed(&bytes(&SystemRandom));
    let filed = world.file_by(voice, reporter, contents, b"").await;
    let signed = world.follow_up(&filed, &filed.reporter).await;
    let unsigned = world.follow_up_by(&filed, &filed.reporter, None).await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    for envelope in [signed, unsigned] {
        assert_eq!(alarms_of(&desk, &filed, envelope).await, []);
    }
}

async fn a_follow_up_given_twice_is_repeated(world: World) {
    let filed = world.file().await;
    let (first, again) = (
        world.follow_up(&filed, &filed.reporter).await,
        uuid(&SystemRandom),
    );
    world
        .tamper(
        "INSERT INTO envelope (id, case_id, institution, direction, step, day, digest, place, body, cursor)
         SELECT $1, case_id, institution, direction, step, day, digest, place, body, cursor + 100
         FROM envelope WHERE id = $2",
        &[&again.to_string(), &first.to_string()],
    )
    .await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(alarms_of(&desk, &filed, first).await, [Alarm::Repeated]);
    assert_eq!(alarms_of(&desk, &filed, again).await, [Alarm::Repeated]);
}

async fn a_follow_up_moved_to_another_case_is_found(world: World) {
    let (one, other) = (world.file().await, world.file().await);
    let moved = world.follow_up(&one, &one.reporter).await;
    let (to, what) = (other.case.to_string(), moved.to_string());
    world
        .tamper("UPDATE envelope SET case_id = $1 WHERE id = $2", &[&to, &what])
        .await;
    let desk = world.desk().await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(
        alarms_of(&desk, &other, moved).await,
        [Alarm::Direction, Alarm::Forged, Alarm::Mailbox]
    );
}

async fn a_follow_up_that_was_left_out_is_missing_until_it_comes(world: World) {
    let filed = world.file().await;
    let first = world.follow_up(&filed, &filed.reporter).await;
    let second = world.follow_up(&filed, &filed.reporter).await;
    let third = world.follow_up(&filed, &filed.reporter).await;
    let desk = world.desk().await;
    let held = second.to_string();
    // Kept back as if it had not been released yet; given out later, behind the others.
    world
        .tamper("UPDATE envelope SET cursor = NULL WHERE id = $1", &[&held])
        .await;
    desk.visit(Asked::InTurn).await;
    assert_eq!(alarms_of(&desk, &filed, first).await, []);
    assert_eq!(alarms_of(&desk, &filed, third).await, [Alarm::Missing]);
    world
        .tamper("UPDATE envelope SET cursor = 100 WHERE id = $1", &[&held])
        .await;
    desk.visit(Asked::InTurn).await;
    for envelope in [first, second, third] {
        assert_eq!(alarms_of(&desk, &filed, envelope).await, []);
    }
}
