//! No gap, no two rules at once, no rule that never decides.

use std::collections::{BTreeMap, BTreeSet};

use super::{of_rule, written};
use crate::catalogue::fault::{self, Fault};
use crate::catalogue::rules::{RULES, Rule};
use crate::catalogue::{Case, Catalogue, Word as _};
use crate::clock::Day;

/// What happens to each case on each of the days.
#[derive(Default)]
struct Cover<'a> {
    /// The lines of the rules that decide something.
    deciding: BTreeSet<u64>,
    /// Two rules of one rank, with a case that both are for. The one further down comes first.
    ties: BTreeMap<(u64, u64), (&'a Rule, &'a Rule, Case)>,
    /// The cases without a rule, by the first day on which they have none.
    gaps: BTreeMap<Day, BTreeSet<Case>>,
}

pub(super) fn faults(catalogue: &Catalogue, days: &[Day]) -> Vec<Fault> {
    let mut cover = Cover::default();
    let mut without = BTreeSet::new();
    for day in days {
        for case in Case::all() {
            let in_force = catalogue
                .rules()
                .covering(case)
                .filter(|rule| rule.is_in_force(*day));
            if !cover.add(case, in_force) && without.insert(case) {
                cover.gaps.entry(*day).or_default().insert(case);
            }
        }
    }
    let mut faults: Vec<Fault> = cover
        .ties
        .values()
        .map(|(first, second, case)| tie(first, second, *case))
        .collect();
    let idle = catalogue
        .rules()
        .iter()
        .filter(|rule| !cover.deciding.contains(&rule.line));
    faults.extend(idle.map(|rule| unreachable(catalogue, rule, days)));
    let end = catalogue.rules().iter().map(|rule| rule.line).max().unwrap_or(1);
    for (day, cases) in &cover.gaps {
        faults.extend(boxes(cases).into_iter().map(|cases| {
            let detail = format!("{cases} ({day})");
            Fault::of(RULES.file, fault::GAP, detail).at(end.saturating_add(1))
        }));
    }
    faults
}

impl<'a> Cover<'a> {
    /// Notes the rules in force for a case, and says whether there is one.
    fn add(&mut self, case: Case, in_force: impl Iterator<Item = &'a Rule>) -> bool {
        let mut before: Option<&Rule> = None;
        for rule in in_force {
            match before {
                None => {
                    self.deciding.insert(rule.line);
                }
                Some(before) if before.rank == rule.rank => {
                    let pair = (rule.line, before.line);
                    self.ties.entry(pair).or_insert((before, rule, case));
                }
                Some(_) => {}
            }
            before = Some(rule);
        }
        before.is_some()
    }
}

fn tie(first: &Rule, second: &Rule, case: Case) -> Fault {
    let detail = format!("{} ({}:{}): {}", first.id, RULES.file, first.line, written(case));
    of_rule(second, "rango", &second.rank.to_string(), fault::TIE, detail)
}

fn unreachable(catalogue: &Catalogue, rule: &Rule, days: &[Day]) -> Fault {
    if !days.iter().any(|day| rule.is_in_force(*day)) {
        let manifest = catalogue.manifest();
        let detail = format!("{} – {}", manifest.valid_from, manifest.valid_until);
        let value = rule.since.map_or_else(String::new, |day| day.to_string());
        return of_rule(rule, "desde", &value, fault::NEVER, detail);
    }
    let ahead = days.iter().flat_map(|day| {
        let own = Case::all().filter(|case| rule.covers(*case));
        own.map(|case| catalogue.rules().deciding(case, *day))
    });
    let ahead: BTreeSet<(u64, String)> = ahead.map(|rule| (rule.line, rule.id.to_string())).collect();
    let ahead: Vec<String> = ahead.into_iter().map(|(_, id)| id).collect();
    of_rule(
        rule,
        "regla",
        rule.id.as_str(),
        fault::UNREACHABLE,
        ahead.join(", "),
    )
}

/// The cases as few rows, written as such: what differs in one column only is put together.
fn boxes(cases: &BTreeSet<Case>) -> Vec<String> {
    let single = |case: &Case| {
        // Each word with its place in its list, so that rows are written in the order of the lists.
        let words = [
            (case.level as usize, case.level.word()),
            (case.branch as usize, case.branch.word()),
            (case.nature as usize, case.nature.word()),
            (case.money as usize, case.money.word()),
            (case.subject as usize, case.subject.word()),
        ];
        words.map(|word| vec![word])
    };
    let mut rows: Vec<Row> = cases.iter().map(single).collect();
    for column in [4, 3, 1, 2, 0] {
        rows = merged(rows, column);
    }
    let written = |(column, words): (&&str, &Vec<(usize, &str)>)| {
        let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        format!("{column} {}", words.join(";"))
    };
    rows.iter()
        .map(|row| {
            COLUMNS
                .iter()
                .zip(row)
                .map(written)
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect()
}

/// Rows that differ in `column` only become one.
fn merged(rows: Vec<Row>, column: usize) -> Vec<Row> {
    let mut together: BTreeMap<Row, Vec<(usize, &str)>> = BTreeMap::new();
    for mut row in rows {
        if let Some(cell) = row.get_mut(column) {
            let words = std::mem::take(cell);
            together.entry(row).or_default().extend(words);
        }
    }
    let whole = together.into_iter().map(|(mut row, mut words)| {
        if let Some(cell) = row.get_mut(column) {
            words.sort_unstable();
            *cell = words;
        }
        row
    });
    whole.collect()
}

/// For each column the words that stand there, with their place in their list.
type Row = [Vec<(usize, &'static str)>; 5];

const COLUMNS: [&str; 5] = ["nivel", "ambito", "naturaleza", "recursos_federales", "sujeto"];
