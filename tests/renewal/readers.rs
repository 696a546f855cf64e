//! The directory changes while somebody writes: nobody else reads it than those that she was shown, in whatever way
//! the form comes back to her.

use http::StatusCode;

use crate::world::site::institutions::{COMPTROLLER, PROSECUTOR};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, NOW, Site, on_both_engines};

on_both_engines!(
    the_only_one_she_wants_is_not_replaced_by_the_one_she_does_not,
    a_form_that_comes_back_for_another_reason_says_first_that_its_reader_changed,
);

const STORY: &str = "Lo escribí mientras alguien salía del directorio.";

async fn the_only_one_she_wants_is_not_replaced_by_the_one_she_does_not(engine: Engine) {
    for (wanted, left) in [(PROSECUTOR, COMPTROLLER), (COMPTROLLER, PROSECUTOR)] {
        let mut site = Site::new(engine).await;
        let mut ana = site.reporter();
        let reader = ana.walk_to_the_reader(&Told::both(STORY)).await;
        let only = reader.form("/denunciar/relato").fill("only", wanted);
        let story = ana.send(&only).await.must_be(StatusCode::OK);
        let story = story.form("/denunciar/revision").fill("story", STORY);
        site.institutions.remove(wanted);
        site.put_next_directory();
        site.in_force.renew().await.unwrap();
        let shown = ana.send(&story).await.must_be(StatusCode::CONFLICT);
        assert!(
            shown.says("Cambió quién la leerá") && shown.carries(STORY),
            "{}",
            shown.html()
        );
        let agreed = shown.form("/denunciar/relato");
        let story = ana.send(&agreed).await.must_be(StatusCode::OK);
        let review = ana.send(&story.form("/denunciar/revision")).await;
        let review = review.must_be(StatusCode::OK).form("/denunciar/enviar");
        assert_eq!(review.value("reader"), left);
        site.has_nothing().await;
    }
}

async fn a_form_that_comes_back_for_another_reason_says_first_that_its_reader_changed(engine: Engine) {
    let mut site = Site::new(engine).await;
    let form = site.reporter().prepare(&Told::both(STORY)).await;
    let same = site.restart(NOW).await;
    let again = same.reporter().send(&form).await.must_be(StatusCode::CONFLICT);
    assert!(!again.says("Cambió quién la leería"), "only the form is old");
    site = same;
    site.institutions.remove(PROSECUTOR);
    site.put_next_directory();
    let site = site.restart(NOW).await;
    let again = site.reporter().send(&form).await.must_be(StatusCode::CONFLICT);
    assert!(
        again.says("Cambió quién la leería") && again.says("demasiado tiempo") && again.carries(STORY),
        "{}",
        again.html()
    );
    site.has_nothing().await;
}
