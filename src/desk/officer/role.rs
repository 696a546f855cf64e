//! What an account opens. The offices that must not be in one hand are not in one account.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::OfficerError;

/// One office at the desk.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Role {
    /// Makes accounts and takes them away; opens no case.
    Administrator,
    /// Sees every case and says who works on it.
    Coordinator,
    /// Works on cases.
    Officer,
    /// Opens the identity of whoever gave it; works on no case.
    Custodian,
    /// Reads the history, and no case.
    Auditor,
}

/// Those that open cases.
pub const CASES: &[Role] = &[Role::Coordinator, Role::Officer];

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Administrator,
        Self::Coordinator,
        Self::Officer,
        Self::Custodian,
        Self::Auditor,
    ];

    /// As it stands in rows, forms and commands.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Coordinator => "coordinator",
            Self::Officer => "officer",
            Self::Custodian => "custodian",
            Self::Auditor => "auditor",
        }
    }

    /// Which message says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Administrator => "role-administrator",
            Self::Coordinator => "role-coordinator",
            Self::Officer => "role-officer",
            Self::Custodian => "role-custodian",
            Self::Auditor => "role-auditor",
        }
    }

    /// Which message says what it opens.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Administrator => "role-administrator-hint",
            Self::Coordinator => "role-coordinator-hint",
            Self::Officer => "role-officer-hint",
            Self::Custodian => "role-custodian-hint",
            Self::Auditor => "role-auditor-hint",
        }
    }
}

impl FromStr for Role {
    type Err = OfficerError;

    fn from_str(text: &str) -> Result<Self, OfficerError> {
        let found = Self::ALL.into_iter().find(|role| role.word() == text);
        found.ok_or(OfficerError::Roles)
    }
}

/// The offices of one account: at least one, and none that must be another person's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Roles(BTreeSet<Role>);

impl Roles {
    /// These offices, where they may be in one hand.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Result<Self, OfficerError> {
        let roles = Self(roles.into_iter().collect());
        let apart = [
            roles.any_of(CASES),
            roles.has(Role::Custodian),
            roles.has(Role::Administrator),
        ];
        let together = apart.into_iter().filter(|&has| has).count();
        if roles.0.is_empty() || together > 1 {
            return Err(OfficerError::Roles);
        }
        Ok(roles)
    }

    /// Whether `role` is one of them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether one of `roles` is one of them.
    pub fn any_of(&self, roles: &[Role]) -> bool {
        roles.iter().any(|&role| self.has(role))
    }

    /// Each of them, in the order of [`Role::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }
}

impl FromStr for Roles {
    type Err = OfficerError;

    /// Reads what [`Roles`] prints: words with a space between.
    fn from_str(text: &str) -> Result<Self, OfficerError> {
        let roles: Result<Vec<Role>, OfficerError> = text.split_whitespace().map(str::parse).collect();
        Self::new(roles?)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Role::word).collect();
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_that_must_not_be_in_one_hand_are_not_in_one_account() {
        let good = [
            "administrator",
            "administrator auditor",
            "coordinator officer auditor",
            "custodian auditor",
        ];
        for text in good {
            assert_eq!(text.parse::<Roles>().unwrap().to_string(), text);
        }
        let bad = [
            "",
            "boss",
            "administrator coordinator",
            "administrator officer",
            "administrator custodian",
            "officer custodian",
            "coordinator custodian",
        ];
        for text in bad {
            assert_eq!(text.parse::<Roles>(), Err(OfficerError::Roles), "{text}");
        }
    }
}
