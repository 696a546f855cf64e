//! States and municipalities by INEGI's keys, with a layer of later changes that nobody has confirmed yet.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::fault::{self, Fault};
use super::keys::{MunicipalityKey, StateKey};
use super::table::{self, Form, Row};
use super::words::{Certainty, Change};

/// A state.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct State {
    /// Its key.
    pub key: StateKey,
    /// Its name.
    pub name: String,
    line: u64,
}

/// A municipality or borough.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Municipality {
    /// Its key; the first two digits are its state's.
    pub key: MunicipalityKey,
    /// Its name. Names repeat, even inside a state.
    pub name: String,
    /// Whether it comes from the layer that nobody has confirmed.
    pub is_unconfirmed: bool,
    line: u64,
}

/// All places.
#[derive(Clone, Debug, Default)]
pub struct Places {
    states: BTreeMap<StateKey, State>,
    municipalities: BTreeMap<MunicipalityKey, Municipality>,
}

impl Places {
    /// The states, by key.
    pub fn states(&self) -> impl Iterator<Item = &State> {
        self.states.values()
    }

    /// The state with that key.
    pub fn state(&self, key: &str) -> Option<&State> {
        self.states.get(key)
    }

    /// All municipalities, by key.
    pub fn municipalities(&self) -> impl Iterator<Item = &Municipality> {
        self.municipalities.values()
    }

    /// The municipalities of a state, by key.
    pub fn of_state<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a Municipality> {
        let below = self
            .municipalities
            .range::<str, _>((Bound::Included(state), Bound::Unbounded));
        below
            .map(|(_, one)| one)
            .take_while(move |one| one.key.state() == state)
    }

    /// The municipality with that key.
    pub fn municipality(&self, key: &str) -> Option<&Municipality> {
        self.municipalities.get(key)
    }

    /// Reads the three files. The changes are read and checked in any case, and applied only when `layer` says so.
    /// What leans on a faulty file is not read: each of its rows would be called faulty for one fault elsewhere.
    pub(super) fn read(files: [&[u8]; 3], layer: Layer, faults: &mut Vec<Fault>) -> Option<Self> {
        if files.iter().any(|file| file.is_empty()) {
            return None;
        }
        let known_faults = faults.len();
        let [states, municipalities, layer_file] = files;
        let states = STATES.read(states, faults, read_state);
        let states = table::by_key(STATES, "clave", states, |one| (one.line, one.key.clone()), faults);
        if faults.len() > known_faults {
            return None;
        }
        let municipalities =
            MUNICIPALITIES.read(municipalities, faults, |row| read_municipality(row, &states));
        let place = |one: &Municipality| (one.line, one.key.clone());
        let municipalities = table::by_key(MUNICIPALITIES, "clave", municipalities, place, faults);
        let mut places = Self {
            states,
            municipalities,
        };
        if faults.len() > known_faults {
            return None;
        }
        let changed = CHANGES.read(layer_file, faults, |row| places.read_change(row));
        let place = |(_, one): &(Change, Municipality)| (one.line, one.key.clone());
        let changed = table::by_key(CHANGES, "clave", changed, place, faults);
        if layer == Layer::Applied {
            let changed = changed.into_values().map(|(_, one)| (one.key.clone(), one));
            places.municipalities.extend(changed);
        }
        (faults.len() == known_faults).then_some(places)
    }

    fn read_change(&self, row: &mut Row<'_>) -> Option<(Change, Municipality)> {
        let municipality = read_municipality(row, &self.states);
        let change = row.cell("cambio");
        let certainty = row.cell::<Certainty>("certeza");
        row.note("nota");
        let (municipality, change) = (municipality?, change?);
        certainty?;
        let is_known = self.municipalities.contains_key(&municipality.key);
        if is_known == (change == Change::Created) {
            return row.fault("cambio", fault::CHANGE, municipality.key.to_string());
        }
        let municipality = Municipality {
            is_unconfirmed: true,
            ..municipality
        };
        Some((change, municipality))
    }
}

/// Whether changes that nobody has confirmed count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Layer {
    /// They count.
    Applied,
    /// They are only checked.
    LeftOut,
}

fn read_state(row: &mut Row<'_>) -> Option<State> {
    let (key, name) = (row.cell("clave"), row.text("nombre"));
    Some(State {
        key: key?,
        name: name?,
        line: row.line(),
    })
}

fn read_municipality(row: &mut Row<'_>, states: &BTreeMap<StateKey, State>) -> Option<Municipality> {
    let key = row.cell::<MunicipalityKey>("clave");
    let name = row.text("nombre");
    let state = row.cell::<StateKey>("entidad");
    let (key, name, state) = (key?, name?, state?);
    if !states.contains_key(&state) {
        return row.fault("entidad", fault::NOWHERE, STATES.file);
    }
    if key.state() != state.as_str() {
        return row.fault("entidad", fault::OTHER_STATE, key.state());
    }
    Some(Municipality {
        key,
        name,
        is_unconfirmed: false,
        line: row.line(),
    })
}

pub(super) const STATES: Form = Form {
    file: "entidades.csv",
    columns: &["clave", "nombre"],
};

pub(super) const MUNICIPALITIES: Form = Form {
    file: "municipios.csv",
    columns: &["clave", "nombre", "entidad"],
};

pub(super) const CHANGES: Form = Form {
    file: "municipios_por_confirmar.csv",
    columns: &["clave", "nombre", "entidad", "cambio", "certeza", "nota"],
};
