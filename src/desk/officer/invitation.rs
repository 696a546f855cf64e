//! Invitations: a link that lets one person choose the passphrase of one account, once, within some days.

use std::fmt;

use zeroize::Zeroizing;

use super::{OfficerName, Roles};
use crate::clock::Day;
use crate::random::{self, Random};
use crate::seal::Digest;

/// What an invitation is for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invitation {
    /// What the invited person will sign in as.
    pub name: OfficerName,
    /// What the account will open, where there is none of that name yet.
    pub roles: Roles,
    /// The last day on which it is good.
    pub until: Day,
}

/// The secret part of the link. Only its digest is kept.
pub struct InvitationToken(Zeroizing<[u8; 16]>);

impl InvitationToken {
    /// A new one.
    pub fn draw(random: &dyn Random) -> Self {
        Self(Zeroizing::new(random::bytes(random)))
    }

    /// Reads one out of a link or of a form.
    pub fn read(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 16]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).ok()?;
        Some(Self(bytes))
    }

    /// As it stands in links and forms.
    pub fn letters(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// The link, at a desk with this origin.
    pub fn link(&self, origin: &str) -> Zeroizing<String> {
        Zeroizing::new(format!("{origin}/invitacion/{}", self.letters().as_str()))
    }

    /// What is kept of it.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_slice())
    }
}

impl fmt::Debug for InvitationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationToken(..)")
    }
}
