//! A download that broke off goes on where it stopped, wherever the window keeps the envelope.

use axum::http::{Method, StatusCode, header};

use crate::world::site::desk::Answered;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    the_rest_of_an_envelope_is_fetched_from_a_row,
    the_rest_of_an_envelope_is_fetched_from_an_object,
);

async fn the_rest_of_an_envelope_is_fetched_from_a_row(engine: Engine) {
    fetch_in_parts(engine, Vec::new(), "row").await;
}

async fn the_rest_of_an_envelope_is_fetched_from_an_object(engine: Engine) {
    let file = Upload::new("a.pdf", [b"%PDF-1.4 ".as_slice(), &vec![7; 300_000]].concat());
    fetch_in_parts(engine, vec![file], "object").await;
}

async fn fetch_in_parts(engine: Engine, files: Vec<Upload>, place: &str) {
    let site = Site::new(engine).await;
    site.reporter()
        .report(&Told::crime("Por partes.").with(files))
        .await;
    site.release().await;
    assert_eq!(site.ask("SELECT place FROM envelope").await, [place]);
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    let path = format!("/api/v1/envelopes/{}", item.envelope);
    let ask = async |range: Option<&str>| {
        let mut call = desk.call(Method::GET, &path, "");
        call.headers
            .extend(range.map(|range| ("range", range.to_owned())));
        desk.send(&call).await
    };
    let said = |answered: &Answered, name: header::HeaderName| {
        let value = answered.headers.get(name)?.to_str().unwrap();
        Some(value.to_owned())
    };
    let whole = ask(None).await.must_be(StatusCode::OK);
    let length = whole.body.len();
    assert_eq!(said(&whole, header::ACCEPT_RANGES).as_deref(), Some("bytes"));
    assert_eq!(said(&whole, header::CONTENT_RANGE), None);
    for from in [1, length / 2, length - 1] {
        let rest = ask(Some(&format!("bytes={from}-"))).await;
        let rest = rest.must_be(StatusCode::PARTIAL_CONTENT);
        assert_eq!(rest.body, whole.body.slice(from..));
        assert_eq!(
            said(&rest, header::CONTENT_RANGE),
            Some(format!("bytes {from}-{}/{length}", length - 1))
        );
        assert_eq!(
            said(&rest, header::CONTENT_LENGTH),
            Some((length - from).to_string())
        );
    }
    let from_the_start = ask(Some("bytes=0-")).await.must_be(StatusCode::OK);
    assert_eq!(from_the_start.body, whole.body);
    for behind in [length, length + 1, usize::MAX] {
        let none = ask(Some(&format!("bytes={behind}-"))).await;
        let none = none.must_be(StatusCode::RANGE_NOT_SATISFIABLE);
        assert!(none.body.is_empty(), "{behind}");
        // RFC 9110, 15.5.17: the length of what there is.
        assert_eq!(
            said(&none, header::CONTENT_RANGE),
            Some(format!("bytes */{length}"))
        );
    }
    for wrong in [
        "bytes=-5",
        "bytes=1-2",
        "bytes=x-",
        "lines=1-",
        "bytes=1-,5-",
        "bytes=18446744073709551616-",
    ] {
        let refused = ask(Some(wrong)).await.must_be(StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(refused.error(), "range", "{wrong}");
    }
}
