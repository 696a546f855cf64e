//! Who has a desk: for each kind of receiver, the institutions that can receive today, by where they reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Branch, EnteKey, MunicipalityKey, ReceiverKind, StateKey};
use crate::clock::Day;
use crate::institution::{Directory, Institution, InstitutionId};

/// An institution that can receive as one kind.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Desk {
    /// Who it is.
    pub institution: InstitutionId,
    /// As which kind it receives.
    pub kind: ReceiverKind,
    /// How far it reaches.
    pub reach: Reach,
    /// The branches it is for; none means all.
    pub branches: BTreeSet<Branch>,
    /// The entes it is for; none means all within its reach.
    pub entes: BTreeSet<EnteKey>,
}

/// How far a desk reaches.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Reach {
    /// One municipality.
    Municipality(MunicipalityKey),
    /// One state.
    State(StateKey),
    /// The whole country.
    Country,
}

/// Where a matter is, as far as it is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Place<'a> {
    pub(super) ente: Option<&'a str>,
    pub(super) municipality: Option<&'a str>,
    pub(super) state: Option<&'a str>,
    pub(super) branch: Branch,
}

/// All desks. The nearest to a matter is found without a walk through the others.
#[derive(Clone, Debug, Default)]
pub struct Desks {
    open: Nearest,
    /// Desks of institutions that were revoked: they are found to be told of, and receive nothing.
    closed: Nearest,
    closed_from: BTreeMap<InstitutionId, Day>,
    by_institution: BTreeMap<InstitutionId, BTreeSet<ReceiverKind>>,
}

/// Desks in order, by kind and place.
#[derive(Clone, Debug, Default)]
struct Nearest {
    in_order: Vec<Desk>,
    kinds: BTreeMap<ReceiverKind, Kind>,
}

/// The desks of one kind, as places in the list.
#[derive(Clone, Debug, Default)]
struct Kind {
    by_ente: BTreeMap<EnteKey, Vec<usize>>,
    by_municipality: BTreeMap<MunicipalityKey, Vec<usize>>,
    by_state: BTreeMap<StateKey, Vec<usize>>,
    everywhere: Vec<usize>,
}

impl Desks {
    /// The institutions of a directory that can receive `today`, and those that were revoked; none when its last day
    /// is over.
    pub fn of(directory: &Directory, today: Day) -> Self {
        if directory.has_expired(today) {
            return Self::default();
        }
        let institutions = || directory.institutions().values();
        let open = institutions().filter(|one| one.recipients(today).is_ok());
        let closed = institutions().filter_map(|one| Some((one, one.revoked_from(today)?)));
        let closed = closed.flat_map(|(one, from)| desks_of(one).into_iter().map(move |desk| (desk, from)));
        Self::new(open.flat_map(desks_of).collect()).with_revoked(closed.collect())
    }

    /// Puts desks in order.
    pub fn new(desks: Vec<Desk>) -> Self {
        let mut by_institution: BTreeMap<InstitutionId, BTreeSet<ReceiverKind>> = BTreeMap::new();
        for desk in &desks {
            let own = by_institution.entry(desk.institution.clone()).or_default();
            own.insert(desk.kind);
        }
        Self {
            open: Nearest::new(desks),
            by_institution,
            ..Self::default()
        }
    }

    /// The same, beside desks that receive nothing any more, each since a day.
    #[must_use]
    pub fn with_revoked(self, desks: Vec<(Desk, Day)>) -> Self {
        let from = desks.iter().map(|(desk, day)| (desk.institution.clone(), *day));
        Self {
            closed_from: from.collect(),
            closed: Nearest::new(desks.into_iter().map(|(desk, _day)| desk).collect()),
            ..self
        }
    }

    /// All desks.
    pub fn iter(&self) -> impl Iterator<Item = &Desk> {
        self.open.in_order.iter()
    }

    /// All the kinds that an institution is: it has one key for all of them.
    pub(super) fn kinds_of(&self, institution: &InstitutionId) -> impl Iterator<Item = ReceiverKind> {
        self.by_institution
            .get(institution)
            .into_iter()
            .flatten()
            .copied()
    }

    /// The desks of a kind that are for a matter at `place`, the nearest first.
    pub(super) fn near(&self, kind: ReceiverKind, place: Place<'_>) -> impl Iterator<Item = &Desk> {
        self.open.near(kind, place)
    }

    /// Those that would have been for it if they had not been revoked, and since when they are.
    pub(super) fn revoked_near(
        &self,
        kind: ReceiverKind,
        place: Place<'_>,
    ) -> impl Iterator<Item = (&InstitutionId, Day)> {
        let found = self.closed.near(kind, place);
        found.filter_map(|desk| Some((&desk.institution, *self.closed_from.get(&desk.institution)?)))
    }

    /// What would have to be known of a matter at `place` for a desk of that kind to be found, if anything.
    pub(super) fn missing(&self, kind: ReceiverKind, place: Place<'_>) -> Option<Missing> {
        let kind = self.open.kinds.get(&kind)?;
        if place.state.is_none() && !kind.by_state.is_empty() {
            Some(Missing::State)
        } else if place.municipality.is_none() && !kind.by_municipality.is_empty() {
            Some(Missing::Municipality)
        } else if place.ente.is_none() && !kind.by_ente.is_empty() {
            Some(Missing::Ente)
        } else {
            None
        }
    }
}

impl Nearest {
    fn new(desks: Vec<Desk>) -> Self {
        let mut in_order = desks;
        in_order.sort_unstable();
        in_order.dedup();
        let mut kinds: BTreeMap<ReceiverKind, Kind> = BTreeMap::new();
        for (place, desk) in in_order.iter().enumerate() {
            let kind = kinds.entry(desk.kind).or_default();
            for ente in &desk.entes {
                kind.by_ente.entry(ente.clone()).or_default().push(place);
            }
            match &desk.reach {
                _ if !desk.entes.is_empty() => {}
                Reach::Municipality(key) => kind.by_municipality.entry(key.clone()).or_default().push(place),
                Reach::State(key) => kind.by_state.entry(key.clone()).or_default().push(place),
                Reach::Country => kind.everywhere.push(place),
            }
        }
        Self { in_order, kinds }
    }

    fn near(&self, kind: ReceiverKind, place: Place<'_>) -> impl Iterator<Item = &Desk> {
        let found = self.kinds.get(&kind);
        let ente = found
            .zip(place.ente)
            .and_then(|(kind, key)| kind.by_ente.get(key));
        let town = found
            .zip(place.municipality)
            .and_then(|(kind, key)| kind.by_municipality.get(key));
        let state = found
            .zip(place.state)
            .and_then(|(kind, key)| kind.by_state.get(key));
        let everywhere = found.map(|kind| &kind.everywhere);
        let places = [ente, town, state, everywhere].into_iter().flatten().flatten();
        places
            .filter_map(|place| self.in_order.get(*place))
            .filter(move |desk| {
                let any = desk.branches.is_empty() || place.branch == Branch::Unknown;
                any || desk.branches.contains(&place.branch)
            })
    }
}

/// An institution as each kind that it receives as, in each place that it reaches.
fn desks_of(institution: &Institution) -> Vec<Desk> {
    let scope = &institution.scope;
    let towns = scope.municipality.iter().cloned().map(Reach::Municipality);
    let mut reach: Vec<Reach> = scope
        .state
        .iter()
        .cloned()
        .map(Reach::State)
        .chain(towns)
        .collect();
    if reach.is_empty() {
        reach.push(Reach::Country);
    }
    let desk = |kind: ReceiverKind, reach: &Reach| Desk {
        institution: institution.id.clone(),
        kind,
        reach: reach.clone(),
        branches: scope.branch.iter().copied().collect(),
        entes: scope.ente.iter().cloned().collect(),
    };
    let kinds = institution.kinds.iter();
    kinds
        .flat_map(|kind| reach.iter().map(move |reach| desk(*kind, reach)))
        .collect()
}

/// What is not known of a matter.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Missing {
    /// In which body the accused works.
    Ente,
    /// In which municipality.
    Municipality,
    /// In which state.
    State,
}
