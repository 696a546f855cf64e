//! What a person tells, and her code, are found nowhere: on no disk, in no log, in no database, and a moment
//! after the last answer in no memory of the window.

mod shelf;
mod walk;

use std::fs;
use std::thread;
use std::time::Duration;

use axum::http::StatusCode;

use self::walk::{TOLD_TO_ONE, TOLD_TO_TWO, Walk, converse, filled, forms_of};
use crate::world::demo::Demonstration;
use crate::world::memory::scan_memory;
use crate::world::postgres::Database;
use crate::world::scan::{Hit, Needles, scan};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::stored::Kept;
use crate::world::tools::wait_for;

const CONTROL: &str = "Positivo-8161-control";
const STORY: &str = "Guacamaya-5310-relato";
const CONTENT: &str = "Tlacuache-7742-prueba";
const NAME: &str = "Ajolote-2093-nombre";
const REPLY: &str = "Cenzontle-6628-respuesta";
const REASON: &str = "Quetzal-9401-motivo";
const REPLY_FILE: &str = "Ocelote-3377-oficio";
const REPLY_NAME: &str = "Mapache-4519-archivo";
const AGAIN: &str = "Zopilote-1186-seguimiento";
const MARKERS: [&str; 8] = [STORY, CONTENT, NAME, REPLY, REASON, REPLY_FILE, REPLY_NAME, AGAIN];

#[test]
fn what_was_told_is_found_nowhere_on_sqlite() {
    walk_and_look(&TOLD_TO_ONE, None);
}

#[test]
fn what_was_told_is_found_nowhere_on_postgresql() {
    walk_and_look(&TOLD_TO_ONE, Some(&Database::create()));
}

#[test]
fn what_was_told_to_two_is_found_nowhere_on_sqlite() {
    walk_and_look(&TOLD_TO_TWO, None);
}

#[test]
fn what_was_told_to_two_is_found_nowhere_on_postgresql() {
    walk_and_look(&TOLD_TO_TWO, Some(&Database::create()));
}

#[test]
fn two_reports_of_very_different_length_look_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    for story in ["Poco.".to_owned(), "Mucho que contar. ".repeat(1000)] {
        let mut visitor = demonstration.visitor();
        let form = visitor.prepare(&Told::crime(&story)).unwrap();
        visitor.post(&form, &[]).unwrap().must_be(StatusCode::OK);
    }
    let rows = Kept::of(demonstration.folder(), None).rows();
    let lengths: Vec<usize> = rows.iter().map(|row| row.body.as_ref().unwrap().len()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].step, rows[1].step);
    // The format's random stanza is all that may differ: four short arguments and a body of up to 100 bytes.
    assert!(lengths[0].abs_diff(lengths[1]) < 300, "{lengths:?}");
}

/// One conversation with a planted word at every turn, then a look everywhere.
fn walk_and_look(walk: &Walk, database: Option<&Database>) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let demonstration = Demonstration::start(&data, database.map(Database::url).as_deref());
    break_off(&demonstration);
    let code = converse(walk, &demonstration);
    let forms = forms_of(&code);
    let mut markers: Vec<&str> = MARKERS.to_vec();
    markers.extend(forms.iter().map(String::as_str));

    let processes = demonstration.processes();
    for process in processes {
        must_forget(process, &Needles::of(&markers));
    }

    fs::write(data.join("control"), format!("before {CONTROL} after")).unwrap();
    markers.push(CONTROL);
    let mut places = vec![
        data.clone(),
        data.with_extension("log"),
        demonstration.temporary(),
    ];
    places.extend(database.map(Database::files));
    let hits = scan(&places, &markers);
    assert!(
        hits.iter().any(|hit| hit.marker == CONTROL),
        "the scanner finds nothing"
    );
    let others: Vec<Hit> = hits.into_iter().filter(|hit| hit.marker != CONTROL).collect();
    assert!(others.is_empty(), "still on a disk:\n{}", list(&others));
}

/// An upload is left in the middle: until then its words are in the window's memory, which shows that they
/// would be found there. Another filing is refused, and a third comes from elsewhere.
fn break_off(demonstration: &Demonstration) {
    let [window, _desk] = demonstration.processes();
    let needles = Needles::of(&[CONTROL, STORY]);
    let mut reporter = demonstration.visitor();
    let form = reporter
        .prepare(&Told::crime(&format!("Al principio {STORY}.")))
        .unwrap();
    let mut upstream = reporter.begin(&form, 1_000_000).unwrap();
    upstream.write(&filled(CONTROL)).unwrap();
    wait_for("the words to arrive", || {
        (!scan_memory(window, &needles).is_empty()).then_some(())
    });
    drop(upstream);
    must_forget(window, &needles);
    let endless = form.clone().forge("story", &format!("{STORY} ").repeat(2000));
    let refused = reporter.post(&endless, &[]).unwrap();
    assert!(refused.status.is_client_error(), "{}", refused.status);
    let expired = form.forge("token", "x");
    let refused = reporter
        .post(&expired, &[Upload::new(&format!("{NAME}.txt"), filled(CONTENT))])
        .unwrap();
    assert!(
        refused.status.is_client_error() && refused.carries(STORY),
        "{}",
        refused.status
    );
}

/// Connections and sessions that have just ended get ten seconds to go.
fn must_forget(process: u32, needles: &Needles) {
    let mut hits = Vec::new();
    for attempt in 0..20 {
        if attempt > 0 {
            thread::sleep(Duration::from_millis(500));
        }
        hits = scan_memory(process, needles);
        if hits.is_empty() {
            return;
        }
    }
    panic!("still in the memory of {process}:\n{}", list(&hits));
}

fn list(hits: &[Hit]) -> String {
    let lines: Vec<String> = hits
        .iter()
        .map(|hit| format!("{} {} in {}", hit.marker, hit.form, hit.place))
        .collect();
    lines.join("\n")
}
