//! The return visit to two institutions: one page with a section for each, and what is meant for one reaches no other.

use http::StatusCode;
use time::Duration;
use tokio::task::JoinSet;
use ventanilla::case::PublicStatus;
use ventanilla::store::On;

use super::{BOTH, STORY, in_her_mailbox, read_by_each};
use crate::world::site::desk::Says;
use crate::world::site::html::plain;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Plan, Site, on_both_engines};

on_both_engines!(
    one_code_shows_what_each_of_two_institutions_said_in_its_own_section,
    a_message_to_one_of_two_reaches_only_that_one,
    a_message_to_both_reaches_each_once_however_often_it_is_sent,
    a_message_that_does_not_say_for_whom_reaches_nobody_and_the_text_is_kept,
    an_answer_that_the_other_of_two_signs_is_not_shown,
    an_institution_without_a_key_is_said_before_she_writes_and_cannot_be_chosen,
);

async fn answer(site: &Site, id: &'static str, text: &str, status: PublicStatus) {
    let desk = site.desk(id);
    let item = desk.queue().await.remove(0);
    let says = Says {
        text,
        change: None,
        files: vec![text.as_bytes().to_vec()],
    };
    let ready = desk.prepare(&item, status, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
}

/// The part of the page about each of the two.
fn sections(page: &Page) -> [String; 2] {
    let html = page.html();
    let starts = BOTH.map(|id| {
        html.find(&format!("<h2 class=\"name\">Institución {id}"))
            .unwrap()
    });
    let end = html.find("<form class=\"panel\"").unwrap();
    assert!(starts[0] < starts[1] && starts[1] < end);
    [
        html.get(starts[0]..starts[1]).unwrap().to_owned(),
        html.get(starts[1]..end).unwrap().to_owned(),
    ]
}

async fn one_code_shows_what_each_of_two_institutions_said_in_its_own_section(engine: Engine) {
    let site = Site::new(engine).await;
    let code = site.reporter().report(&Told::both(STORY)).await;
    site.release().await;
    let texts = ["Somos la contraloría.", "Somos la fiscalía."];
    answer(&site, BOTH[0], texts[0], PublicStatus::Proceso).await;
    answer(&site, BOTH[1], texts[1], PublicStatus::Turnada).await;
    let mut ana = site.reporter();
    let page = ana.enter(&code).await.must_be(StatusCode::OK);
    let parts = sections(&page);
    for (place, part) in parts.iter().enumerate() {
        assert!(part.contains(texts[place]) && !part.contains(texts[1 - place]));
        let shown = plain(part);
        let status = ["En proceso", "Turnada"];
        assert!(
            shown.contains(status[place]) && !shown.contains(status[1 - place]),
            "{shown}"
        );
        let link = part
            .split("href=\"")
            .find(|rest| rest.contains("/archivo/"))
            .unwrap();
        let path = link.split('"').next().unwrap().to_owned();
        assert!(
            link.split('<')
                .next()
                .unwrap()
                .contains(&format!("Institución {}", BOTH[place]))
        );
        let file = ana.get(&path).await.must_be(StatusCode::OK);
        assert!(file.body.as_ref() == texts[place].as_bytes());
    }
    let rows = site.ask("SELECT status FROM \"case\" ORDER BY institution").await;
    assert_eq!(rows, ["PROCESO", "TURNADA"]);
}

async fn a_message_to_one_of_two_reaches_only_that_one(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    assert_eq!(form.value("case"), "", "nobody is chosen for her");
    let ids = site.ask("SELECT id FROM \"case\" ORDER BY institution").await;
    let said = form.fill("case", &ids[1]).fill("text", "Sólo para la fiscalía.");
    let files = [Upload::new("b.bin", vec![9; 200_000])];
    let sent = ana.send_with(&said, &files).await.must_be(StatusCode::OK);
    assert!(
        sent.says(&format!("Institución {}", BOTH[1])) && !sent.says(&format!("Institución {}", BOTH[0]))
    );
    assert_eq!(site.objects().len(), 1);
    site.release().await;
    let [first, second] = read_by_each(&site).await;
    assert_eq!(first, [STORY]);
    assert_eq!(second, [STORY, "Sólo para la fiscalía."]);
}

async fn a_message_to_both_reaches_each_once_however_often_it_is_sent(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let ids = site.ask("SELECT id FROM \"case\" ORDER BY institution").await;
    let said = form.fill("case", &ids.join(" ")).fill("text", "Para las dos.");
    for _ in 0..3 {
        let sent = ana.send(&said).await.must_be(StatusCode::OK);
        for id in BOTH {
            assert!(sent.says(&format!("Institución {id}")));
        }
    }
    site.release().await;
    for (id, texts) in BOTH.into_iter().zip(read_by_each(&site).await) {
        assert_eq!(texts, [STORY, "Para las dos."], "{id}");
    }
    // To one alone it is another message.
    let again = said.forge("case", &ids[0]);
    ana.send(&again).await.must_be(StatusCode::OK);
    site.release().await;
    assert_eq!(read_by_each(&site).await.map(|texts| texts.len()), [3, 2]);
}

async fn a_message_that_does_not_say_for_whom_reaches_nobody_and_the_text_is_kept(engine: Engine) {
    let site = Site::new(engine).await;
    let strangers = site.reporter().report(&Told::crime("De otra persona.")).await;
    assert!(!strangers.is_empty());
    let strangers = site.ask("SELECT id FROM \"case\"").await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    let before = site.rows().await;
    let said = form.fill("text", "¿Para quién?");
    let unsaid = ana
        .send_with(&said, &[])
        .await
        .must_be(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsaid.carries("¿Para quién?") && unsaid.says("Elige para quién es"),
        "{}",
        unsaid.html()
    );
    let ids = site
        .ask("SELECT id FROM \"case\" WHERE institution = 'contraloria-oaxaca'")
        .await;
    let mixed = said.forge("case", &format!("{} {}", ids[0], strangers[0]));
    let refused = ana.send(&mixed).await.must_be(StatusCode::FORBIDDEN);
    assert!(refused.carries("¿Para quién?"));
    assert_eq!(site.rows().await, before);
}

async fn an_answer_that_the_other_of_two_signs_is_not_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let code = site.reporter().report(&Told::both(STORY)).await;
    site.release().await;
    answer(&site, BOTH[1], "De la fiscalía.", PublicStatus::Proceso).await;
    // As somebody with the database would: the prosecutor's answer put into the comptroller's case.
    site.tamper(
        "UPDATE answer SET case_id = (SELECT id FROM \"case\" WHERE institution = $1)",
        &[BOTH[0]],
    )
    .await;
    site.tamper(
        "UPDATE envelope SET case_id = (SELECT id FROM \"case\" WHERE institution = $1), institution = $1
         WHERE direction = 'reply'",
        &[BOTH[0]],
    )
    .await;
    let page = site.reporter().enter(&code).await.must_be(StatusCode::OK);
    assert!(!page.says("De la fiscalía."));
    let [first, second] = sections(&page);
    let alarm = "no pudimos comprobar";
    assert!(
        first.contains(alarm) && !second.contains(alarm),
        "{first} {second}"
    );
}

#[tokio::test]
async fn a_message_to_both_takes_their_rows_in_the_order_of_a_release() {
    let site = Site::new(Engine::Postgres).await;
    let (mut ana, _code, form) = in_her_mailbox(&site).await;
    // Her mailbox lists first what a release numbers last.
    let swapped = "UPDATE \"case\" SET institution = CASE institution WHEN $1 THEN $2 ELSE $1 END";
    site.tamper(swapped, &BOTH).await;
    let ids = site.ask("SELECT id FROM \"case\" ORDER BY institution").await;
    let said = form
        .fill("case", &format!("{} {}", ids[1], ids[0]))
        .fill("text", "Para las dos.");
    let mut held = site.window.store.begin().await.unwrap();
    let On::Postgres(db) = held.connection() else {
        panic!("it is on PostgreSQL")
    };
    let lock = "SELECT id FROM \"case\" WHERE id = $1 FOR UPDATE NOWAIT";
    sqlx::query(lock).bind(&ids[0]).execute(&mut *db).await.unwrap();
    let mut sending = JoinSet::new();
    sending.spawn(async move { ana.send(&said).await });
    site.until_somebody_waits_for_a_row().await;
    let second = sqlx::query(lock).bind(&ids[1]).execute(&mut *db).await;
    assert!(
        second.is_ok(),
        "nobody who waits for the first row holds the second"
    );
    drop(held);
    let sent = sending.join_next().await.unwrap().unwrap();
    sent.must_be(StatusCode::OK);
}

/// A site where the keys of these end with the day on which everybody files.
async fn whose_keys_end(engine: Engine, ids: &[&str]) -> Site {
    let mut plan = Plan::new(engine);
    for id in ids {
        let listed = &mut plan.institutions.find_mut(id).listed;
        listed.intake[0].until = Some("2026-11-23".parse().unwrap());
    }
    plan.put_directory(&plan.institutions.sign(1));
    plan.open().await
}

async fn an_institution_without_a_key_is_said_before_she_writes_and_cannot_be_chosen(engine: Engine) {
    let site = whose_keys_end(engine, &BOTH[1..]).await;
    let code = site.reporter().report(&Told::both(STORY)).await;
    site.advance(Duration::days(1));
    let ids = site.ask("SELECT id FROM \"case\" ORDER BY institution").await;
    let mut ana = site.reporter();
    let page = ana.enter(&code).await.must_be(StatusCode::OK);
    let [first, second] = sections(&page);
    let says = "Por ahora esta institución no puede recibir mensajes nuevos";
    assert!(!plain(&first).contains(says) && plain(&second).contains(says));
    assert!(page.says(&format!("Institución {}: ahora no puede recibir", BOTH[1])));
    let offered = |page: &Page| {
        let choices = page.html().split("type=\"radio\" name=\"case\" value=\"").skip(1);
        let values: Vec<String> = choices
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        values
    };
    assert_eq!(offered(&page), [ids[0].clone()], "only what works");
    let form = page.form("/seguimiento/buzon");
    // A form from before the key ended: the text is kept, and the one that works is still offered.
    let late = form.fill("case", &ids.join(" ")).fill("text", "Para las dos.");
    let kept = ana
        .send_with(&late, &[])
        .await
        .must_be(StatusCode::SERVICE_UNAVAILABLE);
    assert!(kept.html().contains("\nPara las dos.</textarea>"));
    let again = kept.form("/seguimiento/buzon").fill("case", &ids[0]);
    ana.send_with(&again, &[]).await.must_be(StatusCode::OK);
    site.release().await;
    let [first, second] = read_by_each(&site).await;
    assert_eq!((first.len(), second.len()), (2, 1));

    let site = whose_keys_end(engine, &BOTH).await;
    let code = site.reporter().report(&Told::both(STORY)).await;
    site.advance(Duration::days(1));
    let mut ana = site.reporter();
    let page = ana.enter(&code).await.must_be(StatusCode::OK);
    assert!(page.says("Ahora no se puede mandar nada"));
    assert!(!page.html().contains("<textarea") && offered(&page).is_empty());
}
