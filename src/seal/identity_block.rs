//! `identidad.age`: who the reporter is, for the custodian's eyes alone.
//!
//! The member is always there and always of one length, sealed to the custodian or, when there is nothing to
//! say, to a key that nobody holds; so whoever opens the envelope cannot tell the two apart.

use std::fmt;
use std::io::{self, Read, Write};

use crate::random::SystemRandom;
use crate::seal::identity::Identity;
use crate::seal::open::{self, OpenError};
use crate::seal::recipient::{Class, Recipient, Recipients};
use crate::seal::sealer::SealError;
use crate::seal::stream::AgeWriter;

/// Who may learn the reporter's identity.
#[derive(Clone, Copy)]
pub enum IdentityBlock<'a> {
    /// The reporter gave none, or the institution has no custodian.
    Dummy,
    /// The custodian alone.
    For {
        /// The custodian's key.
        custodian: &'a Recipient,
        /// What the reporter said about themselves, at most [`IDENTITY_LIMIT`] bytes.
        text: &'a str,
    },
}

impl fmt::Debug for IdentityBlock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityBlock(..)")
    }
}

/// How many bytes of text an identity block holds.
pub const IDENTITY_LIMIT: usize = 6_000;

/// Seals the block for an envelope of `class`.
pub(super) fn seal(block: IdentityBlock<'_>, class: Class) -> Result<Vec<u8>, SealError> {
    let (recipients, text) = match block {
        IdentityBlock::Dummy => {
            let nobody = Identity::generate(class, &SystemRandom).map_err(io::Error::other)?;
            (Recipients::from(nobody.recipient()), "")
        }
        IdentityBlock::For { custodian, .. } if custodian.class() != class => return Err(SealError::Mixed),
        IdentityBlock::For { text, .. } if text.len() > IDENTITY_LIMIT => return Err(SealError::Identity),
        IdentityBlock::For { custodian, text } => (Recipients::from(custodian.clone()), text),
    };
    let mut writer = AgeWriter::begin(&recipients)?;
    // The header's length varies (age adds a random stanza to it), so the text takes up the difference.
    let header = usize::try_from(writer.sealed()).unwrap_or(usize::MAX);
    let room = BYTES
        .saturating_sub(header)
        .saturating_sub(TAG)
        .saturating_sub(text.len());
    writer.write_all(text.as_bytes())?;
    writer.write_all(&vec![b'\n'; room])?;
    let (sealed, _digest, length) = writer.finish()?;
    if length == LENGTH {
        Ok(sealed.as_bytes().to_vec())
    } else {
        Err(SealError::Identity)
    }
}

/// Opens a block with the custodian's key. `None` for a dummy, which nobody can open.
pub fn open_identity_block(sealed: &[u8], custodian: &Identity) -> Result<Option<String>, OpenError> {
    let opened = open::decrypt(sealed, &[custodian.as_age()]);
    let mut reader = match opened {
        Err(OpenError::WrongKey) => return Ok(None),
        other => other?,
    };
    let mut text = String::new();
    reader
        .read_to_string(&mut text)
        .map_err(|_error| OpenError::Damaged)?;
    Ok(Some(text.trim_end_matches('\n').to_owned()))
}

const BYTES: usize = 8 << 10;
const LENGTH: u64 = 8 << 10;
const TAG: usize = 16;
