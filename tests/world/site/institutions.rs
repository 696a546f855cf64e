//! Three invented institutions whose secrets the test holds.

use std::collections::BTreeMap;

use ventanilla::catalogue::ReceiverKind;
use ventanilla::clock::Day;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::{Clocks, DatedKey, DatedRecipient, DirectoryKey, Draft, Institution, Scope};
use ventanilla::random::SeededRandom;
use ventanilla::seal::{Class, Identity};

/// A federal internal control body, with classic recipients.
pub(crate) const CONTROL: &str = "control-federal";
/// A comptroller of the state 20, with hybrid recipients.
pub(crate) const COMPTROLLER: &str = "contraloria-oaxaca";
/// A prosecutor of the state 20, with hybrid recipients.
pub(crate) const PROSECUTOR: &str = "fiscalia-oaxaca";

/// The institutions, and the key that signs their directory.
#[derive(Debug)]
pub(crate) struct Institutions {
    /// Signs the directory.
    pub(crate) key: DirectoryKey,
    all: BTreeMap<&'static str, Member>,
}

/// One institution with its secrets.
#[derive(Debug)]
pub(crate) struct Member {
    /// As the directory lists it.
    pub(crate) listed: Institution,
    /// Signs requests and answers.
    pub(crate) key: DeskKey,
    /// Opens what is sealed to it.
    pub(crate) intake: Identity,
}

/// A directory and its detached signature.
#[derive(Clone, Debug)]
pub(crate) struct SignedDirectory {
    /// The text.
    pub(crate) toml: String,
    /// The minisign file.
    pub(crate) signature: String,
}

impl Institutions {
    /// Invents all three.
    pub(crate) fn invent() -> Self {
        let (key, _file) = DirectoryKey::generate(None).unwrap();
        let control = Member::invent(1, CONTROL, ReceiverKind::OicFed, Class::Classic);
        let comptroller = Member::invent(2, COMPTROLLER, ReceiverKind::ContraloriaEst, Class::Hybrid);
        let prosecutor = Member::invent(3, PROSECUTOR, ReceiverKind::Fecc, Class::Hybrid);
        Self {
            key,
            all: BTreeMap::from([
                (CONTROL, control),
                (COMPTROLLER, comptroller),
                (PROSECUTOR, prosecutor),
            ]),
        }
    }

    /// One of them.
    pub(crate) fn find(&self, id: &str) -> &Member {
        &self.all[id]
    }

    /// One of them, to be changed.
    pub(crate) fn find_mut(&mut self, id: &str) -> &mut Member {
        self.all.get_mut(id).unwrap()
    }

    /// Forgets one of them.
    pub(crate) fn remove(&mut self, id: &str) {
        self.all.remove(id).unwrap();
    }

    /// The directory of all three in a version, signed.
    pub(crate) fn sign(&self, version: u64) -> SignedDirectory {
        let draft = Draft {
            version,
            valid_from: day("2026-11-01"),
            valid_until: day("2027-10-31"),
            institutions: self.all.values().map(|member| member.listed.clone()).collect(),
        };
        let toml = draft.to_toml().unwrap();
        let signature = self.key.sign(toml.as_bytes(), "test").unwrap();
        SignedDirectory { toml, signature }
    }
}

impl Member {
    fn invent(seed: u64, id: &str, kind: ReceiverKind, class: Class) -> Self {
        let random = SeededRandom::new(seed);
        let key = DeskKey::generate(&random);
        let intake = Identity::generate(class, &random).unwrap();
        let recovery = Identity::generate(class, &random).unwrap();
        let since = day("2026-11-01");
        let dated = |identity: &Identity| {
            vec![DatedRecipient {
                since,
                until: None,
                recipient: identity.recipient(),
            }]
        };
        let federal = class == Class::Classic;
        let listed = Institution {
            id: id.parse().unwrap(),
            kinds: vec![kind],
            class,
            accepts_classic_since: federal.then_some(since),
            contact: None,
            names: BTreeMap::from([
                ("es".to_owned(), format!("Institución {id}")),
                ("en".to_owned(), format!("Institution {id}")),
            ]),
            scope: scope(federal),
            clocks: Clocks {
                acknowledge: 5,
                answer: 30,
                close: 120,
            },
            signing: vec![DatedKey {
                since,
                until: None,
                key: key.public(),
            }],
            intake: dated(&intake),
            recovery: dated(&recovery),
            custodian: Vec::new(),
        };
        Self { listed, key, intake }
    }
}

fn scope(federal: bool) -> Scope {
    let state = if federal {
        None
    } else {
        Some("20".parse().unwrap())
    };
    Scope {
        state: state.into_iter().collect(),
        ..Scope::default()
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}
