//! Envelopes that were cut, altered or forged.

use std::io::{self, Cursor, Write};

use ventanilla::seal::{Class, Identity, OpenError, check_sealed, open};
use zip::write::SimpleFileOptions;

use super::tools::typage;
use super::{contents, envelope, identity};

#[test]
fn an_envelope_cut_anywhere_or_altered_anywhere_does_not_open_as_whole() {
    let desk = identity(Class::Classic);
    let sealed = envelope(&desk.recipient().into(), &[&vec![5; 100_000]]);
    assert_eq!(read(&sealed, &desk).unwrap(), 100_000);
    for cut in (0..sealed.len()).step_by(1777) {
        assert!(read(&sealed[..cut], &desk).is_err(), "cut at {cut}");
    }
    let longer = [sealed.as_slice(), b"x"].concat();
    assert!(read(&longer, &desk).is_err(), "one byte more");
    // The padding's own bytes are never read, so only what holds content must show.
    let header = check_sealed(&sealed).unwrap().length();
    for place in (0..header + 100_000).step_by(331) {
        let mut altered = sealed.clone();
        altered[place] ^= 1;
        assert!(read(&altered, &desk).is_err(), "altered at {place}");
    }
}

#[test]
fn damage_and_a_wrong_key_are_told_apart() {
    let (desk, stranger) = (identity(Class::Hybrid), identity(Class::Hybrid));
    let sealed = envelope(&desk.recipient().into(), &[]);
    assert!(matches!(read(&sealed, &stranger), Err(OpenError::WrongKey)));
    assert!(matches!(
        read(&sealed[..sealed.len() - 1], &desk),
        Err(OpenError::Damaged)
    ));
    assert!(matches!(read(&sealed[..1000], &desk), Err(OpenError::Damaged)));
    assert!(matches!(
        read(b"%PDF-1.7 and so on", &desk),
        Err(OpenError::NotSealed)
    ));
    let note = typage(&["encrypt", &desk.recipient().to_string()], b"no ZIP at all");
    assert!(matches!(read(&note, &desk), Err(OpenError::Damaged)));
}

#[test]
fn a_forged_envelope_cannot_choose_where_its_files_land_nor_lie_about_them() {
    for name in [
        "../01.jpg",
        "/etc/passwd",
        "01.jpg/x",
        "1.jpg",
        "01.JPG",
        "01.",
        "aa.jpg",
    ] {
        assert!(matches!(forged(name, 7, 1), Err(OpenError::Damaged)), "{name}");
    }
    assert_eq!(forged("01.jpg", 7, 1).unwrap(), 7);
    assert!(matches!(forged("01.jpg", 6, 1), Err(OpenError::Damaged)));
    assert!(matches!(forged("01.jpg", 8, 1), Err(OpenError::Damaged)));
    assert!(matches!(forged("01.jpg", 7, 2), Err(OpenError::Unsupported)));
}

#[test]
fn a_forged_envelope_that_inflates_is_stopped() {
    let desk = identity(Class::Classic);
    let zip = zip(&[("denuncia.json", &vec![b' '; 50 << 20])]);
    assert!(zip.len() < 100_000);
    let sealed = typage(&["encrypt", &desk.recipient().to_string()], &zip);
    assert!(matches!(
        open(Cursor::new(sealed), &[desk]),
        Err(OpenError::Damaged)
    ));
}

fn read(sealed: &[u8], desk: &Identity) -> Result<u64, OpenError> {
    let mut opened = open(Cursor::new(sealed.to_vec()), std::slice::from_ref(desk))?;
    opened.text()?;
    opened.identity_block()?;
    let copied = opened.copy_file(0, &mut io::sink());
    if opened.contents().files.is_empty() {
        Ok(0)
    } else {
        copied
    }
}

/// Reads an envelope that lists a file of `bytes` bytes under `name`, sealed with other tools.
fn forged(name: &str, bytes: u64, version: u32) -> Result<u64, OpenError> {
    let desk = identity(Class::Classic);
    let mut contents = contents();
    contents.version = version;
    let sha256 = ventanilla::seal::Digest::of(b"content");
    contents.files = vec![ventanilla::seal::FileEntry {
        name: name.to_owned(),
        bytes,
        sha256,
        original: None,
    }];
    let json = serde_json::to_vec(&contents).unwrap();
    let member = format!("adjuntos/{name}");
    let zip = zip(&[
        (member.as_str(), b"content"),
        ("identidad.age", b""),
        ("denuncia.json", &json),
        ("denuncia.txt", b""),
    ]);
    let sealed = typage(&["encrypt", &desk.recipient().to_string()], &zip);
    read(&sealed, &desk)
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
