//! The kinds of authority that may receive, and what holds for all of a kind.

use std::collections::BTreeMap;

use super::case::Case;
use super::fault::{self, Fault};
use super::said::Said;
use super::table::{self, Form, Row};
use super::words::{Branch, Certainty, Level, ReceiverKind, Subject, Word};

/// A kind of authority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receiver {
    /// Which kind.
    pub kind: ReceiverKind,
    /// At which level it stands; none where it is no authority.
    pub level: Option<Level>,
    /// The branches it belongs to.
    pub branches: Vec<Branch>,
    /// Whether there is one for each ente.
    pub is_per_ente: bool,
    /// Its name.
    pub name: Said,
    /// Whether it receives reports without a name.
    pub takes_anonymous: bool,
    /// Why it does, or does not.
    pub reason: Said,
    /// Who receives when it has no desk; none only for who receives nothing.
    pub fallback: Option<ReceiverKind>,
    /// Whose judge it would be in its own cause.
    pub own: Option<Subject>,
    /// The kinds about whose people only it receives; none when it is not for the people of certain kinds.
    pub only_about: Vec<ReceiverKind>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// The line of its file.
    pub line: u64,
}

impl Receiver {
    /// Whether whoever is accused in that case is one of this kind's own people: it stands at the same level and
    /// branch, and municipalities have no prosecutors and auditors but the state's.
    pub fn is_own_cause(&self, case: Case) -> bool {
        let same_level = match (case.level, self.level) {
            (Level::Unknown, Some(_)) | (Level::Municipal, Some(Level::State)) => true,
            (level, Some(own)) => level == own,
            (_, None) => false,
        };
        self.own == Some(case.subject) && same_level && self.branches.contains(&case.branch)
    }
}

/// All kinds. Each has its row.
#[derive(Clone, Debug, Default)]
pub struct Receivers(BTreeMap<ReceiverKind, Receiver>);

impl Receivers {
    /// The kinds, in the order of their list.
    pub fn iter(&self) -> impl Iterator<Item = &Receiver> {
        self.0.values()
    }

    /// What holds for a kind.
    pub fn find(&self, kind: ReceiverKind) -> Option<&Receiver> {
        self.0.get(&kind)
    }

    /// Who receives when `kind` has no desk, and so on, until nobody is left.
    pub fn fallbacks(&self, kind: ReceiverKind) -> impl Iterator<Item = ReceiverKind> {
        let next = move |kind: &ReceiverKind| {
            let fallback = self.find(*kind)?.fallback?;
            (fallback != ReceiverKind::Referred).then_some(fallback)
        };
        // Bounded even when somebody's file has a loop.
        std::iter::successors(next(&kind), next).take(ReceiverKind::ALL.len())
    }

    /// Reads the file.
    pub(super) fn read(file: &[u8], faults: &mut Vec<Fault>) -> Self {
        let before = faults.len();
        let rows = RECEIVERS.read(file, faults, read_receiver);
        let known = table::by_key(RECEIVERS, "clave", rows, |one| (one.line, one.kind), faults);
        // A row that could not be read is not missing.
        if faults.len() == before && !file.is_empty() {
            let missing = ReceiverKind::ALL.iter().filter(|kind| !known.contains_key(kind));
            faults.extend(missing.map(|kind| Fault::of(RECEIVERS.file, fault::NO_RECEIVER, kind.word())));
        }
        Self(known)
    }
}

fn read_receiver(row: &mut Row<'_>) -> Option<Receiver> {
    let kind = row.cell::<ReceiverKind>("clave");
    let (level, branches) = (row.optional("nivel"), row.set("ambito"));
    let is_per_ente = row.cell::<bool>("por_ente");
    let name = Said::read(row, "nombre_es", "nombre_en");
    let takes_anonymous = row.cell::<bool>("anonimas");
    let reason = Said::read(row, "motivo_es", "motivo_en");
    let (fallback, own) = (row.optional("respaldo"), row.optional("propio"));
    let only_about = row.list::<ReceiverKind>("solo_sobre");
    let certainty = row.cell("certeza");
    let kind = kind?;
    let is_nobody = kind == ReceiverKind::Referred;
    if level == Some(Level::Unknown) {
        return row.fault("nivel", fault::PLACE, kind.word());
    }
    if level.is_none() != is_nobody {
        return row.fault("nivel", fault::PLACE, kind.word());
    }
    if fallback.is_none() != is_nobody {
        return row.fault("respaldo", fault::NO_FALLBACK, kind.word());
    }
    if only_about.contains(&ReceiverKind::Referred) || only_about.contains(&kind) {
        return row.fault("solo_sobre", fault::NOBODY, kind.word());
    }
    Some(Receiver {
        kind,
        level,
        branches,
        is_per_ente: is_per_ente?,
        name: name?,
        takes_anonymous: takes_anonymous?,
        reason: reason?,
        fallback,
        own,
        only_about,
        certainty: certainty?,
        line: row.line(),
    })
}

pub(super) const RECEIVERS: Form = Form {
    file: "receptores.csv",
    columns: &[
        "clave",
        "nivel",
        "ambito",
        "por_ente",
        "nombre_es",
        "nombre_en",
        "anonimas",
        "motivo_es",
        "motivo_en",
        "respaldo",
        "propio",
        "solo_sobre",
        "certeza",
    ],
};
