//! `ventanilla catalogue digest` and `sign`.

use std::io::Write;
use std::path::Path;

use super::{Sign, files, read, refuse};
use crate::catalogue::{Catalogue, Files, SIGNATURE};
use crate::command::keys;
use crate::command::keys::problem;
use crate::signing::{Document, Stamp};
use crate::text::Text;

/// Writes the digest of every file into the manifest, once the files read well and are sound.
pub(super) fn digest(folder: &Path, text: Text, out: &mut dyn Write) -> anyhow::Result<Digested> {
    let files = files(Some(folder), text)?;
    let catalogue = read(&files, text, out)?;
    if let Err(faults) = catalogue.prove() {
        return Err(refuse(&faults, text, out)?);
    }
    let toml = catalogue.manifest().to_toml(&files);
    Ok(Digested {
        catalogue,
        files,
        toml,
    })
}

/// A catalogue and the manifest that vouches for it.
pub(super) struct Digested {
    catalogue: Catalogue,
    files: Files,
    toml: String,
}

impl Digested {
    /// Puts the manifest into the folder, if it is another than the one there.
    pub(super) fn write(&self, folder: &Path, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.files.find(MANIFEST) != Some(self.toml.as_bytes()) {
            keys::files::replace(&folder.join(MANIFEST), &self.toml)?;
            writeln!(out, "{}", text.say("catalogue-digested"))?;
        }
        Ok(())
    }
}

pub(super) fn run(args: &Sign, text: Text, out: &mut dyn Write) -> anyhow::Result<()> {
    let digested = digest(&args.folder, text, out)?;
    let manifest = digested.catalogue.manifest();
    let signature_file = args.folder.join(SIGNATURE);
    let stamp = Stamp::of_document(Document::Catalogue, manifest.version, digested.toml.as_bytes());
    must_follow(&signature_file, &stamp, text)?;
    let key = keys::sign::secret(&args.secret, args.passphrase_file.as_deref())?;
    let signature = key
        .sign(digested.toml.as_bytes(), &stamp.to_string())
        .map_err(|error| problem(error, text.say("rec-catalogue-again")))?;
    digested.write(&args.folder, text, out)?;
    keys::files::replace(&signature_file, &signature)?;
    let values = [
        ("version", manifest.version.to_string().into()),
        ("key", key.public().id().into()),
        ("file", signature_file.display().to_string().into()),
    ];
    writeln!(out, "{}", text.say_with("catalogue-signed", &values))?;
    Ok(())
}

/// Windows refuse a second text under one version, and any older version: better said before it goes out.
fn must_follow(signature_file: &Path, stamp: &Stamp, text: Text) -> anyhow::Result<()> {
    if !signature_file.exists() {
        return Ok(());
    }
    match Stamp::find(&keys::files::read(signature_file)?) {
        Some(before) if !stamp.may_follow(&before) => {
            let next = before.version().saturating_add(1).to_string();
            let values = [
                ("version", before.version().to_string().into()),
                ("next", next.into()),
            ];
            Err(problem(
                text.say_with("err-catalogue-signed-before", &values),
                text.say_with("rec-catalogue-signed-before", &values),
            ))
        }
        Some(_) | None => Ok(()),
    }
}

const MANIFEST: &str = "catalogo.toml";
