//! Who will read it: nobody excluded or accused ever does, and every change of reader is shown first.

use axum::Router;
use ventanilla::catalogue::ReceiverKind;

use super::journey::{STORY, first_step, shortest};
use super::markup;
use super::visitor::{Form, Page, post, site, site_of};
use crate::sample;

const COMPTROLLER: &str = "contraloria-puebla";
const PROSECUTOR: &str = "fiscalia-anticorrupcion-puebla";

#[tokio::test]
async fn an_excluded_institution_is_never_the_reader_and_can_be_included_again() {
    let site = site();
    let mut page = first_step(&site, "").await;
    let mut excluded = Vec::new();
    while page.html.contains("name=\"exclude\" value=") && !page.html.contains("Todavía nadie") {
        page = Form::of(&page).press_named(&site, "exclude").await;
        markup::check(&page.html, "es");
        excluded = Form::of(&page)
            .values("exclude")
            .into_iter()
            .map(str::to_owned)
            .collect();
        let review = post(&site, "/denunciar/revision", &with_story(&Form::of(&page))).await;
        let form = Form::of(&review);
        let mut readers = form.values("reader").into_iter().flat_map(|ids| ids.split(' '));
        assert!(!readers.any(|id| excluded.iter().any(|out| out == id)));
    }
    assert_eq!(excluded, [COMPTROLLER, PROSECUTOR]);
    assert!(page.html.contains("Todavía nadie"), "{}", page.html);
    assert!(page.html.contains("pediste que no la lea"), "{}", page.html);
    let page = Form::of(&page).press_named(&site, "include").await;
    assert!(page.html.contains("id=\"paso\"") && !page.html.contains("Todavía nadie"));
    assert_eq!(Form::of(&page).values("exclude").len(), 1);
}

fn with_story(form: &Form) -> Vec<(String, String)> {
    let mut form = form.clone();
    form.fill("story", STORY);
    form.fields
}

/// What may be an offence and a crime, in Puebla, with more answers.
async fn in_puebla(site: &Router, more: &[(&str, &str)]) -> Page {
    let least = [
        ("level", "ESTATAL"),
        ("state", "21"),
        ("situation", "pidio_dinero"),
    ];
    let page = shortest(site, &[&least, more].concat()).await;
    markup::check(&page.html, "es");
    page
}

#[tokio::test]
async fn the_page_says_the_rule_its_basis_and_that_no_lawyer_has_confirmed_it() {
    let site = site();
    let offence = in_puebla(&site, &[]).await;
    assert!(
        offence
            .html
            .contains("Es de alguien que trabaja en el gobierno del estado")
            || offence.html.contains("No importa que no sepas")
    );
    assert!(
        offence.html.contains("Se apoya en:")
            && offence
                .html
                .contains("Todavía no la confirma una persona abogada")
    );
    let instead = "A quien le toca primero no la recibe";
    assert!(!offence.html.contains(instead), "the rule names the reader");
    let confirmed = in_puebla(&site, &[("branch", "EJECUTIVO")]).await;
    for words in [
        "LGRA 3, 9 y 10",
        "Órgano interno de control de la institución estatal</strong>: todavía no recibe",
        instead,
    ] {
        assert!(confirmed.html.contains(words), "{words} in {}", confirmed.html);
    }
}

#[tokio::test]
async fn a_story_of_two_ways_says_so_and_goes_to_both_unless_the_person_says_one() {
    let site = site();
    let page = in_puebla(&site, &[]).await;
    assert!(page.html.contains("Son dos caminos"), "{}", page.html);
    let both = [COMPTROLLER, PROSECUTOR].join(" ");
    assert_eq!(Form::of(&page).values("reader"), [both.as_str()]);
    for (answer, readers) in [
        ("", both.as_str()),
        (COMPTROLLER, COMPTROLLER),
        (PROSECUTOR, PROSECUTOR),
    ] {
        let story = Form::of(&page).fill("only", answer).next(&site).await;
        let story = Form::of(&story).fill("story", STORY).next(&site).await;
        let review = Form::of(&story);
        assert_eq!(review.values("reader"), [readers], "{answer}");
        assert_eq!(
            review.values("recipients")[0].len(),
            readers.split(' ').count() * 65 - 1
        );
        let back = review.press(&site, "/denunciar/relato").await;
        let back = Form::of(&back).press(&site, "/denunciar/lectura").await;
        assert_eq!(
            Form::of(&back).values("only"),
            [answer],
            "going back loses nothing"
        );
    }
    let crime = shortest(
        &site,
        &[
            ("level", "ESTATAL"),
            ("state", "21"),
            ("situation", "cargo_sin_derecho"),
        ],
    )
    .await;
    assert!(!crime.html.contains("Son dos caminos"));
}

#[tokio::test]
async fn the_person_marks_where_the_accused_works_and_none_of_them_reads() {
    let site = site();
    let mut form = Form::of(&in_puebla(&site, &[]).await);
    assert!(form.values("accused_at").is_empty());
    let page = form
        .tick("accused_at", COMPTROLLER)
        .press(&site, "/denunciar/lectura")
        .await;
    assert!(page.html.contains("trabaja o manda ahí"), "{}", page.html);
    let form = Form::of(&page);
    assert_eq!(form.values("accused_at"), [COMPTROLLER]);
    assert_eq!(form.values("reader"), [PROSECUTOR]);
    assert!(
        !page
            .html
            .contains(&format!("name=\"choose\" value=\"{COMPTROLLER}\""))
    );
    let review = post(&site, "/denunciar/revision", &with_story(&form)).await;
    let form = Form::of(&review);
    assert_eq!(form.values("reader"), [PROSECUTOR]);
    assert_eq!(form.values("accused_at"), [COMPTROLLER]);
    assert!(review.html.contains("No debe leerla"), "{}", review.html);
}

#[tokio::test]
async fn who_marks_everybody_is_told_what_remains_and_can_take_a_mark_away() {
    let site = site();
    let marked = [("accused_at", COMPTROLLER), ("accused_at", PROSECUTOR)];
    let page = in_puebla(&site, &marked).await;
    assert!(page.html.contains("Todavía nadie"), "{}", page.html);
    assert!(page.html.contains("Qué puedes hacer") && page.html.contains("Escribir lo que pasó en papel"));
    let mut form = Form::of(&page);
    assert_eq!(form.values("accused_at"), [COMPTROLLER, PROSECUTOR]);
    let page = form
        .fill("accused_at", PROSECUTOR)
        .press(&site, "/denunciar/lectura")
        .await;
    assert_eq!(Form::of(&page).values("reader"), [COMPTROLLER]);
    assert_eq!(Form::of(&page).values("accused_at"), [PROSECUTOR]);
}

#[tokio::test]
async fn where_nobody_reads_it_no_one_is_sent_to_the_office_of_the_accused() {
    let site = site();
    for told in [
        vec![("accused_at", COMPTROLLER), ("accused_at", PROSECUTOR)],
        vec![("exclude", COMPTROLLER), ("exclude", PROSECUTOR)],
        vec![("subject", "FISCALIA"), ("situation", "cargo_sin_derecho")],
    ] {
        let page = in_puebla(&site, &told).await;
        assert!(page.html.contains("Todavía nadie"), "{told:?}: {}", page.html);
        assert!(!page.html.contains("por teléfono a la fiscalía"), "{told:?}");
        assert!(page.html.contains("No vayas a una oficina donde trabaje o mande"));
    }
    let elsewhere = [
        ("level", "ESTATAL"),
        ("state", "14"),
        ("situation", "uso_personal"),
    ];
    let page = shortest(&site, &elsewhere).await;
    assert!(page.html.contains("Todavía nadie"), "{}", page.html);
    assert!(page.html.contains("por teléfono a la fiscalía"));
    assert!(page.html.contains("No vayas a una oficina donde trabaje o mande"));
}

#[tokio::test]
async fn whoever_is_accused_with_their_office_is_passed_by_and_that_is_said() {
    let site = site();
    let told = [("subject", "FISCALIA"), ("situation", "cargo_sin_derecho")];
    let page = in_puebla(&site, &told).await;
    assert!(
        page.html.contains("Todavía nadie"),
        "its inspectorate has the same key"
    );
    assert!(
        page.html.contains("no puede juzgar a su propia gente"),
        "{}",
        page.html
    );
    let head = in_puebla(&site, &[("subject", "TITULAR_CONTROL")]).await;
    assert!(
        head.html
            .contains("dirige el órgano de control, así que no la recibe"),
        "{}",
        head.html
    );
}

#[tokio::test]
async fn federal_money_is_asked_only_where_it_changes_who_reads() {
    let mut draft = sample::draft();
    let federal = draft
        .institutions
        .iter_mut()
        .find(|one| one.id.as_str() == "oic-salud");
    federal.unwrap().kinds = vec![ReceiverKind::Femcc];
    let crime = [
        ("level", "ESTATAL"),
        ("state", "21"),
        ("situation", "cargo_sin_derecho"),
    ];
    let page = shortest(&site(), &crime).await;
    assert!(
        !page.html.contains("¿Hay dinero federal"),
        "nobody else could read it"
    );
    let site = site_of(&draft);
    let page = shortest(&site, &crime).await;
    assert!(page.html.contains("¿Hay dinero federal"), "{}", page.html);
    let mut form = Form::of(&page);
    assert_eq!(form.values("reader"), [PROSECUTOR]);
    let page = form
        .fill("federal_money", "si")
        .press(&site, "/denunciar/lectura")
        .await;
    assert_eq!(Form::of(&page).values("reader"), ["oic-salud"]);
    assert_eq!(Form::of(&page).values("federal_money"), ["si"]);
    let offence = [("level", "ESTATAL"), ("state", "21"), ("situation", "no_cumple")];
    let page = shortest(&site, &offence).await;
    assert!(!page.html.contains("¿Hay dinero federal"), "{}", page.html);
}

#[tokio::test]
async fn who_wants_a_name_is_another_way_and_is_said_to_be_one() {
    let site = site();
    let audit = [
        ("level", "ESTATAL"),
        ("state", "21"),
        ("situation", "cuentas"),
        ("federal_money", "si"),
    ];
    let page = shortest(&site, &audit).await;
    assert!(
        page.html.contains("Otro camino, sólo si das tu nombre"),
        "{}",
        page.html
    );
    assert!(page.html.contains("Auditoría Superior de la Federación"));
}

#[tokio::test]
async fn who_marks_or_chooses_and_goes_on_is_shown_the_other_reader_first() {
    let site = site();
    let both = [[COMPTROLLER, PROSECUTOR], [PROSECUTOR, COMPTROLLER]].map(|ids| ids.join(" "));
    for (field, value, readers) in [
        ("choose", PROSECUTOR, both[1].as_str()),
        ("accused_at", COMPTROLLER, PROSECUTOR),
    ] {
        let mut form = Form::of(&first_step(&site, "").await);
        assert_eq!(form.values("reader"), [both[0].as_str()]);
        form.tick(field, value);
        let page = form.next(&site).await;
        assert!(page.html.contains("Cambió quién la leerá"), "{}", page.html);
        assert_eq!(Form::of(&page).values("reader"), [readers]);
        let story = Form::of(&page).next(&site).await;
        assert!(story.html.contains("id=\"story\""), "{}", story.html);
    }
}

#[tokio::test]
async fn another_competent_institution_can_be_chosen_by_hand() {
    let site = site();
    let mut form = Form::of(&first_step(&site, "").await);
    form.tick("choose", PROSECUTOR).fill("only", PROSECUTOR);
    let page = form.press(&site, "/denunciar/lectura").await;
    assert!(page.html.contains("Elegiste a"), "{}", page.html);
    let review = post(&site, "/denunciar/revision", &with_story(&Form::of(&page))).await;
    assert_eq!(Form::of(&review).values("reader"), [PROSECUTOR]);
    form.fill("choose", "oic-salud");
    let page = form.press(&site, "/denunciar/lectura").await;
    assert!(page.html.contains("Le toca a"), "not competent, so not chosen");
}
