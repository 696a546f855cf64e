//! What a person does, in a real browser without JavaScript, on a screen of 360 px.

use crate::world::browser::script;
use crate::world::demo::Demonstration;
use crate::world::postgres::Database;

/// A complaint with a photo and a PDF, read and answered at the desk; the answer read; a further message.
fn walk(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), database);
    script("journey.mjs", &[demonstration.description()]);
    let printed = demonstration.printed();
    assert!(printed.contains("DEMONSTRATION"), "{printed}");
    assert!(demonstration.processes().iter().all(|&id| id > 0));
}

#[test]
fn a_complaint_travels_from_end_to_end_on_sqlite() {
    walk(None);
}

#[test]
fn a_complaint_travels_from_end_to_end_on_postgresql() {
    let database = Database::create();
    walk(Some(&database.url()));
}
