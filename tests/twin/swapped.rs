//! Somebody with the window's rows and objects gives each of two institutions the other's envelope.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use http::StatusCode;
use rustix::process::{Pid, Signal, kill_process};

use super::STORY;
use crate::world::demo::{Demonstration, Desk};
use crate::world::postgres::Database;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::stored::{Kept, Row, files_at};
use crate::world::tools::wait_for;
use crate::world::visitor::Visitor;

const NOT_OPENED: &str = "Un sobre no se abre con la clave de esta mesa o está dañado";
const OTHER_BYTES: &str = "La ventanilla entrega otros bytes que los que anuncia";

#[test]
fn each_of_two_given_the_others_envelope_opens_nothing_and_says_so_on_sqlite() {
    swap_rows(None);
}

#[test]
fn each_of_two_given_the_others_envelope_opens_nothing_and_says_so_on_postgresql() {
    swap_rows(Some(&Database::create()));
}

#[test]
fn each_of_two_given_the_others_object_takes_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    given_to_the_wrong_ones(&demonstration, None, |kept, rows| {
        exchange_objects(kept, rows);
    });
    for desk in readers(&demonstration) {
        let mut officer = seated(&demonstration, &desk);
        wait_for("the alarm above every page", || {
            let page = officer.get("/expedientes").unwrap();
            page.says(OTHER_BYTES).then_some(())
        });
        let page = officer.get("/expedientes").unwrap();
        assert!(!page.html().contains("href=\"/expedientes/"), "nothing was taken");
        assert!(
            files_at(&desk)
                .iter()
                .all(|name| Path::new(name).extension() != Some("age".as_ref())),
            "{}",
            desk.id
        );
    }
}

/// The digests go with the objects, so that all that is announced is what comes.
fn swap_rows(database: Option<&Database>) {
    let folder = tempfile::tempdir().unwrap();
    let url = database.map(Database::url);
    let demonstration = Demonstration::start(&folder.path().join("demo"), url.as_deref());
    given_to_the_wrong_ones(&demonstration, database, |kept, rows| {
        exchange_objects(kept, rows);
        let [one, other] = rows;
        kept.tamper(
            "UPDATE envelope SET digest = CASE id WHEN $1 THEN $2 ELSE $3 END",
            &[&one.id, &other.digest, &one.digest],
        );
    });
    for desk in readers(&demonstration) {
        let mut officer = seated(&demonstration, &desk);
        let path = wait_for("the case", || {
            let page = officer.get("/expedientes").unwrap();
            let (_, rest) = page.html().split_once("href=\"/expedientes/")?;
            Some(format!("/expedientes/{}", rest.split('"').next().unwrap()))
        });
        let case = officer.get(&path).unwrap().must_be(StatusCode::OK);
        assert!(case.says(NOT_OPENED), "{} says nothing", desk.id);
        assert!(
            !case.says(STORY) && !case.html().contains("/adjuntos/"),
            "{} opened it",
            desk.id
        );
    }
}

/// Files to both while the desks stand still, and lets `exchange` do its work before they fetch.
fn given_to_the_wrong_ones(
    demonstration: &Demonstration,
    database: Option<&Database>,
    exchange: impl Fn(&Kept, &[Row; 2]),
) {
    let [_window, desk] = demonstration.processes();
    let desk = Pid::from_raw(i32::try_from(desk).unwrap()).unwrap();
    kill_process(desk, Signal::STOP).unwrap();
    let mut visitor = demonstration.visitor();
    let form = visitor.prepare(&Told::bribe(STORY)).unwrap();
    let file = Upload::new("prueba.bin", vec![7; 300_000]);
    visitor.post(&form, &[file]).unwrap().must_be(StatusCode::OK);
    let kept = Kept::of(demonstration.folder(), database);
    let rows: [Row; 2] = kept.rows().try_into().unwrap();
    let named: BTreeMap<&str, &Row> = rows.iter().map(|row| (row.institution.as_str(), row)).collect();
    assert_eq!(named.len(), 2, "one for each");
    assert!(rows.iter().all(|row| row.place == "object"));
    exchange(&kept, &rows);
    kill_process(desk, Signal::CONT).unwrap();
}

/// Each row gets the other's object.
fn exchange_objects(kept: &Kept, [one, other]: &[Row; 2]) {
    let folder: &Path = kept.folder_of_objects();
    let [first, second, aside] = [&one.id, &other.id, "aside"].map(|name| folder.join(name));
    fs::rename(&first, &aside).unwrap();
    fs::rename(&second, &first).unwrap();
    fs::rename(&aside, &second).unwrap();
}

fn readers(demonstration: &Demonstration) -> Vec<Desk> {
    let ids = ["demo-contraloria-oaxaca-de-juarez", "demo-fiscalia-oaxaca"];
    let desks = demonstration.desks().into_iter();
    let both: Vec<Desk> = desks.filter(|desk| ids.contains(&desk.id.as_str())).collect();
    assert_eq!(both.len(), 2);
    both
}

/// An officer who has signed in and unlocked the key.
fn seated(demonstration: &Demonstration, desk: &Desk) -> Visitor {
    let [name, passphrase] = demonstration.officer();
    let mut officer = Visitor::of(&desk.url);
    let entry = officer.get("/entrar").unwrap().form("/entrar");
    let entry = entry.fill("name", name).fill("passphrase", passphrase);
    officer.send(&entry, &[]).unwrap().must_be(StatusCode::OK);
    let locked = officer.get("/desbloquear").unwrap().form("/desbloquear");
    let key = locked.fill("passphrase", passphrase);
    officer.send(&key, &[]).unwrap().must_be(StatusCode::OK);
    officer
}
