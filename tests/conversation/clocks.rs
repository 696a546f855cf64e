//! What was promised to the holder of a code, by when, and that a day passed: without blame and without hiding it.

use http::StatusCode;
use time::Duration;
use ventanilla::case::PublicStatus;

use super::answer;
use crate::world::site::reporter::{Page, Reporter, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    by_when_something_is_owed_is_said_in_both_languages_and_so_is_that_it_is_late,
    a_question_stops_the_clock_until_she_writes_and_an_ending_ends_it,
);

const WHY: &str = "Porque sí.";

/// Her mailbox, which says the one in Spanish and the other in English.
async fn says(ana: &mut Reporter, code: &str, said: [&[&str]; 2]) -> Page {
    let spanish = ana.enter(code).await;
    let english = ana.get("/en/seguimiento/buzon").await;
    for (page, said) in [&spanish, &english].into_iter().zip(said) {
        for words in said {
            assert!(page.says(words), "{words}: {}", page.html());
        }
    }
    spanish
}

async fn by_when_something_is_owed_is_said_in_both_languages_and_so_is_that_it_is_late(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    // Monday, the 23rd of November.
    let code = ana.report(&Told::crime("Algo pasó.")).await;
    site.release().await;
    let fresh = says(
        &mut ana,
        &code,
        [
            &["avisarte aquí que la recibió, a más tardar el 30 de noviembre de 2026"],
            &["by 30 November 2026 at the latest"],
        ],
    )
    .await;
    assert!(!fresh.says("todavía no lo ha hecho"), "{}", fresh.html());
    site.advance(Duration::days(8));
    says(
        &mut ana,
        &code,
        [
            &[
                "debía avisarte que la recibió a más tardar el 30 de noviembre",
                "No es por algo que hayas hecho",
            ],
            &[
                "should have told you that it has arrived by 30 November",
                "not because of anything you did",
            ],
        ],
    )
    .await;
}

async fn a_question_stops_the_clock_until_she_writes_and_an_ending_ends_it(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("Algo pasó.")).await;
    site.release().await;
    site.advance(Duration::days(8));
    // Asked without words, so that the first answer is still owed.
    answer(&site, PublicStatus::Proceso, "", ("PREVENIDA", WHY)).await;
    let asked = says(
        &mut ana,
        &code,
        [
            &["Te toca a ti", "en pausa desde el 1 de diciembre de 2026"],
            &["It is your turn", "is paused since 1 December 2026"],
        ],
    )
    .await;
    assert!(!asked.says("No es por algo que hayas hecho"), "it waits for her");
    site.advance(Duration::days(7));
    let mailbox = ana.enter(&code).await;
    let form = mailbox
        .form("/seguimiento/buzon")
        .fill("text", "En la de arriba.");
    site.advance(Duration::seconds(5));
    ana.send(&form).await.must_be(StatusCode::OK);
    // Thirty working days, and the five that it waited.
    let goes_on = says(
        &mut ana,
        &code,
        [
            &["primera respuesta a más tardar el 13 de enero de 2027"],
            &["a first answer by 13 January 2027 at the latest"],
        ],
    )
    .await;
    assert!(!goes_on.says("en pausa"), "{}", goes_on.html());
    site.advance(Duration::days(1));
    let looks = ("EN_INVESTIGACION", WHY);
    answer(&site, PublicStatus::Proceso, "La estamos revisando.", looks).await;
    says(
        &mut ana,
        &code,
        [
            &["se comprometió a terminar a más tardar el"],
            &["has committed itself to finish by"],
        ],
    )
    .await;
    let ends = ("CONCLUIDA_SANCION", WHY);
    answer(&site, PublicStatus::Atendida, "Terminamos.", ends).await;
    let ended = ana.enter(&code).await;
    for owed in ["se comprometió", "debía", "en pausa"] {
        assert!(!ended.says(owed), "{owed}: {}", ended.html());
    }
}
