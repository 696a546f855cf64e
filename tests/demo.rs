//! The demonstration: described to programs, gone on with at the next start, and gone when it ends.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use axum::http::StatusCode;
use serde_json::Value;

use crate::world::demo::{Demonstration, program};
use crate::world::postgres::Database;
use crate::world::site::reporter::Told;
use crate::world::stored::{Kept, open_all};
use crate::world::tools::{repository, wait_for};
use crate::world::visitor::Visitor;

fn described(demonstration: &Demonstration) -> Value {
    serde_json::from_slice(&fs::read(demonstration.description()).unwrap()).unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_program_reads_all_it_needs_to_try_the_demonstration() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let description = demonstration.description();
    let mode = fs::metadata(&description).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "it holds a passphrase: {mode:o}");
    let told = described(&demonstration);
    let all = BTreeSet::from([
        "demonstration",
        "window",
        "desk",
        "officer",
        "administrator",
        "institutions",
    ]);
    assert_eq!(keys(&told), all);
    assert_eq!(told["demonstration"], true);
    for person in ["officer", "administrator"] {
        assert_eq!(
            keys(&told[person]),
            BTreeSet::from(["name", "passphrase"]),
            "{person}"
        );
    }
    for process in ["window", "desk"] {
        assert_eq!(keys(&told[process]), BTreeSet::from(["pid", "url"]), "{process}");
        let name = repository("/proc")
            .join(told[process]["pid"].to_string())
            .join("exe");
        assert_eq!(fs::read_link(name).unwrap(), program(), "{process}");
    }
    assert_eq!(told["desk"]["url"], told["institutions"][0]["desk_url"]);
    let institutions = told["institutions"].as_array().unwrap();
    assert!(institutions.len() > 1);
    for one in institutions {
        let said = [
            "id",
            "name",
            "class",
            "desk_url",
            "recipients",
            "identity_file",
            "intake_identity_file",
            "envelopes",
        ];
        assert_eq!(keys(one), BTreeSet::from(said));
        for place in ["identity_file", "intake_identity_file", "envelopes"] {
            let path = repository(one[place].as_str().unwrap());
            assert!(path.is_absolute() && path.exists(), "{place}: {}", path.display());
        }
        // Intake and recovery, as an envelope is sealed to.
        assert_eq!(one["recipients"].as_array().unwrap().len(), 2);
    }
    // Each address that is described answers.
    demonstration.visitor().get("/").unwrap().must_be(StatusCode::OK);
    for desk in demonstration.desks() {
        let page = Visitor::of(&desk.url).get("/entrar").unwrap();
        page.must_be(StatusCode::OK);
    }
}

fn goes_on(database: Option<&Database>) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let url = database.map(Database::url);
    let demonstration = Demonstration::start(&data, url.as_deref());
    let mut visitor = demonstration.visitor();
    let form = visitor.prepare(&Told::crime("Antes de apagar.")).unwrap();
    let receipt = visitor.post(&form, &[]).unwrap().must_be(StatusCode::OK);
    let code = receipt.code().unwrap();
    let has_come = |demonstration: &Demonstration| {
        let desks = demonstration.desks();
        let mut told = desks.iter().flat_map(open_all);
        told.any(|contents| contents.text == "Antes de apagar.")
    };
    wait_for("the report to come to its desk", || {
        has_come(&demonstration).then_some(())
    });
    let before = described(&demonstration);
    let children = demonstration.processes();
    let run = |id: u32| repository("/proc").join(id.to_string()).exists();
    assert!(children.into_iter().all(run));
    drop(demonstration);
    assert!(!children.into_iter().any(run), "window and desks end with it");

    let again = Demonstration::start(&data, url.as_deref());
    let after = described(&again);
    assert_eq!(after["officer"], before["officer"], "the same passphrase");
    let lasting = |told: &Value| -> Vec<Value> {
        let mut all = told["institutions"].as_array().unwrap().clone();
        for one in &mut all {
            one.as_object_mut().unwrap().remove("desk_url").unwrap();
        }
        all
    };
    assert_eq!(lasting(&after), lasting(&before), "the same keys");
    assert!(has_come(&again));
    assert_eq!(Kept::of(&data, database).rows().len(), 1);
    let entered = again.visitor().enter(&code).unwrap();
    entered.must_be(StatusCode::SEE_OTHER);
    let [name, passphrase] = again.officer();
    let desk = again.desks().remove(0);
    let mut officer = Visitor::of(&desk.url);
    let entry = officer.get("/entrar").unwrap().form("/entrar");
    let form = entry.fill("name", name).fill("passphrase", passphrase);
    officer.send(&form, &[]).unwrap().must_be(StatusCode::OK);
    officer.get("/expedientes").unwrap().must_be(StatusCode::OK);
}

#[test]
fn a_demonstration_goes_on_with_what_was_there_and_leaves_no_process_behind_on_sqlite() {
    goes_on(None);
}

#[test]
fn a_demonstration_goes_on_with_what_was_there_and_leaves_no_process_behind_on_postgresql() {
    goes_on(Some(&Database::create()));
}
