//! What a slow, rude or greedy client meets at the real server, and what the others notice of it.

mod memory;
mod odd;
mod slow;
mod turns;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use axum::http::{StatusCode, header};
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use ventanilla::duties::Duties;
use ventanilla::web::serve::serve;

use crate::world::demo::Demonstration;
use crate::world::postgres::Database;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Plan};
use crate::world::stored::Kept;
use crate::world::tools::{in_parallel, number, tell};
use crate::world::visitor::{Visitor, receive};

#[test]
fn sixty_four_filings_at_once_get_sixty_four_codes_on_sqlite() {
    file_at_once(None);
}

#[test]
fn sixty_four_filings_at_once_get_sixty_four_codes_on_postgresql() {
    file_at_once(Some(&Database::create()));
}

fn file_at_once(database: Option<&Database>) {
    const COUNT: usize = 64;
    let folder = tempfile::tempdir().unwrap();
    let url = database.map(Database::url);
    let demonstration = Demonstration::start(&folder.path().join("demo"), url.as_deref());
    let numbers: Vec<usize> = (0..COUNT).collect();
    let mut different = BTreeSet::new();
    for round in 1..=number("TOGETHER_ROUNDS", 1) {
        let ready = in_parallel(8, &numbers, |number| {
            let mut visitor = demonstration.visitor();
            let story = format!("La denuncia {number} de la ronda {round}.");
            let form = visitor.prepare(&Told::crime(&story)).unwrap();
            (visitor, form)
        });
        let codes = in_parallel(COUNT, &ready, |(visitor, form)| {
            let receipt = visitor.clone().post(form, &[]).unwrap();
            receipt.must_be(StatusCode::OK).code().unwrap()
        });
        in_parallel(8, &codes, |code| {
            let answer = demonstration.visitor().enter(code).unwrap();
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        });
        different.extend(codes);
        assert_eq!(different.len(), COUNT * round);
        let kept = Kept::of(demonstration.folder(), database).counts();
        assert_eq!(kept, [i64::try_from(different.len()).unwrap(); 3]);
        tell(&format!(
            "round {round}: {} codes, all different, all open",
            different.len()
        ));
    }
}

#[test]
fn the_home_page_answers_while_four_large_uploads_run() {
    const LARGE: usize = 64 << 20;
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let ready = in_parallel(4, &[0, 1, 2, 3], |number| {
        let mut visitor = demonstration.visitor();
        let form = visitor
            .prepare(&Told::crime(&format!("Con un video, {number}.")))
            .unwrap();
        (visitor, form)
    });
    let piece = vec![7; 1 << 20];
    let slowest = thread::scope(|scope| {
        let uploads = scope.spawn(|| {
            in_parallel(4, &ready, |(visitor, form)| {
                let mut upstream = visitor.begin(form, LARGE).unwrap();
                for _ in 0..LARGE / piece.len() {
                    upstream.write(&piece).unwrap();
                }
                upstream.end().unwrap().must_be(StatusCode::OK).code().unwrap()
            })
        });
        let mut slowest = Duration::ZERO;
        let mut visits = 0;
        while !uploads.is_finished() || visits == 0 {
            let before = Instant::now();
            demonstration.visitor().get("/").unwrap().must_be(StatusCode::OK);
            slowest = slowest.max(before.elapsed());
            visits += 1;
            thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(uploads.join().unwrap().len(), 4);
        slowest
    });
    // Generous, for a machine that does other things too: what is watched for is a server that stands still.
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[test]
fn who_sends_slowly_or_nothing_is_cut_off_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let mut visitor = demonstration.visitor();
    let form = visitor.prepare(&Told::crime("Se cortó.")).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut slow = visitor.connect().unwrap();
            let head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".iter().cycle();
            let sent = head.take(90).take_while(|&&byte| {
                thread::sleep(Duration::from_secs(1));
                slow.write_all(&[byte]).is_ok()
            });
            let sent = sent.count();
            assert!(sent < 80, "headers were awaited for {sent} seconds");
        });
        scope.spawn(|| {
            let mut idle = visitor.connect().unwrap();
            idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .unwrap();
            // Comes back only when the server has ended the connection.
            receive(&mut idle).unwrap();
        });
        scope.spawn(|| {
            let mut mute = visitor.connect().unwrap();
            assert!(
                receive(&mut mute).is_err(),
                "nothing was asked and something was answered"
            );
        });
        scope.spawn(|| {
            let mut upstream = visitor.begin(&form, 1_000_000).unwrap();
            upstream.write(&vec![7; 400_000]).unwrap();
            if let Ok(page) = upstream.wait() {
                assert!(page.status.is_client_error(), "{}", page.status);
            }
        });
    });
    let kept = Kept::of(demonstration.folder(), None);
    assert_eq!(kept.counts(), [0; 3]);
    assert_eq!(kept.objects(), BTreeSet::new());
}

#[test]
fn what_is_no_right_request_gets_a_page_and_the_server_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::start(&folder.path().join("demo"), None);
    let mut visitor = demonstration.visitor();
    let ask = |text: &str| {
        let mut stream = visitor.connect().unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        answered(&mut stream)
    };
    let end = "Host: localhost\r\nConnection: close\r\n";
    let put = ask(&format!("PUT / HTTP/1.1\r\n{end}Content-Length: 0\r\n\r\n")).unwrap();
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
    let get = ask(&format!("GET /denunciar/enviar HTTP/1.1\r\n{end}\r\n")).unwrap();
    assert_eq!(get.status, StatusCode::METHOD_NOT_ALLOWED);
    let json = ask(&format!(
        "POST /denunciar/enviar HTTP/1.1\r\n{end}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    ));
    let json = json.unwrap();
    assert!(json.status.is_client_error(), "{}", json.status);
    for page in [&put, &get, &json] {
        assert!(page.html().contains("<h1>"), "a page that says what to do");
        assert!(page.headers.contains_key(header::CONTENT_SECURITY_POLICY));
    }
    // Without a name of the host, or with what is no HTTP at all: an answer or none, but never a fault of ours.
    let strange = [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a b\r\nHost: c\r\nConnection: close\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}no HTTP\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\n{end}X: {}\r\n\r\n", "x".repeat(300_000)),
        format!("GET /{} HTTP/1.1\r\n{end}\r\n", "x".repeat(70_000)),
        format!(
            "POST /denunciar/enviar HTTP/1.1\r\n{end}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nx"
        ),
    ];
    for text in &strange {
        if let Some(page) = ask(text) {
            assert!(!page.status.is_server_error(), "{}: {:.60}", page.status, text);
        }
    }
    visitor.get("/").unwrap().must_be(StatusCode::OK);
    assert_eq!(Kept::of(demonstration.folder(), None).counts(), [0; 3]);
}

/// The answer, where one comes; a connection that is just ended is a refusal too.
fn answered(stream: &mut TcpStream) -> Option<Page> {
    receive(stream).ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_without_an_end_gets_a_page_and_nothing_is_stored() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let limits = "[limits]\nfile_bytes = 1000000\nenvelope_bytes = 2000000\n";
    let site = Plan::new(Engine::Sqlite).at(&origin).with(limits).open().await;
    let mut serving = Duties::new();
    let (router, stop) = (site.router(), serving.stop());
    serving.run(async move { serve(listener, router, stop).await.unwrap() });
    let mut visitor = Visitor::of(&origin);
    let (form, visitor) = spawn_blocking(move || {
        let form = visitor.prepare(&Told::crime("No acaba nunca.")).unwrap();
        (form, visitor)
    })
    .await
    .unwrap();
    site.advance(time::Duration::seconds(5));
    let page = spawn_blocking(move || {
        let mut upstream = visitor.begin(&form, 1 << 40).unwrap();
        // Until nobody reads it any more.
        while upstream.write(&vec![7; 100_000]).is_ok() {}
        upstream.wait()
    });
    if let Ok(page) = page.await.unwrap() {
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(page.carries("No acaba nunca."), "the text is still there");
    }
    site.has_nothing().await;
    serving.end().await;
}
