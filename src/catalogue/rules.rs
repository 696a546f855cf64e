//! The rules of competence as the file holds them, with an index: which rules may count for a case is one look.

use super::case::Case;
use super::cell::{self, Cell};
use super::fault::{self, Fault, What};
use super::keys::RuleId;
use super::said::Said;
use super::table::{self, Form, Row};
use super::words::{Branch, Certainty, Court, Level, Money, Nature, ReceiverKind, Subject, Word};
use crate::clock::Day;

/// One rule: for such a matter, such an authority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// The lower rank comes first where several rules fit.
    pub rank: u16,
    /// The levels of government it is for.
    pub levels: Vec<Level>,
    /// The branches it is for.
    pub branches: Vec<Branch>,
    /// The natures it is for.
    pub natures: Vec<Nature>,
    /// The money it is for.
    pub money: Vec<Money>,
    /// The accused it is for.
    pub subjects: Vec<Subject>,
    /// Who receives.
    pub receiver: ReceiverKind,
    /// Who receives instead, in order, when the receiver itself is accused.
    pub alternates: Vec<ReceiverKind>,
    /// Who ought to have a copy.
    pub copies: Vec<ReceiverKind>,
    /// Who decides in the end.
    pub resolvers: Vec<Resolver>,
    /// The basis in law.
    pub basis: String,
    /// The rule in plain words.
    pub explanation: Said,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Who has reviewed it.
    pub reviewer: Option<String>,
    /// Its first day; none when it has always counted.
    pub since: Option<Day>,
    /// Its last day; none while no end is planned.
    pub until: Option<Day>,
    /// The line of its file.
    pub line: u64,
}

impl Rule {
    /// Whether the rule is for that case.
    pub fn covers(&self, case: Case) -> bool {
        self.levels.contains(&case.level)
            && self.branches.contains(&case.branch)
            && self.natures.contains(&case.nature)
            && self.money.contains(&case.money)
            && self.subjects.contains(&case.subject)
    }

    /// Whether the rule counts on that day.
    pub fn is_in_force(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Who decides in the end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Resolver {
    /// A court.
    Court(Court),
    /// A kind of authority that may receive as well.
    Receiver(ReceiverKind),
}

impl Resolver {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Court(court) => court.word(),
            Self::Receiver(kind) => kind.word(),
        }
    }
}

impl Cell for Resolver {
    fn read(text: &str) -> Result<Self, (What, String)> {
        let court = Court::find(text).map(Self::Court);
        court
            .map_or_else(|| cell::word(text).map(Self::Receiver), Ok)
            .map_err(|(what, kinds)| {
                let courts: Vec<_> = Court::ALL.iter().map(|court| court.word()).collect();
                (what, format!("{}, {kinds}", courts.join(", ")))
            })
    }
}

/// All rules.
#[derive(Clone, Debug)]
pub struct Rules {
    in_order: Vec<Rule>,
    /// By number of the case, the rules that cover it, the first rank first.
    by_case: Vec<Vec<u32>>,
    /// What holds where no rule does: nothing is received.
    referral: Rule,
}

impl Rules {
    /// The rules, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.in_order.iter()
    }

    /// The rule with that id.
    pub fn find(&self, id: &str) -> Option<&Rule> {
        self.in_order.iter().find(|rule| rule.id.as_str() == id)
    }

    /// The rules that cover a case on any day, the first rank first.
    pub fn covering(&self, case: Case) -> impl Iterator<Item = &Rule> {
        let places = self.by_case.get(case.number()).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| {
            usize::try_from(*place)
                .ok()
                .and_then(|place| self.in_order.get(place))
        })
    }

    /// The rule that decides a case on a day. Where there is none the answer is the referral, so that there
    /// always is an answer; `ventanilla catalogue check` shows that it does not come to that.
    pub fn deciding(&self, case: Case, day: Day) -> &Rule {
        let mut covering = self.covering(case);
        covering
            .find(|rule| rule.is_in_force(day))
            .unwrap_or(&self.referral)
    }

    /// The rule that refers.
    pub fn referral(&self) -> &Rule {
        &self.referral
    }

    /// Reads the file; nothing when no rule refers.
    pub(super) fn read(file: &[u8], faults: &mut Vec<Fault>) -> Option<Self> {
        let before = faults.len();
        let rules = RULES.read(file, faults, read_rule);
        let place = |rule: &Rule| (rule.line, rule.id.clone());
        let mut rules: Vec<Rule> = table::by_key(RULES, "regla", rules, place, faults)
            .into_values()
            .collect();
        rules.sort_by_key(|rule| rule.line);
        let refers =
            |rule: &&Rule| rule.receiver == ReceiverKind::Referred && rule.natures.contains(&Nature::Outside);
        let referral = rules.iter().find(refers).cloned();
        if referral.is_none() && faults.len() == before && !file.is_empty() {
            faults.push(Fault::of(RULES.file, fault::NO_REFERRAL, ""));
        }
        Some(Self {
            by_case: index(&rules),
            in_order: rules,
            referral: referral?,
        })
    }
}

/// For each case the rules that cover it, by rank and, for the checker's sake, by line.
fn index(rules: &[Rule]) -> Vec<Vec<u32>> {
    let mut ranked: Vec<(u32, &Rule)> = (0..).zip(rules).collect();
    ranked.sort_by_key(|(_, rule)| (rule.rank, rule.line));
    let covering = |case| ranked.iter().filter(move |(_, rule)| rule.covers(case));
    Case::all()
        .map(|case| covering(case).map(|(place, _)| *place).collect())
        .collect()
}

fn read_rule(row: &mut Row<'_>) -> Option<Rule> {
    let (id, rank) = (row.cell("regla"), row.cell("rango"));
    let (levels, branches, natures) = (row.set("nivel"), row.set("ambito"), row.set("naturaleza"));
    let (money, subjects) = (row.set("recursos_federales"), row.set("sujeto"));
    let (receiver, alternates, copies) = (row.cell("receptor"), row.list("alternos"), row.list("copia"));
    let (resolvers, basis) = (row.list("resuelve"), row.text("fundamento"));
    let explanation = Said::read(row, "explicacion_es", "explicacion_en");
    let (certainty, reviewer) = (row.cell("certeza"), row.note("revisor"));
    let (since, until) = (row.optional::<Day>("desde"), row.optional::<Day>("hasta"));
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        return row.fault("hasta", fault::REVERSED, since.to_string());
    }
    Some(Rule {
        id: id?,
        rank: rank?,
        levels,
        branches,
        natures,
        money,
        subjects,
        receiver: receiver?,
        alternates,
        copies,
        resolvers,
        basis: basis?,
        explanation: explanation?,
        certainty: certainty?,
        reviewer,
        since,
        until,
        line: row.line(),
    })
}

pub(super) const RULES: Form = Form {
    file: "competencia.csv",
    columns: &[
        "regla",
        "rango",
        "nivel",
        "ambito",
        "naturaleza",
        "recursos_federales",
        "sujeto",
        "receptor",
        "alternos",
        "copia",
        "resuelve",
        "fundamento",
        "explicacion_es",
        "explicacion_en",
        "certeza",
        "revisor",
        "desde",
        "hasta",
    ],
};
