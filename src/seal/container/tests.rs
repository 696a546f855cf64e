use std::io::{Cursor, Read};

use proptest::collection::vec;
use proptest::prelude::*;
use zip::ZipArchive;

use super::*;

#[test]
fn the_length_before_the_padding_never_underrates_what_follows() {
    let mut container = Container::new(Vec::new());
    container.begin("a").unwrap();
    container.write(&vec![1; 100_000]).unwrap();
    container.end().unwrap();
    let expected = container.length_if_closed();
    let plan = container.begin_padding().unwrap();
    assert!(plan.step.bytes() - plan.zeros <= expected + 2 * FRAME);
}

#[test]
fn nothing_is_written_beyond_the_largest_step() {
    let mut container = Container::new(io::sink());
    container.begin("a").unwrap();
    container.skip_to(Step::LARGEST.bytes() - 65_000);
    let error = container.write(&vec![0; 65_535]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
}

#[test]
fn the_pace_of_writing_leaves_no_trace() {
    let content: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let whole = zip(&[("a", &content)], content.len());
    for pace in [1, 7, 1460, 16_384, 65_534, 65_535, 65_536] {
        assert!(zip(&[("a", &content)], pace) == whole, "pace {pace}");
    }
}

proptest! {
    #![proptest_config(crate::seal::one_case_in(4))]

    #[test]
    fn members_come_back_as_they_went_in(
        members in vec(("[a-zñ/]{1,20}", vec(any::<u8>(), 0..300)), 0..12),
        large in prop_oneof![0..10_usize, 65_530..65_541_usize, 131_065..131_080_usize],
        pace in 1..70_000_usize,
    ) {
        let mut members: Vec<(String, Vec<u8>)> =
            members.into_iter().enumerate().map(|(n, (name, data))| (format!("{n}{name}"), data)).collect();
        members.push(("large".to_owned(), vec![7; large]));
        let borrowed: Vec<(&str, &[u8])> =
            members.iter().map(|(name, data)| (name.as_str(), data.as_slice())).collect();
        let bytes = zip(&borrowed, pace);
        let length = u64::try_from(bytes.len()).unwrap();
        prop_assert_eq!(Step::holding(length).unwrap().bytes(), length);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        prop_assert_eq!(archive.len(), members.len() + 1);
        for (index, (name, data)) in members.iter().enumerate() {
            let mut member = archive.by_index(index).unwrap();
            let mut read = Vec::new();
            member.read_to_end(&mut read).unwrap();
            prop_assert_eq!(member.name().unwrap(), name.as_str());
            prop_assert_eq!(&read, data);
        }
        let mut padding = Vec::new();
        archive.by_name(PADDING).unwrap().read_to_end(&mut padding).unwrap();
        prop_assert!(padding.iter().all(|byte| *byte == 0));
    }
}

/// Every remainder around the edges of a block, so that the padding is put to its hardest cases.
#[test]
fn any_length_is_padded_to_a_step_exactly() {
    let fixed = zip_length_of(0);
    let room = usize::try_from(Step::from_number(1).unwrap().bytes() - fixed).unwrap();
    for missing in 0..24 {
        let content = vec![b'x'; room - missing];
        let bytes = zip(&[("a", &content)], content.len());
        assert!(
            ZipArchive::new(Cursor::new(&bytes)).is_ok(),
            "{missing} bytes before the edge"
        );
    }
}

/// The length of a ZIP with one member of `length` bytes, its padding left out.
fn zip_length_of(length: usize) -> u64 {
    let mut container = Container::new(Vec::new());
    container.begin("a").unwrap();
    container.write(&vec![0; length]).unwrap();
    container.end().unwrap();
    let plan = container.begin_padding().unwrap();
    plan.step.bytes() - plan.zeros
}

fn zip(members: &[(&str, &[u8])], pace: usize) -> Vec<u8> {
    let mut container = Container::new(Vec::new());
    for (name, data) in members {
        container.begin(name).unwrap();
        for part in data.chunks(pace) {
            container.write(part).unwrap();
        }
        container.end().unwrap();
    }
    let plan = container.begin_padding().unwrap();
    container
        .write(&vec![0; usize::try_from(plan.zeros).unwrap()])
        .unwrap();
    container.close(plan).unwrap()
}
