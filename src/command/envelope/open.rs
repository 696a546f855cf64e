//! `ventanilla envelope open`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use zeroize::Zeroizing;

use super::draft::Draft;
use super::{pair, unreadable};
use crate::seal::{Identity, OpenError, open, unprotect};

/// Arguments of `ventanilla envelope open`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The sealed envelope
    file: PathBuf,
    /// The age identity file, plain or under a passphrase
    #[arg(short, long, value_name = "FILE")]
    identity: PathBuf,
    /// A file with the passphrase of the identity
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The folder to make [default: the envelope's name without its ending, in the current folder]
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Opens an envelope into a new folder, which appears whole or not at all.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let identities = read_identities(args)?;
    let folder = match &args.output {
        Some(folder) => folder.clone(),
        None => args
            .file
            .file_stem()
            .map(PathBuf::from)
            .context("the envelope has no name")?,
    };
    let sealed = File::open(&args.file).map_err(|error| unreadable(&args.file, &error))?;
    let mut envelope = open(sealed, &identities).map_err(|error| unopened(&args.file, &error))?;
    let draft = Draft::folder(&folder)?;
    let copied = (|| -> Result<(), OpenError> {
        draft
            .create("denuncia.txt")?
            .write_all(envelope.text()?.as_bytes())?;
        draft
            .create("identidad.age")?
            .write_all(&envelope.identity_block()?)?;
        let json = serde_json::to_vec_pretty(envelope.contents()).map_err(io::Error::other)?;
        draft.create("denuncia.json")?.write_all(&json)?;
        for index in 0..envelope.contents().files.len() {
            let name = envelope.file_name(index).unwrap_or_default().to_owned();
            envelope.copy_file(index, &mut draft.create(&format!("adjuntos/{name}"))?)?;
        }
        Ok(())
    })();
    copied.map_err(|error| unopened(&args.file, &error))?;
    draft.keep()?;
    let contents = envelope.contents();
    writeln!(out, "opened into {}", folder.display())?;
    writeln!(out, "institution: {}", contents.institution.escape_debug())?;
    writeln!(
        out,
        "directory:   version {}, {}",
        contents.directory.version, contents.directory.hash
    )?;
    writeln!(out, "files:       {}", contents.files.len())?;
    Ok(())
}

fn read_identities(args: &Args) -> anyhow::Result<Vec<Identity>> {
    let path = &args.identity;
    let file = Zeroizing::new(fs::read(path).map_err(|error| unreadable(path, &error))?);
    if file.starts_with(b"age-encryption.org/") || file.starts_with(b"-----BEGIN AGE") {
        let Some(passphrase) = &args.passphrase_file else {
            return Err(pair(
                format!("{} is under a passphrase", path.display()),
                "write the passphrase into a file that only you can read and add --passphrase-file FILE",
            ));
        };
        let text = fs::read_to_string(passphrase).map_err(|error| unreadable(passphrase, &error))?;
        let text = Zeroizing::new(text);
        let identity = unprotect(&file, text.trim_end_matches(['\r', '\n'])).map_err(|error| {
            pair(
                format!("{}: {error}", path.display()),
                "check the passphrase and that the file is whole",
            )
        })?;
        return Ok(vec![identity]);
    }
    let text = std::str::from_utf8(&file).unwrap_or_default();
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let identities: Result<Vec<Identity>, _> = lines.map(str::parse).collect();
    match identities {
        Ok(identities) if !identities.is_empty() => Ok(identities),
        Ok(_) | Err(_) => Err(pair(
            format!("{} holds no age identity", path.display()),
            "give the file with the line AGE-SECRET-KEY-…, as age-keygen or ventanilla wrote it",
        )),
    }
}

fn unopened(file: &Path, error: &OpenError) -> anyhow::Error {
    let todo = match error {
        OpenError::NotSealed => "check that it is the file the desk or the window stored",
        OpenError::WrongKey => {
            "use the identity of the institution it was sealed to, or its recovery identity"
        }
        OpenError::WrongPassphrase => "check the passphrase",
        OpenError::Damaged => "fetch it again and compare its SHA-256 with the desk's; nothing was written",
        OpenError::Unsupported => "use a newer version of ventanilla",
        OpenError::Io(_) => "check permissions and free space, then try again; nothing was written",
    };
    pair(format!("{}: {error}", file.display()), todo)
}
