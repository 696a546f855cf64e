//! The desk's signing keys: the newest that the directory has in force signs, and what waited goes with it.

use std::fs;

use time::Duration;
use ventanilla::desk::Visit;
use ventanilla::desk::directory::Finding;
use ventanilla::desk::pull::Asked;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{DatedKey, Institution};
use ventanilla::random::SeededRandom;

use super::link::{answer, read_by_reporter};
use super::world::World;

/// The entry with a second key from the 25th on, on which the first one ends.
fn rotated(world: &World, key: &DeskKey) -> Institution {
    let mut entry = world.entry.clone();
    let day = "2026-11-25".parse().unwrap();
    entry.signing[0].until = Some(day);
    entry.signing.push(DatedKey {
        since: day,
        until: None,
        key: key.public(),
    });
    entry
}

/// Puts a second key beside the first one, as the configuration names them.
fn hand_over(world: &World, key: &DeskKey) {
    let file = world.folder.path().join("desk/keys/signing-2.key");
    fs::write(file, key.expose().as_bytes()).unwrap();
    let text = fs::read_to_string(&world.config).unwrap();
    let both = text.replace(
        "signing = [\"keys/signing.key\"]",
        "signing = [\"keys/signing.key\", \"keys/signing-2.key\"]",
    );
    assert_ne!(text, both);
    fs::write(&world.config, both).unwrap();
}

#[tokio::test]
async fn answers_that_wait_while_the_signing_key_changes_are_delivered_under_the_new_one() {
    let mut world = World::new().await;
    let filed = world.file().await;
    let desk = world.desk().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    answer(&desk, &filed, "Antes").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    world.stop_window().await;
    answer(&desk, &filed, "Mientras tanto").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Away);
    drop(desk);
    let key = DeskKey::generate(&SeededRandom::new(5));
    hand_over(&world, &key);
    world.clock.advance(Duration::days(4));
    world.adopt(2, &rotated(&world, &key)).await;
    let desk = world.desk().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(desk.standing().directory, Some(Finding::Same));
    assert_eq!(
        read_by_reporter(&world, &filed).await,
        ["Antes", "Mientras tanto"]
    );
}

#[tokio::test]
async fn the_next_key_may_lie_at_the_desk_before_it_counts() {
    let mut world = World::new().await;
    let key = DeskKey::generate(&SeededRandom::new(5));
    hand_over(&world, &key);
    world.stop_window().await;
    world.adopt(2, &rotated(&world, &key)).await;
    let desk = world.desk().await;
    for _day in 0..4 {
        assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
        assert_eq!(desk.standing().directory, Some(Finding::Same));
        world.clock.advance(Duration::days(1));
    }
}

#[tokio::test]
async fn a_listed_signing_key_that_is_not_the_desks_alarms_the_officers() {
    let mut world = World::new().await;
    let stranger = DeskKey::generate(&SeededRandom::new(6));
    world.stop_window().await;
    world.adopt(2, &rotated(&world, &stranger)).await;
    let desk = world.desk().await;
    // It could speak for the institution from its first day on, so it is said before.
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(desk.standing().directory, Some(Finding::OtherSigningKey));
    world.clock.advance(Duration::days(9));
    assert!(matches!(desk.visit(Asked::InTurn).await, Visit::Refused(code) if code == "unknown"));
    assert_eq!(desk.standing().directory, Some(Finding::OtherSigningKey));
}
