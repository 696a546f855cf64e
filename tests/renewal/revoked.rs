//! An institution is revoked while it has cases: what it said stays, nothing more goes to it or comes from it, and
//! everybody is told the way on.

use http::{Method, StatusCode};
use time::Duration;
use ventanilla::case::PublicStatus;
use ventanilla::clock::{Clock as _, Day};
use ventanilla::institution::Revoked;

use crate::world::site::desk::{Ready, Says};
use crate::world::site::institutions::{COMPTROLLER, MUNICIPAL};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(whoever_has_a_case_at_a_revoked_institution_keeps_what_it_said_and_is_told_the_way_on);

const STORY: &str = "El regidor usa la camioneta para sus fiestas.";
const ANSWER: &str = "Gracias, la estamos revisando.";
const MORE: &str = "El sábado lo hizo otra vez.";

fn told(story: &str) -> Told {
    Told::at(
        &[
            ("level", "MUNICIPAL"),
            ("state", "20"),
            ("municipality", "20067"),
            ("situation", "uso_personal"),
        ],
        story,
    )
}

async fn whoever_has_a_case_at_a_revoked_institution_keeps_what_it_said_and_is_told_the_way_on(
    engine: Engine,
) {
    let mut site = Site::new(engine).await;
    let code = site.reporter().report(&told(STORY)).await;
    site.release().await;
    let item = site.desk(MUNICIPAL).queue().await.pop().unwrap();
    let says = Says {
        text: ANSWER,
        ..Says::default()
    };
    let desk = site.desk(MUNICIPAL);
    let first = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    desk.answer(&first).await.must_be(StatusCode::CREATED);
    let mut ana = site.reporter();
    let before = ana.enter(&code).await;
    assert!(before.says(ANSWER) && !before.says("ya no recibe"));
    let form = before.form("/seguimiento/buzon").fill("text", MORE);
    // What its desk would say next, made while it still could.
    let second = desk.prepare(&item, PublicStatus::Atendida, &says).await;

    let from = revoke_tomorrow(&mut site).await;
    site.advance(Duration::days(1));
    assert_eq!(site.clock.today(), from);
    ana = site.reporter();
    let mailbox = ana.enter(&code).await.must_be(StatusCode::OK);
    assert!(
        mailbox.says(ANSWER) && !mailbox.says("no se muestra"),
        "{}",
        mailbox.html()
    );
    assert!(
        mailbox.says("Desde el 24 de noviembre de 2026 esta institución ya no recibe por esta ventanilla")
    );
    assert!(mailbox.says("Hacer una denuncia nueva") && !mailbox.says("Vuelve en unos días"));
    assert!(
        !mailbox.html().contains("<textarea"),
        "there is nothing to write in vain"
    );

    // As from a page that was shown before.
    let late = mailbox.form("/seguimiento/buzon").forge("text", MORE);
    assert_eq!(late.value("case"), form.value("case"));
    let refused = ana.send(&late).await.must_be(StatusCode::CONFLICT);
    assert!(
        refused.html().contains(&format!("\n{MORE}</textarea>")),
        "{}",
        refused.html()
    );
    assert!(refused.says("cópialo y ponlo en una denuncia nueva"));
    assert_eq!(site.rows().await[2], 2, "the report and one answer");

    its_desk_is_refused(&site, &second).await;
    the_next_one_reads_and_everybody_knows_why(&site).await;
}

async fn revoke_tomorrow(site: &mut Site) -> Day {
    let from = site.clock.today().plus(1);
    site.institutions.find_mut(MUNICIPAL).listed.revoked = Some(Revoked {
        from,
        reason: "Le robaron las llaves".to_owned(),
    });
    site.put_next_directory();
    site.in_force.renew().await.unwrap();
    from
}

async fn its_desk_is_refused(site: &Site, answer: &Ready) {
    let desk = site.desk(MUNICIPAL);
    let call = desk.call(Method::GET, "/api/v1/inbox?after=0", "");
    for answered in [desk.send(&call).await, desk.answer(answer).await] {
        assert_eq!(answered.must_be(StatusCode::UNAUTHORIZED).error(), "revoked");
    }
}

async fn the_next_one_reads_and_everybody_knows_why(site: &Site) {
    let why = "desde el 24 de noviembre de 2026 ya no recibe denuncias por esta ventanilla";
    let mut bea = site.reporter();
    let reader = bea.walk_to_the_reader(&told(MORE)).await.must_be(StatusCode::OK);
    assert!(
        reader.says(&format!("Institución {COMPTROLLER}")) && reader.says(why),
        "{}",
        reader.html()
    );
    assert!(reader.says(&format!("Institución {MUNICIPAL}")));
    let listed = bea.get("/instituciones?q=juarez").await;
    assert!(
        listed.says("Desde el 24 de noviembre de 2026 ya no recibe") && listed.says("Le robaron las llaves")
    );
    let csv = bea.get("/instituciones.csv").await;
    let line = csv.html().lines().find(|line| line.starts_with(MUNICIPAL));
    assert!(line.unwrap().ends_with(",2026-11-24"), "{}", csv.html());
    bea.report(&told(MORE)).await;
    site.release().await;
    let [mut read] = site.desk(COMPTROLLER).read_all().await.try_into().unwrap();
    assert!(
        read.text().unwrap().contains(why),
        "and it can be read without our programs"
    );
    let competence = read.contents().competence.as_ref().unwrap();
    let skipped = competence
        .skipped
        .iter()
        .map(|one| (one.institution.as_deref(), one.why.as_str()));
    assert_eq!(skipped.collect::<Vec<_>>(), [(Some(MUNICIPAL), "revoked")]);
}
