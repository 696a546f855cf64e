//! An institution is taken off the directory while it has cases: nothing false is said of what it answered, and nobody
//! is frightened.

use http::StatusCode;
use time::Duration;
use ventanilla::case::PublicStatus;

use crate::world::site::desk::Says;
use crate::world::site::institutions::MUNICIPAL;
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    whoever_has_a_case_at_an_institution_that_left_the_list_is_told_so_and_the_way_on,
    a_status_in_the_record_that_nobody_signed_is_not_said_to_be_signed,
);

const ANSWER: &str = "Gracias, la estamos revisando.";
const MORE: &str = "El sábado lo hizo otra vez.";

fn told() -> Told {
    Told::at(
        &[
            ("level", "MUNICIPAL"),
            ("state", "20"),
            ("municipality", "20067"),
            ("situation", "uso_personal"),
        ],
        "El regidor usa la camioneta para sus fiestas.",
    )
}

async fn whoever_has_a_case_at_an_institution_that_left_the_list_is_told_so_and_the_way_on(engine: Engine) {
    let mut site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&told()).await;
    site.release().await;
    let desk = site.desk(MUNICIPAL);
    let item = desk.queue().await.pop().unwrap();
    let says = Says {
        text: ANSWER,
        ..Says::default()
    };
    let ready = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
    let before = ana.enter(&code).await;
    assert!(before.says(ANSWER) && before.says("En proceso"));

    site.institutions.remove(MUNICIPAL);
    site.put_next_directory();
    site.in_force.renew().await.unwrap();
    site.advance(Duration::days(1));
    let mut ana = site.reporter();
    let page = ana.enter(&code).await.must_be(StatusCode::OK);
    assert!(
        page.says("ya no está en la lista de esta ventanilla"),
        "{}",
        page.html()
    );
    assert!(page.says("Aquí hay una respuesta") && page.says("Hacer una denuncia nueva"));
    for wrong in [
        "no pudimos comprobar que fuera",
        "firmó",
        "Registrada",
        "En proceso",
        "Vuelve en unos días",
        "note bad",
        "<textarea",
    ] {
        assert!(!page.html().contains(wrong), "{wrong}: {}", page.html());
    }
    // As from a page that was shown before.
    let late = page.form("/seguimiento/buzon").forge("text", MORE);
    let refused = ana.send(&late).await.must_be(StatusCode::CONFLICT);
    assert!(refused.says("cópialo y ponlo en una denuncia nueva") && refused.says(MORE));
}

async fn a_status_in_the_record_that_nobody_signed_is_not_said_to_be_signed(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&told()).await;
    site.tamper("UPDATE \"case\" SET status = 'ATENDIDA'", &[]).await;
    let page = ana.enter(&code).await;
    assert!(page.says("Registrada") && page.says("Así estaba tu denuncia cuando llegó"));
    assert!(!page.says("Éste es el estado que firmó"), "{}", page.html());
}
