//! The page of what is kept names every mail and every file of the window.

use std::collections::BTreeSet;

use ventanilla::notify::Event;

use crate::docs::read;

/// The part of the page under a heading.
fn section(heading: &str) -> String {
    let page = read("docs/privacy.md");
    let (_, rest) = page.split_once(&format!("\n### {heading}\n")).unwrap();
    rest.split("\n##").next().unwrap().to_owned()
}

/// What stands between backticks in the first column of the tables in a part of the page.
fn rows(section: &str) -> BTreeSet<String> {
    let firsts = section
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let quoted = firsts.flat_map(|first| first.split('`').skip(1).step_by(2));
    quoted.map(ToOwned::to_owned).collect()
}

#[test]
fn the_privacy_page_lists_every_mail() {
    let words = Event::ALL.map(|event| event.word().to_owned());
    assert_eq!(rows(&section("Mail of the window")), BTreeSet::from(words));
}

/// The keys of the configuration that name a file or a folder, as `[section] key`.
fn keys(source: &str) -> BTreeSet<String> {
    let fields = source.split("pub struct ").skip(2).flat_map(|structure| {
        let name = structure.split(' ').next().unwrap();
        let section = name.strip_suffix("Section").unwrap_or(name).to_lowercase();
        let fields = structure.split("\n}").next().unwrap().lines();
        let paths = fields.filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "));
        let paths = paths.filter(|(_, kind)| kind.contains("PathBuf"));
        paths
            .map(|(key, _)| format!("[{section}] {key}"))
            .collect::<Vec<_>>()
    });
    fields.collect()
}

#[test]
fn the_privacy_page_lists_every_file_that_the_configuration_names() {
    let listed = rows(&section("Files of the window"));
    let keys = keys(&read("src/config/mod.rs"));
    assert!(keys.contains("[catalogue] seen") && keys.contains("[mail] credentials_file"));
    let missing: Vec<&String> = keys.difference(&listed).collect();
    assert!(missing.is_empty(), "not on the page: {missing:?}");
    let invented = listed
        .iter()
        .filter(|name| name.starts_with('[') && !keys.contains(*name));
    let invented: Vec<&String> = invented.filter(|name| *name != "[store] database").collect();
    assert!(invented.is_empty(), "not in the configuration: {invented:?}");
}
