//! While a receipt waits for its two words, and while a mailbox is open, what they are about lies in the window's
//! memory sealed under what only the visitor has: nothing of it can be read there.

use std::fs;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ventanilla::tracking::{Secrets, TrackingCode};

use super::walk::{answer, filled, forms_of};
use super::{CONTENT, NAME, REASON, REPLY, STORY, must_forget};
use crate::world::demo::Demonstration;
use crate::world::memory::scan_memory;
use crate::world::postgres::Database;
use crate::world::scan::Needles;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::tools::wait_for;
use crate::world::visitor::Visitor;

#[test]
fn an_open_receipt_and_an_open_mailbox_cannot_be_read_in_memory_on_sqlite() {
    file_and_stay(None);
}

#[test]
fn an_open_receipt_and_an_open_mailbox_cannot_be_read_in_memory_on_postgresql() {
    file_and_stay(Some(&Database::create()));
}

fn file_and_stay(database: Option<&Database>) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let demonstration = Demonstration::start(&data, database.map(Database::url).as_deref());
    let [window, _desk] = demonstration.processes();
    let story = format!("Vi pagar una {STORY} ayer.");
    let mut reporter = demonstration.visitor();
    let form = reporter.prepare_under("/en", &Told::crime(&story)).unwrap();
    let file = [Upload::new(&format!("{NAME}.txt"), filled(CONTENT))];
    let receipt = reporter.post(&form, &file).unwrap();
    let code = receipt.code().unwrap();
    let again = reporter.post(&form, &file).unwrap();
    assert_eq!(again.code().as_ref(), Some(&code), "the receipt is open");
    let secrets = [&receipt, &again].map(|page| page.form("/en/denunciar/recibo").value("recibo").to_owned());
    let needles = of_the_code(&demonstration, &code)
        .and(&[STORY, CONTENT, NAME])
        .and(&secrets.each_ref().map(String::as_str));
    must_forget(window, &needles);

    let reader = demonstration
        .desks()
        .into_iter()
        .find(|desk| desk.id == "demo-fiscalia-oaxaca");
    answer(&demonstration, &reader.unwrap(), &story);
    is_found_while_it_is_typed(&reporter, window, &code);
    assert_eq!(reporter.enter(&code).unwrap().status, StatusCode::SEE_OTHER);
    wait_for("the answer", || {
        let page = reporter.get("/seguimiento/buzon").unwrap();
        (page.says(REPLY) && page.says(REASON)).then_some(())
    });
    let cookie = reporter.cookie("buzon");
    let mut id = BASE64_URL_SAFE_NO_PAD.decode(&cookie).unwrap();
    let needles = needles
        .and(&[REPLY, REASON, &cookie])
        .and_bytes("the session's id", &id);
    id.reverse();
    must_forget(window, &needles.and_bytes("the session's id", &id));
    let still = reporter
        .get("/seguimiento/buzon")
        .unwrap()
        .must_be(StatusCode::OK);
    assert!(still.says(REPLY), "the mailbox was open all the time");
}

/// The code in every form in which it, or what its mailbox is opened with, could stand somewhere.
fn of_the_code(demonstration: &Demonstration, code: &str) -> Needles {
    let words: Vec<String> = code.split(' ').map(str::to_owned).collect();
    let forms = forms_of(&words);
    let code = TrackingCode::parse(code).unwrap();
    let secret = |name: &str| fs::read_to_string(demonstration.folder().join("window").join(name)).unwrap();
    let secrets = Secrets::from_hex(secret("pepper").trim(), secret("salt").trim()).unwrap();
    let keys = secrets.derive(&code).unwrap();
    let (bits, root) = (hex::encode(code.bits()), hex::encode(keys.expose_prk()));
    let mut markers: Vec<&str> = forms.iter().map(String::as_str).collect();
    markers.extend([bits.as_str(), root.as_str()]);
    let needles = Needles::of(&markers)
        .and_bytes("the bits of the code", code.bits())
        .and_bytes("the root of its keys", keys.expose_prk());
    // All of this is in the memory of the test, where the scanner sees it.
    assert!(scan_memory(std::process::id(), &needles).len() >= 4);
    needles
}

/// A form that is on its way shows that the words would be found.
fn is_found_while_it_is_typed(reporter: &Visitor, window: u32, code: &str) {
    let words: Vec<String> = code.split(' ').map(str::to_owned).collect();
    // The last letter is what has not come.
    let typed = words[..8].join("+");
    let needles = Needles::of(&[&typed]);
    let entry = reporter.clone().get("/seguimiento").unwrap();
    let form = entry.form("/seguimiento");
    let field = form.controls[0].clone();
    let half = reporter.send_all_but_the_end(&form.fill(&field, code)).unwrap();
    wait_for("the words to arrive", || {
        (!scan_memory(window, &needles).is_empty()).then_some(())
    });
    drop(half);
    must_forget(window, &needles);
}
