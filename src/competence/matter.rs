//! The answers put together with what the catalogue knows of them: where it is, whom it is about, who is in it.

use std::collections::BTreeSet;

use super::Answers;
use super::desks::Place;
use crate::catalogue::{
    Case, Catalogue, Ente, Level, MunicipalityKey, Nature, Receiver, ReceiverKind, StateKey, Subject,
};
use crate::institution::InstitutionId;

/// A matter.
pub(super) struct Matter<'a, 'b> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) place: Place<'b>,
    answers: &'b Answers,
    level: Level,
    subject: Subject,
    /// The kind that the accused's own body is.
    own_kind: Option<ReceiverKind>,
}

impl<'a: 'b, 'b> Matter<'a, 'b> {
    pub(super) fn of(answers: &'b Answers, catalogue: &'a Catalogue) -> Self {
        let ente = answers
            .ente
            .as_ref()
            .and_then(|key| catalogue.entes().find(key.as_str()));
        let place = place(answers, ente, catalogue);
        let subject = match (answers.subject, ente) {
            (Subject::Ordinary, Some(ente)) => ente.subject,
            (answered, _) => answered,
        };
        // A state or a town that nobody can name is no better known than the level.
        let told = ente.map_or(answers.level, |ente| ente.level);
        let is_local = matches!(told, Level::State | Level::Municipal);
        let is_nowhere = is_local && place.state.is_none();
        let level = if is_nowhere { Level::Unknown } else { told };
        Self {
            catalogue,
            place,
            answers,
            level,
            subject,
            own_kind: ente.and_then(|ente| ente.receiver),
        }
    }

    /// The case that this is when it is read as `nature`.
    pub(super) fn case(&self, nature: Nature) -> Case {
        Case {
            level: self.level,
            branch: self.place.branch,
            nature,
            money: self.answers.money,
            subject: self.subject,
        }
    }

    /// Whether the accused is one of this kind's own people.
    pub(super) fn accuses_kind(&self, receiver: &Receiver, case: Case) -> bool {
        self.answers.accused_kinds.contains(&receiver.kind)
            || self.own_kind == Some(receiver.kind)
            || receiver.is_own_cause(case)
    }

    pub(super) fn accuses(&self, institution: &InstitutionId) -> bool {
        self.answers.accused_institutions.contains(institution)
    }

    pub(super) fn excludes(&self, institution: &InstitutionId) -> bool {
        self.excluded().contains(institution)
    }

    pub(super) fn excluded(&self) -> &BTreeSet<InstitutionId> {
        &self.answers.excluded
    }
}

/// Where it is: what the ente says; else what was answered, as far as it agrees with itself.
fn place<'b>(answers: &'b Answers, ente: Option<&'b Ente>, catalogue: &Catalogue) -> Place<'b> {
    if let Some(ente) = ente {
        let answered = answers.state.as_ref().map(StateKey::as_str);
        return Place {
            ente: Some(ente.key.as_str()),
            municipality: ente.municipality.as_ref().map(MunicipalityKey::as_str),
            state: ente.state.as_ref().map(StateKey::as_str).or(answered),
            branch: ente.branch,
        };
    }
    let state = answers.state.as_ref().map(StateKey::as_str);
    let known = answers.municipality.as_ref().map(MunicipalityKey::as_str);
    let known = known.filter(|key| catalogue.places().municipality(key).is_some());
    // A municipality of another state is what was left of an answer that was changed.
    let municipality = known.filter(|key| state.is_none_or(|state| key.starts_with(state)));
    Place {
        ente: None,
        municipality,
        state: state.or_else(|| municipality.and_then(|key| key.get(..2))),
        branch: answers.branch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Branch;

    #[test]
    fn what_was_answered_agrees_with_itself_or_the_nearer_answer_goes() {
        let catalogue = Catalogue::embedded().unwrap();
        let of = |state: Option<&str>, municipality: Option<&str>| {
            let answers = Answers {
                state: state.map(|key| key.parse().unwrap()),
                municipality: municipality.map(|key| key.parse().unwrap()),
                ..Answers::default()
            };
            let place = place(&answers, None, &catalogue);
            (
                place.state.map(str::to_owned),
                place.municipality.map(str::to_owned),
            )
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of(Some("20"), Some("20067")), (some("20"), some("20067")));
        assert_eq!(of(None, Some("20067")), (some("20"), some("20067")));
        assert_eq!(of(Some("21"), Some("20067")), (some("21"), None));
        assert_eq!(of(Some("20"), Some("20999")), (some("20"), None));
        assert_eq!(of(None, None), (None, None));
    }

    #[test]
    fn what_the_ente_is_counts_more_than_what_was_answered_of_it() {
        let catalogue = Catalogue::embedded().unwrap();
        let answers = Answers {
            level: Level::Federal,
            branch: Branch::Executive,
            state: Some("31".parse().unwrap()),
            ente: Some("ej-20-fiscalia".parse().unwrap()),
            ..Answers::default()
        };
        let matter = Matter::of(&answers, &catalogue);
        let case = matter.case(Nature::Crime);
        assert_eq!(
            (case.level, case.branch, case.subject),
            (Level::State, Branch::Autonomous, Subject::Prosecutor)
        );
        assert_eq!(matter.place.state, Some("20"));
        let fecc = catalogue.receivers().find(ReceiverKind::Fecc).unwrap();
        assert!(matter.accuses_kind(fecc, case));
    }
}
