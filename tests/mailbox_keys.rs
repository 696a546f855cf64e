//! Keys that come from a code: those of the vectors, derived in a pool that treats everybody fairly.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{FutureExt as _, join_all};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use governor::Quota;
use ventanilla::random::SeededRandom;
use ventanilla::seal::Identity;
use ventanilla::tracking::{ENTRY_QUEUE, KdfError, KdfPool, MailboxKeys, Secrets, SecretsError};
use zeroize::Zeroizing;

use crate::tracking::{code, vectors};

#[test]
fn keys_are_those_of_the_vectors() {
    for vector in vectors() {
        let secrets = Secrets::from_hex(&vector.pepper, &vector.salt).unwrap();
        let keys = secrets.derive(&code(&vector.bits)).unwrap();
        assert_eq!(hex::encode(keys.expose_prk()), vector.prk);
        assert_eq!(hex::encode(keys.locator(0).as_bytes()), vector.locator);
        assert_eq!(hex::encode(keys.locator(1).as_bytes()), vector.twin_locator);
        assert_eq!(hex::encode(keys.mailbox_seed(0)), vector.mailbox_hybrid);
        assert_eq!(hex::encode(keys.mailbox_seed(1)), vector.twin_mailbox);
        assert_eq!(hex::encode(keys.voice_seed(0)), vector.voice);
        assert_eq!(hex::encode(keys.voice_seed(1)), vector.twin_voice);
        assert_eq!(hex::encode(keys.sameness(0)), vector.sameness);
        assert_eq!(hex::encode(keys.sameness(1)), vector.twin_sameness);
        assert_eq!(hex::encode(keys.session()), vector.session);
    }
}

#[test]
fn the_prk_alone_gives_the_keys_again() {
    for vector in vectors() {
        let prk: [u8; 32] = hex::decode(&vector.prk).unwrap().try_into().unwrap();
        let keys = MailboxKeys::from_prk(Zeroizing::new(prk));
        let mailbox = Identity::from_seed(keys.mailbox_seed(0)).recipient();
        assert_eq!(
            mailbox.to_string(),
            vector.recipient,
            "as the npm package age-encryption has it"
        );
    }
}

fn pool(permits: usize) -> KdfPool {
    paced(permits, KdfPool::pace())
}

fn paced(permits: usize, pace: Quota) -> KdfPool {
    KdfPool::new(
        Secrets::new(&SeededRandom::new(1)),
        permits,
        pace,
        Arc::new(SeededRandom::new(2)),
    )
}

#[tokio::test]
async fn the_pool_derives_what_the_secrets_derive_again_and_again() {
    let pool = pool(2);
    let code = code(&vectors()[2].bits);
    let expected = Secrets::new(&SeededRandom::new(1)).derive(&code).unwrap();
    for _ in 0..3 {
        let keys = join_all([pool.derive(&code), pool.derive(&code), pool.derive(&code)]).await;
        assert!(
            keys.iter()
                .all(|keys| keys.as_ref().unwrap().expose_prk() == expected.expose_prk())
        );
    }
    assert_eq!(pool.shrink(Duration::from_mins(1)), 0);
    assert_eq!(pool.shrink(Duration::ZERO), 2, "never more memory than permits");
    assert_eq!(
        pool.try_derive(&code).await.unwrap().locator(0),
        expected.locator(0)
    );
}

#[tokio::test]
async fn a_full_queue_sends_somebody_away_by_lot_and_never_a_filing() {
    let pool = pool(1);
    let code = code(&vectors()[2].bits);
    let crowd = ENTRY_QUEUE + 21;
    let entries = join_all((0..crowd).map(|_| pool.try_derive(&code)));
    let filings = join_all((0..40).map(|_| pool.derive(&code)));
    let (entries, filings) = tokio::join!(entries, filings);
    assert!(filings.iter().all(Result::is_ok));
    let busy: BTreeSet<usize> = (0..crowd)
        .filter(|at| entries[*at].as_ref().err() == Some(&KdfError::Busy))
        .collect();
    assert_eq!(busy.len(), 20, "one works, {ENTRY_QUEUE} wait");
    assert!(
        busy.iter().any(|at| *at <= ENTRY_QUEUE),
        "not only newcomers lose"
    );
    assert!(
        entries
            .iter()
            .enumerate()
            .all(|(at, entry)| entry.is_ok() != busy.contains(&at))
    );
}

#[tokio::test]
async fn who_comes_faster_than_the_pace_waits_in_the_queue_or_is_told_at_once() {
    let an_hour = Quota::per_hour(NonZeroU32::MIN);
    let pool = paced(4, an_hour);
    let code = code(&vectors()[2].bits);
    assert!(pool.try_derive(&code).await.is_ok(), "the first of the hour");
    let mut waiting: FuturesUnordered<_> = (0..ENTRY_QUEUE + 5).map(|_| pool.try_derive(&code)).collect();
    for _ in 0..5 {
        assert_eq!(waiting.next().await.unwrap().err(), Some(KdfError::Busy));
    }
    assert!(waiting.next().now_or_never().is_none(), "{ENTRY_QUEUE} wait");
    assert_eq!(waiting.len(), ENTRY_QUEUE);
    assert!(pool.derive(&code).await.is_ok(), "a filing does not wait for it");
}

#[tokio::test]
async fn one_who_leaves_the_queue_makes_room() {
    let pool = pool(1);
    let code = code(&vectors()[2].bits);
    let filing = pool.derive(&code);
    let entries = async {
        let impatient = join_all((0..ENTRY_QUEUE).map(|_| pool.try_derive(&code)));
        assert!(
            tokio::time::timeout(Duration::from_millis(1), impatient)
                .await
                .is_err()
        );
        let patient = join_all((0..ENTRY_QUEUE).map(|_| pool.try_derive(&code))).await;
        assert!(patient.iter().all(Result::is_ok));
    };
    let (filed, ()) = tokio::join!(filing, entries);
    assert!(filed.is_ok());
}

#[test]
fn the_secrets_are_made_once_and_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (pepper, salt) = (folder.path().join("pepper"), folder.path().join("salt"));
    assert!(matches!(
        Secrets::read(&pepper, &salt),
        Err(SecretsError::Unreadable(..))
    ));
    let made = Secrets::create(&pepper, &salt, &SeededRandom::new(5)).unwrap();
    for path in [&pepper, &salt] {
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_to_string(path).unwrap().len(), 65);
    }
    let code = code(&vectors()[2].bits);
    let read = Secrets::read(&pepper, &salt).unwrap();
    assert_eq!(
        read.derive(&code).unwrap().expose_prk(),
        made.derive(&code).unwrap().expose_prk()
    );
    std::fs::remove_file(&salt).unwrap();
    let refused = Secrets::create(&pepper, &salt, &SeededRandom::new(6));
    assert!(matches!(refused, Err(SecretsError::Exists(_))));
    assert!(!salt.exists(), "nothing is written beside an old pepper");
    std::fs::write(&salt, "zz").unwrap();
    assert!(matches!(
        Secrets::read(&pepper, &salt),
        Err(SecretsError::Malformed(_))
    ));
}
