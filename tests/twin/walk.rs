//! A bribe in a municipality goes to two institutions, in a real browser without JavaScript, on a screen of 360 px.

use crate::world::browser::script;
use crate::world::demo::Demonstration;
use crate::world::postgres::Database;
use crate::world::tools::environment;

fn walk(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), database);
    let mut arguments = vec![demonstration.description()];
    // Whoever wants to see every page names a folder for the pictures.
    arguments.extend(environment("VENTANILLA_PICTURES").map(Into::into));
    script("twin.mjs", &arguments);
}

#[test]
fn a_complaint_to_two_institutions_is_answered_by_both_and_written_to_one_on_sqlite() {
    walk(None);
}

#[test]
fn a_complaint_to_two_institutions_is_answered_by_both_and_written_to_one_on_postgresql() {
    let database = Database::create();
    walk(Some(&database.url()));
}
