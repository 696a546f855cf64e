//! Both ways with the age tools, and every unzip program we could find.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use tempfile::tempdir;
use ventanilla::seal::{
    Class, Identity, IdentityBlock, Recipient, Recipients, open, open_identity_block, protect, unprotect,
};

use super::tools::{outcome, run, typage};
use super::{CLASSES, STORY, envelope, envelope_with, identity, write};

const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photo";

#[test]
fn a_classic_envelope_opens_with_age_and_unzip() {
    let folder = tempdir().unwrap();
    let desk = identity(Class::Classic);
    let large: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    write(
        &folder.path().join("envelope.age"),
        &envelope(&desk.recipient().into(), &[PHOTO, &large]),
    );
    write(&folder.path().join("desk.key"), desk.expose().as_bytes());
    run(
        "age",
        &["-d", "-i", "desk.key", "-o", "envelope.zip", "envelope.age"],
        b"",
        folder.path(),
    );
    run("unzip", &["-q", "-t", "envelope.zip"], b"", folder.path());
    run("unzip", &["-q", "envelope.zip"], b"", folder.path());
    check_members(folder.path(), &large);
}

#[test]
fn a_hybrid_envelope_opens_with_age_encryption_and_unzip() {
    let folder = tempdir().unwrap();
    let desk = identity(Class::Hybrid);
    let large = vec![0x5a; 300_000];
    let sealed = envelope(&desk.recipient().into(), &[PHOTO, &large]);
    let zip = typage(&["decrypt", &desk.expose()], &sealed);
    assert_eq!(zip.len(), 512 << 10);
    write(&folder.path().join("envelope.zip"), &zip);
    run("unzip", &["-q", "envelope.zip"], b"", folder.path());
    check_members(folder.path(), &large);
}

#[test]
fn both_age_programs_open_for_each_of_two_recipients() {
    let folder = tempdir().unwrap();
    for class in CLASSES {
        let (intake, recovery) = (identity(class), identity(class));
        let both = Recipients::new(vec![intake.recipient(), recovery.recipient()]).unwrap();
        let sealed = envelope(&both, &[]);
        let zip = typage(&["decrypt", &intake.expose()], &sealed);
        assert!(zip.starts_with(b"PK\x03\x04"));
        assert!(zip == typage(&["decrypt", &recovery.expose()], &sealed));
        if class == Class::Classic {
            write(&folder.path().join("key"), recovery.expose().as_bytes());
            assert!(zip == run("age", &["-d", "-i", "key"], &sealed, folder.path()));
        }
    }
}

#[test]
fn what_the_age_programs_seal_we_open() {
    let folder = tempdir().unwrap();
    for class in CLASSES {
        let desk = identity(class);
        let to = desk.recipient().to_string();
        let zip = typage(
            &["decrypt", &desk.expose()],
            &envelope(&desk.recipient().into(), &[PHOTO]),
        );
        let mut sealed = vec![typage(&["encrypt", &to], &zip)];
        if class == Class::Classic {
            sealed.push(run("age", &["-r", &to], &zip, folder.path()));
        }
        for sealed in sealed {
            let mut opened = open(Cursor::new(sealed), std::slice::from_ref(&desk)).unwrap();
            assert_eq!(opened.text().unwrap(), STORY);
            let mut photo = Vec::new();
            opened.copy_file(0, &mut photo).unwrap();
            assert_eq!(photo, PHOTO);
        }
    }
}

#[test]
fn keys_mean_the_same_to_every_program() {
    let folder = tempdir().unwrap();
    for class in CLASSES {
        let name = class.to_string();
        let theirs = String::from_utf8(typage(&["keygen", &name], b"")).unwrap();
        let recipient = String::from_utf8(typage(&["recipient"], theirs.as_bytes())).unwrap();
        let identity: Identity = theirs.parse().unwrap();
        assert_eq!(identity.recipient().to_string(), recipient.trim());
        assert_eq!(identity.recipient(), recipient.parse::<Recipient>().unwrap());
        assert_eq!(identity.expose().as_str(), theirs.trim());
        let ours = super::identity(class);
        let recipient = typage(&["recipient"], ours.expose().as_bytes());
        assert_eq!(
            String::from_utf8(recipient).unwrap().trim(),
            ours.recipient().to_string()
        );
    }
    let ours = identity(Class::Classic);
    let recipient = run("age-keygen", &["-y"], ours.expose().as_bytes(), folder.path());
    assert_eq!(
        String::from_utf8(recipient).unwrap().trim(),
        ours.recipient().to_string()
    );
}

#[test]
fn a_custodian_opens_the_identity_block_with_age_alone() {
    let folder = tempdir().unwrap();
    let (desk, custodian) = (identity(Class::Classic), identity(Class::Classic));
    let key = custodian.recipient();
    let block = IdentityBlock::For {
        custodian: &key,
        text: "Ana Ñáñez\n55 1234 5678",
    };
    let sealed = envelope_with(&desk.recipient().into(), &[], block);
    let mut opened = open(Cursor::new(sealed), &[desk]).unwrap();
    let block = opened.identity_block().unwrap();
    write(
        &folder.path().join("custodian.key"),
        custodian.expose().as_bytes(),
    );
    let text = run("age", &["-d", "-i", "custodian.key"], &block, folder.path());
    assert_eq!(
        String::from_utf8(text).unwrap().trim_end(),
        "Ana Ñáñez\n55 1234 5678"
    );
    assert!(open_identity_block(&block, &custodian).unwrap().is_some());
}

#[test]
fn a_protected_identity_is_an_age_file_for_every_program() {
    for class in CLASSES {
        let identity = identity(class);
        let file = protect(&identity, "una clave larga", 4).unwrap();
        let theirs = typage(&["decrypt-passphrase", "una clave larga"], &file);
        assert!(
            String::from_utf8(theirs)
                .unwrap()
                .contains(identity.expose().as_str())
        );
        let text = format!("# a comment\n{}\n", identity.expose().as_str());
        let sealed = typage(&["encrypt-passphrase", "otra clave"], text.as_bytes());
        assert_eq!(
            unprotect(&sealed, "otra clave").unwrap().recipient(),
            identity.recipient()
        );
    }
}

#[test]
fn every_unzip_program_reads_the_zip_without_a_warning() {
    let folder = tempdir().unwrap();
    let desk = identity(Class::Classic);
    // Contents on both sides of every block edge, and an empty file.
    let contents: Vec<Vec<u8>> = [0, 1, 65_534, 65_535, 65_536, 131_070, 400_000]
        .map(|length| vec![b'x'; length])
        .to_vec();
    let files: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    let sealed = envelope(&desk.recipient().into(), &files);
    let zip = typage(&["decrypt", &desk.expose()], &sealed);
    write(&folder.path().join("e.zip"), &zip);
    run("unzip", &["-q", "-t", "e.zip"], b"", folder.path());
    run("7z", &["t", "-bso0", "-bsp0", "e.zip"], b"", folder.path());
    run("python3", &["-c", PYTHON], b"", folder.path());
    for (program, args) in [
        ("bsdtar", ["-xf", "e.zip", "-C", "sought"]),
        ("bsdtar", ["-xf", "-", "-C", "piped"]),
    ] {
        let target = folder.path().join(args[3]);
        fs::create_dir(&target).unwrap();
        run(program, &args, &zip, folder.path());
        for (number, content) in contents.iter().enumerate() {
            let mut found = fs::read_dir(target.join("adjuntos"))
                .unwrap()
                .map(|entry| entry.unwrap().path());
            let start = format!("{:02}.", number + 1);
            let file = found.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(&start));
            assert!(fs::read(file.unwrap()).unwrap() == *content, "{args:?}, {start}");
        }
        assert_eq!(fs::read_to_string(target.join("denuncia.txt")).unwrap(), STORY);
    }
}

#[test]
fn the_zip_that_the_programs_are_given_can_fail() {
    let folder = tempdir().unwrap();
    let desk = identity(Class::Classic);
    let mut zip = typage(
        &["decrypt", &desk.expose()],
        &envelope(&desk.recipient().into(), &[PHOTO]),
    );
    let place = zip
        .windows(PHOTO.len())
        .position(|window| window == PHOTO)
        .unwrap();
    zip[place + 5] ^= 1;
    write(&folder.path().join("e.zip"), &zip);
    assert!(
        !outcome("unzip", &["-q", "-t", "e.zip"], b"", folder.path())
            .status
            .success()
    );
    assert!(
        !outcome("python3", &["-c", PYTHON], b"", folder.path())
            .status
            .success()
    );
}

fn check_members(folder: &Path, large: &[u8]) {
    assert_eq!(fs::read_to_string(folder.join("denuncia.txt")).unwrap(), STORY);
    assert_eq!(fs::read(folder.join("adjuntos/01.jpg")).unwrap(), PHOTO);
    let second = ["adjuntos/02.bin", "adjuntos/02.txt"].map(|name| fs::read(folder.join(name)));
    assert!(second.into_iter().flatten().any(|bytes| bytes == large));
    assert_eq!(fs::metadata(folder.join("identidad.age")).unwrap().len(), 8192);
    assert!(
        fs::read_to_string(folder.join("LEEME.txt"))
            .unwrap()
            .contains("VENTANILLA")
    );
    assert!(
        fs::read(folder.join("relleno.bin"))
            .unwrap()
            .iter()
            .all(|byte| *byte == 0)
    );
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("denuncia.json")).unwrap()).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["text"], STORY);
    assert_eq!(json["files"][0]["name"], "01.jpg");
}

const PYTHON: &str = "
import sys, zipfile
z = zipfile.ZipFile('e.zip')
assert z.testzip() is None
assert z.namelist()[0] == 'LEEME.txt' and z.namelist()[-1] == 'relleno.bin'
assert all(i.date_time == (1980, 1, 1, 0, 0, 0) and i.flag_bits == 0x808 for i in z.infolist())
";
