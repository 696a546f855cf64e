use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::*;

/// Message id to the names of its values.
fn messages(sources: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut current = String::new();
    for line in sources.iter().flat_map(|source| source.lines()) {
        if let Some((id, _)) = line.split_once(" =")
            && !line.starts_with([' ', '#', '.'])
        {
            assert!(
                found.insert(id.to_owned(), BTreeSet::new()).is_none(),
                "{id} twice"
            );
            id.clone_into(&mut current);
        }
        for part in line.split("{ $").skip(1) {
            let name = part
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '-')
                .collect();
            found.get_mut(&current).unwrap().insert(name);
        }
    }
    found
}

fn quoted(folder: &Path, words: &mut BTreeSet<String>, said: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            quoted(&path, words, said);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
            let text = fs::read_to_string(&path).unwrap();
            words.extend(text.split('"').map(str::to_owned));
            for call in ["say(\"", "say_with(\"", ".with(\""] {
                said.extend(
                    text.split(call)
                        .skip(1)
                        .map(|rest| rest.split('"').next().unwrap().to_owned()),
                );
            }
        }
    }
}

#[test]
fn every_file_of_messages_is_well_formed() {
    for source in SPANISH_SOURCES.iter().chain(ENGLISH_SOURCES) {
        if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
            panic!("{errors:?}");
        }
    }
}

#[test]
fn all_languages_carry_the_same_messages_with_the_same_values() {
    let spanish = messages(SPANISH_SOURCES);
    let english = messages(ENGLISH_SOURCES);
    let only = |a: &BTreeMap<String, BTreeSet<String>>, b: &BTreeMap<String, BTreeSet<String>>| {
        a.iter()
            .filter(|(id, values)| b.get(*id) != Some(values))
            .map(|(id, _)| id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(only(&spanish, &english), Vec::<String>::new());
    assert_eq!(only(&english, &spanish), Vec::<String>::new());
}

#[test]
fn every_message_said_exists_and_none_is_left_over() {
    let (mut words, mut said) = (BTreeSet::new(), BTreeSet::new());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    quoted(&root.join("src"), &mut words, &mut said);
    quoted(&root.join("templates"), &mut words, &mut said);
    let messages = messages(SPANISH_SOURCES);
    said.retain(|id| id.contains('-') && !messages.contains_key(id));
    assert_eq!(said, BTreeSet::new(), "said but not written");
    let left: Vec<_> = messages.keys().filter(|id| !words.contains(*id)).collect();
    assert_eq!(left, Vec::<&String>::new(), "written but never said");
}

#[test]
fn days_and_months_are_written_out() {
    let day: Day = "2026-11-03".parse().unwrap();
    assert_eq!(Text::of(Language::Es).day(day), "3 de noviembre de 2026");
    assert_eq!(Text::of(Language::En).day(day), "3 November 2026");
    assert_eq!(Text::of(Language::Es).month("2026-09"), "septiembre de 2026");
}

#[test]
fn numbers_are_set_apart_in_thousands() {
    assert_eq!(Language::Es.number(20_000), "20,000");
    assert_eq!(Language::Es.number(999), "999");
    assert_eq!(Language::En.number(1_234_567), "1,234,567");
}
