//! What somebody with the window's database, or with another key, would try against the answers: each try is
//! refused, or shown as refused, and never shown as genuine.
#![expect(clippy::cognitive_complexity, reason = "a journey is read from top to bottom")]

use http::StatusCode;
use ventanilla::case::PublicStatus;
use ventanilla::clock::Clock as _;
use ventanilla::inbox::Item;
use ventanilla::inbox::signature::{self, DeskKey, Request};
use ventanilla::random::SeededRandom;
use ventanilla::seal::{Class, Identity, check_sealed};

use crate::world::site::desk::Says;
use crate::world::site::institutions::{COMPTROLLER, PROSECUTOR};
use crate::world::site::reporter::{Reporter, Told};
use crate::world::site::{Engine, NOW, Plan, Site, on_both_engines};

on_both_engines!(
    a_reply_with_a_wrong_signature_is_refused_and_never_shown,
    an_old_reply_that_is_replayed_is_refused_and_never_shown,
    bytes_put_in_the_place_of_a_signed_reply_are_not_shown,
    two_replies_that_changed_places_are_not_shown,
    a_mailbox_that_was_swapped_in_the_database_gains_nothing,
    two_envelopes_that_changed_places_are_told_apart_by_what_they_hold,
    a_desk_reaches_nothing_of_another_institution,
    an_older_directory_stops_the_window_which_says_so,
);

const GENUINE: &str = "Esto lo escribió la fiscalía.";
const REFUSED: &str = "no pudimos comprobar que fuera";

/// A crime that was filed, and the code of its mailbox.
async fn filed(site: &Site, story: &str) -> (Reporter, String, Item) {
    let mut reporter = site.reporter();
    let code = reporter.report(&Told::crime(story)).await;
    site.release().await;
    let item = site.desk(PROSECUTOR).queue().await.pop().unwrap();
    (reporter, code, item)
}

async fn answered(site: &Site, item: &Item, text: &str) {
    let says = Says {
        text,
        ..Says::default()
    };
    let desk = site.desk(PROSECUTOR);
    let ready = desk.prepare(item, PublicStatus::Proceso, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
}

async fn a_reply_with_a_wrong_signature_is_refused_and_never_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, item) = filed(&site, "Primera.").await;
    let desk = site.desk(PROSECUTOR);
    let says = Says {
        text: "Falsa.",
        ..Says::default()
    };
    let mut forged = desk.prepare(&item, PublicStatus::Atendida, &says).await;
    forged.signed.signature = forged
        .signed
        .answer
        .sign(&DeskKey::generate(&SeededRandom::new(9)));
    desk.answer(&forged).await.must_be(StatusCode::FORBIDDEN);
    assert_eq!(site.rows().await[2], 1, "nothing of it was kept");

    answered(&site, &item, GENUINE).await;
    assert!(ana.enter(&code).await.says(GENUINE));
    site.tamper("UPDATE answer SET signature = $1", &[&forged.signed.signature])
        .await;
    let page = ana.get("/seguimiento/buzon").await;
    assert!(!page.says(GENUINE) && page.says(REFUSED), "{}", page.html());
}

async fn an_old_reply_that_is_replayed_is_refused_and_never_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, item) = filed(&site, "Primera.").await;
    let desk = site.desk(PROSECUTOR);
    let says = Says {
        text: GENUINE,
        ..Says::default()
    };
    let first = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    desk.answer(&first).await.must_be(StatusCode::CREATED);
    desk.answer(&first).await.must_be(StatusCode::OK);
    answered(&site, &item, "Y esto después.").await;

    let mut renumbered = first.clone();
    renumbered.signed.answer.number = 3;
    desk.answer(&renumbered).await.must_be(StatusCode::FORBIDDEN);
    desk.sign_again(&mut renumbered);
    desk.answer(&renumbered).await.must_be(StatusCode::CONFLICT);

    // The first one put in the place of the second, row and bytes.
    site.tamper(
        "UPDATE envelope SET digest = (SELECT digest FROM envelope WHERE id = (SELECT envelope FROM answer WHERE number = 1)),
            body = (SELECT body FROM envelope WHERE id = (SELECT envelope FROM answer WHERE number = 1))
         WHERE id = (SELECT envelope FROM answer WHERE number = 2)",
        &[],
    )
    .await;
    site.tamper(
        "UPDATE answer SET signature = (SELECT signature FROM answer WHERE number = 1) WHERE number = 2",
        &[],
    )
    .await;
    let page = ana.enter(&code).await;
    assert_eq!(
        page.html().matches(GENUINE).count(),
        1,
        "shown once, in its place"
    );
    assert!(page.says(REFUSED) && !page.says("Y esto después."));
}

async fn bytes_put_in_the_place_of_a_signed_reply_are_not_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, item) = filed(&site, "Primera.").await;
    answered(&site, &item, GENUINE).await;
    let (mut luz, _, other) = filed(&site, "La de Luz.").await;
    let desk = site.desk(PROSECUTOR);
    // Sealed to Ana's mailbox for the first place of her case, as anybody with the database could; it lies in
    // the row of another answer, whose bytes then take the place of the genuine ones.
    let mailbox = desk.read(&item).await.contents().mailbox.clone();
    let says = Says {
        text: "Ven mañana y di tu nombre.",
        ..Says::default()
    };
    let forged = desk.envelope(item.case, &mailbox, 1, &says);
    let mut carrier = desk.prepare(&other, PublicStatus::Proceso, &says).await;
    carrier.signed.answer.digest = signature::digest(&forged);
    carrier.signed.answer.head = check_sealed(&forged).unwrap().digest();
    carrier.sealed = forged;
    desk.sign_again(&mut carrier);
    desk.answer(&carrier).await.must_be(StatusCode::CREATED);
    site.tamper(
        "UPDATE envelope SET body = (SELECT e.body FROM envelope e WHERE e.case_id = $2 AND e.direction = 'reply')
         WHERE case_id = $1 AND direction = 'reply'",
        &[&item.case.to_string(), &other.case.to_string()],
    )
    .await;
    let page = ana.enter(&code).await;
    assert!(page.says(REFUSED) && !page.says("Ven mañana"), "{}", page.html());
    drop(luz.get("/").await);
}

async fn two_replies_that_changed_places_are_not_shown(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, hers) = filed(&site, "La de Ana.").await;
    answered(&site, &hers, "Para Ana.").await;
    let (mut luz, other, its) = filed(&site, "La de Luz.").await;
    answered(&site, &its, "Para Luz.").await;
    let (hers, its) = (hers.case.to_string(), its.case.to_string());
    // One number is moved out of the way while the two change places.
    site.tamper("UPDATE answer SET number = 2 WHERE case_id = $1", &[&hers])
        .await;
    let swap = "UPDATE answer SET case_id = CASE case_id WHEN $1 THEN $2 ELSE $1 END";
    site.tamper(swap, &[&hers, &its]).await;
    site.tamper("UPDATE answer SET number = 1", &[]).await;
    for (reporter, code) in [(&mut ana, &code), (&mut luz, &other)] {
        let page = reporter.enter(code).await;
        assert!(page.says(REFUSED) && !page.says("Para Ana.") && !page.says("Para Luz."));
    }
}

async fn a_mailbox_that_was_swapped_in_the_database_gains_nothing(engine: Engine) {
    let site = Site::new(engine).await;
    let (mut ana, code, item) = filed(&site, "Primera.").await;
    let thief = Identity::generate(Class::Hybrid, &SeededRandom::new(3)).unwrap();
    let stolen = thief.recipient().to_string();
    site.tamper("UPDATE conversation SET mailbox = $1", &[&stolen])
        .await;
    let item = Item {
        mailbox: site.desk(PROSECUTOR).queue().await.pop().unwrap().mailbox,
        ..item
    };
    assert_eq!(item.mailbox, stolen, "the window now names the thief's mailbox");

    // An honest desk seals to the mailbox inside the envelope, and the window notices that they differ.
    let desk = site.desk(PROSECUTOR);
    let says = Says {
        text: GENUINE,
        ..Says::default()
    };
    let ready = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    let refused = desk.answer(&ready).await.must_be(StatusCode::CONFLICT);
    assert_eq!(refused.error(), "mailbox");
    assert_eq!(ready.signed.answer.mailbox, {
        let report = desk.read(&item).await;
        signature::digest(report.contents().mailbox.to_string().as_bytes())
    });

    // Even an answer that a desk was led to seal to the thief is not shown as hers.
    let standing = desk.standing(item.case).await;
    let misled = desk.seal(
        item.case,
        &thief.recipient(),
        &standing,
        PublicStatus::Proceso,
        &says,
    );
    desk.answer(&misled).await.must_be(StatusCode::CREATED);
    let page = ana.enter(&code).await;
    assert!(page.says(REFUSED) && !page.says(GENUINE));
}

async fn two_envelopes_that_changed_places_are_told_apart_by_what_they_hold(engine: Engine) {
    let site = Site::new(engine).await;
    let (_ana, _, hers) = filed(&site, "La de Ana.").await;
    let (_luz, _, its) = filed(&site, "La de Luz.").await;
    site.tamper(
        "UPDATE envelope SET case_id = CASE case_id WHEN $1 THEN $2 ELSE $1 END",
        &[&hers.case.to_string(), &its.case.to_string()],
    )
    .await;
    let desk = site.desk(PROSECUTOR);
    for item in desk.queue().await {
        let inside = desk.read(&item).await.contents().mailbox.to_string();
        assert_ne!(
            inside, item.mailbox,
            "the sealed mailbox is not the one of the row"
        );
    }
}

async fn a_desk_reaches_nothing_of_another_institution(engine: Engine) {
    let site = Site::new(engine).await;
    let (_ana, _, item) = filed(&site, "Para la fiscalía.").await;
    let other = site.desk(COMPTROLLER);
    assert!(other.queue().await.is_empty());
    other
        .acknowledge(item.envelope, &item.digest)
        .await
        .must_be(StatusCode::NOT_FOUND);
    for path in [
        format!("/api/v1/envelopes/{}", item.envelope),
        format!("/api/v1/cases/{}", item.case),
    ] {
        let call = other.call(http::Method::GET, &path, "");
        other.send(&call).await.must_be(StatusCode::NOT_FOUND);
        // Under the other's name, but with its own key: nobody the directory knows.
        let signed = Request {
            institution: PROSECUTOR.to_owned(),
            method: "GET".to_owned(),
            path: path.clone(),
            digest: signature::digest(b""),
            day: site.clock.today(),
            nonce: site.nonce(),
        };
        let by = signed.sign(&DeskKey::generate(&SeededRandom::new(4)));
        other
            .send_as(&call, &signed, &by)
            .await
            .must_be(StatusCode::UNAUTHORIZED);
    }
}

async fn an_older_directory_stops_the_window_which_says_so(engine: Engine) {
    let plan = Plan::new(engine);
    plan.put_directory(&plan.institutions.sign(2));
    drop(plan.try_open(NOW).await.unwrap());
    plan.put_directory(&plan.institutions.sign(1));
    let error = plan.try_open(NOW).await.unwrap_err().to_string();
    assert!(error.contains("version 1"), "{error}");
}
