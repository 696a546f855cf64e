//! Tracking codes: what is written is read, slips are found, and the keys are those of the vectors.

use proptest::prelude::*;
use serde::Deserialize;
use ventanilla::random::SeededRandom;
use ventanilla::tracking::{Repair, Secrets, Slip, TrackingCode, WORDS, Wordlist};

const LISTS: [Wordlist; 2] = [Wordlist::Spanish, Wordlist::English];

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Vector {
    pub(crate) bits: String,
    pub(crate) spanish: String,
    pub(crate) english: String,
    pub(crate) pepper: String,
    pub(crate) salt: String,
    pub(crate) prk: String,
    pub(crate) locator: String,
    #[serde(rename = "locator/1")]
    pub(crate) twin_locator: String,
    pub(crate) mailbox_hybrid: String,
    #[serde(rename = "mailbox-hybrid/1")]
    pub(crate) twin_mailbox: String,
    pub(crate) voice: String,
    #[serde(rename = "voice/1")]
    pub(crate) twin_voice: String,
    pub(crate) sameness: String,
    #[serde(rename = "sameness/1")]
    pub(crate) twin_sameness: String,
    pub(crate) session: String,
    pub(crate) recipient: String,
}

pub(crate) fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("vectors/tracking/codes.json")).unwrap()
}

pub(crate) fn code(hex_bits: &str) -> TrackingCode {
    TrackingCode::from_bits(hex::decode(hex_bits).unwrap().try_into().unwrap())
}

/// Every word of a list, read off codes of one repeated number.
fn words_of(list: Wordlist) -> Vec<&'static str> {
    let of = |number: u128| {
        let bits = (0..8).fold(0_u128, |bits, _| (bits << 11) | number).to_be_bytes();
        TrackingCode::from_bits(bits[5..].try_into().unwrap()).words(list)[0]
    };
    (0..2048).map(of).collect()
}

fn repaired(words: &[&str], repair: &Repair) -> String {
    let mut words = words.to_vec();
    match repair {
        Repair::Word { position, word } => words[position - 1] = word,
        Repair::Swap { first, second } => words.swap(first - 1, second - 1),
    }
    words.join(" ")
}

#[test]
fn words_are_those_of_the_vectors() {
    for vector in vectors() {
        let code = code(&vector.bits);
        assert_eq!(code.words(Wordlist::Spanish).join(" "), vector.spanish);
        assert_eq!(code.words(Wordlist::English).join(" "), vector.english);
        for written in [&vector.spanish, &vector.english] {
            assert_eq!(TrackingCode::parse(written).unwrap().bits(), code.bits());
        }
    }
}

#[test]
fn a_code_and_its_keys_show_nothing_of_themselves() {
    let vector = &vectors()[2];
    let code = code(&vector.bits);
    let secrets = Secrets::from_hex(&vector.pepper, &vector.salt).unwrap();
    let keys = secrets.derive(&code).unwrap();
    assert_eq!(
        format!("{code:?} {secrets:?} {keys:?} {:?}", keys.locator(0)),
        "TrackingCode(..) Secrets(..) MailboxKeys(..) Locator(..)"
    );
    let mut words = code.words(Wordlist::Spanish);
    words.swap(0, 1);
    let slip = TrackingCode::parse(&words.join(" ")).unwrap_err();
    assert!(
        words
            .iter()
            .all(|word| !format!("{slip:?} {slip}").contains(word))
    );
}

#[test]
fn every_single_wrong_word_is_caught_and_every_repair_makes_a_code() {
    let right = code(&vectors()[3].bits).words(Wordlist::Spanish);
    let list = words_of(Wordlist::Spanish);
    let mut with_repair = 0;
    for place in 0..WORDS {
        for wrong in list.iter().filter(|word| **word != right[place]) {
            let mut words = right;
            words[place] = wrong;
            let Slip::Check { repairs } = TrackingCode::parse(&words.join(" ")).unwrap_err() else {
                panic!("a wrong word was called something else");
            };
            with_repair += usize::from(!repairs.is_empty());
            for repair in &repairs {
                assert!(TrackingCode::parse(&repaired(&words, repair)).is_ok());
            }
        }
    }
    assert!(
        with_repair < 9 * 2047 / 3,
        "repairs are offered for {with_repair} of 18423"
    );
}

#[test]
fn a_word_mistaken_for_one_like_it_is_offered_back() {
    let list = words_of(Wordlist::Spanish);
    let caja = list.iter().position(|word| *word == "caja").unwrap() as u128;
    let bits = (0..8).fold(0_u128, |bits, _| (bits << 11) | caja).to_be_bytes();
    let right = TrackingCode::from_bits(bits[5..].try_into().unwrap()).words(Wordlist::Spanish);
    for place in 0..8 {
        let mut words = right;
        words[place] = "cama";
        let slip = TrackingCode::parse(&words.join(" ")).unwrap_err();
        let Slip::Check { repairs } = slip else {
            panic!("{slip:?}")
        };
        assert!(repairs.contains(&Repair::Word {
            position: place + 1,
            word: "caja"
        }));
    }
}

#[test]
fn every_swap_is_caught_and_offered_as_the_repair() {
    for seed in 0..60_u64 {
        let random = SeededRandom::new(seed);
        let right = TrackingCode::from_bits(ventanilla::random::bytes(&random))
            .words(LISTS[usize::from(seed % 2 == 0)]);
        for first in 0..WORDS {
            for second in first + 1..WORDS {
                let mut words = right;
                words.swap(first, second);
                if words == right {
                    continue;
                }
                let Slip::Check { repairs } = TrackingCode::parse(&words.join(" ")).unwrap_err() else {
                    panic!("a swap was called something else");
                };
                let whole = |repair: &Repair| repaired(&words, repair) == right.join(" ");
                assert!(repairs.iter().any(whole), "{repairs:?}");
            }
        }
    }
}

#[test]
fn one_illegible_word_comes_from_the_other_eight() {
    for vector in vectors() {
        for list in LISTS {
            for place in 0..WORDS {
                for gap in ["?", "¿?", "(?)", "???", "___", "...", "**", "zz?z"] {
                    let mut words = code(&vector.bits).words(list);
                    words[place] = gap;
                    let read = TrackingCode::parse(&words.join(" ")).unwrap();
                    assert_eq!(hex::encode(read.bits()), vector.bits);
                }
            }
        }
    }
    let mut words = code(&vectors()[2].bits).words(Wordlist::Spanish);
    (words[1], words[5]) = ("?", "?");
    assert_eq!(
        TrackingCode::parse(&words.join(" ")).unwrap_err(),
        Slip::Illegible
    );
}

#[test]
fn a_word_outside_the_lists_is_named_with_what_it_may_be() {
    for list in LISTS {
        let right = code(&vectors()[4].bits).words(list);
        for place in 0..WORDS {
            let misspelt = format!("{}q", right[place].chars().take(3).collect::<String>());
            let mut words = right;
            words[place] = &misspelt;
            let Slip::Unknown {
                position, nearest, ..
            } = TrackingCode::parse(&words.join(" ")).unwrap_err()
            else {
                panic!("{misspelt} was called something else");
            };
            assert_eq!(position, place + 1);
            assert_eq!(nearest, [right[place]], "the check word confirms it");
        }
    }
    let slip = TrackingCode::parse("avaco avdomen ábaco ábaco ábaco ábaco ábaco ábaco ábaco").unwrap_err();
    let Slip::Unknown {
        position: 1,
        word,
        nearest,
    } = slip
    else {
        panic!("{slip:?}")
    };
    assert_eq!((word.as_str(), nearest[0]), ("avaco", "ábaco"));
}

#[test]
fn the_count_is_said_when_it_is_not_nine() {
    for (text, found) in [
        ("", 0),
        ("  \n", 0),
        ("mesa", 1),
        ("1 2 3", 0),
        ("a-b-c", 3),
        ("ábaco ? ?", 3),
    ] {
        assert_eq!(
            TrackingCode::parse(text).unwrap_err(),
            Slip::Count { found },
            "{text}"
        );
    }
    let ten = "ábaco ".repeat(10);
    assert_eq!(TrackingCode::parse(&ten).unwrap_err(), Slip::Count { found: 10 });
}

#[test]
fn a_megabyte_of_anything_is_refused_quickly() {
    for piece in [
        "á", "?", "ábaco ", "\u{301}", "a\u{301}", "_ ", "... ", "\u{fdfa}", " ", "漢", "-a",
    ] {
        let text = piece.repeat(1 << 20_u32.saturating_sub(piece.len().ilog2()));
        assert!(TrackingCode::parse(&text).is_err());
    }
}

/// One word as some hand writes it.
fn in_some_hand(word: &str, hand: u8) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = || word.nfd().filter(char::is_ascii).collect::<String>();
    match hand % 6 {
        0 => word.to_owned(),
        1 => word.to_uppercase(),
        2 => plain(),
        3 => word.nfd().collect(),
        4 => plain().chars().take(4).collect(),
        _ => plain().to_uppercase().chars().take(5).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_in_every_hand(
        bits: [u8; 11],
        spanish: bool,
        hands: [u8; WORDS],
        separators in proptest::array::uniform9("[ ,;.:/\n\t0-9-]{1,3}"),
    ) {
        let list = LISTS[usize::from(!spanish)];
        let code = TrackingCode::from_bits(bits);
        let written: String = code.words(list).iter().zip(hands).zip(&separators)
            .map(|((word, hand), separator)| in_some_hand(word, hand) + separator)
            .collect();
        let read = TrackingCode::parse(&written);
        prop_assert_eq!(*read.unwrap().bits(), bits);
    }

    #[test]
    fn no_text_makes_it_stumble(text in "\\PC{0,80}", words in proptest::collection::vec("[a-zé?_ .]{0,6}", 0..14)) {
        for text in [text, words.join(" ")] {
            if let Ok(code) = TrackingCode::parse(&text) {
                let printed = code.words(Wordlist::Spanish).join(" ");
                prop_assert_eq!(*TrackingCode::parse(&printed).unwrap().bits(), *code.bits());
            }
        }
    }
}
