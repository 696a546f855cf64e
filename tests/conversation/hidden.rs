//! What somebody with the window's database would take out of a talk, or push down in it: it shows.

use http::StatusCode;
use ventanilla::case::PublicStatus;
use ventanilla::inbox::Item;
use ventanilla::random::{self, SystemRandom};

use crate::world::site::desk::Says;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::{Page, Reporter, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    a_reply_taken_out_of_the_middle_shows_whatever_is_left_in_its_place,
    rows_that_nobody_signed_push_no_genuine_reply_out_of_sight,
);

const MISSING: &str = "Aquí falta por lo menos una respuesta";
const REFUSED: &str = "no pudimos comprobar que fuera";
const REPLIES: [&str; 4] = [
    "La primera respuesta.",
    "No firmes nada.",
    "La tercera.",
    "La cuarta.",
];

async fn answered(site: &Site, reporter: &mut Reporter, texts: &[&str]) -> (String, Item) {
    let code = reporter.report(&Told::crime("Algo pasó.")).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    for &text in texts {
        let says = Says {
            text,
            ..Says::default()
        };
        let ready = desk.prepare(&item, PublicStatus::Proceso, &says).await;
        desk.answer(&ready).await.must_be(StatusCode::CREATED);
    }
    (code, item)
}

fn shows_the_gap(page: &Page) {
    let [first, second, third, fourth] = REPLIES;
    assert_eq!(page.html().matches(MISSING).count(), 1, "{}", page.html());
    assert!(page.says(first) && !page.says(second) && page.says(fourth));
    assert!(!page.says(third), "what stands before it cannot be proven");
    assert!(!page.says(REFUSED), "nothing here is somebody else's");
}

async fn a_reply_taken_out_of_the_middle_shows_whatever_is_left_in_its_place(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, mut luz) = (site.reporter(), site.reporter());
    let (code, item) = answered(&site, &mut ana, &REPLIES).await;
    let (_, other) = answered(&site, &mut luz, &[]).await;
    assert_eq!(ana.enter(&code).await.html().matches(MISSING).count(), 0);
    // Its envelope is moved into another case; what was signed for it stays, so that the next one finds its link.
    let take = "UPDATE envelope SET case_id = $2
        WHERE id = (SELECT envelope FROM answer WHERE case_id = $1 AND number = 2)";
    let (case, other) = (item.case.to_string(), other.case.to_string());
    site.tamper(take, &[&case, &other]).await;
    shows_the_gap(&ana.enter(&code).await);
    // Nothing of it is left.
    site.tamper("DELETE FROM answer WHERE case_id = $1 AND number = 2", &[&case])
        .await;
    shows_the_gap(&ana.enter(&code).await);
    // Other rows say that they are the one before.
    let id = pile_up(&site, &case, 1).await.remove(0);
    site.tamper(
        "INSERT INTO answer (envelope, case_id, number, previous, link, head, status, day, signature)
         SELECT $2, $1, 2, previous, (SELECT n.previous FROM answer n WHERE n.case_id = $1 AND n.number = 3),
             head, status, day, signature
         FROM answer WHERE case_id = $1 AND number = 1",
        &[&case, &id],
    )
    .await;
    let page = ana.enter(&code).await;
    assert!(page.says(REFUSED) && !page.says(REPLIES[1]) && !page.says(REPLIES[2]));
    assert!(page.says(REPLIES[0]) && page.says(REPLIES[3]));
}

/// Puts so many envelopes of replies above all others of the case.
async fn pile_up(site: &Site, case: &str, most: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..most {
        let id = random::uuid(&SystemRandom).to_string();
        site.tamper(
            "INSERT INTO envelope (id, case_id, institution, direction, step, day, digest, place, body)
             SELECT $1, case_id, institution, direction, step, day + 1, digest, place, body
             FROM envelope WHERE case_id = $2 AND direction = 'reply'
             AND id = (SELECT envelope FROM answer WHERE case_id = $2 AND number = 1)",
            &[&id, case],
        )
        .await;
        ids.push(id);
    }
    ids
}

async fn rows_that_nobody_signed_push_no_genuine_reply_out_of_sight(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let (code, item) = answered(&site, &mut ana, &["Ya la revisamos."]).await;
    let case = item.case.to_string();
    let ids = pile_up(&site, &case, 20).await;
    let page = ana.enter(&code).await;
    assert!(
        page.says("En proceso") && !page.says("Registrada"),
        "{}",
        page.html()
    );
    assert_eq!(page.html().matches(REFUSED).count(), 20);
    // And with rows that say they were signed, numbered above the genuine one.
    for id in &ids {
        site.tamper(
            "INSERT INTO answer (envelope, case_id, number, previous, link, head, status, day, signature)
             SELECT $1, case_id, (SELECT MAX(number) + 1 FROM answer WHERE case_id = $2), previous, link, head,
                 'REGISTRADA', day + 1, signature
             FROM answer WHERE case_id = $2 AND number = 1",
            &[id, &case],
        )
        .await;
    }
    let page = ana.enter(&code).await;
    assert!(
        page.says("En proceso") && !page.says("Registrada"),
        "{}",
        page.html()
    );
    assert_eq!(page.html().matches(REFUSED).count(), 20);
}
