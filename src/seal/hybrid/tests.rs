use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use age::armor::ArmoredReader;
use flate2::read::ZlibDecoder;
use proptest::prelude::*;

use super::*;
use crate::seal::{self, Digest, OpenError};

/// The official vectors of the age format (C2SP/CCTV, `age/testdata/hybrid*`), which are not ours to carry along.
#[test]
#[ignore = "wants a folder of vectors that are not ours: AGE_VECTORS names it (tests/vectors/seal/README.md)"]
fn the_official_vectors_of_the_hybrid_kind_pass() {
    let folder = vectors_folder();
    let entries = fs::read_dir(&folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut outcomes = BTreeMap::new();
    for path in &paths {
        let outcome = run(&Vector::read(&fs::read(path).unwrap()));
        assert!(outcome.is_ok(), "{}: {}", path.display(), outcome.unwrap_err());
        *outcomes.entry(outcome.unwrap()).or_insert(0) += 1;
    }
    let expected = [("header failure", 9), ("no match", 5), ("success", 5)];
    assert_eq!(
        outcomes,
        expected.map(|(name, count)| (name.to_owned(), count)).into()
    );
}

fn vectors_folder() -> PathBuf {
    std::env::var_os("AGE_VECTORS").unwrap().into()
}

#[test]
fn an_unreduced_lattice_key_is_refused() {
    let mut bytes = *Identity::from_seed(Zeroizing::new([1; 32])).recipient().0;
    // The first coefficient becomes 4095, beyond the modulus 3329.
    bytes[0] = 0xff;
    bytes[1] |= 0x0f;
    assert!(PublicKey::from_bytes(&bytes).is_err());
}

#[test]
fn a_point_of_low_order_is_refused_in_a_recipient() {
    let mut bytes = *Identity::from_seed(Zeroizing::new([1; 32])).recipient().0;
    for place in bytes.iter_mut().skip(1184) {
        *place = 0;
    }
    assert!(PublicKey::from_bytes(&bytes).is_err());
    let text = primitives::bech32_encode(RECIPIENT_PREFIX, &bytes);
    assert!(text.parse::<Recipient>().is_err());
}

#[test]
fn a_share_of_low_order_is_an_error_and_not_somebody_elses() {
    use age::Identity as _;

    let identity = Identity::from_seed(Zeroizing::new([1; 32]));
    let stanza = |point: u8| Stanza {
        tag: TAG.to_owned(),
        args: vec![BASE64_STANDARD_NO_PAD.encode([[7; 1088].as_slice(), &[point; 32]].concat())],
        body: vec![0; SEALED_FILE_KEY_BYTES],
    };
    assert!(matches!(
        identity.unwrap_stanza(&stanza(0)),
        Some(Err(DecryptError::InvalidHeader))
    ));
    assert!(identity.unwrap_stanza(&stanza(9)).is_none());
}

proptest! {
    #![proptest_config(seal::one_case_in(16))]

    #[test]
    fn a_lattice_key_is_refused_when_the_library_would_reduce_it(seed: [u8; 32], place in 0..1152_usize, value: u8) {
        let mut bytes = *Identity::from_seed(Zeroizing::new(seed)).recipient().0;
        bytes[place] = value;
        prop_assert_eq!(xwing::is_safe(&bytes), xwing::comes_back(&bytes));
    }

    #[test]
    fn keys_are_read_as_they_are_written(seed: [u8; 32]) {
        let identity = Identity::from_seed(Zeroizing::new(seed));
        let again: Identity = identity.expose().parse().unwrap();
        prop_assert_eq!(again.0.seed(), &seed);
        let recipient = identity.recipient().to_string();
        prop_assert_eq!(recipient.len(), 1959);
        prop_assert_eq!(recipient.parse::<Recipient>().unwrap().to_string(), recipient);
    }
}

struct Vector {
    fields: BTreeMap<String, Vec<String>>,
    file: Vec<u8>,
}

impl Vector {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in std::str::from_utf8(&bytes[..end]).unwrap().lines() {
            let (key, value) = line.split_once(": ").unwrap();
            fields.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        let mut file = bytes[end + 2..].to_vec();
        if fields.contains_key("compressed") {
            let mut inflated = Vec::new();
            ZlibDecoder::new(file.as_slice())
                .read_to_end(&mut inflated)
                .unwrap();
            file = inflated;
        }
        Self { fields, file }
    }

    fn first(&self, key: &str) -> &str {
        &self.fields[key][0]
    }
}

/// Runs one vector and tells its outcome, when it is the expected one.
fn run(vector: &Vector) -> Result<String, String> {
    let identities: Vec<seal::Identity> = vector.fields["identity"]
        .iter()
        .map(|identity| identity.parse().unwrap())
        .collect();
    let keys: Vec<&dyn age::Identity> = identities.iter().map(seal::Identity::as_age).collect();
    let opened = seal::open::decrypt(ArmoredReader::new(vector.file.as_slice()), &keys);
    let expected = vector.first("expect");
    match (opened, expected) {
        (Ok(mut payload), "success") => {
            let mut plain = Vec::new();
            payload
                .read_to_end(&mut plain)
                .map_err(|error| error.to_string())?;
            let digest = Digest::of(&plain).to_string();
            if digest == vector.first("payload") {
                Ok(expected.to_owned())
            } else {
                Err(digest)
            }
        }
        (Err(OpenError::WrongKey), "no match") | (Err(OpenError::NotSealed), "header failure") => {
            Ok(expected.to_owned())
        }
        (Ok(_), _) => Err(format!("opened, expected {expected}")),
        (Err(error), _) => Err(format!("{error:?}, expected {expected}")),
    }
}
