//! What is written down.

use std::str::FromStr;

/// What somebody did at the desk.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Act {
    /// Signed in.
    SignedIn,
    /// Opened the intake key.
    Unlocked,
    /// Locked the intake key for everybody.
    Locked,
    /// Opened a case.
    OpenedCase,
    /// Took a file of a case out; about its number.
    TookFile,
    /// Answered a case; about the status that it gave, if any.
    Answered,
    /// Wrote a note beside a case; about the digest of its sealed bytes.
    Noted,
    /// Wrote down how a notice came about; about its matter.
    Explained,
    /// Read the history; about a case or about all.
    ReadHistory,
    /// Searched the cases; the words are not told.
    Searched,
    /// Invited somebody; about the name and the roles.
    Invited,
    /// Took an invitation back; about the name.
    TookInvitationBack,
    /// Made an account; about the name and the roles.
    MadeAccount,
    /// Gave an account other roles; about the name and the roles.
    GaveRoles,
    /// Closed an account; about the name.
    ClosedAccount,
    /// Opened an account again; about the name.
    ReopenedAccount,
    /// Set up the second factor of the own account.
    SetUpFactor,
    /// Had an account set up its second factor anew; about the name.
    ResetFactor,
    /// Gave an account another passphrase; about the name.
    ChangedPassphrase,
    /// Made new recovery codes; about the name.
    RenewedCodes,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::SignedIn,
        Self::Unlocked,
        Self::Locked,
        Self::OpenedCase,
        Self::TookFile,
        Self::Answered,
        Self::Noted,
        Self::Explained,
        Self::ReadHistory,
        Self::Searched,
        Self::Invited,
        Self::TookInvitationBack,
        Self::MadeAccount,
        Self::GaveRoles,
        Self::ClosedAccount,
        Self::ReopenedAccount,
        Self::SetUpFactor,
        Self::ResetFactor,
        Self::ChangedPassphrase,
        Self::RenewedCodes,
    ];

    /// The word under which it is stored and signed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::Unlocked => "unlocked",
            Self::Locked => "locked",
            Self::OpenedCase => "opened-case",
            Self::TookFile => "took-file",
            Self::Answered => "answered",
            Self::Noted => "noted",
            Self::Explained => "explained",
            Self::ReadHistory => "read-history",
            Self::Searched => "searched",
            Self::Invited => "invited",
            Self::TookInvitationBack => "took-invitation-back",
            Self::MadeAccount => "made-account",
            Self::GaveRoles => "gave-roles",
            Self::ClosedAccount => "closed-account",
            Self::ReopenedAccount => "reopened-account",
            Self::SetUpFactor => "set-up-factor",
            Self::ResetFactor => "reset-factor",
            Self::ChangedPassphrase => "changed-passphrase",
            Self::RenewedCodes => "renewed-codes",
        }
    }

    /// Which message says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SignedIn => "act-signed-in",
            Self::Unlocked => "act-unlocked",
            Self::Locked => "act-locked",
            Self::OpenedCase => "act-opened-case",
            Self::TookFile => "act-took-file",
            Self::Answered => "act-answered",
            Self::Noted => "act-noted",
            Self::Explained => "act-explained",
            Self::ReadHistory => "act-read-history",
            Self::Searched => "act-searched",
            Self::Invited => "act-invited",
            Self::TookInvitationBack => "act-took-invitation-back",
            Self::MadeAccount => "act-made-account",
            Self::GaveRoles => "act-gave-roles",
            Self::ClosedAccount => "act-closed-account",
            Self::ReopenedAccount => "act-reopened-account",
            Self::SetUpFactor => "act-set-up-factor",
            Self::ResetFactor => "act-reset-factor",
            Self::ChangedPassphrase => "act-changed-passphrase",
            Self::RenewedCodes => "act-renewed-codes",
        }
    }
}

impl FromStr for Act {
    type Err = NotAnAct;

    fn from_str(text: &str) -> Result<Self, NotAnAct> {
        Self::ALL
            .into_iter()
            .find(|act| act.word() == text)
            .ok_or(NotAnAct)
    }
}

/// The text is not the word of an act.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not the word of an act")]
pub struct NotAnAct;
