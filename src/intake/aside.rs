//! What stands beside the reader: who was passed over and why, who could read instead, where the accused works, and
//! who takes reports from those who give their name.

use super::Intake;
use super::explained::{kind_name, skipped_name, why_not};
use crate::competence::{Decision, Track, Why};
use crate::institution::InstitutionId;
use crate::report::{Field, Part, ReportForm};
use crate::text::{Language, Text};

/// Everything that stands beside the reader of a decision.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) accused: Vec<AccusedLine>,
    pub(super) skipped: Vec<SkippedLine>,
    pub(super) alternates: Vec<AlternateLine>,
    pub(super) by_name: Vec<NamedLine>,
}

/// Somebody who might receive, to say that the accused works there.
#[derive(Debug)]
pub(super) struct AccusedLine {
    pub(super) id: InstitutionId,
    pub(super) name: String,
    pub(super) is_accused: bool,
}

/// Somebody who does not read it, and why not.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct SkippedLine {
    pub(super) name: String,
    pub(super) why: String,
    /// Its id, where the person excluded it and can take that back.
    pub(super) excluded: Option<InstitutionId>,
}

/// Somebody who could read it instead.
#[derive(Debug)]
pub(super) struct AlternateLine {
    pub(super) id: InstitutionId,
    pub(super) name: String,
    pub(super) kind: String,
}

/// Somebody who takes it from people who give their name.
#[derive(Debug)]
pub(super) struct NamedLine {
    pub(super) name: String,
    pub(super) reason: String,
}

impl Aside {
    pub(super) fn of(intake: &Intake, language: Language, decision: &Decision<'_>) -> Self {
        let tracks = || {
            [Some(&decision.first), decision.second.as_ref()]
                .into_iter()
                .flatten()
        };
        Self {
            accused: accused(intake, language, tracks()),
            skipped: skipped(intake, language, tracks()),
            alternates: alternates(intake, language, decision),
            by_name: by_name(intake, language, decision),
        }
    }

    /// What the form carries hidden: what is asked on the page stands there.
    pub(super) fn hidden<'a>(&self, form: &'a ReportForm, asked: &[Field]) -> Vec<(&'static str, &'a str)> {
        let mut pairs = form.carried(Part::Seal);
        let is_shown = |value: &str| self.accused.iter().any(|line| line.id.as_str() == value);
        pairs.retain(|(name, value)| {
            let is_asked = asked.iter().any(|field| field.name() == *name);
            !is_asked && (*name != Field::AccusedAt.name() || !is_shown(value))
        });
        pairs
    }

    /// Whether the person said of one of them that the accused works there.
    pub(super) fn has_accused(&self) -> bool {
        self.accused.iter().any(|line| line.is_accused)
    }
}

/// The name of an institution in the page's language.
pub(super) fn name_of(intake: &Intake, id: &InstitutionId, language: Language) -> String {
    let institution = intake.directory.find(id);
    institution.map_or_else(|| id.to_string(), |one| one.name(language.tag()).to_owned())
}

/// The names of institutions in the page's language.
pub(super) fn names(intake: &Intake, ids: &[String], language: Language) -> Vec<String> {
    ids.iter()
        .map(|id| match id.parse() {
            Ok(id) => name_of(intake, &id, language),
            Err(_no_id) => id.clone(),
        })
        .collect()
}

/// Whoever would read it, in order, with those of whom it was said that the accused works there.
fn accused<'a>(
    intake: &Intake,
    language: Language,
    tracks: impl Iterator<Item = &'a Track<'a>>,
) -> Vec<AccusedLine> {
    let mut lines: Vec<AccusedLine> = Vec::new();
    for track in tracks {
        let marked = track.skipped.iter().filter(|one| one.why == Why::Accused);
        let marked = marked.filter_map(|one| Some((one.institution?, true)));
        let reading = track.reader.iter().chain(&track.alternates);
        for (id, is_accused) in marked.chain(reading.map(|one| (one.institution, false))) {
            if !lines.iter().any(|line| line.id == *id) {
                let name = name_of(intake, id, language);
                let id = id.clone();
                lines.push(AccusedLine { id, name, is_accused });
            }
        }
    }
    lines
}

/// Those who want a name have a place of their own on the page.
fn skipped<'a>(
    intake: &Intake,
    language: Language,
    tracks: impl Iterator<Item = &'a Track<'a>>,
) -> Vec<SkippedLine> {
    let mut lines: Vec<SkippedLine> = Vec::new();
    let all = tracks.flat_map(|track| &track.skipped);
    for one in all.filter(|one| one.why != Why::NamedOnly) {
        let line = SkippedLine {
            name: skipped_name(intake, one, language),
            why: why_not(one.why, Text::of(language)),
            excluded: one.institution.filter(|_| one.why == Why::Excluded).cloned(),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn alternates(intake: &Intake, language: Language, decision: &Decision<'_>) -> Vec<AlternateLine> {
    let reads: Vec<_> = decision.readers().map(|reader| reader.institution).collect();
    let second = decision.second.iter().flat_map(|track| &track.alternates);
    let mut lines: Vec<AlternateLine> = Vec::new();
    for one in decision.first.alternates.iter().chain(second) {
        let is_new =
            !reads.contains(&one.institution) && !lines.iter().any(|line| line.id == *one.institution);
        if is_new {
            lines.push(AlternateLine {
                id: one.institution.clone(),
                name: name_of(intake, one.institution, language),
                kind: kind_name(intake, one.kind, language),
            });
        }
    }
    lines
}

fn by_name(intake: &Intake, language: Language, decision: &Decision<'_>) -> Vec<NamedLine> {
    let receivers = decision.by_name.iter();
    let receivers = receivers.filter_map(|one| intake.catalogue.receivers().find(one.kind));
    receivers
        .map(|receiver| NamedLine {
            name: receiver.name.speak(language).to_owned(),
            reason: receiver.reason.speak(language).to_owned(),
        })
        .collect()
}
