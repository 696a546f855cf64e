//! The sweep removes what a crash has left, and nothing that is still on its way.
#![expect(clippy::cognitive_complexity, reason = "a journey is read from top to bottom")]

use std::fs;

use axum::http::StatusCode;
use time::Duration;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use uuid::Uuid;
use ventanilla::duties::Duties;
use ventanilla::web::serve::serve;

use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, on_both_engines};
use crate::world::tools::wait_for;
use crate::world::visitor::Visitor;

on_both_engines!(an_upload_that_runs_while_the_sweep_runs_is_kept_and_what_a_crash_left_is_not);

async fn an_upload_that_runs_while_the_sweep_runs_is_kept_and_what_a_crash_left_is_not(engine: Engine) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let site = Plan::new(engine).at(&origin).open().await;
    let mut serving = Duties::new();
    let (router, stop) = (site.router(), serving.stop());
    serving.run(async move { serve(listener, router, stop).await.unwrap() });

    let objects = site.folder().join("objects");
    let (orphan, piece) = (Uuid::from_u128(1), Uuid::from_u128(2));
    fs::write(objects.join(orphan.to_string()), b"whole, but no row names it").unwrap();
    fs::write(objects.join(format!("{piece}#1")), b"half").unwrap();

    let mut visitor = Visitor::of(&origin);
    let (form, visitor) = spawn_blocking(move || {
        let form = visitor.prepare(&Told::crime("Una prueba larga.")).unwrap();
        (form, visitor)
    })
    .await
    .unwrap();
    site.advance(Duration::seconds(5));
    let content: Vec<u8> = (0..900_000_usize)
        .map(|at| at.to_le_bytes()[0] ^ at.to_le_bytes()[1])
        .collect();
    let halves = content.split_at(500_000);
    let (first, second) = (halves.0.to_vec(), halves.1.to_vec());

    let mut upstream = visitor.begin(&form, content.len()).unwrap();
    let upstream = spawn_blocking(move || {
        upstream.write(&first).unwrap();
        upstream
    })
    .await
    .unwrap();
    wait_for("the upload to reach the disk", || {
        (site.objects().len() > 2).then_some(())
    });
    site.sweep().await;
    let left = site.objects();
    assert_eq!(
        left.len(),
        1,
        "the orphan and the piece are gone, the upload is not: {left:?}"
    );

    let receipt = spawn_blocking(move || {
        let mut upstream = upstream;
        upstream.write(&second).unwrap();
        upstream.end().unwrap()
    });
    let receipt = receipt.await.unwrap().must_be(StatusCode::OK);
    assert!(receipt.code().is_some());
    site.sweep().await;
    assert_eq!(site.objects().len(), 1, "an object that a row names is kept");
    site.release().await;
    let mut reports = site.desk(PROSECUTOR).read_all().await;
    let mut arrived = Vec::new();
    reports[0].copy_file(0, &mut arrived).unwrap();
    assert!(arrived == content, "what arrives is what was sent");
    serving.end().await;
}
