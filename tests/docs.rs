//! What the documents promise is held to what is there: tables, links, commands, configurations, names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use ventanilla::command::Arguments;
use ventanilla::config::Config;
use ventanilla::desk::settings::Settings;

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every page that somebody reads, by its place.
fn pages() -> BTreeMap<String, String> {
    let listed = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let pages = listed.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let docs = pages.map(|path| format!("docs/{}", path.file_name().unwrap().to_str().unwrap()));
    let others = [
        "README.md",
        "CHANGELOG.md",
        "catalogue/README.md",
        "keys/README.md",
    ]
    .map(ToOwned::to_owned);
    docs.chain(others)
        .map(|name| (name.clone(), read(&name)))
        .collect()
}

/// The columns of each table, in order, from one of our migrations.
pub(crate) fn columns(sql: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    let mut current: Option<(String, Vec<String>)> = None;
    for line in sql.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            let name = rest.trim_end_matches(" (").trim_matches('"').to_owned();
            current = Some((name, Vec::new()));
        } else if line.starts_with(')') {
            tables.extend(current.take());
        } else if let Some((_, columns)) = &mut current {
            let word = line.split_whitespace().next().unwrap_or_default();
            let is_column = word
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '_');
            columns.extend((is_column && !word.is_empty()).then(|| word.to_owned()));
        }
    }
    tables
}

/// The columns of each table, in order, as the page lists them for `whose` tables.
fn promised(page: &str, whose: &str) -> BTreeMap<String, Vec<String>> {
    let start = format!("### {whose}: `");
    let parts = page.split("\n### ").skip(1).map(|part| format!("### {part}"));
    let mine = parts.filter_map(|part| {
        let (name, rest) = part.strip_prefix(&start)?.split_once('`')?;
        let section = rest.split("\n## ").next()?;
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
        let names = rows.filter_map(|row| row.split_once('`').map(|(name, _)| name.to_owned()));
        Some((name.to_owned(), names.collect()))
    });
    mine.collect()
}

#[test]
fn the_privacy_page_lists_every_column() {
    let page = read("docs/privacy.md");
    for whose in ["window", "desk"] {
        let promised = promised(&page, whose);
        for engine in ["sqlite", "postgres"] {
            let folder = root().join("migrations").join(whose).join(engine);
            let mut files: Vec<PathBuf> = fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect();
            files.sort();
            let sql: String = files
                .iter()
                .map(|file| fs::read_to_string(file).unwrap())
                .collect();
            assert!(!sql.contains("ALTER TABLE"), "teach this test to read it");
            assert_eq!(columns(&sql), promised, "{whose} on {engine}");
        }
    }
}

#[test]
fn a_column_that_nobody_lists_is_noticed() {
    let sql =
        "CREATE TABLE \"case\" (\n    id TEXT NOT NULL PRIMARY KEY,\n    hour BIGINT,\n    UNIQUE (id)\n);\n";
    let page = "\n### window: `case`\n\n| column | x |\n|---|---|\n| `id` | random |\n\n## Other\n\n| `hour` | no |\n";
    let known = |names: &[&str]| {
        let names = names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        BTreeMap::from([("case".to_owned(), names)])
    };
    assert_eq!(columns(sql), known(&["id", "hour"]));
    assert_eq!(promised(page, "window"), known(&["id"]));
}

#[test]
fn every_link_leads_somewhere() {
    for (name, text) in pages() {
        let folder = root().join(&name);
        let folder = folder.parent().unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap();
            let outside = target.contains("://") || file.is_empty();
            assert!(outside || folder.join(file).exists(), "{name}: {target}");
        }
    }
}

/// What stands between single backticks, line by line; fenced blocks aside.
pub(crate) fn quoted(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(str::lines)
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect()
}

#[test]
fn every_file_that_is_named_exists() {
    let ours = [
        "src/",
        "tests/",
        "docs/",
        "scripts/",
        "keys/",
        "migrations/",
        "templates/",
        ".ci/",
        "catalogue/",
    ];
    for (name, text) in pages() {
        for path in quoted(&text) {
            let is_path =
                ours.iter().any(|start| path.starts_with(start)) && !path.contains(['*', ' ', '{', 'N']);
            // A desk's folder has a `keys` of its own.
            let at_a_desk = path.starts_with("keys/") && !path.starts_with("keys/sample");
            assert!(
                !is_path || at_a_desk || root().join(path).exists(),
                "{name}: {path}"
            );
        }
    }
}

/// All sources, or all tests, as one text.
fn all(folder: &str) -> String {
    let mut text = String::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}

#[test]
fn every_test_that_is_named_exists() {
    let (tests, sources) = (all("tests"), all("src"));
    let page = read("docs/threat-model.md");
    let is_sentence = |word: &&str| word.matches('_').count() > 2 && !word.contains([' ', '/', ':']);
    let named: Vec<&str> = quoted(&page).into_iter().filter(is_sentence).collect();
    assert!(named.len() > 30, "{}", named.len());
    for name in named {
        let function = format!("fn {name}(");
        assert!(tests.contains(&function) || sources.contains(&function), "{name}");
    }
}

#[test]
fn every_command_that_is_named_is_understood() {
    let mut checked = 0;
    for (name, text) in pages() {
        let text = text.replace("\\\n", " ");
        let lines = text
            .lines()
            .map(|line| line.trim().trim_start_matches("ExecStart=/usr/local/bin/"));
        for said in lines.chain(quoted(&text)) {
            if said.starts_with("ventanilla ") && !said.starts_with(SIGNED_COMMENT) {
                let said = said.split(['#', '>', '`']).next().unwrap();
                understand(said).unwrap_or_else(|word| panic!("{name}: `{said}`: {word}"));
                checked += 1;
            }
        }
    }
    assert!(checked > 20, "{checked}");
}

/// What stands in a directory's signature begins like a command and is none.
const SIGNED_COMMENT: &str = "ventanilla directory version";

/// Follows a command line through the subcommands; the first word that is unknown is the error.
fn understand(said: &str) -> Result<(), String> {
    let mut command = Arguments::command();
    let mut is_value = false;
    for word in said
        .split_whitespace()
        .skip(1)
        .map(|word| word.trim_end_matches(['.', ',', ':', ';']))
    {
        let inner = command
            .find_subcommand(word.split('|').next().unwrap_or(word))
            .cloned();
        let long = word
            .strip_prefix("--")
            .map(|word| word.split('=').next().unwrap_or(word));
        if let Some(inner) = inner.filter(|_| !is_value) {
            command = inner;
        } else if let Some(long) = long {
            let known = command
                .get_arguments()
                .any(|argument| argument.get_long() == Some(long));
            let help = ["help", "version"].contains(&long);
            if !known && !help {
                return Err(word.to_owned());
            }
        } else if !is_value
            && command.has_subcommands()
            && command.get_positionals().next().is_none()
            && !word.starts_with('-')
        {
            return Err(word.to_owned());
        }
        is_value = word.starts_with('-');
    }
    Ok(())
}

#[test]
fn a_command_that_does_not_exist_is_noticed() {
    assert_eq!(understand("ventanilla keys sign directory.toml -s key"), Ok(()));
    assert_eq!(understand("ventanilla keys forge x"), Err("forge".to_owned()));
    assert_eq!(
        understand("ventanilla doctor --confg x"),
        Err("--confg".to_owned())
    );
}

#[test]
fn the_configurations_of_the_page_are_read() {
    let page = read("docs/operating.md");
    let blocks: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("example.toml");
    let [window, desk] = blocks.as_slice() else {
        panic!("{} configurations", blocks.len())
    };
    for text in [(*window).to_owned(), uncommented(window)] {
        fs::write(&path, text).unwrap();
        Config::read(&path).unwrap();
    }
    for text in [(*desk).to_owned(), uncommented(desk)] {
        fs::write(&path, text).unwrap();
        Settings::read(&path).unwrap();
    }
}

/// With the keys that are only shown as comments (`#key = …`) in force too.
fn uncommented(toml: &str) -> String {
    toml.lines()
        .map(|line| {
            line.strip_prefix('#')
                .filter(|rest| !rest.starts_with(' '))
                .unwrap_or(line)
                .to_owned()
                + "\n"
        })
        .collect()
}
