//! Competence and its vocabulary as data that a lawyer reads and corrects: places, conducts, situations, kinds of
//! receivers, rules, entes and holidays.
//!
//! A [`Catalogue`] is read once, from the files in the program or from a folder that replaces them, and never
//! changes. Whatever does not fit is a [`Fault`] that names file, line, column, value and what to do.

use std::sync::Arc;

mod calendar;
mod case;
mod cell;
mod conducts;
mod entes;
mod fault;
mod files;
mod keys;
mod manifest;
mod places;
mod proof;
mod receivers;
mod rules;
mod said;
mod search;
mod signed;
mod table;
mod words;

pub use self::calendar::{Calendar, Holiday};
pub use self::case::Case;
pub use self::conducts::{Conduct, Conducts, Situation};
pub use self::entes::{Ente, Entes, Within};
pub use self::fault::{Fault, Faults, What};
pub use self::files::{Files, NAMES, SIGNATURE};
pub use self::keys::{ConductKey, EnteKey, MunicipalityKey, NotAKey, RuleId, SituationKey, StateKey};
pub use self::manifest::Manifest;
pub use self::places::{Municipality, Places, State};
pub use self::receivers::{Receiver, Receivers};
pub use self::rules::{Resolver, Rule, Rules};
pub use self::said::Said;
pub use self::search::split;
pub use self::signed::CatalogueError;
pub use self::words::{
    Actor, Branch, Certainty, Change, Court, Level, Money, Nature, ReceiverKind, Subject, Theme, Word,
};

use self::places::Layer;

/// All that the rules of competence and the pages need to know, as one version of the files has it.
#[derive(Clone, Debug)]
pub struct Catalogue {
    manifest: Manifest,
    places: Places,
    conducts: Conducts,
    receivers: Receivers,
    rules: Rules,
    entes: Entes,
    calendar: Arc<Calendar>,
}

impl Catalogue {
    /// The catalogue in the program.
    pub fn embedded() -> Result<Self, Faults> {
        Self::read(&Files::embedded())
    }

    /// Reads every file and reports all that is wrong with any of them. Nobody vouches for the files yet.
    pub fn read(files: &Files) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let manifest = Manifest::read(bytes(files, manifest::MANIFEST, &mut faults), &mut faults);
        let layer = match &manifest {
            Some(manifest) if manifest.takes_unconfirmed => Layer::Applied,
            Some(_) | None => Layer::LeftOut,
        };
        let [
            states,
            municipalities,
            changes,
            conducts,
            situations,
            receivers,
            rules,
            entes,
            calendar,
        ] = NAMES.map(|name| bytes(files, name, &mut faults));
        let places = Places::read([states, municipalities, changes], layer, &mut faults);
        let conducts = Conducts::read([conducts, situations], &mut faults);
        let receivers = Receivers::read(receivers, &mut faults);
        let rules = Rules::read(rules, &mut faults);
        let entes = places
            .as_ref()
            .map(|places| Entes::read(entes, places, &mut faults));
        let calendar = Calendar::read(calendar, &mut faults);
        let whole = manifest
            .zip(rules)
            .zip(places.zip(entes))
            .filter(|_| faults.is_empty());
        let Some(((manifest, rules), (places, entes))) = whole else {
            return Err(Faults::of(faults));
        };
        Ok(Self {
            manifest,
            places,
            conducts,
            receivers,
            rules,
            entes,
            calendar: Arc::new(calendar),
        })
    }

    /// Proves what a table cannot show by itself: that each combination of answers ends somewhere, by one rule,
    /// that every rule is of use, and that nobody judges their own cause.
    pub fn prove(&self) -> Result<(), Faults> {
        let faults = proof::faults(self);
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Faults::of(faults))
        }
    }

    /// The same with an operator's own entes in the place of the ones in the files.
    pub fn with_entes(&self, csv: &[u8]) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let entes = Entes::read(csv, &self.places, &mut faults);
        if !faults.is_empty() {
            return Err(Faults::of(faults));
        }
        Ok(Self {
            entes,
            ..self.clone()
        })
    }

    /// Version, days and digests.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// States and municipalities.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Conducts and situations.
    pub fn conducts(&self) -> &Conducts {
        &self.conducts
    }

    /// The kinds of receivers.
    pub fn receivers(&self) -> &Receivers {
        &self.receivers
    }

    /// The rules of competence.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The public bodies.
    pub fn entes(&self) -> &Entes {
        &self.entes
    }

    /// The days on which no deadline runs.
    pub fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }
}

/// The bytes of a file. One that is missing or empty is a fault, and whoever reads nothing says nothing more.
fn bytes<'a>(files: &'a Files, name: &'static str, faults: &mut Vec<Fault>) -> &'a [u8] {
    let bytes = files.find(name).unwrap_or_default();
    if bytes.is_empty() {
        faults.push(Fault::of(name, fault::NO_FILE, ""));
    }
    bytes
}

#[cfg(test)]
mod tests;
