//! A directory in force as it was signed. The signed text of a whole country is large and says nothing that the parsed
//! directory does not: where it is the canonical one, it is written anew for whoever asks for it.

use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;

use super::draft::head;
use super::{Directory, InstitutionId};

/// A directory in force, with the bytes that were signed, for anybody to check.
#[derive(Clone, Debug)]
pub struct Published {
    /// What it says.
    pub directory: Arc<Directory>,
    /// Its minisign signature.
    pub signature: Arc<str>,
    /// The bytes, where they are not the canonical text of what they say.
    other: Option<Bytes>,
    length: usize,
}

impl Published {
    /// A directory that was read from `toml`, under this signature.
    pub fn new(directory: Directory, toml: Vec<u8>, signature: &str) -> Self {
        let is_canonical = directory.is_canonical();
        Self {
            directory: Arc::new(directory),
            signature: signature.into(),
            length: toml.len(),
            other: (!is_canonical).then(|| toml.into()),
        }
    }

    /// How many bytes were signed.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// The bytes that were signed, piece by piece.
    pub fn pieces(&self) -> impl Iterator<Item = Bytes> + Send + 'static {
        let is_canonical = self.other.is_none();
        let written = is_canonical.then(|| canonical(Arc::clone(&self.directory)));
        let kept = self.other.clone();
        kept.into_iter().chain(written.into_iter().flatten())
    }
}

/// The canonical text: its head, then an institution at a time.
fn canonical(directory: Arc<Directory>) -> impl Iterator<Item = Bytes> + Send + 'static {
    let head = head(
        directory.version(),
        directory.valid_from(),
        directory.valid_until(),
    );
    let mut last: Option<InstitutionId> = None;
    let entries = std::iter::from_fn(move || {
        let after = last.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let mut next = directory
            .institutions()
            .range::<InstitutionId, _>((after, Bound::Unbounded));
        let (id, institution) = next.next()?;
        last = Some(id.clone());
        Some(Bytes::from(format!("\n{}", institution.to_toml())))
    });
    std::iter::once(head.into()).chain(entries)
}
