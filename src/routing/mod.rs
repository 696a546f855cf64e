//! Competence: which institution receives a report, and who instead.
//!
//! [`choose`] is pure: the same answers, directory and day give the same decision. It never names an
//! institution that the person excluded, nor one that the rules do not find competent.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Day;
use crate::institution::{Directory, Institution, InstitutionId, Level};
use crate::report::{Field, ReportForm};

mod candidates;
pub mod rules;

pub use self::rules::{Certainty, Lead, Rule};

/// The open answers: all that the choice depends on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answers {
    /// The level of government; none where the person does not know.
    pub level: Option<Level>,
    /// The state, by INEGI key.
    pub state: Option<String>,
    /// What happened, as keys of the form.
    pub situations: BTreeSet<String>,
    /// Whether federal money is involved.
    pub federal_money: Knowledge,
    /// Where the accused works, or what they lead.
    pub accused: Accused,
    /// Who must not read it.
    pub excluded: BTreeSet<InstitutionId>,
    /// Who is to read it, when the person chose by hand.
    pub chosen: Option<InstitutionId>,
}

/// Where the accused works, or what they lead, among those who could receive.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Accused {
    /// In these institutions.
    At(BTreeSet<InstitutionId>),
    /// In none.
    #[default]
    Nowhere,
    /// In one, and it was not said in which: the one that would receive it steps back.
    Somewhere,
}

/// What a person knows about a question.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Knowledge {
    /// It is not so.
    No,
    /// Not known.
    #[default]
    Unknown,
    /// It is so.
    Yes,
}

impl Answers {
    /// The open answers of a form; what is not known to the form counts as not answered.
    pub fn of(form: &ReportForm) -> Self {
        let state = form.value(Field::State);
        let known_state = Field::State
            .choices()
            .and_then(|states| states.find(state))
            .map(|state| state.key.to_owned());
        Self {
            level: match form.value(Field::Level) {
                "federal" => Some(Level::Federal),
                "state" => Some(Level::State),
                "municipal" => Some(Level::Municipal),
                _ => None,
            },
            state: known_state,
            situations: form.values(Field::Situation).iter().cloned().collect(),
            federal_money: Knowledge::of(form.value(Field::FederalMoney)),
            accused: Accused::of(form),
            excluded: form
                .values(Field::Exclude)
                .iter()
                .filter_map(|id| id.parse().ok())
                .collect(),
            chosen: form.value(Field::Choose).parse().ok(),
        }
    }
}

impl Accused {
    fn of(form: &ReportForm) -> Self {
        let marked = form.values(Field::AccusedAt);
        let at: BTreeSet<_> = marked.iter().filter_map(|id| id.parse().ok()).collect();
        if !at.is_empty() {
            Self::At(at)
        } else if form.value(Field::Accused) == "yes" && !form.has(Field::AccusedAt, "") {
            Self::Somewhere
        } else {
            Self::Nowhere
        }
    }
}

impl Knowledge {
    fn of(value: &str) -> Self {
        match value {
            "yes" => Self::Yes,
            "no" => Self::No,
            _ => Self::Unknown,
        }
    }
}

/// Who receives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Decision {
    /// One institution and no other.
    Reader(Reader),
    /// Nothing that is received here: a service, a labour matter, a private dispute.
    OutOfScope,
    /// Nobody that the rules name by themselves can receive it today.
    Nobody {
        /// Who was looked for, and why not.
        skipped: Vec<Skipped>,
        /// Who is competent all the same, to be chosen by hand.
        alternates: Vec<Alternate>,
        /// Everybody competent who could receive, to be told apart by where the accused works.
        line: Vec<InLine>,
    },
}

impl Decision {
    /// The id of the reader, if there is one.
    pub const fn reader(&self) -> Option<&InstitutionId> {
        match self {
            Self::Reader(reader) => Some(&reader.institution),
            Self::OutOfScope | Self::Nobody { .. } => None,
        }
    }
}

/// The institution that receives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reader {
    /// Who it is.
    pub institution: InstitutionId,
    /// The rule that names it.
    pub rule: &'static Rule,
    /// Whether the person or the rules chose it.
    pub by: Chooser,
    /// Who came before it, and why not.
    pub skipped: Vec<Skipped>,
    /// Who else is competent, to be chosen by hand.
    pub alternates: Vec<Alternate>,
    /// Everybody competent who could receive, to be told apart by where the accused works.
    pub line: Vec<InLine>,
}

/// Somebody competent who could receive.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InLine {
    /// Who.
    pub institution: InstitutionId,
    /// Whether the accused works there or leads it, as far as was said.
    pub is_accused: bool,
}

/// Who made the choice.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Chooser {
    /// The person, among the competent ones.
    Person,
    /// The rules.
    Rules,
}

/// Somebody who would have come before the reader.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skipped {
    /// Who; none where the directory holds nobody of that kind.
    pub institution: Option<InstitutionId>,
    /// The rule that would have named it.
    pub rule: &'static Rule,
    /// Why it is not the reader.
    pub why: Why,
}

/// Why somebody is not the reader.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Why {
    /// The accused works there or leads it.
    Accused,
    /// The person excluded it.
    Excluded,
    /// It has no desk here, or no key in force today.
    NoDesk,
}

impl Why {
    /// Whether the person said it.
    pub(super) const fn is_said(self) -> bool {
        match self {
            Self::Accused | Self::Excluded => true,
            Self::NoDesk => false,
        }
    }
}

/// Somebody who could receive it instead.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Alternate {
    /// Who.
    pub institution: InstitutionId,
    /// The rule under which it is competent.
    pub rule: &'static Rule,
}

/// Chooses who receives a report with these answers `today`.
pub fn choose(answers: &Answers, directory: &Directory, today: Day) -> Decision {
    choose_among(answers, directory.institutions(), today)
}

pub(crate) fn choose_among(
    answers: &Answers,
    institutions: &BTreeMap<InstitutionId, Institution>,
    today: Day,
) -> Decision {
    let lead = rules::lead(&answers.situations);
    if lead == Lead::OutOfScope {
        return Decision::OutOfScope;
    }
    let (candidates, accused) = candidates::line_up(answers, lead, institutions, today);
    let line = candidates::in_line(&candidates, &accused);
    let (skipped, free) = candidates::sift(candidates, answers, &accused);
    let by_hand = answers
        .chosen
        .as_ref()
        .and_then(|chosen| free.iter().find(|one| one.id == *chosen));
    let by_rule = free.iter().find(|one| one.is_automatic);
    let by = if by_hand.is_some() {
        Chooser::Person
    } else {
        Chooser::Rules
    };
    let reader = by_hand.or(by_rule);
    let alternates = free
        .iter()
        .filter(|one| reader.is_none_or(|reader| reader.id != one.id))
        .map(|one| Alternate {
            institution: one.id.clone(),
            rule: one.rule,
        })
        .collect();
    let Some(reader) = reader else {
        let skipped = skipped.into_iter().map(|(_, skipped)| skipped).collect();
        return Decision::Nobody {
            skipped,
            alternates,
            line,
        };
    };
    // What comes after the reader was never tried; what the person decided is always shown.
    let skipped = skipped
        .into_iter()
        .filter(|(place, skipped)| *place < reader.place || skipped.why.is_said())
        .map(|(_, skipped)| skipped)
        .collect();
    Decision::Reader(Reader {
        institution: reader.id.clone(),
        rule: reader.rule,
        by,
        skipped,
        alternates,
        line,
    })
}

#[cfg(test)]
mod tests;
