//! The code is shown on the answer to the form, and again only while its receipt is open.

use http::StatusCode;
use time::Duration;
use ventanilla::clock::Clock as _;

use crate::world::site::html;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    two_words_read_back_close_the_receipt,
    wrong_words_show_the_receipt_again,
    the_word_that_does_not_match_is_named_and_the_right_one_is_kept,
    a_reload_after_an_hour_shows_no_code,
    the_first_visit_closes_the_receipt,
    whoever_sends_a_closed_receipt_is_told_that_the_report_is_kept,
);

/// The two words that the receipt asks for, read from its own page.
fn asked(receipt: &Page) -> [String; 2] {
    let code = receipt.code().unwrap();
    let words: Vec<&str> = code.split(' ').collect();
    ["primera", "segunda"].map(|field| {
        let label = format!("<label for=\"{field}\">");
        let label = html::texts(receipt.html(), &label, "</label>").remove(0);
        let place: String = label.chars().filter(char::is_ascii_digit).collect();
        words[place.parse::<usize>().unwrap() - 1].to_owned()
    })
}

async fn two_words_read_back_close_the_receipt(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Con recibo.")).await;
    let receipt = ana.send(&form).await;
    let [first, second] = asked(&receipt);
    let check = receipt
        .form("/denunciar/recibo")
        .fill("primera", &first.to_uppercase())
        .fill("segunda", &format!(" {second} "));
    let closed = ana.send(&check).await.must_be(StatusCode::OK);
    for page in [closed, ana.send(&check).await, ana.send(&form).await] {
        let page = page.must_be(StatusCode::OK);
        assert!(page.code().is_none());
        let code = receipt.code().unwrap();
        assert!(!code.split(' ').all(|word| page.html().contains(word)));
    }
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
    let opened = ana.enter(&receipt.code().unwrap()).await;
    assert!(opened.says("Registrada"), "the code opens all the same");
}

async fn wrong_words_show_the_receipt_again(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let receipt = ana.file(&Told::crime("Con recibo.")).await;
    let [first, second] = asked(&receipt);
    let wrong = [
        ("", ""),
        (&first, ""),
        ("", &second),
        (&first, "ábaco zurdo"),
        ("<b>", "x"),
    ];
    for (primera, segunda) in wrong {
        let check = receipt
            .form("/denunciar/recibo")
            .fill("primera", primera)
            .fill("segunda", segunda);
        let again = ana.send(&check).await.must_be(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(again.code(), receipt.code());
        assert_eq!(asked(&again), asked(&receipt), "the same two places");
    }
    let forged = receipt
        .form("/denunciar/recibo")
        .forge("recibo", &"00".repeat(32))
        .fill("primera", &first)
        .fill("segunda", &second);
    assert!(ana.send(&forged).await.code().is_none());
}

async fn the_word_that_does_not_match_is_named_and_the_right_one_is_kept(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let receipt = ana.file(&Told::crime("Con recibo.")).await;
    let right = asked(&receipt);
    for (wrong, other) in [("primera", "segunda"), ("segunda", "primera")] {
        let place = usize::from(wrong == "segunda");
        for (typed, said) in [("zzzz", "no coincide"), (" ", "Falta escribir")] {
            let check = receipt
                .form("/denunciar/recibo")
                .fill(wrong, typed)
                .fill(other, &right[1 - place]);
            let again = ana.send(&check).await.must_be(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(again.code(), receipt.code());
            let form = again.form("/denunciar/recibo");
            assert_eq!(form.value(other), right[1 - place], "what was right stays");
            let faults = html::texts(again.html(), "<span class=\"fault\"", "</span>");
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].contains(said), "{faults:?}");
            assert!(
                faults[0].starts_with(&format!("id=\"{wrong}-error\">")),
                "{faults:?}"
            );
        }
    }
}

async fn a_reload_after_an_hour_shows_no_code(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Con recibo.")).await;
    let receipt = ana.send(&form).await;
    site.advance(Duration::minutes(59));
    assert_eq!(ana.send(&form).await.code(), receipt.code());
    site.advance(Duration::minutes(1));
    let late = ana.send(&form).await.must_be(StatusCode::OK);
    assert!(late.code().is_none());
    let [first, second] = asked(&receipt);
    let check = receipt
        .form("/denunciar/recibo")
        .fill("primera", &first)
        .fill("segunda", &second);
    assert!(ana.send(&check).await.code().is_none());
    let wrong = receipt.form("/denunciar/recibo").fill("primera", "no");
    assert!(ana.send(&wrong).await.code().is_none());
    assert_eq!(site.rows().await, [1, 1, 1, 1]);
}

async fn the_first_visit_closes_the_receipt(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Con recibo.")).await;
    let code = ana.send(&form).await.code().unwrap();
    assert!(ana.enter(&code).await.says("Registrada"));
    assert!(ana.send(&form).await.code().is_none());
}

fn says_that_it_is_kept(page: Page) {
    let page = page.must_be(StatusCode::OK);
    assert!(page.code().is_none());
    assert!(page.says("El código ya no se muestra") && page.says("Tu denuncia está guardada"));
    assert!(page.says("Prueba tu código") && !page.says("ya la habíamos recibido"));
}

async fn whoever_sends_a_closed_receipt_is_told_that_the_report_is_kept(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let mut checks = Vec::new();
    for story in ["Una.", "Otra.", "Otra más.", "La última."] {
        let receipt = ana.file(&Told::crime(story)).await;
        let [first, second] = asked(&receipt);
        let check = receipt.form("/denunciar/recibo").fill("primera", &first);
        checks.push((receipt.code().unwrap(), check.fill("segunda", &second)));
        site.advance(Duration::seconds(5));
    }
    let [tapped, tried, old, last] = checks.try_into().unwrap();
    let confirmed = ana.send(&tapped.1).await.must_be(StatusCode::OK);
    assert!(!confirmed.says("El código ya no se muestra"));
    says_that_it_is_kept(ana.send(&tapped.1).await);
    assert!(ana.enter(&tried.0).await.says("Registrada"));
    says_that_it_is_kept(ana.send(&tried.1).await);
    site.advance(Duration::hours(1));
    says_that_it_is_kept(ana.send(&old.1).await);
    let now = site.clock.now();
    drop(ana);
    let site = site.restart(now).await;
    let mut ana = site.reporter();
    says_that_it_is_kept(ana.send(&last.1).await);
}
