//! `catalogo.toml`: which version of the catalogue this is, for which days, and the digest of each of its files.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::fault::{self, Fault};
use super::files::{Files, NAMES};
use crate::clock::Day;

/// What stands in the manifest.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Grows by at least one with every change.
    pub version: u64,
    /// The first day on which the catalogue counts.
    pub valid_from: Day,
    /// The last day on which the catalogue counts.
    pub valid_until: Day,
    /// Whether the municipalities that nobody has confirmed count.
    #[serde(rename = "municipios_por_confirmar")]
    pub takes_unconfirmed: bool,
    /// The SHA-256 of each file, in hexadecimal.
    pub sha256: BTreeMap<String, String>,
    /// The SHA-256 of the manifest itself.
    #[serde(skip)]
    pub hash: [u8; 32],
}

impl Manifest {
    /// Reads the manifest. Whether the digests are right is another question: [`Manifest::differing`].
    pub(super) fn read(toml: &[u8], faults: &mut Vec<Fault>) -> Option<Self> {
        if toml.is_empty() {
            return None;
        }
        let read = std::str::from_utf8(toml)
            .map_err(|_bytes| Fault::of(MANIFEST, fault::NOT_UTF8, "").at(1))
            .map_err(Box::new)
            .and_then(parse);
        read.map_err(|fault| faults.push(*fault)).ok()
    }

    /// The files whose digest is not the one in the manifest, and those that one of the two does not know.
    pub fn differing(&self, files: &Files) -> Vec<String> {
        let listed = self
            .sha256
            .keys()
            .map(String::as_str)
            .filter(|name| !NAMES.contains(name));
        let differs =
            |name: &&str| self.sha256.get(*name).map(String::as_str) != digest(files, name).as_deref();
        let ours = NAMES.iter().copied().filter(differs);
        ours.chain(listed).map(ToOwned::to_owned).collect()
    }

    /// The manifest with the digests of `files`, in the one order.
    pub fn to_toml(&self, files: &Files) -> String {
        let mut out = format!(
            "version = {}\nvalid_from = \"{}\"\nvalid_until = \"{}\"\nmunicipios_por_confirmar = {}\n\n[sha256]\n",
            self.version, self.valid_from, self.valid_until, self.takes_unconfirmed
        );
        for name in NAMES {
            let digest = digest(files, name).unwrap_or_default();
            out.extend(["\"", name, "\" = \"", &digest, "\"\n"]);
        }
        out
    }
}

fn parse(text: &str) -> Result<Manifest, Box<Fault>> {
    let mut manifest: Manifest = toml::from_str(text).map_err(|error| {
        let before = text.bytes().take(error.span().map_or(0, |span| span.start));
        let line = before.fold(1, |line, byte| line + u64::from(byte == b'\n'));
        Box::new(Fault::of(MANIFEST, fault::MANIFEST, error.message()).at(line))
    })?;
    let line_of = |key: &str| {
        let found = (1..).zip(text.lines()).find(|(_, line)| line.starts_with(key));
        found.map_or(1, |(line, _)| line)
    };
    if manifest.version == 0 {
        let fault = Fault::of(MANIFEST, fault::NUMBER, "1, 2, 3, …").at(line_of("version"));
        return Err(Box::new(fault.cell("version", "0")));
    }
    if manifest.valid_until < manifest.valid_from {
        let fault = Fault::of(MANIFEST, fault::REVERSED, manifest.valid_from.to_string());
        let until = manifest.valid_until.to_string();
        let fault = fault.at(line_of("valid_until")).cell("valid_until", &until);
        return Err(Box::new(fault));
    }
    manifest.hash = Sha256::digest(text).into();
    Ok(manifest)
}

fn digest(files: &Files, name: &str) -> Option<String> {
    files.find(name).map(|bytes| hex::encode(Sha256::digest(bytes)))
}

/// The name of the manifest.
pub(super) const MANIFEST: &str = "catalogo.toml";
