//! A mailbox with a long history is read page by page, without a script, and nothing that is being written is lost on the way.

use http::StatusCode;
use time::Duration;
use ventanilla::case::PublicStatus;
use ventanilla::random::{self, SystemRandom};

use super::in_her_mailbox;
use crate::world::site::desk::Says;
use crate::world::site::html::Form;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(a_long_history_is_read_page_by_page_and_where_the_case_stands_is_on_each);

const SENT: &str = "Mandaste un mensaje";
const REPORT: &str = "Enviaste tu denuncia";

/// What was sent once is there so many times more, on a later day.
async fn repeat(site: &Site, times: usize) {
    let [id] = site
        .ask("SELECT id FROM envelope WHERE direction = 'follow_up'")
        .await
        .try_into()
        .unwrap();
    for _ in 0..times {
        let again = random::uuid(&SystemRandom).to_string();
        site.tamper(
            "INSERT INTO envelope (id, case_id, institution, direction, step, day, digest, place, body)
             SELECT $1, case_id, institution, direction, step, day + 1, digest, place, body
             FROM envelope WHERE id = $2",
            &[&again, &id],
        )
        .await;
    }
}

async fn a_long_history_is_read_page_by_page_and_where_the_case_stands_is_on_each(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, form) = in_her_mailbox(&site).await;
    ana.send(&form.fill("text", "Uno más."))
        .await
        .must_be(StatusCode::OK);
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let items = desk.queue().await;
    for (text, fine) in [
        ("La primera respuesta.", "ADMITIDA"),
        ("¿En qué oficina?", "PREVENIDA"),
    ] {
        let says = Says {
            text,
            change: Some((fine, "")),
            files: Vec::new(),
        };
        let ready = desk.prepare(&items[0], PublicStatus::Proceso, &says).await;
        desk.answer(&ready).await.must_be(StatusCode::CREATED);
    }
    repeat(&site, 40).await;
    site.advance(Duration::days(2));
    let newest = ana.enter(&code).await;
    assert_eq!(newest.html().matches(SENT).count(), 20, "{}", newest.html());
    assert!(newest.says("Página 1 de 3") && !newest.says(REPORT) && !newest.says("Ver más nuevos"));
    assert!(
        newest.says("En proceso") && newest.says("desde el 23 de noviembre"),
        "{}",
        newest.html()
    );
    assert!(!newest.says("Te toca a ti"), "she has written since");
    // The button sends what is being written along.
    let page = |number: u32, form: Form| Form {
        action: format!("/seguimiento/buzon?pagina={number}"),
        is_multipart: false,
        ..form
    };
    assert!(
        newest
            .html()
            .contains("formaction=\"/seguimiento/buzon?pagina=2\"")
    );
    let form = newest.form("/seguimiento/buzon").fill("text", "Todavía escribo.");
    let middle = ana.send(&page(2, form)).await.must_be(StatusCode::OK);
    assert!(middle.says("Página 2 de 3") && middle.says("En proceso") && middle.says("mensajes de antes"));
    let form = middle.form("/seguimiento/buzon");
    assert_eq!(form.value("text"), "Todavía escribo.");
    let oldest = ana.send(&page(3, form)).await.must_be(StatusCode::OK);
    assert!(oldest.says(REPORT) && oldest.says("La primera respuesta.") && oldest.says("¿En qué oficina?"));
    assert!(oldest.says("desde el 23 de noviembre") && !oldest.says("Ver más antiguos"));
    // An address that names a page that is not there leads to the last one.
    let beyond = ana.get("/seguimiento/buzon?pagina=999").await;
    assert!(beyond.says(REPORT) && !beyond.says("revísalo, elige otra vez"));
    // Nobody else's browser gets anything by such an address.
    let mut stranger = site.reporter();
    let refused = stranger.get("/seguimiento/buzon?pagina=2").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
