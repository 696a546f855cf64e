//! The three institutions of a demonstration. They are invented.

use crate::institution::{Clocks, Draft, Institution, InstitutionId, Kind, Level, Nature, NotAnId, Scope};
use crate::seal::Class;

/// An invented institution.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) id: &'static str,
    spanish: &'static str,
    english: &'static str,
    pub(super) kind: Kind,
    pub(super) class: Class,
    level: &'static [Level],
    state: &'static [&'static str],
    nature: Nature,
    alternates: &'static [&'static str],
}

/// A federal one with classic recipients, and two of one state with hybrid ones.
pub(super) const SAMPLES: [Sample; 3] = [
    Sample {
        id: "demo-control-federal",
        spanish: "Órgano Interno de Control federal (demostración)",
        english: "Federal internal control body (demonstration)",
        kind: Kind::InternalControl,
        class: Class::Classic,
        level: &[Level::Federal],
        state: &[],
        nature: Nature::Administrative,
        alternates: &[],
    },
    Sample {
        id: "demo-contraloria-oaxaca",
        spanish: "Contraloría de Oaxaca (demostración)",
        english: "Comptroller of Oaxaca (demonstration)",
        kind: Kind::Comptroller,
        class: Class::Hybrid,
        level: &[Level::State, Level::Municipal],
        state: &["20"],
        nature: Nature::Administrative,
        alternates: &["demo-fiscalia-oaxaca"],
    },
    Sample {
        id: "demo-fiscalia-oaxaca",
        spanish: "Fiscalía Anticorrupción de Oaxaca (demostración)",
        english: "Anti-corruption prosecutor of Oaxaca (demonstration)",
        kind: Kind::AntiCorruptionProsecutor,
        class: Class::Hybrid,
        level: &[Level::State, Level::Municipal],
        state: &["20"],
        nature: Nature::Crime,
        alternates: &[],
    },
];

/// The deadlines of all three, in working days.
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

    pub(super) fn scope(&self) -> Scope {
        Scope {
            level: self.level.to_vec(),
            state: self.state.iter().map(|&state| state.to_owned()).collect(),
            nature: vec![self.nature],
        }
    }

    pub(super) fn alternates(&self) -> Result<Vec<InstitutionId>, NotAnId> {
        self.alternates.iter().map(|id| id.parse()).collect()
    }

    pub(super) const fn class_word(&self) -> &'static str {
        match self.class {
            Class::Classic => "classic",
            Class::Hybrid => "hybrid",
        }
    }
}

/// Reads the entry that the enrolment of a desk left. It may name alternates that are enrolled after it, so
/// these are taken out for the check of the one entry and put back.
pub(super) fn read_entry(text: &str) -> anyhow::Result<Institution> {
    let mut entry: toml::Table = text.parse()?;
    let one = entry
        .get_mut("institution")
        .and_then(|list| list.as_array_mut()?.first_mut()?.as_table_mut());
    let alternates = one.and_then(|one| one.insert("alternates".to_owned(), toml::Value::Array(Vec::new())));
    let head = "version = 1\nvalid_from = \"2026-01-01\"\nvalid_until = \"2026-01-02\"\n";
    let draft = Draft::read(&format!("{head}\n{}", toml::to_string(&entry)?))?;
    let mut found = draft.institutions.into_iter();
    let mut institution = found
        .next()
        .ok_or_else(|| anyhow::anyhow!("the entry names no institution"))?;
    for id in alternates
        .iter()
        .filter_map(toml::Value::as_array)
        .flatten()
        .filter_map(toml::Value::as_str)
    {
        institution.alternates.push(id.parse()?);
    }
    Ok(institution)
}
