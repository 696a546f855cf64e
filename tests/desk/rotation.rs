//! The desk's keys follow each other: the newest signing key that the directory has in force signs, and what waited
//! goes with it; reports open with the intake key they were sealed to, whenever that was.

use std::fs;

use time::Duration;
use ventanilla::desk::Visit;
use ventanilla::desk::directory::Finding;
use ventanilla::desk::pull::Asked;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{DatedKey, DatedRecipient, DirectoryKey, Institution};
use ventanilla::random::SeededRandom;
use ventanilla::seal::{Class, Identity, protect};
use zeroize::Zeroizing;

use super::link::{answer, read_by_reporter};
use super::made::PASSPHRASE;
use super::world::{STORY, World};

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

/// The entry with second intake and recovery keys from the 25th on; the first ones end on the 26th.
fn followed(world: &World, [intake, recovery]: &[Identity; 2]) -> Institution {
    let mut entry = world.entry.clone();
    for (listed, next) in [(&mut entry.intake, intake), (&mut entry.recovery, recovery)] {
        listed[0].until = Some("2026-11-26".parse().unwrap());
        listed.push(DatedRecipient {
            since: "2026-11-25".parse().unwrap(),
            until: None,
            recipient: next.recipient(),
        });
    }
    entry
}

fn next_pair(seed: u64) -> [Identity; 2] {
    [seed, seed + 1].map(|seed| Identity::generate(Class::Hybrid, &SeededRandom::new(seed)).unwrap())
}

/// Puts the second keys beside the first ones, as the configuration names them.
fn hand_over_intake(world: &World, [intake, recovery]: &[Identity; 2]) {
    let keys = world.folder.path().join("desk/keys");
    fs::write(keys.join("intake-2.age"), protect(intake, PASSPHRASE, 2).unwrap()).unwrap();
    fs::write(keys.join("intake-2.pub"), intake.recipient().to_string()).unwrap();
    fs::write(keys.join("recovery-2.pub"), recovery.recipient().to_string()).unwrap();
    let mut text = fs::read_to_string(&world.config).unwrap();
    for name in ["intake.age", "intake.pub", "recovery.pub"] {
        let (stem, end) = name.split_once('.').unwrap();
        let both = format!("[\"keys/{name}\", \"keys/{stem}-2.{end}\"]");
        text = text.replace(&format!("[\"keys/{name}\"]"), &both);
    }
    fs::write(&world.config, text).unwrap();
}

#[tokio::test]
async fn reports_before_during_and_after_a_change_of_intake_key_all_open_at_the_desk() {
    let mut world = World::new().await;
    let pair = next_pair(70);
    let before = world.file().await;
    world.stop_window().await;
    let entry = followed(&world, &pair);
    world.adopt(2, &entry).await;
    hand_over_intake(&world, &pair);
    let desk = world.desk().await;
    desk.keyring()
        .unlock(&Zeroizing::new(PASSPHRASE.to_owned()))
        .unwrap();
    let mut filed = vec![before];
    // The listed keys of the world follow: it seals to the newest in force on the day.
    world.entry = entry;
    for _day in 0..5 {
        filed.push(world.file().await);
        assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
        assert_eq!(desk.standing().directory, Some(Finding::Same));
        world.clock.advance(Duration::days(1));
    }
    desk.keyring()
        .unlock(&Zeroizing::new(PASSPHRASE.to_owned()))
        .unwrap();
    let identities = desk.keyring().identities().unwrap();
    for one in &filed {
        let [reading] = desk
            .read_case(one.case, identities.clone())
            .await
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!(reading.contents.unwrap().text, STORY);
    }
    // What the desk writes for itself is sealed to the keys in force now.
    answer(&desk, &filed[0], "Con la llave nueva").await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(read_by_reporter(&world, &filed[0]).await, ["Con la llave nueva"]);
    let readings = desk.read_case(filed[0].case, identities).await.unwrap();
    assert!(readings.iter().all(|reading| reading.contents.is_some()));
}

#[tokio::test]
async fn a_listed_intake_key_that_is_not_the_desks_alarms_the_officers_before_its_day() {
    let mut world = World::new().await;
    world.stop_window().await;
    let entry = followed(&world, &next_pair(80));
    world.adopt(2, &entry).await;
    let desk = world.desk().await;
    assert_eq!(desk.visit(Asked::InTurn).await, Visit::Whole);
    assert_eq!(desk.standing().directory, Some(Finding::OtherRecipients));
}

#[tokio::test]
async fn a_key_that_was_swapped_in_the_public_directory_alarms_the_officers_whoever_signed_it() {
    let world = World::new().await;
    let desk = world.desk().await;
    let mut entry = world.entry.clone();
    entry.intake[0].recipient = next_pair(90)[0].recipient();
    let (stranger, _file) = DirectoryKey::generate(None).unwrap();
    world.publish(2, &entry, &stranger);
    desk.visit(Asked::InTurn).await;
    assert_eq!(desk.standing().directory, Some(Finding::Unsigned));
    world.publish(2, &entry, &world.signer);
    desk.visit(Asked::InTurn).await;
    assert_eq!(desk.standing().directory, Some(Finding::OtherRecipients));
}

/// Names these keys as the trusted ones.
fn trust(world: &World, keys: &[&DirectoryKey]) {
    let text = fs::read_to_string(&world.config).unwrap();
    let (before, rest) = text.split_once("trusted = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let named: Vec<String> = keys.iter().map(|key| format!("\"{}\"", key.public())).collect();
    fs::write(
        &world.config,
        format!("{before}trusted = [{}]{after}", named.join(", ")),
    )
    .unwrap();
}

#[tokio::test]
async fn the_key_that_signs_the_directory_is_followed_by_another_and_the_old_one_alarms_from_then_on() {
    let world = World::new().await;
    let (next, _file) = DirectoryKey::generate(None).unwrap();
    let finds = async |version, signer: &DirectoryKey| {
        world.publish(version, &world.entry, signer);
        let desk = world.desk().await;
        desk.visit(Asked::InTurn).await;
        desk.standing().directory
    };
    assert_eq!(finds(1, &world.signer).await, Some(Finding::Same));
    assert_eq!(
        finds(2, &next).await,
        Some(Finding::Unsigned),
        "nobody said that it is right"
    );
    trust(&world, &[&world.signer, &next]);
    assert_eq!(finds(2, &world.signer).await, Some(Finding::Same));
    assert_eq!(finds(3, &next).await, Some(Finding::Same));
    trust(&world, &[&next]);
    assert_eq!(finds(3, &next).await, Some(Finding::Same));
    assert_eq!(finds(4, &world.signer).await, Some(Finding::Unsigned));
}
