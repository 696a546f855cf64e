//! The public bodies in which the accused may work, to be found by their key or by words of their name.

use super::fault::{self, Fault};
use super::keys::{EnteKey, MunicipalityKey, StateKey};
use super::places::Places;
use super::search::Index;
use super::table::{self, Form, Row};
use super::words::{Branch, Certainty, Level, ReceiverKind, Subject};

/// A public body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ente {
    /// Its key.
    pub key: EnteKey,
    /// Its name.
    pub name: String,
    /// What it is called for short.
    pub short: Option<String>,
    /// Its level.
    pub level: Level,
    /// Its branch.
    pub branch: Branch,
    /// Its state; none for a federal one.
    pub state: Option<StateKey>,
    /// Its municipality, for a municipal one.
    pub municipality: Option<MunicipalityKey>,
    /// Which kind of receiver it is itself, if it is one.
    pub receiver: Option<ReceiverKind>,
    /// As what whoever works there counts.
    pub subject: Subject,
    /// How sure the row is.
    pub certainty: Certainty,
    /// The line of its file.
    pub line: u64,
}

/// Where to look for an ente; what is none is not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Within<'a> {
    /// Its level.
    pub level: Option<Level>,
    /// Its branch.
    pub branch: Option<Branch>,
    /// Its state; federal ones are found in every state.
    pub state: Option<&'a str>,
    /// Its municipality; others than municipal ones are found in all of them.
    pub municipality: Option<&'a str>,
}

impl Within<'_> {
    fn holds(&self, ente: &Ente) -> bool {
        let same = |asked: Option<&str>, own: Option<&str>| match (asked, own) {
            (Some(asked), Some(own)) => asked == own,
            (None, _) | (_, None) => true,
        };
        self.level.is_none_or(|level| ente.level == level)
            && self.branch.is_none_or(|branch| ente.branch == branch)
            && same(self.state, ente.state.as_ref().map(StateKey::as_str))
            && same(
                self.municipality,
                ente.municipality.as_ref().map(MunicipalityKey::as_str),
            )
    }
}

/// All public bodies.
#[derive(Clone, Debug, Default)]
pub struct Entes {
    /// By key.
    in_order: Vec<Ente>,
    index: Index,
}

impl Entes {
    /// All of them, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Ente> {
        self.in_order.iter()
    }

    /// The ente with that key.
    pub fn find(&self, key: &str) -> Option<&Ente> {
        let place = self.in_order.binary_search_by(|ente| ente.key.as_str().cmp(key));
        place.ok().and_then(|place| self.in_order.get(place))
    }

    /// At most `limit` entes whose name or short name has every word of `words`, whole or begun, whatever the
    /// case and the accents. Whole words and shorter names come first.
    pub fn search(&self, words: &str, within: Within<'_>, limit: usize) -> Vec<&Ente> {
        self.search_counting(words, within, limit, &mut 0)
    }

    /// The search, counting the words it looks at.
    pub(super) fn search_counting(
        &self,
        words: &str,
        within: Within<'_>,
        limit: usize,
        looks: &mut usize,
    ) -> Vec<&Ente> {
        let mut found = self.index.find(words, looks);
        found.retain(|hit| {
            self.in_order
                .get(hit.place)
                .is_some_and(|ente| within.holds(ente))
        });
        found.sort_unstable();
        found
            .iter()
            .take(limit)
            .filter_map(|hit| self.in_order.get(hit.place))
            .collect()
    }

    /// Reads the file.
    pub(super) fn read(file: &[u8], places: &Places, faults: &mut Vec<Fault>) -> Self {
        let rows = ENTES.read(file, faults, |row| read_ente(row, places));
        let place = |ente: &Ente| (ente.line, ente.key.clone());
        let entes: Vec<Ente> = table::by_key(ENTES, "clave", rows, place, faults)
            .into_values()
            .collect();
        let names = entes
            .iter()
            .map(|ente| (ente.name.as_str(), ente.short.as_deref().unwrap_or_default()));
        Self {
            index: Index::of(names),
            in_order: entes,
        }
    }
}

fn read_ente(row: &mut Row<'_>, places: &Places) -> Option<Ente> {
    let (key, name, short) = (row.cell("clave"), row.text("nombre"), row.note("siglas"));
    let (level, branch) = (
        row.except("nivel", Level::Unknown),
        row.except("ambito", Branch::Unknown),
    );
    let (state, municipality) = (row.optional::<StateKey>("entidad"), row.optional("municipio"));
    let (receiver, subject) = (row.optional("receptor"), row.cell("sujeto"));
    let certainty = row.cell("certeza");
    let level = level?;
    if let Some(state) = &state
        && places.state(state.as_str()).is_none()
    {
        return row.fault("entidad", fault::NOWHERE, "entidades.csv");
    }
    if state.is_none() != (level == Level::Federal) {
        return row.fault("entidad", fault::PLACE, level.to_string());
    }
    if municipality.is_some() != (level == Level::Municipal) {
        return row.fault("municipio", fault::PLACE, level.to_string());
    }
    if let Some(municipality) = &municipality {
        in_state(row, municipality, state.as_ref(), places)?;
    }
    if receiver == Some(ReceiverKind::Referred) {
        return row.fault("receptor", fault::NOBODY, "");
    }
    Some(Ente {
        key: key?,
        name: name?,
        short,
        level,
        branch: branch?,
        state,
        municipality,
        receiver,
        subject: subject?,
        certainty: certainty?,
        line: row.line(),
    })
}

/// Nothing unless the municipality exists and lies in the state.
fn in_state(
    row: &mut Row<'_>,
    municipality: &MunicipalityKey,
    state: Option<&StateKey>,
    places: &Places,
) -> Option<()> {
    if places.municipality(municipality.as_str()).is_none() {
        return row.fault("municipio", fault::NOWHERE, "municipios.csv");
    }
    if state.is_none_or(|state| state.as_str() != municipality.state()) {
        return row.fault("municipio", fault::OTHER_STATE, municipality.state());
    }
    Some(())
}

pub(super) const ENTES: Form = Form {
    file: "entes.csv",
    columns: &[
        "clave",
        "nombre",
        "siglas",
        "nivel",
        "ambito",
        "entidad",
        "municipio",
        "receptor",
        "sujeto",
        "certeza",
    ],
};
