//! What the law calls an act, and what a person calls it: situations in plain words that stand for conducts.

use std::collections::BTreeMap;

use super::fault::{self, Fault};
use super::keys::{ConductKey, SituationKey};
use super::said::Said;
use super::table::{self, Form, Row};
use super::words::{Actor, Certainty, Nature, Theme};

/// An act as the law names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conduct {
    /// Its key.
    pub key: ConductKey,
    /// What it is in law.
    pub nature: Nature,
    /// Whose conduct it can be.
    pub actor: Actor,
    /// The law.
    pub law: Option<String>,
    /// The article.
    pub article: Option<String>,
    /// Its name in the law.
    pub name: String,
    /// Its keys in the second and first version of System 3.
    pub system_3: [Option<String>; 2],
    /// How sure the row is.
    pub certainty: Certainty,
    /// What the certainty rests on.
    pub note: Option<String>,
    line: u64,
}

/// An act as a person tells it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Situation {
    /// Its key.
    pub key: SituationKey,
    /// What it is about.
    pub theme: Theme,
    /// What the person ticks.
    pub text: Said,
    /// An example.
    pub example: Said,
    /// The conducts it may be.
    pub conducts: Vec<ConductKey>,
    /// What it is read as, the first being the likeliest.
    pub natures: Vec<Nature>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// The line of its file.
    pub line: u64,
}

/// All conducts and situations.
#[derive(Clone, Debug, Default)]
pub struct Conducts {
    by_key: BTreeMap<ConductKey, Conduct>,
    situations: Vec<Situation>,
    places: BTreeMap<SituationKey, usize>,
}

impl Conducts {
    /// The conducts, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Conduct> {
        self.by_key.values()
    }

    /// The conduct with that key.
    pub fn find(&self, key: &str) -> Option<&Conduct> {
        self.by_key.get(key)
    }

    /// The situations in the order in which they are offered.
    pub fn situations(&self) -> &[Situation] {
        &self.situations
    }

    /// The situation with that key.
    pub fn situation(&self, key: &str) -> Option<&Situation> {
        self.places.get(key).and_then(|place| self.situations.get(*place))
    }

    /// Reads the two files; the situations only when each conduct is sound.
    pub(super) fn read(files: [&[u8]; 2], faults: &mut Vec<Fault>) -> Self {
        let known_faults = faults.len();
        let [conducts, situations] = files;
        let conducts = CONDUCTS.read(conducts, faults, read_conduct);
        let conducts = table::by_key(
            CONDUCTS,
            "clave",
            conducts,
            |one| (one.line, one.key.clone()),
            faults,
        );
        let situations = if conducts.is_empty() || faults.len() > known_faults {
            &[][..]
        } else {
            situations
        };
        let situations = SITUATIONS.read(situations, faults, |row| read_situation(row, &conducts));
        let named = situations.iter().enumerate();
        let named = named
            .map(|(place, one)| (one.line, one.key.clone(), place))
            .collect();
        let places = table::by_key(
            SITUATIONS,
            "clave",
            named,
            |(line, key, _)| (*line, key.clone()),
            faults,
        );
        let places = places
            .into_iter()
            .map(|(key, (_, _, place))| (key, place))
            .collect();
        Self {
            by_key: conducts,
            situations,
            places,
        }
    }
}

fn read_conduct(row: &mut Row<'_>) -> Option<Conduct> {
    let (key, nature, actor) = (row.cell("clave"), row.cell("naturaleza"), row.cell("persona"));
    let (law, article, name) = (row.note("ley"), row.note("articulo"), row.text("nombre"));
    let (second, first) = (row.note("clave_s3_v2"), row.note("clave_s3_v1"));
    let (certainty, note) = (row.cell("certeza"), row.note("nota"));
    Some(Conduct {
        key: key?,
        nature: nature?,
        actor: actor?,
        law,
        article,
        name: name?,
        system_3: [second, first],
        certainty: certainty?,
        note,
        line: row.line(),
    })
}

fn read_situation(row: &mut Row<'_>, known: &BTreeMap<ConductKey, Conduct>) -> Option<Situation> {
    let (key, theme) = (row.cell("clave"), row.cell("grupo"));
    let text = Said::read(row, "texto_es", "texto_en");
    let example = Said::read(row, "ejemplo_es", "ejemplo_en");
    let conducts = row.list::<ConductKey>("conductas");
    let natures = row.filled_list("naturalezas");
    let certainty = row.cell("certeza");
    if let Some(stranger) = conducts.iter().find(|key| !known.contains_key(*key)) {
        let detail = format!("{stranger}: {}", CONDUCTS.file);
        return row.fault("conductas", fault::NOWHERE, detail);
    }
    Some(Situation {
        key: key?,
        theme: theme?,
        text: text?,
        example: example?,
        conducts,
        natures,
        certainty: certainty?,
        line: row.line(),
    })
}

pub(super) const CONDUCTS: Form = Form {
    file: "conductas.csv",
    columns: &[
        "clave",
        "naturaleza",
        "persona",
        "ley",
        "articulo",
        "nombre",
        "clave_s3_v2",
        "clave_s3_v1",
        "certeza",
        "nota",
    ],
};

pub(super) const SITUATIONS: Form = Form {
    file: "situaciones.csv",
    columns: &[
        "clave",
        "grupo",
        "texto_es",
        "ejemplo_es",
        "texto_en",
        "ejemplo_en",
        "conductas",
        "naturalezas",
        "certeza",
    ],
};
