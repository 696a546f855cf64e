//! The institutions of the sample directory, with keys that follow from published labels, and random ones.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use sha2::{Digest, Sha256};
use ventanilla::catalogue::{Branch, ReceiverKind, Word as _};
use ventanilla::clock::Day;
use ventanilla::institution::{Clocks, DatedKey, DatedRecipient, Draft, Institution, Scope};
use ventanilla::random::Random;
use ventanilla::seal::{Class, Identity};

/// Answers with the hash of a label.
#[derive(Debug)]
struct Labelled(String);

impl Random for Labelled {
    fn fill(&self, out: &mut [u8]) {
        out.copy_from_slice(&Sha256::digest(&self.0)[..out.len()]);
    }
}

/// The identity that the sample uses under a label such as `oic-salud/intake/0`.
pub(crate) fn identity(class: Class, label: &str) -> Identity {
    Identity::generate(class, &Labelled(format!("ventanilla sample {label}"))).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn dated(class: Class, label: &str, since: Day, until: Option<Day>) -> DatedRecipient {
    DatedRecipient {
        since,
        until,
        recipient: identity(class, label).recipient(),
    }
}

fn signing(label: &str, since: Day, until: Option<Day>) -> DatedKey {
    let seed = Sha256::digest(format!("ventanilla sample {label}"));
    DatedKey {
        since,
        until,
        key: SigningKey::from_bytes(&seed.into()).verifying_key(),
    }
}

fn institution(id: &str, class: Class, spanish: &str, english: &str) -> Institution {
    let since = day("2026-11-01");
    let one = |role: &str| vec![dated(class, &format!("{id}/{role}/0"), since, None)];
    Institution {
        id: id.parse().unwrap(),
        kinds: vec![ReceiverKind::ContraloriaEst],
        class,
        accepts_classic_since: (class == Class::Classic).then_some(since),
        contact: None,
        names: BTreeMap::from([("es".into(), spanish.into()), ("en".into(), english.into())]),
        scope: Scope {
            state: vec!["21".parse().unwrap()],
            ..Scope::default()
        },
        clocks: Clocks {
            acknowledge: 5,
            answer: 15,
            close: 90,
        },
        signing: vec![signing(&format!("{id}/signing/0"), since, None)],
        intake: one("intake"),
        recovery: one("recovery"),
        custodian: Vec::new(),
        revoked: None,
    }
}

/// The sample directory.
pub(crate) fn draft() -> Draft {
    let mut oic = institution(
        "oic-salud",
        Class::Classic,
        "Órgano Interno de Control, Secretaría de Salud (muestra)",
        "Internal Control Body, Ministry of Health (sample)",
    );
    oic.kinds = vec![ReceiverKind::OicFed];
    oic.scope = Scope {
        branch: vec![Branch::Executive],
        ..Scope::default()
    };
    let comptroller = institution(
        "contraloria-puebla",
        Class::Hybrid,
        "Contraloría del Estado de Puebla (muestra)",
        "Comptroller of the State of Puebla (sample)",
    );
    let mut prosecutor = institution(
        "fiscalia-anticorrupcion-puebla",
        Class::Hybrid,
        "Fiscalía Especializada en Combate a la Corrupción, Puebla (muestra)",
        "Anti-Corruption Prosecutor, Puebla (sample)",
    );
    prosecutor.kinds = vec![ReceiverKind::Fecc, ReceiverKind::VisitaduriaEst];
    prosecutor.contact = Some("Av. \"Ejemplo\" 1, Puebla".into());
    prosecutor.intake[0].until = Some(day("2027-03-31"));
    let label = "fiscalia-anticorrupcion-puebla/intake/1";
    prosecutor
        .intake
        .push(dated(Class::Hybrid, label, day("2027-03-01"), None));
    prosecutor.signing[0].until = Some(day("2027-03-31"));
    let label = "fiscalia-anticorrupcion-puebla/signing/1";
    prosecutor.signing.push(signing(label, day("2027-03-01"), None));
    let label = "fiscalia-anticorrupcion-puebla/custodian/0";
    prosecutor.custodian = vec![dated(Class::Hybrid, label, day("2026-11-01"), None)];
    Draft {
        version: 1,
        valid_from: day("2026-11-01"),
        valid_until: day("2027-10-31"),
        institutions: vec![comptroller, prosecutor, oic],
    }
}

fn line() -> impl Strategy<Value = String> {
    "[\"\\\\#'a-zñÁ漢=\\[\\]{}.]( ?[\"\\\\#'a-zñÁ漢=\\[\\]{}.]){0,30}"
}

fn kinds() -> impl Strategy<Value = Vec<ReceiverKind>> {
    let all = ReceiverKind::ALL.iter().copied();
    subsequence(
        all.filter(|kind| *kind != ReceiverKind::Referred)
            .collect::<Vec<_>>(),
        1..=4,
    )
}

fn scope() -> impl Strategy<Value = Scope> {
    let state = subsequence((1..=32).map(|key| format!("{key:02}")).collect::<Vec<_>>(), 0..=5);
    let municipality = subsequence(
        (1..=60).map(|key| format!("20{key:03}")).collect::<Vec<_>>(),
        0..=5,
    );
    let ente = subsequence(vec!["a_b", "ej-20-obras", "ej-fed-agua", "m1"], 0..=3);
    let branches = Branch::ALL
        .iter()
        .copied()
        .filter(|branch| *branch != Branch::Unknown);
    let branch = subsequence(branches.collect::<Vec<_>>(), 0..=3);
    (state, municipality, ente, branch).prop_map(|(state, municipality, ente, branch)| Scope {
        state: state.iter().map(|key| key.parse().unwrap()).collect(),
        municipality: municipality.iter().map(|key| key.parse().unwrap()).collect(),
        ente: ente.iter().map(|key| key.parse().unwrap()).collect(),
        branch,
    })
}

fn recipients(least: usize) -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    vec((1..400_i64, prop::option::of(0..900_i64)), least..3)
}

prop_compose! {
    fn random_institution()(
        names in (line(), prop::option::of(line()), prop::option::of(line())),
        kinds in kinds(),
        classic: bool,
        scope in scope(),
        clocks in (1..9_u16, 0..99_u16, 0..999_u16),
        roles in (recipients(1), recipients(1), recipients(0), recipients(1)),
        seed: [u8; 32],
    ) -> Institution {
        let class = if classic { Class::Classic } else { Class::Hybrid };
        let (spanish, english, contact) = names;
        let first = day("2026-01-01");
        let role = |role: &str, spans: Vec<(i64, Option<i64>)>| {
            let mut since = first;
            let dated = spans.into_iter().enumerate().map(|(at, (later, length))| {
                since = since.plus(later);
                let label = format!("{}/{role}/{at}", hex::encode(seed));
                dated(class, &label, since, length.map(|days| since.plus(days)))
            });
            dated.collect::<Vec<_>>()
        };
        let mut since = first;
        let keys = roles.3.into_iter().enumerate().map(|(at, (later, length))| {
            since = since.plus(later);
            let label = format!("{}/signing/{at}", hex::encode(seed));
            signing(&label, since, length.map(|days| since.plus(days)))
        });
        let keys = keys.collect();
        Institution {
            id: format!("i{}", hex::encode(&seed[..9])).parse().unwrap(),
            kinds,
            class,
            accepts_classic_since: classic.then_some(first),
            contact,
            names: [("es", Some(spanish)), ("en", english)]
                .into_iter()
                .filter_map(|(language, name)| Some((language.to_owned(), name?)))
                .collect(),
            scope,
            clocks: Clocks { acknowledge: clocks.0, answer: clocks.0 + clocks.1, close: clocks.0 + clocks.1 + clocks.2 },
            signing: keys,
            intake: role("intake", roles.0),
            recovery: role("recovery", roles.1),
            custodian: role("custodian", roles.2),
            revoked: None,
        }
    }
}

/// Directories that follow all rules.
pub(crate) fn drafts() -> impl Strategy<Value = Draft> {
    (
        vec(random_institution(), 1..4),
        1..=u64::from(u32::MAX),
        0..999_i64,
    )
        .prop_map(|(institutions, version, days)| {
            let valid_from = day("2026-11-01");
            Draft {
                version,
                valid_from,
                valid_until: valid_from.plus(days),
                institutions,
            }
        })
}
