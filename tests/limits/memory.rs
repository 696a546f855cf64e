//! What one greedy client may have of the memory of a running program.

use std::fs;
use std::io::Write as _;

use axum::http::StatusCode;

use crate::world::demo::{Demonstration, Desk};
use crate::world::site::html::{Form, forms};
use crate::world::site::multipart::{BOUNDARY, multipart};
use crate::world::site::reporter::{Page, Told};
use crate::world::tools::wait_for;
use crate::world::visitor::Visitor;

const WORDS: &str = "Lo que escribí, que no se pierda.";
/// Bytes that somebody sends where only a few belong.
const SENT: usize = 96 << 20;
/// Bytes by which a program may grow meanwhile: less than what comes, with room for what it does besides.
const GROWN: usize = 40 << 20;

#[test]
fn a_part_whose_header_never_ends_takes_no_memory_at_the_window_and_the_text_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let mut visitor = demonstration.visitor();
    let form = visitor.prepare(&Told::crime(WORDS)).unwrap();
    let [window, _desk] = demonstration.processes();
    let before = most_memory(window);
    for begin in odd_parts() {
        let page = send(&mut visitor, &form, &begin);
        let page = page.must_be(StatusCode::BAD_REQUEST);
        assert!(page.carries(WORDS), "the text is still there");
        let grown = most_memory(window) - before;
        assert!(grown < GROWN, "{grown} bytes after {begin:?}");
    }
}

#[test]
fn a_part_whose_header_never_ends_takes_no_memory_at_the_desk_and_the_text_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let mut reporter = demonstration.visitor();
    let told = reporter.prepare(&Told::crime("Una historia.")).unwrap();
    reporter.post(&told, &[]).unwrap().must_be(StatusCode::OK);
    let (mut officer, case) = read_case(&demonstration);
    let all = forms(case.html()).into_iter();
    let form = all.into_iter().find(|form| form.action.ends_with("/respuesta"));
    let form = form.unwrap().fill("text", WORDS);
    let [_window, desk] = demonstration.processes();
    let before = most_memory(desk);
    for begin in odd_parts() {
        let page = send(&mut officer, &form, &begin);
        assert!(page.status.is_client_error(), "{}", page.status);
        assert!(page.says(WORDS), "the text is still there");
        let grown = most_memory(desk) - before;
        assert!(grown < GROWN, "{grown} bytes after {begin:?}");
    }
}

/// How parts begin of which a parser can make nothing.
fn odd_parts() -> [String; 2] {
    let header = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"");
    let file = format!("{header}archivo\"; filename=\"a\"\r\nX: ");
    [header, file]
}

/// Sends the form, and behind its fields a part that begins so and goes on for long.
fn send(visitor: &mut Visitor, form: &Form, begin: &str) -> Page {
    let body = multipart(&form.fields, "archivo", &[]);
    let nameless = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"archivo\"");
    let fields = body
        .windows(nameless.len())
        .position(|window| window == nameless.as_bytes());
    let fields = &body[..fields.unwrap()];
    let length = fields.len() + begin.len() + SENT;
    let page = visitor.post_parts(form, length, |stream| {
        stream.write_all(fields)?;
        stream.write_all(begin.as_bytes())?;
        let piece = vec![b'x'; 1 << 20];
        (0..SENT >> 20).try_for_each(|_| stream.write_all(&piece))
    });
    page.unwrap()
}

/// The most memory that a process has had in its life.
fn most_memory(process: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")).unwrap();
    kilobytes.trim().parse::<usize>().unwrap() << 10
}

/// An officer of the prosecutor, and the first case on her screen.
fn read_case(demonstration: &Demonstration) -> (Visitor, Page) {
    let desks: Vec<Desk> = demonstration.desks();
    let desk = desks.into_iter().find(|desk| desk.id == "demo-fiscalia-oaxaca");
    let [name, passphrase] = demonstration.officer();
    let mut officer = Visitor::of(&desk.unwrap().url);
    let entry = officer.get("/entrar").unwrap().form("/entrar");
    let form = entry.fill("name", name).fill("passphrase", passphrase);
    officer.send(&form, &[]).unwrap().must_be(StatusCode::OK);
    let locked = officer.get("/desbloquear").unwrap().form("/desbloquear");
    let form = locked.fill("passphrase", passphrase);
    officer.send(&form, &[]).unwrap().must_be(StatusCode::OK);
    let case = wait_for("the case", || {
        let list = officer.get("/expedientes").unwrap();
        let mut links = list
            .html()
            .split("href=\"")
            .filter_map(|rest| rest.split('"').next());
        let path = links.find(|link| link.contains("/expedientes/"))?.to_owned();
        let page = officer.get(&path).unwrap();
        page.html().contains("/respuesta").then_some(page)
    });
    (officer, case)
}
