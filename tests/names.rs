//! The names of the source that the architecture page uses are there, each in the place it is said to be in.

use std::fs;

use crate::docs::{quoted, read, root};

#[test]
fn every_name_of_the_source_exists() {
    let page = read("docs/architecture.md");
    let named: Vec<&str> = quoted(&page).into_iter().filter(is_ours).collect();
    assert!(named.len() > 30, "{}", named.len());
    for name in named {
        assert_eq!(look_up(name), Ok(()), "{name}");
    }
}

#[test]
fn a_name_that_is_only_elsewhere_is_noticed() {
    for name in [
        "conversation::receipt::Receipts::show",
        "seal::SealedBytes",
        "duties::Errands",
        "intake::receive::receive",
        "store::blobs::Pending",
    ] {
        assert_eq!(look_up(name), Ok(()), "{name}");
    }
    // `open` is a word of that file, and no function of that type.
    for (name, lacks) in [
        ("conversation::receipt::Receipts::open", "open"),
        ("duties::Errands::every", "every"),
        ("intake::receive::sow", "sow"),
    ] {
        assert_eq!(look_up(name), Err(lacks.to_owned()), "{name}");
    }
}

fn is_ours(name: &&str) -> bool {
    let head = name.split("::").next().unwrap();
    let source = root().join("src");
    name.contains("::") && (source.join(head).is_dir() || source.join(format!("{head}.rs")).exists())
}

/// Follows a name through folders and files to what they declare; the first part that is not there is the error.
fn look_up(name: &str) -> Result<(), String> {
    let mut place = root().join("src");
    let mut text = String::new();
    let mut of = None;
    for part in name.split("::").map(|part| part.trim_end_matches("()")) {
        place = place.join(part);
        if place.join("mod.rs").exists() {
            text = fs::read_to_string(place.join("mod.rs")).unwrap();
        } else if place.with_extension("rs").exists() {
            text = fs::read_to_string(place.with_extension("rs")).unwrap();
        } else {
            let known = match of {
                Some(owner) => belongs(&text, owner, part),
                None => has_word(&text, part),
            };
            if !known {
                return Err(part.to_owned());
            }
            of = part.starts_with(char::is_uppercase).then_some(part);
        }
    }
    Ok(())
}

/// Whether `part` is declared by `owner`: in a block that implements it, or in its own braces.
fn belongs(text: &str, owner: &str, part: &str) -> bool {
    let blocks = text.split("\n}\n");
    blocks.into_iter().any(|block| {
        let starts = ["impl", "pub enum", "pub struct", "enum", "struct"];
        let opening = block
            .lines()
            .find(|line| starts.iter().any(|start| line.starts_with(start)));
        opening.is_some_and(|line| has_word(line, owner)) && declares(block, part)
    })
}

/// A function, a variant or a field that others see.
fn declares(block: &str, part: &str) -> bool {
    let mut lines = block
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.starts_with("//"));
    lines.any(|line| {
        let is_function = line.contains(&format!("fn {part}(")) || line.contains(&format!("fn {part}<"));
        let is_variant = part.starts_with(char::is_uppercase) && line.starts_with(part);
        let is_field = line.starts_with("pub") && line.contains(&format!(" {part}:"));
        is_function || is_variant || is_field
    })
}

fn has_word(text: &str, word: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.any(|other| other == word)
}
