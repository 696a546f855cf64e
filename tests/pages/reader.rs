//! Who will read it: nobody excluded or accused ever does, and every change of reader is shown first.

use axum::Router;

use super::journey::{STORY, first_step};
use super::markup;
use super::visitor::{Form, Page, open, post, site};

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
        assert!(
            !excluded
                .iter()
                .any(|id| review.html.contains(&format!("name=\"reader\" value=\"{id}\"")))
        );
    }
    assert_eq!(excluded, ["contraloria-puebla", "fiscalia-anticorrupcion-puebla"]);
    assert!(page.html.contains("Todavía nadie"), "{}", page.html);
    let page = Form::of(&page).press_named(&site, "include").await;
    assert!(page.html.contains("id=\"paso\"") && !page.html.contains("Todavía nadie"));
    assert_eq!(Form::of(&page).values("exclude").len(), 1);
}

fn with_story(form: &Form) -> Vec<(String, String)> {
    let mut form = form.clone();
    form.fill("story", STORY);
    form.fields
}

/// The first step of an offence in Puebla whose accused works where it would be received.
async fn accused_in_the_receiver(site: &Router) -> Page {
    let mut form = Form::of(&open(site, "/denunciar").await);
    form.fill("level", "state")
        .fill("state", "21")
        .tick("situation", "contracts")
        .fill("accused_in_receiver", "yes");
    form.next(site).await
}

#[tokio::test]
async fn the_person_marks_where_the_accused_works_and_none_of_them_reads() {
    let site = site();
    let page = accused_in_the_receiver(&site).await;
    markup::check(&page.html, "es");
    let mut form = Form::of(&page);
    assert_eq!(
        form.values("accused_at"),
        ["", "contraloria-puebla"],
        "the one that would receive it is marked beforehand"
    );
    assert!(page.html.contains("Fiscalía Especializada"), "{}", page.html);
    form.fill("accused_at", "fiscalia-anticorrupcion-puebla");
    let page = form.press(&site, "/denunciar/lectura").await;
    assert!(page.html.contains("trabaja ahí o manda ahí"), "{}", page.html);
    let form = Form::of(&page);
    assert_eq!(form.values("accused_at"), ["", "fiscalia-anticorrupcion-puebla"]);
    assert_eq!(form.values("reader"), ["contraloria-puebla"]);
    assert!(
        !page.html.contains("name=\"choose\""),
        "the marked one is not offered"
    );
    let review = post(&site, "/denunciar/revision", &with_story(&form)).await;
    let form = Form::of(&review);
    assert_eq!(form.values("reader"), ["contraloria-puebla"]);
    assert_eq!(form.values("accused_at"), ["fiscalia-anticorrupcion-puebla"]);
    assert!(review.html.contains("No debe leerla"), "{}", review.html);
}

#[tokio::test]
async fn who_marks_everybody_is_told_what_remains_and_can_take_a_mark_away() {
    let site = site();
    let mut form = Form::of(&accused_in_the_receiver(&site).await);
    form.tick("accused_at", "fiscalia-anticorrupcion-puebla");
    let page = form.press(&site, "/denunciar/lectura").await;
    markup::check(&page.html, "es");
    assert!(page.html.contains("Todavía nadie"), "{}", page.html);
    assert!(page.html.contains("Qué puedes hacer") && page.html.contains("Escribir lo que pasó en papel"));
    let mut form = Form::of(&page);
    assert_eq!(form.values("accused_at").len(), 3);
    form.fill("accused_at", "");
    let page = form.press(&site, "/denunciar/lectura").await;
    assert_eq!(Form::of(&page).values("reader"), ["contraloria-puebla"]);
    assert_eq!(Form::of(&page).values("accused_at"), [""], "nowhere, as was said");
    let first = Form::of(&page).press(&site, "/denunciar").await;
    let page = Form::of(&first).next(&site).await;
    let form = Form::of(&page);
    assert_eq!(
        form.values("reader"),
        ["fiscalia-anticorrupcion-puebla"],
        "who answers yes again is kept from the one that would receive it"
    );
}

#[tokio::test]
async fn who_marks_or_chooses_and_goes_on_is_shown_the_other_reader_first() {
    let site = site();
    for (field, value) in [
        ("choose", "fiscalia-anticorrupcion-puebla"),
        ("accused_at", "contraloria-puebla"),
    ] {
        let mut form = Form::of(&first_step(&site, "").await);
        assert_eq!(form.values("reader"), ["contraloria-puebla"]);
        form.tick(field, value);
        let page = form.next(&site).await;
        assert!(page.html.contains("Cambió quién la leerá"), "{}", page.html);
        assert_eq!(
            Form::of(&page).values("reader"),
            ["fiscalia-anticorrupcion-puebla"]
        );
        let story = Form::of(&page).next(&site).await;
        assert!(story.html.contains("id=\"story\""), "{}", story.html);
    }
}

#[tokio::test]
async fn another_competent_institution_can_be_chosen_by_hand() {
    let site = site();
    let mut form = Form::of(&first_step(&site, "").await);
    form.tick("choose", "fiscalia-anticorrupcion-puebla");
    let page = form.press(&site, "/denunciar/lectura").await;
    assert!(page.html.contains("Elegiste a"), "{}", page.html);
    let review = post(&site, "/denunciar/revision", &with_story(&Form::of(&page))).await;
    assert_eq!(
        Form::of(&review).values("reader"),
        ["fiscalia-anticorrupcion-puebla"]
    );
    form.fill("choose", "oic-salud");
    let page = form.press(&site, "/denunciar/lectura").await;
    assert!(page.html.contains("Le toca a"), "not competent, so not chosen");
}
