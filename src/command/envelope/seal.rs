//! `ventanilla envelope seal`.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::draft::Draft;
use super::{head, pair, unreadable};
use crate::seal::{
    Contents, Digest, Direction, DirectoryStamp, Extension, FileEntry, IdentityBlock, Next, Recipient,
    Recipients, Sealer,
};

/// Arguments of `ventanilla envelope seal`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files to attach
    files: Vec<PathBuf>,
    /// Who can open it (age1… or age1pq1…, all of one kind)
    #[arg(short, long, required = true)]
    recipient: Vec<Recipient>,
    /// A file with the text
    #[arg(long, value_name = "FILE")]
    text: PathBuf,
    /// The envelope to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Seals a text and files, as a reply to whoever holds the first recipient's key.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let recipients = Recipients::new(args.recipient.clone()).map_err(|error| {
        pair(
            error,
            "give recipients of one kind only, all age1pq1… or all age1…",
        )
    })?;
    let mailbox = args.recipient.first().context("no recipient")?.clone();
    let text = fs::read_to_string(&args.text).map_err(|error| unreadable(&args.text, &error))?;
    let (draft, mut sealed) = Draft::file(&args.output)?;
    let mut writer = Sealer::begin(&recipients)?;
    let files = args
        .files
        .iter()
        .map(|path| attach(&mut writer, path, &mut sealed))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let contents = Contents {
        files,
        ..Contents::new(
            Direction::Reply,
            String::new(),
            DirectoryStamp {
                version: 0,
                hash: Digest::of(b""),
            },
            mailbox,
            text.clone(),
        )
    };
    sealed.write_all(writer.take().as_bytes())?;
    let mut closing = writer.close(&contents, IdentityBlock::Dummy, &text)?;
    let finished = loop {
        match closing.next()? {
            Next::Part(part, later) => {
                sealed.write_all(part.as_bytes())?;
                closing = later;
            }
            Next::Last(finished) => break finished,
        }
    };
    sealed.write_all(finished.rest.as_bytes())?;
    sealed.sync_all()?;
    draft.keep()?;
    writeln!(
        out,
        "sealed into {} ({} bytes)",
        args.output.display(),
        finished.length
    )?;
    writeln!(out, "sha-256:    {}", finished.digest)?;
    Ok(())
}

/// Streams one file into the envelope and what is sealed of it to `sealed`.
fn attach(writer: &mut Sealer, path: &Path, sealed: &mut File) -> anyhow::Result<FileEntry> {
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let first = head(&mut file, path, Extension::SIGHT)?;
    writer.begin_file(Extension::recognise(&first))?;
    let mut content = first.as_slice().chain(file);
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = content
            .read(&mut buffer)
            .map_err(|error| unreadable(path, &error))?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else {
            break;
        };
        writer.write(part)?;
        sealed.write_all(writer.take().as_bytes())?;
    }
    Ok(writer.end_file()?)
}
