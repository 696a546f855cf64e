//! A connection that breaks: what had arrived whole is kept, once, and whoever sends the form again gets the code.

use std::io::Write as _;
use std::net::Shutdown;
use std::sync::Arc;

use http::StatusCode;
use time::Duration;
use tokio::net::TcpListener;
use tokio::task::{JoinSet, spawn_blocking};
use ventanilla::duties::Duties;
use ventanilla::random::{self, Random, SeededRandom};
use ventanilla::web::serve::serve;

use crate::world::site::html::Form;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site, on_both_engines};
use crate::world::tools::{in_parallel, wait_for};
use crate::world::visitor::{Visitor, body};

on_both_engines!(
    a_report_whose_connection_breaks_while_it_is_kept_is_kept_and_a_retry_shows_its_code,
    of_eight_identical_forms_half_break_off_and_who_asks_again_gets_the_one_code,
);

async fn a_report_whose_connection_breaks_while_it_is_kept_is_kept_and_a_retry_shows_its_code(
    engine: Engine,
) {
    let site = Site::new(engine).await;
    let told = Told::crime("Se cortó al final.").with(vec![Upload::new("a.bin", vec![7; 300_000])]);
    let mut ana = site.reporter();
    let form = ana.prepare(&told).await;
    let held = site.hold().await;
    let mut sending = JoinSet::new();
    let (mut first, sent, files) = (ana.clone(), form.clone(), told.files.clone());
    sending.spawn(async move { first.send_with(&sent, &files).await });
    wait_for("the envelope to be whole", || {
        (site.whole_objects().len() == 1).then_some(())
    });
    // As the server does with a request whose connection broke.
    sending.shutdown().await;
    drop(held);
    site.until_there_are([1, 1, 1, 1]).await;
    let again = ana.send_with(&form, &told.files).await;
    let code = again.must_be(StatusCode::OK).code().unwrap();
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
    wait_for("one object", || (site.objects().len() == 1).then_some(()));
    assert!(ana.enter(&code).await.says("Registrada"));
}

/// Where the connection of one of them breaks, if it does: after so many bytes of the body.
type Break = Option<usize>;

async fn of_eight_identical_forms_half_break_off_and_who_asks_again_gets_the_one_code(engine: Engine) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let site = Plan::new(engine).at(&origin).open().await;
    let mut serving = Duties::new();
    let (router, stop) = (site.router(), serving.stop());
    serving.run(async move { serve(listener, router, stop).await.unwrap() });
    let random = Arc::new(SeededRandom::new(17));
    for round in 1..=6 {
        let (origin, files) = (origin.clone(), vec![Upload::new("a.bin", vec![round; 200_000])]);
        let told = Told::crime(&format!("Ocho veces, {round}.")).with(files);
        let prepared = spawn_blocking(move || {
            let mut ana = Visitor::of(&origin);
            let form = ana.prepare(&told).unwrap();
            (ana, form, told.files)
        });
        let (ana, form, files) = prepared.await.unwrap();
        site.advance(Duration::seconds(5));
        // In the last rounds all of them break, when everything has been sent.
        let all_break = round > 4;
        let length = body(&form, &files).len();
        let breaks: Vec<Break> = (0..8)
            .map(|number| match (all_break, number % 4) {
                (true, _) | (false, 0) => Some(length),
                (false, 1) => Some(below(length, &*random)),
                (false, _) => None,
            })
            .collect();
        let sending = (ana.clone(), form.clone(), files.clone());
        let codes = spawn_blocking(move || {
            let (ana, form, files) = sending;
            in_parallel(8, &breaks, |at| send(&ana, &form, &files, *at))
        });
        let mut codes = codes.await.unwrap();
        let again = spawn_blocking(move || send(&ana, &form, &files, None));
        codes.push(again.await.unwrap());
        codes.retain(Option::is_some);
        assert_eq!(codes.len(), if all_break { 1 } else { 5 });
        codes.dedup();
        assert_eq!(codes.len(), 1, "one code: {codes:?}");
        let kept = usize::from(round);
        site.until_there_are([kept, kept, kept, 1]).await;
    }
    wait_for("one object each", || (site.objects().len() == 6).then_some(()));
    assert_eq!(site.ask("SELECT CAST(reports AS TEXT) FROM tally").await, ["6"]);
    site.release().await;
    assert_eq!(site.desk(PROSECUTOR).read_all().await.len(), 6);
    serving.end().await;
}

/// Sends the form and gives the code, or breaks the connection off and gets nothing.
fn send(ana: &Visitor, form: &Form, files: &[Upload], at: Break) -> Option<String> {
    let Some(at) = at else {
        return ana
            .clone()
            .post(form, files)
            .unwrap()
            .must_be(StatusCode::OK)
            .code();
    };
    let mut stream = ana.connect().unwrap();
    let sent = ana.request(form, files);
    let head = sent.len() - body(form, files).len();
    stream.write_all(&sent[..head + at]).unwrap();
    stream.shutdown(Shutdown::Both).unwrap();
    None
}

fn below(most: usize, random: &dyn Random) -> usize {
    usize::from(u16::from_le_bytes(random::bytes(random))) * most / usize::from(u16::MAX)
}
