//! Envelopes made by other programs, kept in `tests/vectors/seal`.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use serde::Deserialize;
use ventanilla::seal::{Class, Identity, Recipient, check_sealed, open, open_identity_block};
use zeroize::Zeroizing;

#[test]
fn keys_follow_from_seeds_as_the_age_programs_say() {
    let keys = keys();
    assert!(keys.len() >= 4);
    for key in keys {
        let identity: Identity = key.identity.parse().unwrap();
        assert_eq!(identity.class(), key.class);
        assert_eq!(identity.recipient().to_string(), key.recipient);
        assert_eq!(identity.expose().as_str(), key.identity);
        assert_eq!(
            key.recipient.parse::<Recipient>().unwrap().fingerprint(),
            key.fingerprint
        );
        if key.class == Class::Hybrid {
            let mut seed = Zeroizing::new([0; 32]);
            hex::decode_to_slice(&key.seed, seed.as_mut_slice()).unwrap();
            assert_eq!(Identity::from_seed(seed).recipient().to_string(), key.recipient);
        }
    }
}

#[test]
fn envelopes_made_by_other_programs_open() {
    for (name, class) in [("classic.age", Class::Classic), ("hybrid.age", Class::Hybrid)] {
        let sealed = fs::read(folder().join(name)).unwrap();
        let key = keys().into_iter().find(|key| key.class == class).unwrap();
        let header = check_sealed(&sealed).unwrap();
        assert_eq!((header.class(), header.recipients()), (class, 1));
        let identity: Identity = key.identity.parse().unwrap();
        let mut opened = open(Cursor::new(sealed), std::slice::from_ref(&identity)).unwrap();
        assert_eq!(opened.contents().institution, "vector");
        assert_eq!(opened.contents().mailbox.to_string(), key.recipient);
        assert_eq!(opened.text().unwrap(), "Año nuevo, \"mordida\" vieja. 😀\n");
        let mut file = Vec::new();
        assert_eq!(opened.copy_file(0, &mut file).unwrap(), 5);
        assert_eq!(file, b"hola\n");
        let block = opened.identity_block().unwrap();
        assert_eq!(
            open_identity_block(&block, &identity).unwrap().as_deref(),
            Some("Ana")
        );
    }
}

#[derive(Deserialize)]
struct Key {
    class: Class,
    seed: String,
    identity: String,
    recipient: String,
    fingerprint: String,
}

fn keys() -> Vec<Key> {
    serde_json::from_slice(&fs::read(folder().join("keys.json")).unwrap()).unwrap()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/seal")
}
