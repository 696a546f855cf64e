//! Odd requests at the real servers: whatever our router can answer is a page in the language of the path, or
//! the error that programs read.

use std::io::Write as _;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

use crate::world::demo::Demonstration;
use crate::world::site::reporter::Page;
use crate::world::visitor::{Visitor, receive};

/// What an answer is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Is {
    English,
    Json,
    Spanish,
}

/// A request: its first line, further headers, how long its body of `x` is, and what comes back.
struct Odd(&'static str, &'static str, usize, u16, Is);

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const JSON: &str = "Content-Type: application/json\r\n";

const AT_BOTH: &[Odd] = &[
    Odd("GET /nada", "", 0, 404, Is::Spanish),
    Odd("GET /en/nada", "", 0, 404, Is::English),
    Odd("GET /%ff", "", 0, 404, Is::Spanish),
    Odd("GET /recursos/%ff", "", 0, 404, Is::Spanish),
    Odd("GET /recursos/nada.css", "", 0, 404, Is::Spanish),
    Odd("GET http://otro.example/en/nada", "", 0, 404, Is::English),
    Odd("OPTIONS *", "", 0, 404, Is::Spanish),
    Odd("CONNECT otro.example:443", "", 0, 404, Is::Spanish),
    Odd("PUT /", "", 0, 405, Is::Spanish),
    Odd("TRACE /en/", "", 0, 405, Is::English),
    Odd("ALGO /", "", 0, 405, Is::Spanish),
    // As long as a body that nobody wants may be: whoever sends it still gets to read why.
    Odd("POST /nada", JSON, 24 << 20, 404, Is::Spanish),
];

const AT_THE_WINDOW: &[Odd] = &[
    Odd("GET /seguimiento/buzon/archivo/x/y", "", 0, 404, Is::Spanish),
    Odd("GET /en/seguimiento/buzon/archivo/%ff/1", "", 0, 404, Is::English),
    Odd("GET /en/denunciar/enviar", "", 0, 405, Is::English),
    Odd("DELETE /seguimiento/buzon", "", 0, 405, Is::Spanish),
    Odd("POST /denunciar", JSON, 2, 400, Is::Spanish),
    Odd("POST /en/denunciar", "", 0, 400, Is::English),
    Odd("POST /en/denunciar/lectura", FORM, 3 << 20, 413, Is::English),
    Odd("POST /denunciar/enviar", FORM, 9, 400, Is::Spanish),
    Odd("POST /en/seguimiento", JSON, 9, 400, Is::English),
    Odd("PUT /directorio.toml", "", 0, 405, Is::Spanish),
    Odd("GET /api/v1/nada", "", 0, 404, Is::Json),
    Odd("GET /api/v1/inbox", "", 0, 401, Is::Json),
    Odd("GET /api/v1/inbox?after=x", "", 0, 400, Is::Json),
    Odd("GET /api/v1/envelopes/x", "", 0, 400, Is::Json),
    Odd(
        "POST /api/v1/envelopes/%ff/acknowledgement",
        JSON,
        9,
        400,
        Is::Json,
    ),
    Odd("PUT /api/v1/inbox", "", 0, 405, Is::Json),
    Odd("POST /datos/denuncias.csv", "", 0, 405, Is::Json),
    Odd("GET /datos/nada.json", "", 0, 404, Is::Json),
];

const AT_THE_DESK: &[Odd] = &[
    Odd("POST /entrar", JSON, 2, 400, Is::Spanish),
    Odd("POST /en/entrar", FORM, 3 << 20, 400, Is::English),
    Odd("DELETE /expedientes", "", 0, 405, Is::Spanish),
    Odd("GET /en/expedientes/%ff/respuesta", "", 0, 405, Is::English),
    Odd("POST /expedientes/%ff/respuesta", JSON, 2, 400, Is::Spanish),
];

#[test]
fn every_odd_request_gets_a_page_or_an_error_for_programs_at_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let visitor = demonstration.visitor();
    check(&visitor, "", AT_BOTH.iter().chain(AT_THE_WINDOW));
    let long = format!("GET /{}", "x".repeat(60_000));
    is_right(&long, &send(&visitor, &long, "", 0), 404, Is::Spanish);
    for host in ["", "Host: a b\r\n", "Host: \r\n", "Host: a\r\nHost: b\r\n"] {
        let request = format!("GET /nada HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
        is_right(
            &request,
            &exchange(&visitor, request.as_bytes(), 0),
            404,
            Is::Spanish,
        );
    }
}

#[test]
fn every_odd_request_gets_a_page_at_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let desk = &demonstration.desks()[0];
    let mut officer = Visitor::of(&desk.url);
    let own = format!("Origin: {}\r\n", desk.url);
    check(&officer, &own, AT_BOTH.iter().chain(AT_THE_DESK));
    let [name, passphrase] = demonstration.officer();
    let entry = officer.get("/entrar").unwrap().form("/entrar");
    let form = entry.fill("name", name).fill("passphrase", passphrase);
    officer.send(&form, &[]).unwrap().must_be(StatusCode::OK);
    for (path, is) in [
        ("/expedientes/%ff", Is::Spanish),
        ("/en/expedientes/%ff/sobres/%ff/adjuntos/%ff", Is::English),
    ] {
        is_right(path, &officer.get(path).unwrap(), 404, is);
    }
}

fn check(visitor: &Visitor, headers: &str, odd: impl Iterator<Item = &'static Odd>) {
    for Odd(line, more, length, status, is) in odd {
        let page = send(visitor, line, &format!("{headers}{more}"), *length);
        is_right(line, &page, *status, *is);
    }
}

fn send(visitor: &Visitor, line: &str, headers: &str, length: usize) -> Page {
    let length_told = format!("Content-Length: {length}\r\n");
    let head =
        format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}{length_told}\r\n");
    exchange(visitor, head.as_bytes(), length)
}

fn exchange(visitor: &Visitor, head: &[u8], length: usize) -> Page {
    let mut stream = visitor.connect().unwrap();
    stream.write_all(head).unwrap();
    stream.write_all(&vec![b'x'; length]).unwrap();
    receive(&mut stream).unwrap_or_else(|error| panic!("{error}: {:.100}", String::from_utf8_lossy(head)))
}

fn is_right(request: &str, page: &Page, status: u16, is: Is) {
    let request: String = request.chars().take(100).collect();
    let text = String::from_utf8_lossy(&page.body);
    assert_eq!(page.status.as_u16(), status, "{request}: {text}");
    let kind = page
        .headers
        .get(CONTENT_TYPE)
        .unwrap_or_else(|| panic!("{request}: {text}"));
    let kind = kind.to_str().unwrap();
    for header in [CONTENT_SECURITY_POLICY, CACHE_CONTROL] {
        assert!(page.headers.contains_key(&header), "{request}: no {header}");
    }
    if is == Is::Json {
        assert_eq!(kind, "application/json", "{request}: {text}");
        let error: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(
            error["error"].is_string() && error["message"].is_string(),
            "{request}: {text}"
        );
        return;
    }
    let lang = if is == Is::English {
        "lang=\"en\""
    } else {
        "lang=\"es\""
    };
    assert!(kind.starts_with("text/html"), "{request}: {kind} {text}");
    assert!(text.contains(lang) && text.contains("<h1"), "{request}: {text}");
}
