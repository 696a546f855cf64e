//! Envelopes, through the tools that a person without Ventanilla would use.

mod by_hand;
mod command;
mod damage;
mod programs;
mod tools;
mod vectors;

use std::io::Write;
use std::path::Path;

use ventanilla::random::SystemRandom;
use ventanilla::seal::{
    Answer, Class, Contents, Digest, Direction, DirectoryStamp, Extension, Identity, IdentityBlock,
    Recipients, Sealer,
};

const STORY: &str = "El 10 de marzo me pidieron \"mordida\".\nÑandú, 5 €, 😀.\n";
const CLASSES: [Class; 2] = [Class::Classic, Class::Hybrid];

fn identity(class: Class) -> Identity {
    Identity::generate(class, &SystemRandom).unwrap()
}

/// An envelope with these attachments for `recipients`.
fn envelope(recipients: &Recipients, files: &[&[u8]]) -> Vec<u8> {
    envelope_with(recipients, files, IdentityBlock::Dummy)
}

fn envelope_with(recipients: &Recipients, files: &[&[u8]], block: IdentityBlock<'_>) -> Vec<u8> {
    let mut writer = Sealer::begin(recipients).unwrap();
    let mut contents = contents();
    for file in files {
        writer.begin_file(Extension::recognise(file)).unwrap();
        writer.write(file).unwrap();
        contents.files.push(writer.end_file().unwrap());
    }
    let finished = writer.finish(&contents, block, STORY).unwrap();
    finished.rest.as_bytes().to_vec()
}

fn contents() -> Contents {
    Contents {
        exclusions: vec!["oic-puebla".to_owned()],
        answers: vec![Answer {
            key: "federal_money".to_owned(),
            value: "unknown".to_owned(),
            name: None,
        }],
        ..Contents::new(
            Direction::Report,
            "fiscalia-anticorrupcion-puebla".to_owned(),
            DirectoryStamp {
                version: 3,
                hash: Digest::of(b"directory"),
            },
            identity(Class::Hybrid).recipient(),
            STORY.to_owned(),
        )
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::File::create(path).unwrap().write_all(bytes).unwrap();
}
