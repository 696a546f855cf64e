//! One conversation with a planted word at every turn.

use axum::http::StatusCode;

use super::{AGAIN, CONTENT, NAME, REASON, REPLY, REPLY_FILE, REPLY_NAME, STORY};
use crate::world::demo::{Demonstration, Desk};
use crate::world::site::html::{Form, forms, plain};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Page, Told};
use crate::world::tools::wait_for;
use crate::world::visitor::Visitor;

/// What is told, and who reads it.
pub(super) struct Walk {
    told: fn(&str) -> Told,
    readers: &'static [&'static str],
}

/// A crime: for the prosecutor alone.
pub(super) const TOLD_TO_ONE: Walk = Walk {
    told: Told::crime,
    readers: &["demo-fiscalia-oaxaca"],
};

/// A bribe in a municipality: for its control body, and for the prosecutor.
pub(super) const TOLD_TO_TWO: Walk = Walk {
    told: Told::bribe,
    readers: &["demo-contraloria-oaxaca-de-juarez", "demo-fiscalia-oaxaca"],
};

/// Files, reads and answers at the desk, reads the answer, writes again; gives the code.
pub(super) fn converse(walk: &Walk, demonstration: &Demonstration) -> Vec<String> {
    let mut reporter = demonstration.visitor();
    let story = format!("Vi pagar una {STORY} ayer, a las cinco.");
    let form = reporter.prepare_under("/en", &(walk.told)(&story)).unwrap();
    let file = Upload::new(&format!("{NAME}.txt"), filled(CONTENT));
    let receipt = reporter.post(&form, &[file]).unwrap().must_be(StatusCode::OK);
    let code: Vec<String> = receipt.code().unwrap().split(' ').map(str::to_owned).collect();

    for reader in walk.readers {
        let desks = demonstration.desks();
        let desk = desks.iter().find(|desk| desk.id == *reader).unwrap();
        answer(demonstration, desk, &story);
    }

    let opened = reporter.enter(&code.join(" ")).unwrap();
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let mailbox = wait_for("the answer", || {
        let page = reporter.get("/seguimiento/buzon").unwrap();
        let answers = plain(page.html()).matches(REPLY).count();
        (answers == walk.readers.len()).then_some(page)
    });
    assert!(mailbox.says(REASON));
    let file = link(&mailbox, "/archivo/");
    let file = reporter.get(&file).unwrap().must_be(StatusCode::OK);
    assert!(
        file.body.as_ref() == filled(REPLY_FILE).as_slice(),
        "the file of the answer"
    );
    let form = to_everybody(&mailbox).fill("text", &format!("Y luego {AGAIN}."));
    let file = Upload::new(&format!("{NAME}.txt"), filled(CONTENT));
    reporter.send(&form, &[file]).unwrap().must_be(StatusCode::OK);
    let page = reporter.get("/seguimiento/buzon").unwrap();
    let close = page.form("/seguimiento/cerrar");
    reporter.send(&close, &[]).unwrap().must_be(StatusCode::OK);
    code
}

/// The form that writes again, to all who have the report.
fn to_everybody(mailbox: &Page) -> Form {
    let form = mailbox.form("/seguimiento/buzon");
    // Where there are two, the last that is offered is both of them.
    let offered = mailbox.html().rsplit_once("name=\"case\" value=\"").unwrap().1;
    form.forge("case", offered.split('"').next().unwrap())
}

/// Signs in, unlocks, reads the case with its file, answers with a file and a status, locks and leaves.
pub(super) fn answer(demonstration: &Demonstration, desk: &Desk, story: &str) {
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
pub(super) fn filled(word: &str) -> Vec<u8> {
    format!("{word}, ")
        .into_bytes()
        .into_iter()
        .cycle()
        .take(300_000)
        .collect()
}

/// How parts of a code could stand somewhere: as typed, as a form sends them, and as shown.
pub(super) fn forms_of(code: &[String]) -> Vec<String> {
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
