//! The log says what is on the list and nothing more.

use std::fs;
use std::path::Path;

use axum::http::StatusCode;

use crate::hardening::below;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan};
use crate::world::tools::wait_for;

/// What a line of the log may hold beside the moment, the level, and which module speaks.
const FIELDS: [&str; 14] = [
    "message",
    "catalogue",
    "directory",
    "dropped",
    "duty",
    "erased",
    "error",
    "incident",
    "institution",
    "place",
    "reason",
    "status",
    "swept",
    "waiting",
];

#[test]
fn the_log_says_what_is_on_the_list_whatever_it_is_asked_to_say() {
    let plan = Plan::for_a_program(Engine::Sqlite);
    plan.write();
    // Something to be told of: what a crash would have left is swept away at the start.
    let stray = plan
        .folder
        .path()
        .join("objects/00000000-0000-4000-8000-000000000001");
    fs::create_dir_all(stray.parent().unwrap()).unwrap();
    fs::write(&stray, b"stray").unwrap();
    let mut start = plan.command();
    let asked = [
        ("RUST_LOG", "trace"),
        ("VENTANILLA_LOG", "trace"),
        ("SQLX_LOG", "trace"),
    ];
    let mut window = plan.run(start.envs(asked));
    wait_for("the sweep", || (!stray.exists()).then_some(()));
    let mut ana = plan.visitor();
    let form = ana.prepare(&Told::crime("Una.")).unwrap();
    let code = ana.post(&form, &[]).unwrap().code().unwrap();
    assert_eq!(ana.enter(&code).unwrap().status, StatusCode::SEE_OTHER);
    ana.enter("ábaco abdomen").unwrap();
    ana.get("/no-hay").unwrap().must_be(StatusCode::NOT_FOUND);
    assert!(window.stop().success());
    let printed = window.printed();
    let lines: Vec<&str> = printed
        .lines()
        .filter(|line| !line.starts_with("ventanilla: window at"))
        .collect();
    assert!(
        lines.iter().any(|line| line.contains("\"swept\":1")),
        "nothing was told at all: {printed}"
    );
    for line in lines {
        check_line(line);
    }
}

fn check_line(line: &str) {
    let told: serde_json::Value =
        serde_json::from_str(line).unwrap_or_else(|_| panic!("no line of ours: {line}"));
    let parts: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(parts, ["fields", "level", "target", "timestamp"], "{line}");
    assert!(
        told["target"].as_str().unwrap().starts_with("ventanilla"),
        "{line}"
    );
    assert!(
        ["INFO", "WARN", "ERROR"].contains(&told["level"].as_str().unwrap()),
        "{line}"
    );
    for field in told["fields"].as_object().unwrap().keys() {
        assert!(FIELDS.contains(&field.as_str()), "{field}: {line}");
    }
}

#[test]
fn every_field_that_the_source_logs_is_on_the_list() {
    let mut checked = 0;
    for path in below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        for call in text.split("tracing::").skip(1) {
            let is_event = ["error!(", "warn!(", "info!(", "debug!(", "trace!("]
                .iter()
                .any(|name| call.starts_with(name));
            let Some(inside) = call.split_once('(').filter(|_| is_event).map(|(_, rest)| rest) else {
                continue;
            };
            let fields = inside.split('"').next().unwrap();
            for field in fields.split(',').map(str::trim).filter(|field| !field.is_empty()) {
                let name = field
                    .split('=')
                    .next()
                    .unwrap()
                    .trim()
                    .trim_start_matches(['%', '?']);
                assert!(FIELDS.contains(&name), "{}: {name}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 15, "{checked}");
}
