//! Sealing: how a report becomes unreadable to the window.
//!
//! An envelope is one binary age file holding one ZIP, so that an officer with nothing but an age tool and
//! any unzip can read it. [`Sealer`] writes one while it streams in, in constant memory; [`open()`] reads one
//! with random access. Only this module can make [`SealedBytes`], and only they have a way into the store.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod container;
mod contents;
mod extension;
mod header;
mod hybrid;
mod identity;
mod identity_block;
mod low_order;
mod open;
mod padding;
mod pinned;
mod protect;
mod recipient;
mod sealed;
mod sealer;
mod stream;
pub mod vault;
mod voice;

pub use contents::{
    Answer, Competence, Contents, Direction, DirectoryStamp, FileEntry, SkippedReceiver, StatusChange,
};
pub use extension::Extension;
pub use header::{Header, HeaderError, check_sealed};
pub use identity::{Identity, IdentityError};
pub use identity_block::{IDENTITY_LIMIT, IdentityBlock, open_identity_block};
pub use open::{OpenError, Opened, open};
pub use padding::Step;
pub use pinned::Pinned;
pub use protect::{protect, unprotect};
pub use recipient::{Class, Recipient, RecipientError, Recipients};
pub use sealed::{Digest, Digester, NotADigest, SealedBytes};
pub use sealer::{Closing, Finished, Next, SealError, Sealer};
pub use voice::{Told, Voice, VoiceKey};

/// Fewer cases for a property whose cases are slow, in step with `PROPTEST_CASES`.
#[cfg(test)]
fn one_case_in(cost: u32) -> proptest::prelude::ProptestConfig {
    let usual = proptest::prelude::ProptestConfig::default();
    proptest::prelude::ProptestConfig {
        cases: (usual.cases / cost).max(1),
        ..usual
    }
}
