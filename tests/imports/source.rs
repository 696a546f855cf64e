//! Reads the sources of the product as paths: every `a::b::c` that stands in a file, with what `use` and
//! `super` make of it. Comments and test modules do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// One file of the product.
#[derive(Debug)]
pub(super) struct Source {
    /// Its place, such as `src/case/store.rs`.
    pub(super) file: String,
    /// Its module, such as `case::store`.
    pub(super) module: Vec<String>,
    /// What it names: `crate::…` for ours, anything else by its crate.
    pub(super) paths: BTreeSet<Vec<String>>,
}

impl Source {
    /// Reads `text` as the file at `file`.
    pub(super) fn read(file: &str, text: &str) -> Self {
        let module = module_of(file);
        let text = product_only(text);
        let mut reader = Reader {
            module: &module,
            names: BTreeMap::new(),
            paths: BTreeSet::new(),
        };
        reader.uses(&text);
        reader.inline(&text);
        let paths = reader.paths;
        Self {
            file: file.to_owned(),
            module,
            paths,
        }
    }

    /// Every file under `src`, in order; not the two that only list the modules, and no test.
    pub(super) fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        collect(&root.join("src"), &mut files);
        files.sort();
        let name = |path: &std::path::PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let read = |path| Self::read(&name(path), &fs::read_to_string(path).unwrap());
        let all = files.iter().map(read);
        all.filter(|source| !source.module.is_empty()).collect()
    }

    /// The paths that lie at or below `path`, as text.
    pub(super) fn below(&self, path: &str) -> Vec<String> {
        let within = |known: &&Vec<String>| starts(known, path);
        self.paths
            .iter()
            .filter(within)
            .map(|path| path.join("::"))
            .collect()
    }
}

/// Whether `path` is `start` or lies below it.
pub(super) fn starts(path: &[String], start: &str) -> bool {
    let mut segments = path.iter();
    start
        .split("::")
        .all(|part| segments.next().is_some_and(|segment| segment == part))
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

/// `src/case/store.rs` is `case::store`; `src/lib.rs` and `src/main.rs` are the root.
fn module_of(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner
        .split('/')
        .filter(|part| !["mod", "lib", "main"].contains(part));
    parts.map(ToOwned::to_owned).collect()
}

/// The text without comments, and without what is only built for tests: from the attribute to the first line
/// that ends an item at the margin.
fn product_only(text: &str) -> String {
    let mut kept = String::new();
    let mut in_test = false;
    for line in text.lines() {
        in_test |= line == "#[cfg(test)]";
        if !in_test && !line.trim_start().starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        let at_margin = !line.starts_with([' ', '#']);
        in_test &= !(at_margin && line.ends_with(['}', ';']));
    }
    kept
}

struct Reader<'a> {
    module: &'a [String],
    /// What `use` made of a name.
    names: BTreeMap<String, Vec<String>>,
    paths: BTreeSet<Vec<String>>,
}

impl Reader<'_> {
    /// Reads every `use`, also those inside functions.
    fn uses(&mut self, text: &str) {
        for part in text.split(";\n") {
            let statement = part.lines().map(str::trim).skip_while(|line| {
                !(line.starts_with("use ")
                    || line.starts_with("pub use ")
                    || line.starts_with("pub(") && line.contains(") use "))
            });
            let joined: String = statement.collect::<Vec<_>>().join(" ");
            if let Some((_, tree)) = joined.split_once("use ") {
                self.tree(&[], tree);
            }
        }
    }

    /// Reads one tree of a `use`: `a::{b, c::d as e}`.
    fn tree(&mut self, before: &[String], tree: &str) {
        let tree = tree.trim().trim_end_matches(';').trim();
        if let Some(inner) = tree.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            for branch in branches(inner) {
                self.tree(before, branch);
            }
            return;
        }
        match tree.split_once("::") {
            Some((head, rest)) if !head.contains(' ') => {
                let mut longer = before.to_vec();
                longer.push(head.to_owned());
                self.tree(&longer, rest);
            }
            Some(_) | None => self.leaf(before, tree),
        }
    }

    fn leaf(&mut self, before: &[String], leaf: &str) {
        let (name, known_as) = leaf.split_once(" as ").unwrap_or((leaf, leaf));
        let mut path = before.to_vec();
        if name != "self" {
            path.push(name.to_owned());
        }
        let path = self.whole(path);
        let name = if known_as == "self" {
            path.last().cloned()
        } else {
            Some(known_as.to_owned())
        };
        self.names.insert(name.unwrap_or_default(), path.clone());
        self.paths.insert(path);
    }

    /// Reads every path of two segments or more, wherever it stands.
    fn inline(&mut self, text: &str) {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let mut words = text.split(|letter| !is_name(letter) && letter != ':');
        let found: BTreeSet<&str> = words.by_ref().filter(|word| word.contains("::")).collect();
        for word in found {
            let parts = word.split("::").map(|part| part.trim_matches(':').to_owned());
            let path: Vec<String> = parts.take_while(|part| !part.is_empty()).collect();
            if path.len() > 1 || path.first().is_some_and(|first| self.names.contains_key(first)) {
                let whole = self.whole(path);
                self.paths.insert(whole);
            }
        }
    }

    /// A path as seen from the root, with `super`, `self` and names resolved.
    fn whole(&self, path: Vec<String>) -> Vec<String> {
        let known = path.first().and_then(|first| self.names.get(first));
        if let Some(known) = known {
            return known.iter().cloned().chain(path.into_iter().skip(1)).collect();
        }
        let ups = path.iter().take_while(|part| *part == "super").count();
        let own = path.first().is_some_and(|first| first == "self");
        if ups == 0 && !own {
            return path;
        }
        let stays = self.module.len().saturating_sub(ups);
        let base = self.module.iter().take(stays).cloned();
        let rest = path.into_iter().skip(ups.max(1));
        std::iter::once("crate".to_owned())
            .chain(base)
            .chain(rest)
            .collect()
    }
}

/// Splits at the commas that stand in no inner braces.
fn branches(list: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let split = list.split(move |letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    });
    split.map(str::trim).filter(|branch| !branch.is_empty()).collect()
}
