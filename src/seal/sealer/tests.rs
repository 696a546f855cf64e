use std::io::Cursor;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::random::SystemRandom;
use crate::seal::{
    Answer, Direction, DirectoryStamp, FileEntry, Identity, OpenError, Opened, check_sealed, open,
    open_identity_block,
};

#[test]
fn an_envelope_opens_for_each_recipient_and_for_nobody_else() {
    for class in [Class::Classic, Class::Hybrid] {
        let (intake, recovery, stranger) = (identity(class), identity(class), identity(class));
        let to = Recipients::new(vec![intake.recipient(), recovery.recipient()]).unwrap();
        let sealed = seal(&to, &contents("una historia"), IdentityBlock::Dummy);
        let header = check_sealed(&sealed).unwrap();
        assert_eq!((header.class(), header.recipients()), (class, 2));
        for one in [intake, recovery] {
            assert_eq!(opened(&sealed, one).unwrap().contents().text, "una historia");
        }
        assert!(matches!(opened(&sealed, stranger), Err(OpenError::WrongKey)));
    }
}

#[test]
fn the_identity_block_is_one_size_and_opens_for_the_custodian_alone() {
    for class in [Class::Classic, Class::Hybrid] {
        let (desk, custodian) = (identity(class), identity(class));
        let to = Recipients::from(desk.recipient());
        let longest = "ñ".repeat(identity_block::IDENTITY_LIMIT / 2);
        let key = custodian.recipient();
        let mut lengths = Vec::new();
        for text in [None, Some(""), Some("Ana\n5512345678"), Some(longest.as_str())] {
            let block = match text {
                Some(text) => IdentityBlock::For {
                    custodian: &key,
                    text,
                },
                None => IdentityBlock::Dummy,
            };
            let sealed = seal(&to, &contents("x"), block);
            let mut envelope = open(Cursor::new(sealed), std::slice::from_ref(&desk)).unwrap();
            let block = envelope.identity_block().unwrap();
            lengths.push(block.len());
            assert_eq!(open_identity_block(&block, &custodian).unwrap().as_deref(), text);
            assert_eq!(open_identity_block(&block, &desk).unwrap(), None);
        }
        assert_eq!(lengths, [8192; 4]);
    }
}

#[test]
fn an_identity_that_does_not_fit_is_refused_and_so_is_a_custodian_of_the_other_class() {
    let to = Recipients::from(identity(Class::Hybrid).recipient());
    let custodian = identity(Class::Hybrid).recipient();
    let other = identity(Class::Classic).recipient();
    let long = "x".repeat(identity_block::IDENTITY_LIMIT + 1);
    let begin = || Sealer::begin(&to).unwrap();
    let block = IdentityBlock::For {
        custodian: &custodian,
        text: &long,
    };
    assert!(matches!(
        begin().finish(&contents(""), block, ""),
        Err(SealError::Identity)
    ));
    let block = IdentityBlock::For {
        custodian: &other,
        text: "Ana",
    };
    assert!(matches!(
        begin().finish(&contents(""), block, ""),
        Err(SealError::Mixed)
    ));
}

#[test]
fn what_is_drained_bit_by_bit_is_what_the_digest_and_the_length_say() {
    let desk = identity(Class::Hybrid);
    let content: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_be_bytes()[3]).collect();
    let mut writer = Sealer::begin(&Recipients::from(desk.recipient())).unwrap();
    let name = writer.begin_file(Extension::recognise(b"%PDF-1.4")).unwrap();
    assert_eq!(name, "01.pdf");
    let mut sealed = Vec::new();
    for part in content.chunks(10_000) {
        writer.write(part).unwrap();
        let drained = writer.take();
        assert!(drained.len() <= 2 * 65_552, "at most a chunk or two wait");
        sealed.extend_from_slice(drained.as_bytes());
    }
    let mut contents = contents("con anexo");
    contents.files = vec![writer.end_file().unwrap()];
    assert!(contents.files == [entry(&name, &content)]);
    let mut closing = writer
        .close(&contents, IdentityBlock::Dummy, "con anexo")
        .unwrap();
    let finished = loop {
        match closing.next().unwrap() {
            Next::Part(part, later) => {
                assert!(part.len() <= 600_000);
                sealed.extend_from_slice(part.as_bytes());
                closing = later;
            }
            Next::Last(finished) => break finished,
        }
    };
    sealed.extend_from_slice(finished.rest.as_bytes());
    assert_eq!(finished.digest, Digest::of(&sealed));
    assert_eq!(finished.length, sealed.len() as u64);
    assert_eq!(finished.step.bytes(), 4 << 20);
    let mut envelope = opened(&sealed, desk).unwrap();
    let mut copy = Vec::new();
    assert_eq!(envelope.copy_file(0, &mut copy).unwrap(), 3_000_000);
    assert!(copy == content);
}

#[test]
fn calls_out_of_order_and_false_lists_are_refused() {
    let to = Recipients::from(identity(Class::Classic).recipient());
    let bin = Extension::recognise(b"\0");
    let mut writer = Sealer::begin(&to).unwrap();
    assert!(matches!(writer.write(b"x"), Err(SealError::Order)));
    assert!(matches!(writer.end_file(), Err(SealError::Order)));
    writer.begin_file(bin).unwrap();
    assert!(matches!(writer.begin_file(bin), Err(SealError::Order)));
    writer.write(b"content").unwrap();
    writer.end_file().unwrap();
    let unlisted = writer.finish(&contents(""), IdentityBlock::Dummy, "");
    assert!(matches!(unlisted, Err(SealError::Order)));
    let mut writer = Sealer::begin(&to).unwrap();
    let name = writer.begin_file(bin).unwrap();
    writer.write(b"content").unwrap();
    writer.end_file().unwrap();
    let mut contents = contents("");
    contents.files = vec![entry(&name, b"CONTENT")];
    let other = writer.finish(&contents, IdentityBlock::Dummy, "");
    assert!(matches!(other, Err(SealError::Order)));
}

#[test]
fn what_would_not_fit_is_refused_before_it_is_written() {
    let to = Recipients::from(identity(Class::Classic).recipient());
    let mut writer = Sealer::begin(&to).unwrap();
    writer.begin_file(Extension::recognise(b"")).unwrap();
    writer
        .container
        .skip_to(Step::LARGEST.bytes() - RESERVED - 70_000);
    writer.write(&vec![0; 60_000]).unwrap();
    let before = writer.container.written();
    assert!(matches!(writer.write(&vec![0; 60_000]), Err(SealError::TooLarge)));
    assert_eq!(writer.container.written(), before);
    assert!(writer.end_file().is_ok());
}

#[test]
fn a_hundredth_file_is_refused() {
    let to = Recipients::from(identity(Class::Classic).recipient());
    let mut writer = Sealer::begin(&to).unwrap();
    for _ in 0..99 {
        writer.begin_file(Extension::recognise(b"")).unwrap();
        writer.end_file().unwrap();
    }
    assert!(matches!(
        writer.begin_file(Extension::recognise(b"")),
        Err(SealError::TooManyFiles)
    ));
}

#[test]
fn what_is_said_has_55288_bytes_in_the_first_step() {
    let to = Recipients::from(identity(Class::Classic).recipient());
    let json = serde_json::to_vec_pretty(&contents("")).unwrap().len();
    for (length, step) in [(55_288, 0), (55_289, 1)] {
        let text = "x".repeat(length - json);
        let writer = Sealer::begin(&to).unwrap();
        let finished = writer.finish(&contents(""), IdentityBlock::Dummy, &text).unwrap();
        assert_eq!(finished.step.number(), step, "{length} bytes");
    }
}

proptest! {
    #![proptest_config(crate::seal::one_case_in(10))]

    #[test]
    fn what_is_sealed_opens_as_it_was(
        text in "\\PC{0,400}",
        answers in vec(("[a-z_]{1,12}", "\\PC{0,60}"), 0..6),
        files in vec(vec(any::<u8>(), 0..5000), 0..4),
        hybrid: bool,
    ) {
        let desk = identity(if hybrid { Class::Hybrid } else { Class::Classic });
        let mut writer = Sealer::begin(&Recipients::from(desk.recipient())).unwrap();
        let mut contents = contents(&text);
        contents.answers = answers.into_iter().map(|(key, value)| Answer { key, value, name: None }).collect();
        for file in &files {
            let name = writer.begin_file(Extension::recognise(file)).unwrap();
            writer.write(file).unwrap();
            prop_assert!(writer.end_file().unwrap() == entry(&name, file));
            contents.files.push(entry(&name, file));
        }
        let mut sealed = writer.take().as_bytes().to_vec();
        let finished = writer.finish(&contents, IdentityBlock::Dummy, &text).unwrap();
        sealed.extend_from_slice(finished.rest.as_bytes());
        prop_assert_eq!(finished.digest, Digest::of(&sealed));
        let mut envelope = opened(&sealed, desk).unwrap();
        prop_assert_eq!(envelope.contents(), &contents);
        prop_assert_eq!(envelope.text().unwrap(), text);
        for (index, file) in files.iter().enumerate() {
            let mut copy = Vec::new();
            envelope.copy_file(index, &mut copy).unwrap();
            prop_assert_eq!(&copy, file);
        }
        prop_assert!(envelope.copy_file(files.len(), &mut io::sink()).is_err());
    }

    #[test]
    fn stories_in_any_latin_script_share_one_step(length in 1..=20_000_usize, block: bool) {
        let prose = "El diez de marzo, la señora pidió \"mordida\" en el baño; así empezó todo.\n";
        let story: String = prose.chars().cycle().take(length).collect();
        prop_assert_eq!(step_of(&story, block), 0);
    }

    #[test]
    fn stories_in_other_scripts_share_the_first_three_steps(length in 1..=20_000_usize) {
        let story = "😀".repeat(length);
        let expected = match length {
            0..5_600 => 0..=0,
            5_600..=13_900 => 0..=1,
            13_901.. => 1..=2,
        };
        prop_assert!(expected.contains(&step_of(&story, false)), "{}", step_of(&story, false));
    }
}

fn step_of(story: &str, block: bool) -> u8 {
    let class = Class::Hybrid;
    let to = Recipients::new(vec![identity(class).recipient(), identity(class).recipient()]).unwrap();
    let custodian = identity(class).recipient();
    let block = if block {
        IdentityBlock::For {
            custodian: &custodian,
            text: "Ana",
        }
    } else {
        IdentityBlock::Dummy
    };
    let finished = Sealer::begin(&to)
        .unwrap()
        .finish(&contents(story), block, story)
        .unwrap();
    assert!(finished.length > finished.step.bytes());
    finished.step.number()
}

fn seal(to: &Recipients, contents: &Contents, block: IdentityBlock<'_>) -> Vec<u8> {
    let finished = Sealer::begin(to)
        .unwrap()
        .finish(contents, block, &contents.text)
        .unwrap();
    finished.rest.as_bytes().to_vec()
}

fn opened(sealed: &[u8], identity: Identity) -> Result<Opened<Cursor<Vec<u8>>>, OpenError> {
    open(Cursor::new(sealed.to_vec()), &[identity])
}

fn identity(class: Class) -> Identity {
    Identity::generate(class, &SystemRandom).unwrap()
}

fn entry(name: &str, content: &[u8]) -> FileEntry {
    FileEntry {
        name: name.to_owned(),
        bytes: content.len() as u64,
        sha256: Digest::of(content),
        original: None,
    }
}

fn contents(text: &str) -> Contents {
    Contents::new(
        Direction::Report,
        "organo-interno".to_owned(),
        DirectoryStamp {
            version: 7,
            hash: Digest::of(b"directory"),
        },
        Identity::from_seed(zeroize::Zeroizing::new([9; 32])).recipient(),
        text.to_owned(),
    )
}
