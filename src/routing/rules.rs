//! The table of competence, first version: one row per rule, in the order in which they are tried.
//!
//! The ids are those of the drafted table of competence. Only the general scheme of articles 3 and 10 of the
//! LGRA is confirmed; the rest waits for a lawyer's review, and the page says so.

use std::collections::BTreeSet;

use crate::institution::{Kind, Level, Nature};

/// One row: for such a matter, such an authority.
#[derive(Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its id in the table of competence.
    pub id: &'static str,
    /// The level of the matter.
    pub level: Level,
    /// As what the matter is read.
    pub nature: Nature,
    /// For which money the row holds.
    pub money: Money,
    /// The authorities it names, first the nearest.
    pub kinds: &'static [Kind],
    /// At which level these authorities are looked for.
    pub seek: Level,
    /// The message with its basis in law, in plain words.
    pub basis: &'static str,
    /// The message that names the sort of authority, for when there is none.
    pub sort: &'static str,
    /// How sure the row is.
    pub certainty: Certainty,
}

/// For which money a row holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Money {
    /// Whatever it is.
    Any,
    /// Federal money only.
    Federal,
    /// Everything that is not known to be federal money.
    NotFederal,
}

/// How sure a row is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Certainty {
    /// The general rule is confirmed in law.
    Confirmed,
    /// A choice of this design, not of the law.
    Design,
    /// Not yet confirmed by a lawyer.
    Unconfirmed,
}

/// What a story is read as first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lead {
    /// As an offence; it could be a crime too.
    Administrative,
    /// As a crime; it is an offence too.
    Crime,
    /// As an offence and nothing else.
    Offence,
    /// As nothing that is received here.
    OutOfScope,
}

/// What the ticked situations are read as first.
pub fn lead(situations: &BTreeSet<String>) -> Lead {
    let leads: Vec<Lead> = situations.iter().map(|key| lead_of(key)).collect();
    let any = |lead| leads.contains(&lead);
    if any(Lead::Crime) {
        Lead::Crime
    } else if any(Lead::Administrative) || leads.is_empty() {
        Lead::Administrative
    } else if any(Lead::Offence) {
        Lead::Offence
    } else {
        Lead::OutOfScope
    }
}

fn lead_of(situation: &str) -> Lead {
    match situation {
        "bribe" | "taking" | "riches" | "threats" => Lead::Crime,
        "neglect" => Lead::Offence,
        "service" | "labour" | "private" => Lead::OutOfScope,
        _ => Lead::Administrative,
    }
}

/// The rows, in the order in which they are tried within one nature.
pub const RULES: &[Rule] = &[
    Rule {
        id: "R02",
        level: Level::Federal,
        nature: Nature::Administrative,
        money: Money::Any,
        kinds: &[Kind::InternalControl, Kind::Comptroller],
        seek: Level::Federal,
        basis: "rule-federal-control",
        sort: "sort-federal-control",
        certainty: Certainty::Confirmed,
    },
    Rule {
        id: "R03",
        level: Level::Federal,
        nature: Nature::Crime,
        money: Money::Any,
        kinds: &[Kind::AntiCorruptionProsecutor],
        seek: Level::Federal,
        basis: "rule-federal-prosecutor",
        sort: "sort-federal-prosecutor",
        certainty: Certainty::Unconfirmed,
    },
    Rule {
        id: "R08",
        level: Level::State,
        nature: Nature::Administrative,
        money: Money::NotFederal,
        kinds: &[Kind::InternalControl, Kind::Comptroller],
        seek: Level::State,
        basis: "rule-state-control",
        sort: "sort-state-control",
        certainty: Certainty::Confirmed,
    },
    Rule {
        id: "R09",
        level: Level::State,
        nature: Nature::Administrative,
        money: Money::Federal,
        kinds: &[Kind::InternalControl, Kind::Comptroller],
        seek: Level::State,
        basis: "rule-state-control-federal-money",
        sort: "sort-state-control",
        certainty: Certainty::Unconfirmed,
    },
    Rule {
        id: "R08",
        level: Level::State,
        nature: Nature::Administrative,
        money: Money::Any,
        kinds: &[Kind::Auditor],
        seek: Level::State,
        basis: "rule-state-auditor",
        sort: "sort-state-auditor",
        certainty: Certainty::Unconfirmed,
    },
    Rule {
        id: "R12",
        level: Level::State,
        nature: Nature::Crime,
        money: Money::Federal,
        kinds: &[Kind::AntiCorruptionProsecutor],
        seek: Level::Federal,
        basis: "rule-federal-money-prosecutor",
        sort: "sort-federal-prosecutor",
        certainty: Certainty::Unconfirmed,
    },
    Rule {
        id: "R11",
        level: Level::State,
        nature: Nature::Crime,
        money: Money::Any,
        kinds: &[Kind::AntiCorruptionProsecutor],
        seek: Level::State,
        basis: "rule-state-prosecutor",
        sort: "sort-state-prosecutor",
        certainty: Certainty::Unconfirmed,
    },
    Rule {
        id: "R13",
        level: Level::Municipal,
        nature: Nature::Administrative,
        money: Money::Any,
        kinds: &[Kind::InternalControl, Kind::Comptroller],
        seek: Level::Municipal,
        basis: "rule-municipal-control",
        sort: "sort-municipal-control",
        certainty: Certainty::Confirmed,
    },
    Rule {
        id: "R13",
        level: Level::Municipal,
        nature: Nature::Administrative,
        money: Money::Any,
        kinds: &[Kind::Comptroller, Kind::Auditor],
        seek: Level::State,
        basis: "rule-municipal-to-state",
        sort: "sort-state-control",
        certainty: Certainty::Design,
    },
    Rule {
        id: "R12",
        level: Level::Municipal,
        nature: Nature::Crime,
        money: Money::Federal,
        kinds: &[Kind::AntiCorruptionProsecutor],
        seek: Level::Federal,
        basis: "rule-federal-money-prosecutor",
        sort: "sort-federal-prosecutor",
        certainty: Certainty::Unconfirmed,
    },
    Rule {
        id: "R11",
        level: Level::Municipal,
        nature: Nature::Crime,
        money: Money::Any,
        kinds: &[Kind::AntiCorruptionProsecutor],
        seek: Level::State,
        basis: "rule-state-prosecutor",
        sort: "sort-state-prosecutor",
        certainty: Certainty::Unconfirmed,
    },
];
