//! The line of those who may receive: the rule's receiver; whoever stands in for it; then those behind them.

use super::desks::Desks;
use super::matter::Matter;
use super::{Chooser, Reader, Skipped, Track, Why};
use crate::catalogue::{Case, ReceiverKind, Rule};
use crate::clock::Day;
use crate::institution::InstitutionId;

/// Follows a case to its reader.
pub(super) fn follow<'a>(
    matter: &Matter<'a, '_>,
    case: Case,
    desks: &'a Desks,
    today: Day,
    looks: &mut usize,
) -> Track<'a> {
    let mut covering = matter.catalogue.rules().covering(case);
    let rule = covering.find(|rule| {
        *looks = looks.saturating_add(1);
        rule.is_in_force(today)
    });
    let rule = rule.unwrap_or_else(|| matter.catalogue.rules().referral());
    let mut line = Line {
        matter,
        case,
        desks,
        rule,
        seen: Vec::new(),
        accused: Vec::new(),
    };
    let mut track = Track {
        rule,
        reader: None,
        skipped: Vec::new(),
        alternates: Vec::new(),
    };
    let mut kind = line.first();
    while let Some(tried) = kind {
        let found = line.look(tried, looks);
        let mut free = found.free.into_iter();
        // Behind the reader nobody was tried; whom the person excluded is said all the same.
        let reads = track.reader.is_some();
        let told = |skipped: &Skipped<'_>| !reads || skipped.why == Why::Excluded;
        track.skipped.extend(found.skipped.into_iter().filter(told));
        track.reader = track.reader.or_else(|| free.next());
        track.alternates.extend(free);
        kind = line.next(found.why);
    }
    let reader = track.reader.map(|reader| reader.institution);
    track.alternates.retain(|one| Some(one.institution) != reader);
    let mut known = Vec::new();
    track.alternates.retain(|one| {
        let is_new = !known.contains(&one.institution);
        known.push(one.institution);
        is_new
    });
    track
}

/// The kinds of one rule, each looked at once.
struct Line<'a, 'b, 'c> {
    matter: &'c Matter<'a, 'b>,
    case: Case,
    desks: &'a Desks,
    rule: &'a Rule,
    seen: Vec<ReceiverKind>,
    /// Those of the kinds seen in which somebody was accused.
    accused: Vec<ReceiverKind>,
}

/// What became of one kind.
struct Found<'a> {
    free: Vec<Reader<'a>>,
    skipped: Vec<Skipped<'a>>,
    /// Why the kind does not receive; none when somebody of it does.
    why: Option<Why>,
}

impl<'a> Line<'a, '_, '_> {
    fn first(&self) -> Option<ReceiverKind> {
        Some(self.rule.receiver).filter(|kind| *kind != ReceiverKind::Referred)
    }

    /// Who comes after the kind that was looked at last. Whoever is accused, or wants a name, is followed by the
    /// rule's alternates; whoever has no desk or was excluded by those up the chain. In the end everybody has
    /// been asked, those who ought to have a copy last.
    fn next(&self, why: Option<Why>) -> Option<ReceiverKind> {
        let receivers = self.matter.catalogue.receivers();
        let alternates = self.rule.alternates.iter().copied();
        let up = self.seen.iter().rev().flat_map(|kind| receivers.fallbacks(*kind));
        let mut copies = self.rule.copies.iter().copied();
        let fresh = |kind: &ReceiverKind| !self.seen.contains(kind) && self.is_for(*kind);
        let next = match why {
            None | Some(Why::Accused | Why::NamedOnly) => alternates.chain(up).find(fresh),
            Some(Why::Excluded | Why::Revoked(_) | Why::NoDesk | Why::Unknown(_)) => {
                up.chain(alternates).find(fresh)
            }
        };
        next.or_else(|| copies.find(fresh))
    }

    /// Whether a kind may stand in: one that watches over certain people only does so when they are accused.
    fn is_for(&self, kind: ReceiverKind) -> bool {
        let receivers = self.matter.catalogue.receivers();
        let watched = receivers
            .find(kind)
            .map_or(&[][..], |receiver| &receiver.only_about);
        let is_accused = |kind: &ReceiverKind| {
            let receiver = receivers.find(*kind);
            self.accused.contains(kind)
                || receiver.is_some_and(|receiver| self.matter.accuses_kind(receiver, self.case))
        };
        watched.is_empty() || watched.iter().any(is_accused)
    }

    /// Looks at the desks of a kind.
    fn look(&mut self, kind: ReceiverKind, looks: &mut usize) -> Found<'a> {
        self.seen.push(kind);
        let receiver = self.matter.catalogue.receivers().find(kind);
        let for_all = match receiver {
            Some(receiver) if self.matter.accuses_kind(receiver, self.case) => Some(Why::Accused),
            Some(receiver) if !receiver.takes_anonymous => Some(Why::NamedOnly),
            Some(_) | None => None,
        };
        let mut found = Found {
            free: Vec::new(),
            skipped: Vec::new(),
            why: for_all,
        };
        for desk in self.desks.near(kind, self.matter.place) {
            *looks = looks.saturating_add(1);
            let institution = &desk.institution;
            match for_all.or_else(|| self.against(institution)) {
                Some(why) => {
                    found.skipped.push(skipped(kind, Some(institution), why));
                    found.why = Some(found.why.map_or(why, |known| known.min(why)));
                }
                None => found.free.push(Reader {
                    institution,
                    kind,
                    by: Chooser::Rules,
                }),
            }
            if found.free.len() == MOST || found.skipped.len() == MOST_TOLD && for_all.is_some() {
                break;
            }
        }
        if for_all.is_none() {
            let revoked = self.desks.revoked_near(kind, self.matter.place);
            for (institution, day) in revoked.take(MOST_TOLD) {
                *looks = looks.saturating_add(1);
                let why = self.against(institution).unwrap_or(Why::Revoked(day));
                found.skipped.push(skipped(kind, Some(institution), why));
                found.why = Some(found.why.map_or(why, |known| known.min(why)));
            }
        }
        if found.skipped.iter().any(|one| one.why == Why::Accused) {
            self.accused.push(kind);
        }
        if !found.free.is_empty() {
            found.why = None;
        } else if found.skipped.is_empty() {
            let missing = self.desks.missing(kind, self.matter.place);
            let why = for_all.unwrap_or_else(|| missing.map_or(Why::NoDesk, Why::Unknown));
            found.skipped.push(skipped(kind, None, why));
            found.why = Some(why);
        }
        found
    }

    /// Whether the accused is one of its own people as another of its kinds: who opens one report opens the other.
    fn is_accused_as_another(&self, institution: &InstitutionId) -> bool {
        let receivers = self.matter.catalogue.receivers();
        let mut own = self
            .desks
            .kinds_of(institution)
            .filter_map(|kind| receivers.find(kind));
        own.any(|receiver| self.matter.accuses_kind(receiver, self.case))
    }

    fn against(&self, institution: &InstitutionId) -> Option<Why> {
        if self.matter.accuses(institution) || self.is_accused_as_another(institution) {
            Some(Why::Accused)
        } else if self.matter.excludes(institution) {
            Some(Why::Excluded)
        } else {
            None
        }
    }
}

const fn skipped(kind: ReceiverKind, institution: Option<&InstitutionId>, why: Why) -> Skipped<'_> {
    Skipped {
        kind,
        institution,
        why,
    }
}

/// More desks of one kind are no choice for a person.
const MOST: usize = 20;
/// How many desks of a kind that is skipped as a whole, or that were revoked, are told by name.
const MOST_TOLD: usize = 3;
