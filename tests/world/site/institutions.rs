//! Four invented institutions whose secrets the test holds.

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

/// The control body of the municipality 20067, with hybrid recipients.
pub(crate) const MUNICIPAL: &str = "contraloria-juarez";

/// The institutions, and the key that signs their directory.
#[derive(Debug)]
pub(crate) struct Institutions {
    /// Signs the directory.
    pub(crate) key: DirectoryKey,
    since: Day,
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
    /// Invents all of them, in force on the days of every site.
    pub(crate) fn invent() -> Self {
        Self::invent_since(day("2026-11-01"))
    }

    /// Invents all of them, in force from a day on and for a year.
    pub(crate) fn invent_since(since: Day) -> Self {
        let (key, _file) = DirectoryKey::generate(None).unwrap();
        let mut control = Member::invent(1, CONTROL, (ReceiverKind::OicFed, Class::Classic), since);
        control.listed.kinds.push(ReceiverKind::SabgCentral);
        let comptroller = (ReceiverKind::ContraloriaEst, Class::Hybrid);
        let comptroller = Member::invent(2, COMPTROLLER, comptroller, since);
        let prosecutor = Member::invent(3, PROSECUTOR, (ReceiverKind::Fecc, Class::Hybrid), since);
        let mut municipal = Member::invent(4, MUNICIPAL, (ReceiverKind::OicMun, Class::Hybrid), since);
        municipal.listed.scope = Scope {
            municipality: vec!["20067".parse().unwrap()],
            ..Scope::default()
        };
        Self {
            key,
            since,
            all: BTreeMap::from([
                (CONTROL, control),
                (COMPTROLLER, comptroller),
                (PROSECUTOR, prosecutor),
                (MUNICIPAL, municipal),
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

    /// The directory of all of them in a version, signed.
    pub(crate) fn sign(&self, version: u64) -> SignedDirectory {
        let draft = Draft {
            version,
            valid_from: self.since,
            valid_until: self.since.plus(364),
            institutions: self.all.values().map(|member| member.listed.clone()).collect(),
        };
        let toml = draft.to_toml().unwrap();
        let signature = self.key.sign(toml.as_bytes(), "test").unwrap();
        SignedDirectory { toml, signature }
    }
}

impl Member {
    fn invent(seed: u64, id: &str, (kind, class): (ReceiverKind, Class), since: Day) -> Self {
        let random = SeededRandom::new(seed);
        let key = DeskKey::generate(&random);
        let intake = Identity::generate(class, &random).unwrap();
        let recovery = Identity::generate(class, &random).unwrap();
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
            revoked: None,
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
