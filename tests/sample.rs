//! The institutions of the sample directory, with keys that follow from published labels, and random ones.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use sha2::{Digest, Sha256};
use ventanilla::clock::Day;
use ventanilla::institution::{
    Clocks, DatedKey, DatedRecipient, Draft, Institution, InstitutionId, Kind, Level, Nature, Scope,
};
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
        kind: Kind::Comptroller,
        class,
        accepts_classic_since: (class == Class::Classic).then_some(since),
        alternates: vec!["contraloria-puebla".parse().unwrap()],
        contact: None,
        names: BTreeMap::from([("es".into(), spanish.into()), ("en".into(), english.into())]),
        scope: Scope {
            level: vec![Level::State, Level::Municipal],
            state: vec!["21".into()],
            nature: vec![Nature::Administrative],
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
    oic.kind = Kind::InternalControl;
    oic.scope = Scope {
        level: vec![Level::Federal],
        state: Vec::new(),
        nature: vec![Nature::Administrative],
    };
    let mut comptroller = institution(
        "contraloria-puebla",
        Class::Hybrid,
        "Contraloría del Estado de Puebla (muestra)",
        "Comptroller of the State of Puebla (sample)",
    );
    comptroller.alternates = vec!["fiscalia-anticorrupcion-puebla".parse().unwrap()];
    let mut prosecutor = institution(
        "fiscalia-anticorrupcion-puebla",
        Class::Hybrid,
        "Fiscalía Especializada en Combate a la Corrupción, Puebla (muestra)",
        "Anti-Corruption Prosecutor, Puebla (sample)",
    );
    prosecutor.kind = Kind::AntiCorruptionProsecutor;
    prosecutor.scope.nature = vec![Nature::Crime];
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

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![
        Kind::InternalControl,
        Kind::Comptroller,
        Kind::AntiCorruptionProsecutor,
        Kind::Auditor,
        Kind::Other,
    ])
}

fn scope() -> impl Strategy<Value = Scope> {
    let level = subsequence(vec![Level::Federal, Level::State, Level::Municipal], 1..=3);
    let state = subsequence((1..=32).map(|key| format!("{key:02}")).collect::<Vec<_>>(), 0..=5);
    let nature = subsequence(vec![Nature::Administrative, Nature::Crime], 1..=2);
    (level, state, nature).prop_map(|(level, state, nature)| Scope { level, state, nature })
}

fn recipients(least: usize) -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    vec((1..400_i64, prop::option::of(0..900_i64)), least..3)
}

prop_compose! {
    fn random_institution()(
        names in (line(), prop::option::of(line()), prop::option::of(line())),
        kind in kind(),
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
            kind,
            class,
            accepts_classic_since: classic.then_some(first),
            alternates: Vec::new(),
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
        }
    }
}

/// Directories that follow all rules.
pub(crate) fn drafts() -> impl Strategy<Value = Draft> {
    (
        vec(random_institution(), 1..4),
        1..=u64::from(u32::MAX),
        0..999_i64,
        any::<prop::sample::Selector>(),
    )
        .prop_map(|(mut institutions, version, days, order)| {
            let ids: Vec<InstitutionId> = institutions.iter().map(|one| one.id.clone()).collect();
            for institution in &mut institutions {
                let others = ids.iter().filter(|id| **id != institution.id);
                institution.alternates = others.clone().cloned().collect();
                if order.select([false, true]) {
                    institution.alternates.reverse();
                }
            }
            let valid_from = day("2026-11-01");
            Draft {
                version,
                valid_from,
                valid_until: valid_from.plus(days),
                institutions,
            }
        })
}
