//! Competence: which institution receives a report, and who instead, by the rules of the [`Catalogue`].
//!
//! [`decide`] is pure: the same answers, catalogue, desks and day give the same decision, and there always is one.
//! It never names an institution that the person excluded or that the accused belongs to, nor a kind that takes no
//! report without a name.

use std::collections::BTreeSet;

use crate::catalogue::{
    Branch, Catalogue, EnteKey, Level, Money, MunicipalityKey, Nature, ReceiverKind, Rule, StateKey, Subject,
};
use crate::clock::Day;
use crate::institution::InstitutionId;

mod desks;
mod matter;
mod track;

pub use self::desks::{Desk, Desks, Missing, Reach};

use self::matter::Matter;

/// The open answers: all that a decision depends on, beside the tables.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answers {
    /// The level of government.
    pub level: Level,
    /// The branch.
    pub branch: Branch,
    /// The state.
    pub state: Option<StateKey>,
    /// The municipality.
    pub municipality: Option<MunicipalityKey>,
    /// The body in which the accused works. What it is counts more than what was answered of it.
    pub ente: Option<EnteKey>,
    /// What the story may be.
    pub natures: BTreeSet<Nature>,
    /// Whether federal money is involved.
    pub money: Money,
    /// Who is accused.
    pub subject: Subject,
    /// The kinds of receivers in which the accused works, or which they lead.
    pub accused_kinds: BTreeSet<ReceiverKind>,
    /// The institutions in which the accused works, or which they lead.
    pub accused_institutions: BTreeSet<InstitutionId>,
    /// Who must not read it.
    pub excluded: BTreeSet<InstitutionId>,
    /// Who is to read it, when the person chose by hand among those who may.
    pub chosen: Option<InstitutionId>,
}

impl Default for Answers {
    /// Nothing is known.
    fn default() -> Self {
        Self {
            level: Level::Unknown,
            branch: Branch::Unknown,
            state: None,
            municipality: None,
            ente: None,
            natures: BTreeSet::new(),
            money: Money::Unknown,
            subject: Subject::Ordinary,
            accused_kinds: BTreeSet::new(),
            accused_institutions: BTreeSet::new(),
            excluded: BTreeSet::new(),
            chosen: None,
        }
    }
}

/// Who receives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decision<'a> {
    /// What is followed first: the offence, or the crime where there is no offence or nobody receives it.
    pub first: Track<'a>,
    /// What is followed beside it, by another institution, when the story is an offence and a crime.
    pub second: Option<Track<'a>>,
    /// Who could take it from somebody who gives their name, and only so.
    pub by_name: Vec<ByName<'a>>,
}

impl<'a> Decision<'a> {
    /// Whether this is nothing that is received here.
    pub fn is_outside(&self) -> bool {
        self.first.rule.receiver == ReceiverKind::Referred
    }

    /// The institutions that are to receive, the first being the one that has to.
    pub fn readers(&self) -> impl Iterator<Item = &Reader<'a>> {
        let second = self.second.as_ref().and_then(|track| track.reader.as_ref());
        self.first.reader.iter().chain(second)
    }
}

/// One way that a story takes: the rule that decides, and whom it leads to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Track<'a> {
    /// The rule, with its basis in law, its words and how sure it is.
    pub rule: &'a Rule,
    /// Who receives; none where the person is told where to go instead.
    pub reader: Option<Reader<'a>>,
    /// Who came before, and why not; whom the person excluded is always among them.
    pub skipped: Vec<Skipped<'a>>,
    /// Who could receive instead, in order, to be chosen by hand.
    pub alternates: Vec<Reader<'a>>,
}

/// An institution that receives.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reader<'a> {
    /// Who it is.
    pub institution: &'a InstitutionId,
    /// As which kind.
    pub kind: ReceiverKind,
    /// Whether the person or the rules chose it.
    pub by: Chooser,
}

/// Who made the choice.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Chooser {
    /// The person.
    Person,
    /// The rules.
    Rules,
}

/// Somebody who would have come before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Skipped<'a> {
    /// Of which kind.
    pub kind: ReceiverKind,
    /// Who; none where the whole kind was skipped.
    pub institution: Option<&'a InstitutionId>,
    /// Why.
    pub why: Why,
}

/// Why somebody does not receive.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Why {
    /// The accused works there or leads it.
    Accused,
    /// The person excluded it.
    Excluded,
    /// It takes no report without a name.
    NamedOnly,
    /// It receives nothing any more since that day.
    Revoked(Day),
    /// It has no desk here.
    NoDesk,
    /// There are desks of that kind, and too little is known to tell which.
    Unknown(Missing),
}

/// A kind of authority that takes reports from people who give their name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ByName<'a> {
    /// Which kind.
    pub kind: ReceiverKind,
    /// The rule that names it.
    pub rule: &'a Rule,
}

/// Decides who receives a report with these answers `today`.
pub fn decide<'a>(answers: &Answers, catalogue: &'a Catalogue, desks: &'a Desks, today: Day) -> Decision<'a> {
    decide_counting(answers, catalogue, desks, today, &mut 0)
}

/// The decision, counting the rules and desks it looks at.
fn decide_counting<'a>(
    answers: &Answers,
    catalogue: &'a Catalogue,
    desks: &'a Desks,
    today: Day,
    looks: &mut usize,
) -> Decision<'a> {
    let matter = Matter::of(answers, catalogue);
    let mut track = |nature| track::follow(&matter, matter.case(nature), desks, today, looks);
    let (first, second) = leading(&answers.natures);
    let mut first = track(first);
    let mut second = second.map(&mut track);
    let audit = answers
        .natures
        .contains(&Nature::Audit)
        .then(|| track(Nature::Audit));
    let by_name = by_name([Some(&first), second.as_ref(), audit.as_ref()]);
    // Somebody who receives comes first; one institution needs one report only.
    if let Some(other) = &mut second
        && first.reader.is_none()
        && other.reader.is_some()
    {
        std::mem::swap(&mut first, other);
    }
    if let Some(chosen) = &answers.chosen
        && !first.choose(chosen)
        && let Some(other) = &mut second
        && other.choose(chosen)
    {
        std::mem::swap(&mut first, other);
    }
    let reads = |track: &Track<'a>| track.reader.map(|reader| reader.institution);
    let second = second.filter(|other| reads(other).is_none() || reads(other) != reads(&first));
    Decision {
        first,
        second,
        by_name,
    }
}

/// What the story is followed as, and as what beside it.
fn leading(natures: &BTreeSet<Nature>) -> (Nature, Option<Nature>) {
    let offences = [Nature::Serious, Nature::Private, Nature::Minor, Nature::Audit];
    let offence = offences.into_iter().find(|nature| natures.contains(nature));
    let crime = natures.contains(&Nature::Crime).then_some(Nature::Crime);
    match (offence, crime) {
        (Some(offence), crime) => (offence, crime),
        (None, Some(crime)) => (crime, None),
        // Whoever does not know what it is has not said that it is nothing for here.
        (None, None) if natures.contains(&Nature::Outside) && !natures.contains(&Nature::Undetermined) => {
            (Nature::Outside, None)
        }
        (None, None) => (Nature::Undetermined, None),
    }
}

fn by_name<'a>(tracks: [Option<&Track<'a>>; 3]) -> Vec<ByName<'a>> {
    let mut found: Vec<ByName<'a>> = Vec::new();
    for track in tracks.into_iter().flatten() {
        for skipped in track
            .skipped
            .iter()
            .filter(|skipped| skipped.why == Why::NamedOnly)
        {
            if !found.iter().any(|known| known.kind == skipped.kind) {
                found.push(ByName {
                    kind: skipped.kind,
                    rule: track.rule,
                });
            }
        }
    }
    found
}

impl Track<'_> {
    /// Puts the one that the person chose in the place of the reader, if it is among those who may receive.
    fn choose(&mut self, chosen: &InstitutionId) -> bool {
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.institution == chosen) {
            reader.by = Chooser::Person;
            return true;
        }
        let Some(place) = self.alternates.iter().position(|one| one.institution == chosen) else {
            return false;
        };
        let mut reader = self.alternates.remove(place);
        reader.by = Chooser::Person;
        self.alternates.splice(..0, self.reader.replace(reader));
        true
    }
}

#[cfg(test)]
mod tests;
