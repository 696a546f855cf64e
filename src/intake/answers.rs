//! The open answers of a form, as the rules of competence read them.

use std::collections::BTreeSet;

use crate::catalogue::{Branch, Catalogue, Level, Money, Subject, Word};
use crate::competence::Answers;
use crate::institution::InstitutionId;
use crate::report::{Field, ReportForm};

/// What is not known to the catalogue counts as not answered.
pub(super) fn of(form: &ReportForm, catalogue: &Catalogue) -> Answers {
    let situations = form.values(Field::Situation).iter();
    let known = situations.filter_map(|key| catalogue.conducts().situation(key));
    Answers {
        level: word(form, Field::Level).unwrap_or(Level::Unknown),
        branch: word(form, Field::Branch).unwrap_or(Branch::Unknown),
        state: form.value(Field::State).parse().ok(),
        municipality: form.value(Field::Municipality).parse().ok(),
        ente: form.value(Field::Ente).parse().ok(),
        natures: known
            .flat_map(|situation| situation.natures.iter().copied())
            .collect(),
        money: word(form, Field::FederalMoney).unwrap_or(Money::Unknown),
        subject: word(form, Field::Subject).unwrap_or(Subject::Ordinary),
        accused_kinds: BTreeSet::new(),
        accused_institutions: institutions(form, Field::AccusedAt),
        excluded: institutions(form, Field::Exclude),
        chosen: form.value(Field::Choose).parse().ok(),
    }
}

fn word<T: Word>(form: &ReportForm, field: Field) -> Option<T> {
    T::find(form.value(field))
}

fn institutions(form: &ReportForm, field: Field) -> BTreeSet<InstitutionId> {
    form.values(field)
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect()
}
