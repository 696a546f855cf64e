//! When something of ours fails, a page says so, the text is on it, and nothing half stays.

use axum::body::{Body, Bytes};
use futures_util::{Stream, StreamExt as _, stream};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use ventanilla::case::PublicStatus;

use crate::world::site::desk::Says;
use crate::world::site::html::Form;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::multipart::{BOUNDARY, Upload, multipart};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site, on_both_engines};

on_both_engines!(
    a_filing_that_cannot_be_counted_is_not_kept_either,
    a_full_disk_refuses_files_and_takes_text,
    a_disk_without_any_room_takes_nothing_and_the_text_stays_on_the_page,
    files_that_are_announced_as_more_than_there_is_room_for_are_refused_before_they_come,
    files_on_their_way_leave_less_room_for_others,
);

async fn a_filing_that_cannot_be_counted_is_not_kept_either(engine: Engine) {
    let site = Site::new(engine).await;
    let story = "Mientras la base fallaba.";
    let told = Told::crime(story).with(vec![Upload::new("a.bin", vec![3; 300_000])]);
    let mut ana = site.reporter();
    let form = ana.prepare(&told).await;
    site.run("ALTER TABLE tally RENAME TO lost").await;
    let failed = ana.send_with(&form, &told.files).await;
    let failed = failed.must_be(StatusCode::INTERNAL_SERVER_ERROR);
    assert!(failed.says(story) && failed.code().is_none());
    assert!(!failed.html().contains("tally"), "nothing internal is said");
    site.run("ALTER TABLE lost RENAME TO tally").await;
    site.has_nothing().await;
    let review = ana.send(&failed.form("/denunciar/revision")).await;
    assert!(review.must_be(StatusCode::OK).carries(story));
    ana.send_with(&form, &told.files).await.code().unwrap();
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
}

async fn a_full_disk_refuses_files_and_takes_text(engine: Engine) {
    let site = Plan::new(engine).keeping_free(u64::MAX).open().await;
    let mut ana = site.reporter();
    let story = "Con el disco lleno.";
    let form = ana.prepare(&Told::crime(story)).await;
    let refused = ana.send_with(&form, &[Upload::new("a.txt", "prueba")]).await;
    let refused = refused.must_be(StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.carries(story) && refused.code().is_none());
    let again = refused.form("/denunciar/enviar");
    assert!(
        !again.controls.contains(&"archivo".to_owned()),
        "the page asks for no file"
    );
    site.has_nothing().await;
    site.advance(time::Duration::seconds(5));
    ana.send(&again).await.code().unwrap();
}

async fn a_disk_without_any_room_takes_nothing_and_the_text_stays_on_the_page(engine: Engine) {
    let mut site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("Cuando había lugar.")).await;
    site.release().await;
    let before = site.rows().await;
    site.fill_the_disk();
    let mut ana = site.reporter();
    let story = "Con el disco lleno del todo.";
    let form = ana.prepare(&Told::crime(story)).await;
    for files in [vec![], vec![Upload::new("a.txt", "prueba")]] {
        let refused = ana.send_with(&form, &files).await;
        let refused = refused.must_be(StatusCode::SERVICE_UNAVAILABLE);
        assert!(refused.carries(story) && refused.code().is_none());
        assert!(refused.says("no queda espacio"), "{}", refused.html());
    }
    let mailbox = ana.enter(&code).await.must_be(StatusCode::OK);
    let form = mailbox.form("/seguimiento/buzon").fill("text", story);
    let refused = ana.send_with(&form, &[]).await;
    let refused = refused.must_be(StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.carries(story) && refused.says("no queda espacio"));
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    let says = Says {
        text: "Una respuesta.",
        ..Says::default()
    };
    let ready = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    let refused = desk.answer(&ready).await;
    let refused = refused.must_be(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.error(), "room");
    assert_eq!(site.rows().await, before);
}

const GIGABYTE: u64 = 1 << 30;

/// A site whose disk has so much room for files, give or take what others write meanwhile.
async fn with_room(engine: Engine, bytes: u64) -> Site {
    let plan = Plan::new(engine);
    let volume = rustix::fs::statvfs(plan.folder.path()).unwrap();
    let free = volume.f_bavail * volume.f_frsize;
    let limits = "[limits]\nfile_bytes = 3400000000\nenvelope_bytes = 3400000000\n";
    plan.with(limits).keeping_free(free - bytes).open().await
}

/// The head of a form that announces a file of so many bytes, of which only the first ones ever come.
fn announced(
    site: &Site,
    form: &Form,
    length: u64,
    end: impl Stream<Item = Step> + Send + 'static,
) -> Request<Body> {
    let mut begun = multipart(&form.fields, "archivo", &[Upload::new("a.bin", vec![7; 200_000])]);
    begun.truncate(begun.len() - 1000);
    let body = stream::iter([Ok(Bytes::from(begun))]).chain(end);
    Request::post(&form.action)
        .header(header::ORIGIN, site.origin())
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .header(header::CONTENT_LENGTH, length)
        .body(Body::from_stream(body))
        .unwrap()
}

type Step = std::io::Result<Bytes>;

/// Sends such a form, which then breaks off; what a page says of it.
async fn break_off(site: &Site, form: &Form, length: u64) -> StatusCode {
    let end = stream::iter([Err(std::io::Error::other("the circuit broke"))]);
    let request = announced(site, form, length, end);
    let response = site.router().oneshot(request).await.unwrap();
    let status = response.status();
    let page = response.into_body().collect().await.unwrap().to_bytes();
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(page.contains("Con un video"), "the text is still there: {page}");
    status
}

async fn files_that_are_announced_as_more_than_there_is_room_for_are_refused_before_they_come(
    engine: Engine,
) {
    let site = with_room(engine, GIGABYTE + GIGABYTE / 2).await;
    let form = site.reporter().prepare(&Told::crime("Con un video.")).await;
    let refused = break_off(&site, &form, 3 * GIGABYTE).await;
    assert_eq!(refused, StatusCode::SERVICE_UNAVAILABLE);
    let broken = break_off(&site, &form, GIGABYTE / 4).await;
    assert_eq!(broken, StatusCode::BAD_REQUEST, "there was room for it");
    let too_much = break_off(&site, &form, 5 * GIGABYTE).await;
    assert_eq!(too_much, StatusCode::PAYLOAD_TOO_LARGE);
}

async fn files_on_their_way_leave_less_room_for_others(engine: Engine) {
    let site = with_room(engine, 3 * GIGABYTE + GIGABYTE / 2).await;
    let form = site.reporter().prepare(&Told::crime("Con un video.")).await;
    let (begun, has_begun) = oneshot::channel();
    // Asked for only when everything before was taken in.
    let stuck = stream::once(async {
        begun.send(()).unwrap();
        std::future::pending().await
    });
    let upload = site
        .router()
        .oneshot(announced(&site, &form, 2 * GIGABYTE, stuck));
    let mut uploads = JoinSet::new();
    uploads.spawn(upload);
    has_begun.await.unwrap();
    let refused = break_off(&site, &form, 2 * GIGABYTE).await;
    assert_eq!(refused, StatusCode::SERVICE_UNAVAILABLE);
    uploads.shutdown().await;
    let broken = break_off(&site, &form, 2 * GIGABYTE).await;
    assert_eq!(broken, StatusCode::BAD_REQUEST, "there is room again");
}
