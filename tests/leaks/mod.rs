//! What a person tells, and her code, are found nowhere: on no disk, in no log, in no database, and a moment
//! after the last answer in no memory of the window.

use std::fs;
use std::thread;
use std::time::Duration;

use axum::http::StatusCode;

use crate::world::demo::{Demonstration, Desk};
use crate::world::memory::scan_memory;
use crate::world::postgres::Database;
use crate::world::scan::{Hit, scan};
use crate::world::site::html::{Form, forms, plain};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Page, Told};
use crate::world::stored::Kept;
use crate::world::tools::wait_for;
use crate::world::visitor::Visitor;

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
    walk_and_look(None);
}

#[test]
fn what_was_told_is_found_nowhere_on_postgresql() {
    walk_and_look(Some(&Database::create()));
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
fn walk_and_look(database: Option<&Database>) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let demonstration = Demonstration::start(&data, database.map(Database::url).as_deref());
    break_off(&demonstration);
    let code = converse(&demonstration);
    let forms = forms_of(&code);
    let mut markers: Vec<&str> = MARKERS.to_vec();
    markers.extend(forms.iter().map(String::as_str));

    let processes = demonstration.processes();
    for process in processes {
        must_forget(process, &markers);
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
    let mut reporter = demonstration.visitor();
    let form = reporter
        .prepare(&Told::crime(&format!("Al principio {STORY}.")))
        .unwrap();
    let mut upstream = reporter.begin(&form, 1_000_000).unwrap();
    upstream.write(&filled(CONTROL)).unwrap();
    wait_for("the words to arrive", || {
        (!scan_memory(window, &[CONTROL, STORY]).is_empty()).then_some(())
    });
    drop(upstream);
    must_forget(window, &[CONTROL, STORY]);
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
fn must_forget(process: u32, markers: &[&str]) {
    let mut hits = Vec::new();
    for attempt in 0..20 {
        if attempt > 0 {
            thread::sleep(Duration::from_millis(500));
        }
        hits = scan_memory(process, markers);
        if hits.is_empty() {
            return;
        }
    }
    panic!("still in the memory of {process}:\n{}", list(&hits));
}

/// Files, reads and answers at the desk, reads the answer, writes again; gives the code.
fn converse(demonstration: &Demonstration) -> Vec<String> {
    let mut reporter = demonstration.visitor();
    let story = format!("Vi pagar una {STORY} ayer, a las cinco.");
    let form = reporter.prepare_under("/en", &Told::crime(&story)).unwrap();
    let file = Upload::new(&format!("{NAME}.txt"), filled(CONTENT));
    let receipt = reporter.post(&form, &[file]).unwrap().must_be(StatusCode::OK);
    let code: Vec<String> = receipt.code().unwrap().split(' ').map(str::to_owned).collect();

    let desk = demonstration
        .desks()
        .into_iter()
        .find(|desk| desk.id == "demo-fiscalia-oaxaca");
    answer(demonstration, &desk.unwrap(), &story);

    let opened = reporter.enter(&code.join(" ")).unwrap();
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let mailbox = wait_for("the answer", || {
        let page = reporter.get("/seguimiento/buzon").unwrap();
        page.says(REPLY).then_some(page)
    });
    assert!(mailbox.says(REASON));
    let file = link(&mailbox, "/archivo/");
    let file = reporter.get(&file).unwrap().must_be(StatusCode::OK);
    assert!(
        file.body.as_ref() == filled(REPLY_FILE).as_slice(),
        "the file of the answer"
    );
    let form = mailbox
        .form("/seguimiento/buzon")
        .fill("text", &format!("Y luego {AGAIN}."));
    let file = Upload::new(&format!("{NAME}.txt"), filled(CONTENT));
    reporter.send(&form, &[file]).unwrap().must_be(StatusCode::OK);
    let page = reporter.get("/seguimiento/buzon").unwrap();
    let close = page.form("/seguimiento/cerrar");
    reporter.send(&close, &[]).unwrap().must_be(StatusCode::OK);
    code
}

/// Signs in, unlocks, reads the case with its file, answers with a file and a status, locks and leaves.
fn answer(demonstration: &Demonstration, desk: &Desk, story: &str) {
    let [name, passphrase] = demonstration.officer();
    let mut officer = Visitor::of(&desk.url);
    let entry = officer.get("/entrar").unwrap();
    let form = entry
        .form("/entrar")
        .fill("name", name)
        .fill("passphrase", passphrase);
    officer.send(&form, &[]).unwrap().must_be(StatusCode::OK);
    let locked = officer.get("/desbloquear").unwrap();
    let form = locked.form("/desbloquear").fill("passphrase", passphrase);
    officer.send(&form, &[]).unwrap().must_be(StatusCode::OK);
    let path = wait_for("the case", || {
        let page = officer.get("/expedientes").unwrap();
        page.html()
            .contains("/expedientes/")
            .then(|| link(&page, "/expedientes/"))
    });
    let case = wait_for("the story", || {
        let page = officer.get(&path).unwrap();
        page.says(story).then_some(page)
    });
    let file = officer
        .get(&link(&case, "/adjuntos/"))
        .unwrap()
        .must_be(StatusCode::OK);
    assert!(
        file.body.as_ref() == filled(CONTENT).as_slice(),
        "the file of the report"
    );
    let form = answer_form(&case);
    let file = Upload::new(&format!("{REPLY_NAME}.txt"), filled(REPLY_FILE));
    let sent = officer.send(&form, &[file]).unwrap().must_be(StatusCode::OK);
    assert!(sent.says(REPLY), "{}", plain(sent.html()));
    for path in ["/bloquear", "/salir"] {
        let page = officer.get("/expedientes").unwrap();
        officer
            .send(&page.form(path), &[])
            .unwrap()
            .must_be(StatusCode::OK);
    }
}

fn answer_form(case: &Page) -> Form {
    let form = forms(case.html())
        .into_iter()
        .find(|form| form.action.ends_with("/respuesta"));
    form.unwrap()
        .fill("text", &format!("Recibimos la {REPLY}."))
        .fill("status", "EN_INVESTIGACION")
        .fill("reason", &format!("Pedimos el {REASON}."))
}

/// A file of 300 KB that says a word again and again.
fn filled(word: &str) -> Vec<u8> {
    format!("{word}, ")
        .into_bytes()
        .into_iter()
        .cycle()
        .take(300_000)
        .collect()
}

/// How parts of a code could stand somewhere: as typed, as a form sends them, and as shown.
fn forms_of(code: &[String]) -> Vec<String> {
    assert_eq!(code.len(), 9);
    let pairs = code.windows(3).step_by(3);
    let joints = [" ", "+", "</li>\n<li>"];
    pairs
        .flat_map(|words| joints.map(|joint| words.join(joint)))
        .collect()
}

/// The first link of a page that leads to such an address.
fn link(page: &Page, part: &str) -> String {
    let links = page
        .html()
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let found = links.into_iter().find(|link| link.contains(part));
    found.unwrap_or_else(|| panic!("no link to {part}")).to_owned()
}

fn list(hits: &[Hit]) -> String {
    let lines: Vec<String> = hits
        .iter()
        .map(|hit| format!("{} {} in {}", hit.marker, hit.form, hit.place))
        .collect();
    lines.join("\n")
}
