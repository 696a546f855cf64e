//! The same files on their way to two readers: once through, sealed to each apart, both or none.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Semaphore;
use ventanilla::case::deposit::{Body, Envelope};
use ventanilla::case::sending::{Bounds, Said, Sending, SendingError};
use ventanilla::clock::Day;
use ventanilla::random::SystemRandom;
use ventanilla::seal::{
    Class, Contents, Digest, Direction, DirectoryStamp, FileEntry, Identity, IdentityBlock, Recipients, open,
};
use ventanilla::store::blobs::Blobs;
use ventanilla::store::space::{Marks, Space};

const FILE: usize = 300_000;

fn bounds(space: Space) -> Bounds {
    Bounds {
        files: 20,
        file_bytes: 1 << 30,
        envelope_bytes: 1 << 30,
        large_bytes: 1 << 30,
        large: Arc::new(Semaphore::new(1)),
        space,
    }
}

fn roomy(folder: &Path) -> Bounds {
    bounds(Space::new(folder, None, Marks { files: 0, texts: 0 }))
}

/// One of each class: the envelopes of two institutions need not be alike.
fn two() -> ([Identity; 2], Vec<Recipients>) {
    let identities =
        [Class::Classic, Class::Hybrid].map(|class| Identity::generate(class, &SystemRandom).unwrap());
    let recipients = identities
        .iter()
        .map(|one| Recipients::new(vec![one.recipient()]).unwrap());
    let recipients = recipients.collect();
    (identities, recipients)
}

fn contents(mailbox: &Identity, files: &[FileEntry]) -> Contents {
    Contents {
        files: files.to_vec(),
        ..Contents::new(
            Direction::Report,
            "una".to_owned(),
            DirectoryStamp {
                version: 1,
                hash: Digest::of(b""),
            },
            mailbox.recipient(),
            "Lo que pasó.".to_owned(),
        )
    }
}

fn told(contents: &[Contents]) -> Vec<Said<'_>> {
    let told = contents.iter().map(|contents| Said {
        contents,
        text: &contents.text,
    });
    told.collect()
}

async fn filled(bounds: &Bounds, blobs: &Blobs, readers: &[Recipients]) -> Sending {
    let mut sending = Sending::begin(readers, bounds, blobs, &SystemRandom).unwrap();
    sending.begin_file(None).unwrap();
    for _ in 0..3 {
        sending.write(&vec![7; FILE / 3]).await.unwrap();
    }
    sending.end_file().await.unwrap();
    sending
}

const TODAY: Day = Day::from_number(20_000);

#[tokio::test]
async fn two_readers_get_the_same_files_in_envelopes_that_only_each_opens() {
    let folder = tempfile::tempdir().unwrap();
    let (bounds, blobs) = (roomy(folder.path()), Blobs::open(folder.path()).unwrap());
    let (identities, recipients) = two();
    let sending = filled(&bounds, &blobs, &recipients).await;
    let said: Vec<Contents> = identities
        .iter()
        .map(|mailbox| contents(mailbox, sending.files()))
        .collect();
    let envelopes = sending
        .close(&told(&said), IdentityBlock::Dummy, TODAY)
        .await
        .unwrap();
    let [one, other]: &[Envelope; 2] = envelopes.as_slice().try_into().unwrap();
    assert!(one.id != other.id && one.digest != other.digest);
    assert_eq!(one.step, other.step, "the same length");
    for (place, (envelope, said)) in envelopes.iter().zip(&said).enumerate() {
        assert!(matches!(envelope.body, Body::Object(_)));
        let sealed = || File::open(folder.path().join(envelope.id.to_string())).unwrap();
        let mut opened = open(sealed(), &identities[place..=place]).unwrap();
        assert_eq!(opened.contents(), said);
        let mut file = Vec::new();
        opened.copy_file(0, &mut file).unwrap();
        assert!(file == vec![7; FILE]);
        let stranger = 1 - place;
        assert!(open(sealed(), &identities[stranger..=stranger]).is_err());
    }
}

#[tokio::test]
async fn what_cannot_be_closed_for_one_reader_is_kept_for_none() {
    let folder = tempfile::tempdir().unwrap();
    let (bounds, blobs) = (roomy(folder.path()), Blobs::open(folder.path()).unwrap());
    let (identities, recipients) = two();
    let sending = filled(&bounds, &blobs, &recipients).await;
    let first = contents(&identities[0], sending.files());
    let other = contents(&identities[1], &[]);
    let said = [first, other];
    let refused = sending.close(&told(&said), IdentityBlock::Dummy, TODAY).await;
    assert!(matches!(refused, Err(SendingError::Seal(_))), "{refused:?}");
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["lock"]);
}

#[tokio::test]
async fn room_is_promised_for_both_envelopes_before_the_first_file_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    let marks = Marks { files: 0, texts: 0 };
    let bounds = bounds(Space::measured(folder.path(), None, marks, |_| Ok(10 << 20)));
    let (_identities, recipients) = two();
    // Padded, it takes eight megabytes in each.
    let announced = Some(6 << 20);
    let mut one = Sending::begin(&recipients[..1], &bounds, &blobs, &SystemRandom).unwrap();
    one.begin_file(announced).unwrap();
    drop(one);
    let mut both = Sending::begin(&recipients, &bounds, &blobs, &SystemRandom).unwrap();
    let refused = both.begin_file(announced);
    assert!(matches!(refused, Err(SendingError::NoRoom)), "{refused:?}");
}
