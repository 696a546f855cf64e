//! What the holder of a code sees: the newest day first, and what happens next.

use http::StatusCode;
use time::Duration;
use ventanilla::case::PublicStatus;

use super::answer;
use crate::docs::read;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(the_newest_day_stands_first_and_the_page_says_what_happens_next);

/// Where each of these stands on the page; panics where one is not there.
fn places(page: &Page, texts: &[&str]) -> Vec<usize> {
    let find = |text: &&str| {
        page.html()
            .find(*text)
            .unwrap_or_else(|| panic!("no {text}: {}", page.html()))
    };
    texts.iter().map(find).collect()
}

async fn the_newest_day_stands_first_and_the_page_says_what_happens_next(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("Algo pasó.")).await;
    let fresh = ana.enter(&code).await;
    assert!(
        fresh.says("Enviaste tu denuncia") && fresh.says("a más tardar el 30 de noviembre"),
        "{}",
        fresh.html()
    );
    site.release().await;
    site.advance(Duration::days(2));
    answer(
        &site,
        PublicStatus::Proceso,
        "¿En qué oficina?",
        ("PREVENIDA", ""),
    )
    .await;
    let asked = ana.enter(&code).await;
    assert!(asked.says("Te toca a ti"), "{}", asked.html());
    site.advance(Duration::days(3));
    let mailbox = ana.enter(&code).await;
    let form = mailbox
        .form("/seguimiento/buzon")
        .fill("text", "En la de arriba.");
    site.advance(Duration::seconds(5));
    ana.send(&form).await.must_be(StatusCode::OK);
    site.advance(Duration::days(1));
    answer(
        &site,
        PublicStatus::Proceso,
        "La estamos revisando.",
        ("EN_INVESTIGACION", ""),
    )
    .await;
    let page = ana.enter(&code).await;
    let order = places(
        &page,
        &[
            "<h3>29 de noviembre",
            "La estamos revisando.",
            "<h3>28 de noviembre",
            "Mandaste un mensaje",
            "<h3>25 de noviembre",
            "¿En qué oficina?",
            "<h3>23 de noviembre",
            "Enviaste tu denuncia",
        ],
    );
    assert!(order.is_sorted(), "{order:?} {}", page.html());
    assert!(!page.says("Te toca a ti") && page.says("Qué sigue"));
}

#[test]
fn nobody_is_sent_another_way_without_being_told_to_keep_name_and_code_to_herself() {
    for (language, other_way, careful, promises) in [
        (
            "es",
            "por otra vía",
            "sin dar tu nombre y sin decir tu código a nadie",
            "la recibirá otra institución",
        ),
        (
            "en",
            "reach the institution another way",
            "without giving your name and without telling anybody your code",
            "another institution will receive it",
        ),
    ] {
        let words = read(&format!("templates/text/{language}/conversation.ftl"));
        let sends: Vec<&str> = words.lines().filter(|line| line.contains(other_way)).collect();
        assert_eq!(sends.len(), 3, "{sends:#?}");
        assert!(sends.iter().all(|line| line.contains(careful)), "{sends:#?}");
        assert!(!words.contains(promises), "nobody knows beforehand");
    }
}
