//! The four institutions of a demonstration. They are invented.

use crate::catalogue::{NotAKey, ReceiverKind};
use crate::institution::{Clocks, Draft, Institution, Scope};
use crate::seal::Class;

/// An invented institution.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) id: &'static str,
    spanish: &'static str,
    english: &'static str,
    pub(super) kinds: &'static [ReceiverKind],
    pub(super) class: Class,
    state: Option<&'static str>,
    municipality: Option<&'static str>,
}

/// A federal one with classic recipients, two of one state with hybrid ones, and one of its capital.
pub(super) const SAMPLES: [Sample; 4] = [
    Sample {
        id: "demo-control-federal",
        spanish: "Órgano Interno de Control federal (demostración)",
        english: "Federal internal control body (demonstration)",
        kinds: &[ReceiverKind::OicFed, ReceiverKind::SabgCentral],
        class: Class::Classic,
        state: None,
        municipality: None,
    },
    Sample {
        id: "demo-contraloria-oaxaca",
        spanish: "Contraloría de Oaxaca (demostración)",
        english: "Comptroller of Oaxaca (demonstration)",
        kinds: &[ReceiverKind::ContraloriaEst],
        class: Class::Hybrid,
        state: Some("20"),
        municipality: None,
    },
    Sample {
        id: "demo-fiscalia-oaxaca",
        spanish: "Fiscalía Anticorrupción de Oaxaca (demostración)",
        english: "Anti-corruption prosecutor of Oaxaca (demonstration)",
        kinds: &[ReceiverKind::Fecc],
        class: Class::Hybrid,
        state: Some("20"),
        municipality: None,
    },
    Sample {
        id: "demo-contraloria-oaxaca-de-juarez",
        spanish: "Contraloría Municipal de Oaxaca de Juárez (demostración)",
        english: "Municipal comptroller of Oaxaca de Juárez (demonstration)",
        kinds: &[ReceiverKind::OicMun],
        class: Class::Hybrid,
        state: None,
        municipality: Some("20067"),
    },
];

/// The deadlines of all of them, in working days.
pub(super) const CLOCKS: Clocks = Clocks {
    acknowledge: 5,
    answer: 30,
    close: 120,
};

impl Sample {
    pub(super) fn names(&self) -> Vec<(String, String)> {
        vec![
            ("es".to_owned(), self.spanish.to_owned()),
            ("en".to_owned(), self.english.to_owned()),
        ]
    }

    pub(super) fn scope(&self) -> Result<Scope, NotAKey> {
        Ok(Scope {
            state: self.state.map(str::parse).transpose()?.into_iter().collect(),
            municipality: self
                .municipality
                .map(str::parse)
                .transpose()?
                .into_iter()
                .collect(),
            ..Scope::default()
        })
    }

    pub(super) const fn class_word(&self) -> &'static str {
        match self.class {
            Class::Classic => "classic",
            Class::Hybrid => "hybrid",
        }
    }
}

/// Reads the entry that the enrolment of a desk left.
pub(super) fn read_entry(text: &str) -> anyhow::Result<Institution> {
    let head = "version = 1\nvalid_from = \"2026-01-01\"\nvalid_until = \"2026-01-02\"\n";
    let draft = Draft::read(&format!("{head}\n{text}"))?;
    let mut found = draft.institutions.into_iter();
    found
        .next()
        .ok_or_else(|| anyhow::anyhow!("the entry names no institution"))
}
