//! What changes from one directory to the next, for the person who is about to sign it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, Institution, InstitutionId, Revoked};
use crate::clock::Day;
use crate::seal::Class;

/// One change at one institution.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Where.
    pub institution: InstitutionId,
    /// What.
    pub what: What,
}

/// What changes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum What {
    /// It is new.
    Added,
    /// It is not listed any more.
    Removed,
    /// It receives nothing any more, from a day on: or no longer so, or from another day.
    Revoked(Option<Revoked>),
    /// A key is listed that was not.
    KeyAdded(Key),
    /// A key is not listed any more.
    KeyTaken(Key),
    /// A key has other days: these now.
    KeyDays(Key),
    /// It receives as other kinds or from elsewhere.
    Scope,
    /// It is called otherwise, or is reached otherwise.
    Names,
    /// It has other deadlines.
    Clocks,
    /// None of the keys that had no end goes on: what everybody compared before counts no more.
    AllKeys,
    /// What is sealed to it is no longer safe from a later quantum computer.
    ToClassic,
    /// What is sealed to it is safe from a later quantum computer from now on.
    ToHybrid,
}

impl What {
    /// Whether it must not pass without somebody having called the institution.
    pub const fn is_loud(&self) -> bool {
        match self {
            // One key more is enough for everything that comes to be sealed to a stranger.
            Self::KeyAdded(_) | Self::AllKeys | Self::ToClassic | Self::Removed | Self::Revoked(_) => true,
            Self::Added
            | Self::KeyTaken(_)
            | Self::KeyDays(_)
            | Self::Scope
            | Self::Names
            | Self::Clocks
            | Self::ToHybrid => false,
        }
    }
}

/// A key as people compare it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key {
    /// What it is for: the word of the directory.
    pub role: &'static str,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its first day.
    pub since: Day,
    /// Its last day.
    pub until: Option<Day>,
}

/// Everything that changes from `old` to `new`, by institution.
pub fn changes(old: &Draft, new: &Draft) -> Vec<Change> {
    let by_id = |draft: &Draft| -> BTreeMap<InstitutionId, Institution> {
        let all = draft.institutions.iter();
        all.map(|one| (one.id.clone(), one.clone())).collect()
    };
    let (before, after) = (by_id(old), by_id(new));
    let ids: BTreeSet<&InstitutionId> = before.keys().chain(after.keys()).collect();
    let found = ids.into_iter().flat_map(|id| {
        let found = match (before.get(id), after.get(id)) {
            (Some(before), Some(after)) => between(before, after),
            (None, Some(after)) => added(after),
            (Some(_) | None, None) => vec![What::Removed],
        };
        found.into_iter().map(|what| Change {
            institution: id.clone(),
            what,
        })
    });
    found.collect()
}

fn added(institution: &Institution) -> Vec<What> {
    let keys = keys(institution).into_values().map(What::KeyAdded);
    [What::Added].into_iter().chain(keys).collect()
}

fn between(before: &Institution, after: &Institution) -> Vec<What> {
    let mut found = Vec::new();
    if before.revoked != after.revoked {
        found.push(What::Revoked(after.revoked.clone()));
    }
    let (old, new) = (keys(before), keys(after));
    let goes_on = |keys: &BTreeMap<(usize, String), Key>| -> BTreeSet<(usize, String)> {
        let open = keys.iter().filter(|(_, key)| key.until.is_none());
        open.map(|(name, _)| name.clone()).collect()
    };
    if goes_on(&old).is_disjoint(&goes_on(&new)) && old != new {
        found.push(What::AllKeys);
    }
    match (before.class, after.class) {
        (Class::Hybrid, Class::Classic) => found.push(What::ToClassic),
        (Class::Classic, Class::Hybrid) => found.push(What::ToHybrid),
        (Class::Classic, Class::Classic) | (Class::Hybrid, Class::Hybrid) => {}
    }
    for (name, key) in &new {
        match old.get(name) {
            None => found.push(What::KeyAdded(key.clone())),
            Some(was) if was != key => found.push(What::KeyDays(key.clone())),
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|(name, _)| !new.contains_key(*name));
    found.extend(gone.map(|(_, key)| What::KeyTaken(key.clone())));
    if (&before.kinds, &before.scope) != (&after.kinds, &after.scope) {
        found.push(What::Scope);
    }
    if (&before.names, &before.contact) != (&after.names, &after.contact) {
        found.push(What::Names);
    }
    if before.clocks != after.clocks {
        found.push(What::Clocks);
    }
    found
}

/// All keys of an institution by role and fingerprint, in the order of the roles.
fn keys(institution: &Institution) -> BTreeMap<(usize, String), Key> {
    let signing = institution
        .signing
        .iter()
        .map(|dated| ("signing", dated.fingerprint(), dated.since, dated.until));
    let sealed = [
        ("intake", &institution.intake),
        ("recovery", &institution.recovery),
        ("custodian", &institution.custodian),
    ];
    let sealed = sealed.into_iter().flat_map(|(role, listed)| {
        let print = move |dated: &super::DatedRecipient| {
            (role, dated.recipient.fingerprint(), dated.since, dated.until)
        };
        listed.iter().map(print)
    });
    let all = signing.chain(sealed).map(|(role, fingerprint, since, until)| {
        let place = ROLES.iter().position(|known| *known == role).unwrap_or_default();
        let key = Key {
            role,
            fingerprint: fingerprint.clone(),
            since,
            until,
        };
        ((place, fingerprint), key)
    });
    all.collect()
}

const ROLES: [&str; 4] = ["signing", "intake", "recovery", "custodian"];
