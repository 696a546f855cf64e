//! The walls of the tree: which module may use which, and which crate or right has its place in which files.
//! An exception is a line in a table with its reason, and goes when it is needed no more.

mod source;
mod tables;

use source::{Source, starts};
use tables::{EXCEPTIONS, Exception, LAYERS, Layer, RIGHTS};

fn layer_of(source: &Source) -> Option<&'static Layer> {
    let fitting = LAYERS.iter().filter(|layer| starts(&source.module, layer.module));
    fitting.max_by_key(|layer| layer.module.len())
}

/// What `source` uses against its layer.
fn breaches(source: &Source) -> Vec<String> {
    let Some(layer) = layer_of(source) else {
        return vec![format!("{}: no line in LAYERS", source.file)];
    };
    let ours = source
        .paths
        .iter()
        .filter(|path| path.first().is_some_and(|first| first == "crate"));
    let inner = ours.filter_map(|path| path.get(1..).filter(|inner| !inner.is_empty()));
    let foreign = inner.filter(|path| {
        let own = starts(path, layer.module);
        // A module named alone says nothing yet: what is used through its name is read as a path of its own.
        let through = path.join("::") + "::";
        let may = layer
            .may
            .iter()
            .any(|may| starts(path, may) || may.starts_with(&through));
        let never = layer.never.iter().any(|never| starts(path, never));
        !own && (!may || never)
    });
    foreign
        .map(|path| format!("{}: {}", source.file, path.join("::")))
        .collect()
}

/// What `source` uses out of its place, exceptions aside.
fn misplaced(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for right in RIGHTS {
        let allowed = right.places.iter().any(|place| fits(&source.file, place));
        if !allowed && exception(&source.file, right.path).is_none() {
            let used = source.below(right.path).into_iter();
            found.extend(used.map(|path| format!("{}: {path}", source.file)));
        }
    }
    found
}

fn exception(file: &str, path: &str) -> Option<&'static Exception> {
    EXCEPTIONS
        .iter()
        .find(|exception| exception.file == file && exception.path == path)
}

fn fits(file: &str, place: &str) -> bool {
    let (mut names, mut parts) = (file.split('/'), place.split('/'));
    loop {
        match (names.next(), parts.next()) {
            (None, None) | (Some(_), Some("")) => return true,
            (Some(name), Some(part)) if part == "*" || part == name => {}
            (Some(_) | None, Some(_) | None) => return false,
        }
    }
}

#[test]
fn each_module_uses_only_what_its_layer_may() {
    let found: Vec<String> = Source::all().iter().flat_map(breaches).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn each_crate_and_right_stays_in_its_place() {
    let found: Vec<String> = Source::all().iter().flat_map(misplaced).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_exception_is_needed_and_says_why() {
    let all = Source::all();
    for exception in EXCEPTIONS {
        let source = all.iter().find(|source| source.file == exception.file);
        let used = source.is_some_and(|source| !source.below(exception.path).is_empty());
        assert!(used, "{} no longer uses {}", exception.file, exception.path);
        assert!(exception.reason.len() > 20, "{}", exception.file);
    }
}

#[test]
fn every_line_of_the_layers_stands_for_a_module_and_is_in_order() {
    let all = Source::all();
    for (place, layer) in LAYERS.iter().enumerate() {
        let lives = all.iter().any(|source| starts(&source.module, layer.module));
        assert!(lives, "{} is no module", layer.module);
        // Whoever is named in a list stands above: no two layers use each other.
        let above = LAYERS.iter().take(place);
        let known: Vec<&str> = above.map(|layer| layer.module).chain(["on"]).collect();
        let mutual = [("inbox::signature", "case"), ("statistics", "institution")];
        for may in layer.may {
            let fine = known
                .iter()
                .any(|known| may == known || may.starts_with(&format!("{known}::")));
            let inbox = may.starts_with("inbox::");
            assert!(
                fine || inbox || mutual.contains(&(layer.module, may)),
                "{} uses {may}",
                layer.module
            );
        }
    }
}

fn planted(file: &str, text: &str) -> Vec<String> {
    let source = Source::read(file, text);
    [breaches(&source), misplaced(&source)].concat()
}

#[test]
fn what_breaks_a_wall_is_found_in_every_disguise() {
    let caught = [
        ("src/case/mod.rs", "use crate::report::Report;\n"),
        (
            "src/case/mod.rs",
            "use std::fmt;\n\nuse crate::{clock::Day, config};\n",
        ),
        ("src/seal/padding.rs", "fn f() { crate::store::migrate::run() }\n"),
        ("src/window/mod.rs", "use super::desk::Desk;\n"),
        (
            "src/desk/pull.rs",
            "use crate::case::{self, CaseId};\nfn f() { case::store::list() }\n",
        ),
        ("src/statistics/store.rs", "use crate::case::deposit::Envelope;\n"),
        ("src/inbox/signature.rs", "use super::store;\n"),
        ("src/competence/mod.rs", "    use sqlx::query as ask;\n"),
        (
            "src/conversation/mod.rs",
            "fn f() -> axum::response::Response { g() }\n",
        ),
        (
            "src/intake/receive.rs",
            "use crate::seal;\nfn f() { seal::open::<X>(x) }\n",
        ),
        ("src/inbox/api.rs", "use crate::seal::{Header, open};\n"),
        ("src/seal/sealer/mod.rs", "use age::{Decryptor, Identity};\n"),
        ("src/case/sending/mod.rs", "use std::{fmt, fs::File};\n"),
        (
            "src/case/deposit.rs",
            "use crate::seal::SealedBytes as S;\nfn f() { S::received(b, h) }\n",
        ),
        ("src/unheard/mod.rs", "use std::fmt;\n"),
    ];
    for (file, text) in caught {
        let found = planted(file, text);
        assert_eq!(found.len(), 1, "{file}: {text}{found:?}");
    }
}

#[test]
fn what_breaks_no_wall_passes() {
    let fine = [
        (
            "src/case/mod.rs",
            "//! See crate::report.\n\nuse crate::clock::Day;\n// crate::config\n",
        ),
        (
            "src/case/mod.rs",
            "#[cfg(test)]\nmod tests {\n    use std::fs;\n    use crate::config;\n}\n",
        ),
        (
            "src/desk/store/cases.rs",
            "use super::super::alarm::Alarm;\nuse sqlx::query;\n",
        ),
        ("src/seal/open.rs", "use age::Decryptor;\n"),
    ];
    for (file, text) in fine {
        assert_eq!(planted(file, text), Vec::<String>::new());
    }
}
