//! `ventanilla keys new`.

use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use super::files::{self, Readers};
use super::problem;
use crate::clock::{Clock, SystemClock};
use crate::inbox::signature::DeskKey;
use crate::institution::DirectoryKey;
use crate::random::SystemRandom;
use crate::seal::{Class, Identity};

pub(super) fn directory_key(
    file: &Path,
    passphrase_file: Option<&Path>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let public_file = files::with_suffix(file, ".pub");
    files::must_be_free(file)?;
    files::must_be_free(&public_file)?;
    let passphrase = files::passphrase(passphrase_file)?;
    let (key, secret) = DirectoryKey::generate(passphrase.as_deref().map(String::as_str))
        .map_err(|error| problem(error, "Try again on a machine with more free memory."))?;
    files::create(file, &secret, Readers::Owner)?;
    files::create(&public_file, &key.public().to_file(), Readers::Everybody)?;
    writeln!(out, "directory key {}", key.public().id())?;
    writeln!(out, "public key: {}", key.public())?;
    writeln!(out, "secret half in {}", file.display())?;
    writeln!(
        out,
        "public half in {}: each window names it among its trusted keys",
        public_file.display()
    )?;
    if passphrase.is_none() {
        writeln!(
            out,
            "It has no passphrase: whoever gets {} signs directories.",
            file.display()
        )?;
    }
    writeln!(out, "Keep it off line and have a copy in another place.")?;
    Ok(())
}

pub(super) fn identity(file: &Path, class: Class, out: &mut dyn Write) -> anyhow::Result<()> {
    let identity = Identity::generate(class, &SystemRandom)
        .map_err(|error| problem(error, "Try again; if it happens again the machine is not sound."))?;
    let recipient = identity.recipient();
    let text = Zeroizing::new(format!(
        "# created: {}\n# public key: {recipient}\n{}\n",
        SystemClock.today(),
        identity.expose().as_str()
    ));
    files::create(file, &text, Readers::Owner)?;
    writeln!(out, "{class} identity in {}", file.display())?;
    writeln!(out, "public key: {recipient}")?;
    writeln!(out, "fingerprint: {}", recipient.fingerprint())?;
    writeln!(
        out,
        "Whoever has the file opens what is sealed to it; without it nobody does."
    )?;
    Ok(())
}

pub(super) fn desk_key(file: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let key = DeskKey::generate(&SystemRandom);
    let text = Zeroizing::new(format!("{}\n", key.expose().as_str()));
    files::create(file, &text, Readers::Owner)?;
    writeln!(out, "desk key in {}", file.display())?;
    writeln!(out, "For the institution's entry in the directory:")?;
    writeln!(out, "[[institution.signing]]")?;
    writeln!(out, "since = \"{}\"", SystemClock.today())?;
    writeln!(
        out,
        "key = \"{}\"",
        BASE64_STANDARD.encode(key.public().as_bytes())
    )?;
    Ok(())
}
