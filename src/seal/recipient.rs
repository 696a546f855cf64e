//! Public keys: who can open an envelope.

use std::fmt;
use std::str::FromStr;

use age::x25519;
use age_core::primitives;
use bech32::Hrp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use super::low_order::is_contributory;
use crate::seal::hybrid;

/// The two kinds of keys. One envelope holds keys of one class only.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// X25519 (`age1…`), opened by every age tool.
    Classic,
    /// ML-KEM-768 and X25519 together (`age1pq1…`), opened by age 1.3 and later and by typage.
    Hybrid,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Classic => "classic",
            Self::Hybrid => "hybrid",
        })
    }
}

/// One public key. It was checked when it was read: sealing to it cannot fail later. It is kept in its shortest form,
/// since a directory of a country holds tens of thousands.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Recipient(Key);

#[derive(Clone, Eq, Hash, PartialEq)]
enum Key {
    Classic(x25519::Recipient),
    Hybrid(hybrid::Recipient),
}

impl Recipient {
    /// Which kind of key it is.
    pub const fn class(&self) -> Class {
        match self.0 {
            Key::Classic(_) => Class::Classic,
            Key::Hybrid(_) => Class::Hybrid,
        }
    }

    /// What two people compare over a telephone: the first 16 bytes of the SHA-256 of the text form, in
    /// groups of four hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.to_string().as_bytes());
        let groups: Vec<String> = digest.chunks(2).take(8).map(hex::encode).collect();
        groups.join(" ")
    }

    pub(super) fn as_age(&self) -> &dyn age::Recipient {
        match &self.0 {
            Key::Classic(key) => key,
            Key::Hybrid(key) => key,
        }
    }

    pub(super) const fn from_hybrid(key: hybrid::Recipient) -> Self {
        Self(Key::Hybrid(key))
    }

    pub(super) const fn from_classic(key: x25519::Recipient) -> Self {
        Self(Key::Classic(key))
    }
}

impl FromStr for Recipient {
    type Err = RecipientError;

    fn from_str(text: &str) -> Result<Self, RecipientError> {
        let text = text.trim();
        if text.starts_with(hybrid::RECIPIENT_START) {
            let key = text.parse().map_err(|_malformed| RecipientError::Malformed)?;
            return Ok(Self::from_hybrid(key));
        }
        // The library panics when it seals to a key of low order, so such a key is refused here.
        let point = decode(text, CLASSIC_PREFIX).ok_or(RecipientError::Malformed)?;
        if !is_contributory(point) {
            return Err(RecipientError::Malformed);
        }
        let key = text.parse().map_err(|_malformed| RecipientError::Malformed)?;
        Ok(Self::from_classic(key))
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Key::Classic(key) => key.fmt(f),
            Key::Hybrid(key) => key.fmt(f),
        }
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({} {})", self.class(), self.fingerprint())
    }
}

impl Serialize for Recipient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Everybody who can open one envelope: at least one key, all of one class, none twice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recipients(Vec<Recipient>);

impl Recipients {
    /// Checks and keeps `recipients`.
    pub fn new(mut recipients: Vec<Recipient>) -> Result<Self, RecipientError> {
        recipients.sort_by_cached_key(ToString::to_string);
        recipients.dedup();
        let first = recipients.first().ok_or(RecipientError::Empty)?;
        if recipients.iter().any(|other| other.class() != first.class()) {
            return Err(RecipientError::Mixed);
        }
        Ok(Self(recipients))
    }

    /// The one class of all of them.
    pub fn class(&self) -> Class {
        self.0.first().map_or(Class::Hybrid, Recipient::class)
    }

    /// SHA-256 over the sorted text forms, each followed by a line feed: what the last form carries, so that
    /// the reader shown is the reader sealed to.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for recipient in &self.0 {
            hasher.update(recipient.to_string().as_bytes());
            hasher.update(b"\n");
        }
        hasher.finalize().into()
    }

    /// The keys, in the order of their text forms.
    pub fn iter(&self) -> impl Iterator<Item = &Recipient> {
        self.0.iter()
    }
}

impl From<Recipient> for Recipients {
    fn from(recipient: Recipient) -> Self {
        Self(vec![recipient])
    }
}

/// Why keys cannot be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RecipientError {
    /// Not an `age1…` or `age1pq1…` key, mistyped, or unsafe.
    #[error("not a usable age recipient (age1… or age1pq1…)")]
    Malformed,
    /// Classic and hybrid keys together: the envelope would be as weak as the weaker.
    #[error("classic and hybrid recipients cannot share an envelope")]
    Mixed,
    /// Nobody could open the envelope.
    #[error("no recipient")]
    Empty,
}

pub(super) fn decode<const N: usize>(text: &str, prefix: Hrp) -> Option<[u8; N]> {
    primitives::bech32_decode(
        text,
        |_malformed| (),
        |found| (found == prefix).then_some(()).ok_or(()),
        |_prefix, bytes| {
            let mut out = [0; N];
            let mut count = 0_usize;
            for byte in bytes {
                *out.get_mut(count).ok_or(())? = byte;
                count = count.saturating_add(1);
            }
            if count == N { Ok(out) } else { Err(()) }
        },
    )
    .ok()
}

pub(super) const CLASSIC_PREFIX: Hrp = Hrp::parse_unchecked("age");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;
    use crate::seal::Identity;

    #[test]
    fn a_recipient_says_its_class_and_its_fingerprint() {
        let classic = recipient(Class::Classic, 1);
        let hybrid = recipient(Class::Hybrid, 1);
        assert_eq!((classic.class(), hybrid.class()), (Class::Classic, Class::Hybrid));
        assert_eq!(classic.fingerprint().len(), 8 * 4 + 7);
        assert_eq!(hybrid.to_string().parse::<Recipient>().unwrap(), hybrid);
        let debug = format!("{hybrid:?}");
        assert_eq!(debug, format!("Recipient(hybrid {})", hybrid.fingerprint()));
    }

    #[test]
    fn what_is_no_key_or_an_unsafe_one_is_refused() {
        let zero = primitives::bech32_encode(CLASSIC_PREFIX, &[0; 32]);
        let short = primitives::bech32_encode(CLASSIC_PREFIX, &[7; 31]);
        let mistyped = recipient(Class::Hybrid, 1).to_string().replacen('q', "p", 2);
        let secret = Identity::generate(Class::Classic, &SeededRandom::new(1))
            .unwrap()
            .expose()
            .to_string();
        let others = [
            "",
            "age1",
            "ssh-ed25519 AAAA",
            "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
        ];
        for text in [zero.as_str(), &short, &mistyped, &secret]
            .into_iter()
            .chain(others)
        {
            assert_eq!(
                text.parse::<Recipient>(),
                Err(RecipientError::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn recipients_are_of_one_class_and_at_least_one() {
        let (a, b) = (recipient(Class::Hybrid, 1), recipient(Class::Hybrid, 2));
        let classic = recipient(Class::Classic, 3);
        assert_eq!(Recipients::new(Vec::new()), Err(RecipientError::Empty));
        assert_eq!(
            Recipients::new(vec![a.clone(), classic]),
            Err(RecipientError::Mixed)
        );
        let twice = Recipients::new(vec![a.clone(), b.clone(), a.clone()]).unwrap();
        assert_eq!(twice.iter().count(), 2);
        let swapped = Recipients::new(vec![b.clone(), a.clone()]).unwrap();
        assert_eq!(twice.digest(), swapped.digest());
        let mut texts = [a.to_string(), b.to_string()];
        texts.sort();
        let expected = Sha256::digest(format!("{}\n{}\n", texts[0], texts[1]));
        assert_eq!(twice.digest().as_slice(), expected.as_slice());
        assert_ne!(twice.digest(), Recipients::from(a).digest());
    }

    fn recipient(class: Class, seed: u64) -> Recipient {
        Identity::generate(class, &SeededRandom::new(seed))
            .unwrap()
            .recipient()
    }
}
