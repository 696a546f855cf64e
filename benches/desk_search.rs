//! What it costs a desk to read 50,000 cases into its index and to search them. Each line is what was measured, the figure
//! and the aim, parted by tabs, as `scripts/bench` shows it.

use std::fs;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use uuid::Uuid;
use ventanilla::case::CaseId;
use ventanilla::desk::search::Index;

const CASES: u64 = 50_000;
/// Words of a text, out of a language of so many.
const WORDS: u64 = 200;
const LANGUAGE: u64 = 40_000;

#[expect(clippy::print_stdout, reason = "a bench tells its figures")]
fn main() -> Result<()> {
    let before = resident()?;
    let start = Instant::now();
    let mut index = Index::default();
    for number in 1..=CASES {
        index.add(CaseId(Uuid::from_u128(number.into())), number, &text(number));
    }
    let seconds = start.elapsed().as_secs_f64();
    let each = resident()?.saturating_sub(before).saturating_mul(1024) / CASES;
    println!("desk search, {CASES} texts of {WORDS} words indexed, s\t{seconds:.2}\t-");
    println!("desk search, memory of the index for each case, bytes\t{each}\t<= 1024");
    let searches = [
        ("a word", word(7)),
        ("three words", format!("{} {} {}", word(1), word(2), word(3))),
        ("a letter", "a".to_owned()),
        ("no case", "nadaqueexista".to_owned()),
    ];
    for (name, sought) in searches {
        let start = Instant::now();
        let found = index.find(&sought, 50);
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        ensure!(
            (found.count == 0) == (name == "no case"),
            "{name} is found as it is there"
        );
        println!("desk search of {CASES}, {name}, ms\t{milliseconds:.2}\t<= 100");
    }
    Ok(())
}

/// Few words are common and many are rare, as in a language.
fn text(number: u64) -> String {
    let mut state = number;
    let mut text = String::new();
    for _ in 0..WORDS {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let place = (state >> 33) % LANGUAGE;
        text.push_str(&word(place * ((state >> 40) % LANGUAGE) / LANGUAGE));
        text.push(' ');
    }
    text
}

fn word(place: u64) -> String {
    let mut rest = place.wrapping_mul(7_919).wrapping_add(26);
    let mut word = String::new();
    while rest > 0 {
        word.extend(char::from_digit(
            u32::try_from(rest % 26).unwrap_or_default() + 10,
            36,
        ));
        rest /= 26;
    }
    word
}

/// KiB that this process has in memory.
fn resident() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    Ok(line
        .context("the kernel tells it")?
        .trim()
        .trim_end_matches(" kB")
        .parse()?)
}
