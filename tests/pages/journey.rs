//! Walks through the wizard: nothing that was written is ever lost, and nobody excluded ever reads.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::markup;
use super::visitor::{Form, Page, open, post, send, site};

pub(super) const STORY: &str = "Pidió \"mordida\" <b>dos</b> veces & más:\r\n  ñandú 漢字 'x'";

/// From the first form to the page that says who will read it.
pub(super) async fn first_step(site: &Router, prefix: &str) -> Page {
    let page = open(site, &format!("{prefix}/denunciar")).await;
    let mut form = Form::of(&page);
    form.fill("level", "ESTATAL").fill("state", "21");
    let mut form = Form::of(&form.next(site).await);
    form.fill("branch", "EJECUTIVO").fill("ente_name", "obras");
    let found = form.next(site).await;
    let mut form = Form::of(&found);
    assert!(
        found.html.contains("Secretaría Ficticia de Obras de Puebla"),
        "{}",
        found.html
    );
    assert!(!found.html.contains("Obras de Oaxaca"), "of this state only");
    form.fill("ente", "ej-21-obras");
    let mut form = Form::of(&form.next(site).await);
    form.tick("situation", "contrato_arreglado")
        .tick("situation", "no_cumple");
    form.next(site).await
}

/// The same with as little as can be answered: these situations in the state 21.
pub(super) async fn shortest(site: &Router, fields: &[(&str, &str)]) -> Page {
    let mut form = Form::of(&open(site, "/denunciar").await);
    for (name, value) in fields {
        form.tick(name, value);
    }
    post(site, "/denunciar/lectura", &form.fields).await
}

async fn up_to_review(site: &Router) -> Page {
    let page = Form::of(&first_step(site, "").await).next(site).await;
    let mut form = Form::of(&page);
    form.fill("story", STORY)
        .fill("who", "La persona de la ventanilla 3");
    form.next(site).await
}

#[tokio::test]
async fn the_four_steps_lead_to_a_form_bound_to_the_reader_that_was_shown() {
    let site = site();
    let reader = first_step(&site, "").await;
    assert_eq!(reader.status, StatusCode::OK);
    assert!(reader.html.contains("Contraloría del Estado de Puebla"));
    let review = up_to_review(&site).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.html);
    let form = Form::of(&review);
    assert_eq!(form.action, "/denunciar/enviar");
    let both = "contraloria-puebla fiscalia-anticorrupcion-puebla";
    assert_eq!(form.values("reader"), [both]);
    assert_eq!(form.values("directory"), ["1"]);
    assert_eq!(form.values("recipients")[0].len(), 129);
    assert_eq!(form.values("token").len(), 1);
    assert_eq!(form.values("story"), [STORY]);
    let tags = markup::tags(&review.html);
    let place = |name: &str| tags.iter().rposition(|tag| tag.value("name") == name).unwrap();
    let last_hidden = tags
        .iter()
        .rposition(|tag| tag.value("type") == "hidden")
        .unwrap();
    assert!(last_hidden < place("archivo"), "the fields come before the files");
}

#[tokio::test]
async fn going_all_the_way_back_loses_nothing_in_either_language() {
    let site = site();
    let review = up_to_review(&site).await;
    let story = Form::of(&review).press(&site, "/denunciar/relato").await;
    assert_eq!(Form::of(&story).values("story"), [STORY]);
    let reader = Form::of(&story).press(&site, "/denunciar/lectura").await;
    let english = Form::of(&reader).press(&site, "/en/denunciar/lectura").await;
    markup::check(&english.html, "en");
    let acts = Form::of(&english).press(&site, "/en/denunciar/hechos").await;
    let body = Form::of(&acts).press(&site, "/en/denunciar/lugar").await;
    let form = Form::of(&body);
    assert_eq!(form.values("ente_name"), ["obras"]);
    assert_eq!(form.values("ente"), ["ej-21-obras"]);
    assert_eq!(form.values("branch"), ["EJECUTIVO"]);
    let first = form.press(&site, "/en/denunciar").await;
    let form = Form::of(&first);
    assert_eq!(form.values("level"), ["ESTATAL"]);
    assert_eq!(form.values("state"), ["21"]);
    assert_eq!(form.values("ente"), ["ej-21-obras"]);
    assert_eq!(form.values("situation"), ["contrato_arreglado", "no_cumple"]);
    assert_eq!(form.values("story"), [STORY]);
    assert_eq!(form.values("who"), ["La persona de la ventanilla 3"]);
    let mut again = form.next(&site).await;
    for _ in 0..4 {
        again = Form::of(&again).next(&site).await;
    }
    assert_eq!(Form::of(&again).action, "/en/denunciar/enviar");
    assert_eq!(Form::of(&again).values("story"), [STORY]);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_the_text_is_kept() {
    let site = site();
    let wrong = |page: &Page, names: &[&str]| {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        markup::check(&page.html, "es");
        for name in names {
            assert!(page.html.contains(&format!("id=\"{name}-error\"")), "{name}");
            assert!(page.html.contains(&format!("href=\"#{name}\"")), "{name}");
        }
        assert_eq!(Form::of(page).values("story"), [STORY]);
    };
    let mut form = Form::of(&open(&site, "/denunciar").await);
    form.fill("story", STORY);
    wrong(&form.next(&site).await, &["level"]);
    form.fill("level", "MUNICIPAL");
    wrong(&form.next(&site).await, &["state"]);
    let mut form = Form::of(&form.fill("state", "21").next(&site).await);
    form.fill("ente_name", &"x".repeat(53));
    let page = form.next(&site).await;
    wrong(&page, &["ente_name"]);
    assert!(page.html.contains("Quita 3"), "by how much it is too long");
    assert_eq!(Form::of(&page).values("ente_name"), ["x".repeat(53)]);
    let acts = form.fill("ente_name", "").next(&site).await;
    wrong(&Form::of(&acts).next(&site).await, &["situation"]);

    let mut form = Form::of(&Form::of(&first_step(&site, "").await).next(&site).await);
    form.fill("story", &"é".repeat(205)).fill("when", "ayer");
    let page = form.next(&site).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    markup::check(&page.html, "es");
    assert!(page.html.contains("Quita 5"));
    assert_eq!(Form::of(&page).values("story"), ["é".repeat(205)]);
    assert_eq!(Form::of(&page).values("when"), ["ayer"]);
    let empty = form.fill("story", " \r\n").next(&site).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(Form::of(&empty).values("when"), ["ayer"]);
}

#[tokio::test]
async fn where_nobody_receives_or_it_is_out_of_scope_the_text_is_still_there() {
    let site = site();
    let at = |state, situation| {
        let site = &site;
        let fields = [
            ("level", "ESTATAL"),
            ("state", state),
            ("situation", situation),
            ("story", STORY),
        ];
        async move { shortest(site, &fields).await }
    };
    let nobody = at("20", "pidio_dinero").await;
    markup::check(&nobody.html, "es");
    assert!(nobody.html.contains("Todavía nadie"), "{}", nobody.html);
    assert!(
        nobody
            .html
            .contains("<strong>Contraloría del estado</strong>: todavía no recibe")
    );
    assert_eq!(Form::of(&nobody).values("story"), [STORY]);
    let referral = at("21", "laboral").await;
    markup::check(&referral.html, "es");
    assert!(referral.html.contains("PROFEDET"));
    assert_eq!(Form::of(&referral).values("story"), [STORY]);
}

#[tokio::test]
async fn invisible_characters_are_told_and_left_as_they_are() {
    let site = site();
    let mut form = Form::of(&Form::of(&first_step(&site, "").await).next(&site).await);
    let marked = "Lo copié\u{200b} de un oficio\u{2060}";
    let page = form.fill("story", marked).next(&site).await;
    assert!(
        page.html.contains("Hay 2 caracteres que no se ven"),
        "{}",
        page.html
    );
    assert_eq!(Form::of(&page).values("story"), [marked]);
}

#[tokio::test]
async fn what_cannot_be_read_or_is_asked_for_wrongly_gets_a_page_of_its_own() {
    let site = site();
    let request = |path: &str, kind: &str, body: String| {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        request.body(Body::from(body)).unwrap()
    };
    let urlencoded = "application/x-www-form-urlencoded";
    let long = format!("story={}", "x".repeat(30_000));
    for (page, status, language) in [
        (open(&site, "/nada").await, StatusCode::NOT_FOUND, "es"),
        (open(&site, "/en/nothing").await, StatusCode::NOT_FOUND, "en"),
        (
            open(&site, "/en/denunciar/relato").await,
            StatusCode::METHOD_NOT_ALLOWED,
            "en",
        ),
        (open(&site, "/salir").await, StatusCode::METHOD_NOT_ALLOWED, "es"),
        (
            post(&site, "/ayuda", &[]).await,
            StatusCode::METHOD_NOT_ALLOWED,
            "es",
        ),
        (
            send(&site, request("/denunciar/relato", "text/plain", "x".into())).await,
            StatusCode::BAD_REQUEST,
            "es",
        ),
        (
            send(&site, request("/denunciar/revision", urlencoded, long)).await,
            StatusCode::PAYLOAD_TOO_LARGE,
            "es",
        ),
    ] {
        assert_eq!(page.status, status);
        markup::check(&page.html, language);
    }
    let strange = send(
        &site,
        request("/denunciar/lectura", urlencoded, "%ff%fe=%00&&=".into()),
    )
    .await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_quick_way_out_forgets_and_leads_elsewhere() {
    let site = site();
    let request = Request::post("/en/salir").header("sec-fetch-site", "same-origin");
    let page = send(&site, request.body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["refresh"], "0; url=https://www.example.org/");
    assert_eq!(
        page.headers["clear-site-data"],
        "\"cache\", \"cookies\", \"storage\""
    );
    assert!(!page.html.to_lowercase().contains("denuncia") && !page.html.contains("entanilla"));
}

#[tokio::test]
async fn what_could_tell_who_writes_is_shown_with_its_reason_and_left_as_it_is() {
    let site = site();
    for (prefix, shown) in [
        (
            "",
            [
                "Un número que parece teléfono",
                "Palabras que dicen qué lugar tienes ahí",
                "Y hay 2 más como éstos.",
            ],
        ),
        (
            "/en",
            [
                "A number that looks like a telephone",
                "Words that tell what your place is there",
                "And there are 2 more like these.",
            ],
        ),
    ] {
        let reader = first_step(&site, prefix).await;
        let mut form = Form::of(&Form::of(&reader).next(&site).await);
        let story = format!("Márcame al 951 123 4567. {}", "<b>Mi jefe</b>. ".repeat(6));
        let page = form.fill("story", &story).next(&site).await;
        assert_eq!(page.status, StatusCode::OK);
        markup::check(&page.html, if prefix.is_empty() { "es" } else { "en" });
        for words in shown {
            assert!(page.html.contains(words), "no {words} in {}", page.html);
        }
        assert!(
            page.html.contains("al <mark>951 123 4567</mark>."),
            "{}",
            page.html
        );
        assert_eq!(page.html.matches("<mark>Mi jefe</mark>").count(), 4);
        assert!(page.html.contains("&#60;b&#62;<mark>") && !page.html.contains("<b>"));
        assert_eq!(Form::of(&page).values("story"), [story]);
    }
}

#[tokio::test]
async fn a_story_that_tells_nothing_of_its_writer_is_shown_without_a_warning() {
    let site = site();
    let page = up_to_review(&site).await;
    assert!(!page.html.contains("id=\"clues\""), "{}", page.html);
}

#[tokio::test]
async fn where_an_answer_is_missing_the_page_names_it_and_leads_to_its_step_with_everything() {
    let site = site();
    let fields = [
        ("level", "NO_SE"),
        ("situation", "pidio_dinero"),
        ("story", STORY),
    ];
    let nobody = shortest(&site, &fields).await;
    markup::check(&nobody.html, "es");
    for words in [
        "Falta un dato para saber a quién le toca",
        "No dijiste en qué estado pasó.",
        "formaction=\"/denunciar\">Decir en qué estado",
    ] {
        assert!(nobody.html.contains(words), "no {words} in {}", nobody.html);
    }
    let asked = post(&site, "/denunciar", &Form::of(&nobody).fields).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert_eq!(Form::of(&asked).values("story"), [STORY]);
    assert_eq!(Form::of(&asked).values("situation"), ["pidio_dinero"]);
}
