//! The reader that was shown is the reader it is sealed to, or nothing is sealed.

use http::StatusCode;
use time::Duration;
use ventanilla::catalogue::Word as _;
use ventanilla::institution::DatedRecipient;
use ventanilla::random::SeededRandom;
use ventanilla::seal::{Class, Digest, Identity};

use crate::world::site::html::Form;
use crate::world::site::institutions::{COMPTROLLER, CONTROL, MUNICIPAL, PROSECUTOR};
use crate::world::site::reporter::{Reporter, Told};
use crate::world::site::{Engine, Plan, Site, on_both_engines};

on_both_engines!(
    a_form_whose_reader_was_tampered_with_is_not_sealed,
    who_goes_back_and_chooses_another_institution_sends_nothing_to_the_first,
    an_excluded_institution_never_gets_it,
    an_institution_where_the_accused_works_never_gets_it,
    a_key_that_changes_between_the_review_and_the_sending_is_shown_first,
    the_institution_reads_by_which_rule_it_got_it_and_every_answer_in_words,
    a_matter_that_is_not_received_here_is_pointed_elsewhere_and_not_kept,
);

async fn a_form_whose_reader_was_tampered_with_is_not_sealed(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::both("Para la contraloría.")).await;
    let federal = ana.prepare(&Told::federal("Para la contraloría.")).await;
    let swapped = federal.value("recipients").to_owned();
    for (field, value) in [
        ("reader", PROSECUTOR),
        ("reader", ""),
        ("reader", "nadie"),
        ("recipients", ""),
        ("recipients", &swapped),
        ("directory", "2"),
        ("directory", ""),
        ("catalogue", "2"),
        ("catalogue", ""),
        ("level", "FEDERAL"),
        ("situation", "cargo_sin_derecho"),
        ("choose", PROSECUTOR),
        ("exclude", COMPTROLLER),
        ("accused_at", COMPTROLLER),
    ] {
        let refused = ana.send(&form.clone().forge(field, value)).await;
        let refused = refused.must_be(StatusCode::CONFLICT);
        assert!(refused.carries("Para la contraloría."), "{field}={value}");
        assert!(refused.code().is_none());
    }
    site.has_nothing().await;
    assert_eq!(form.value("reader"), [COMPTROLLER, PROSECUTOR].join(" "));
    assert_eq!(federal.value("reader"), CONTROL);
}

/// From a review back to the page with the reader.
async fn back_to_the_reader(ana: &mut Reporter, review: Form) -> Form {
    let story = ana.send(&review.press("/denunciar/relato", "")).await;
    let story = story.must_be(StatusCode::OK).form("/denunciar/revision");
    assert_eq!(story.value("story"), "Lo cuento a una sola.");
    let reader = ana.send(&story.press("/denunciar/lectura", "")).await;
    reader.must_be(StatusCode::OK).form("/denunciar/relato")
}

/// From the page with the reader to the receipt.
async fn on_to_the_receipt(site: &Site, ana: &mut Reporter, reader: &Form) {
    let story = ana.send(reader).await.must_be(StatusCode::OK);
    let story = story.form("/denunciar/revision");
    assert_eq!(
        story.value("story"),
        "Lo cuento a una sola.",
        "going back loses nothing"
    );
    let review = ana.send(&story).await.must_be(StatusCode::OK);
    site.advance(Duration::seconds(5));
    let receipt = ana.send(&review.form("/denunciar/enviar")).await;
    receipt.code().unwrap();
    site.release().await;
}

async fn who_goes_back_and_chooses_another_institution_sends_nothing_to_the_first(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let review = ana.prepare(&Told::both("Lo cuento a una sola.")).await;
    assert_eq!(review.value("reader"), [COMPTROLLER, PROSECUTOR].join(" "));
    let reader = back_to_the_reader(&mut ana, review).await;
    let reader = reader.fill("only", PROSECUTOR);
    on_to_the_receipt(&site, &mut ana, &reader).await;
    assert!(site.desk(COMPTROLLER).queue().await.is_empty());
    let reports = site.desk(PROSECUTOR).read_all().await;
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].contents().text, "Lo cuento a una sola.");
}

async fn an_excluded_institution_never_gets_it(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let review = ana.prepare(&Told::both("Lo cuento a una sola.")).await;
    let reader = back_to_the_reader(&mut ana, review).await;
    let without = ana.send(&reader.press("/denunciar/lectura", "exclude")).await;
    let without = without.must_be(StatusCode::OK);
    let form = without.form("/denunciar/relato");
    assert_eq!(form.value("exclude"), COMPTROLLER);
    on_to_the_receipt(&site, &mut ana, &form).await;
    assert!(site.desk(COMPTROLLER).queue().await.is_empty());
    let reports = site.desk(PROSECUTOR).read_all().await;
    assert_eq!(reports[0].contents().exclusions, [COMPTROLLER]);
}

async fn an_institution_where_the_accused_works_never_gets_it(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let review = ana.prepare(&Told::both("Lo cuento a una sola.")).await;
    let reader = back_to_the_reader(&mut ana, review).await;
    let marked = reader.fill("accused_at", COMPTROLLER);
    let without = ana.send(&marked.press("/denunciar/lectura", "")).await;
    let form = without.must_be(StatusCode::OK).form("/denunciar/relato");
    assert_eq!(form.value("reader"), PROSECUTOR);
    on_to_the_receipt(&site, &mut ana, &form).await;
    assert!(site.desk(COMPTROLLER).queue().await.is_empty());
    let reports = site.desk(PROSECUTOR).read_all().await;
    assert_eq!(reports[0].contents().exclusions, [COMPTROLLER]);
}

async fn a_key_that_changes_between_the_review_and_the_sending_is_shown_first(engine: Engine) {
    let mut plan = Plan::new(engine);
    let prosecutor = plan.institutions.find_mut(PROSECUTOR);
    let tomorrow = "2026-11-24".parse().unwrap();
    let next = Identity::generate(Class::Hybrid, &SeededRandom::new(99)).unwrap();
    prosecutor.listed.intake.push(DatedRecipient {
        since: tomorrow,
        until: None,
        recipient: next.recipient(),
    });
    plan.put_directory(&plan.institutions.sign(1));
    let mut site = plan.open().await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Cerca de medianoche.")).await;
    site.advance(Duration::hours(10));
    let refused = ana.send(&form).await.must_be(StatusCode::CONFLICT);
    site.has_nothing().await;
    site.advance(Duration::seconds(5));
    ana.send(&refused.form("/denunciar/enviar")).await.code().unwrap();
    site.release().await;
    site.institutions.find_mut(PROSECUTOR).intake = next;
    let reports = site.desk(PROSECUTOR).read_all().await;
    assert_eq!(reports[0].contents().text, "Cerca de medianoche.");
}

async fn a_matter_that_is_not_received_here_is_pointed_elsewhere_and_not_kept(engine: Engine) {
    let site = Site::new(engine).await;
    let mut ana = site.reporter();
    let form = ana.prepare(&Told::crime("Mi jefe no me paga.")).await;
    let referred = ana.send(&form.clone().forge("situation", "laboral")).await;
    assert!(referred.code().is_none() && referred.says("Mi jefe no me paga."));
    let nobody = ana.send(&form.forge("state", "31")).await;
    assert!(nobody.code().is_none() && nobody.says("Mi jefe no me paga."));
    site.has_nothing().await;
}

/// Tells of the municipality 20067 without letting its control body read it: the state's comptroller gets it.
async fn past_the_municipality(site: &Site) {
    let mut ana = site.reporter();
    let told = Told::at(
        &[
            ("level", "MUNICIPAL"),
            ("state", "20"),
            ("municipality", "20067"),
            ("situation", "uso_personal"),
        ],
        "Lo cuento a una sola.",
    );
    let review = ana.prepare(&told).await;
    assert_eq!(review.value("reader"), MUNICIPAL);
    let reader = back_to_the_reader(&mut ana, review).await;
    let without = ana.send(&reader.press("/denunciar/lectura", "exclude")).await;
    let without = without.must_be(StatusCode::OK);
    assert!(without.says("pediste que no la lea"));
    on_to_the_receipt(site, &mut ana, &without.form("/denunciar/relato")).await;
}

async fn the_institution_reads_by_which_rule_it_got_it_and_every_answer_in_words(engine: Engine) {
    let site = Site::new(engine).await;
    past_the_municipality(&site).await;
    let reports = site.desk(COMPTROLLER).read_all().await;
    let contents = reports[0].contents();
    let answer = |key: &str| contents.answers.iter().find(|answer| answer.key == key).unwrap();
    assert_eq!(answer("municipality").value, "20067");
    assert_eq!(answer("municipality").name.as_deref(), Some("Oaxaca de Juárez"));
    assert_eq!(answer("state").name.as_deref(), Some("Oaxaca"));
    assert_eq!(answer("situation").value, "uso_personal");
    let manifest = site.window.filing.intake.catalogue.manifest();
    let competence = contents.competence.as_ref().unwrap();
    let rule = site
        .window
        .filing
        .intake
        .catalogue
        .rules()
        .find(&competence.rule)
        .unwrap();
    assert_eq!(competence.rule, "R13.2");
    assert_eq!(
        (&competence.basis, competence.certainty.as_str()),
        (&rule.basis, rule.certainty.word())
    );
    assert_eq!(
        (competence.kind.as_str(), competence.chosen_by.as_str()),
        ("CONTRALORIA_EST", "rules")
    );
    assert_eq!(
        (competence.catalogue, competence.hash),
        (manifest.version, Digest::from_bytes(manifest.hash))
    );
    let [skipped] = competence.skipped.as_slice() else {
        panic!("{:?}", competence.skipped.len())
    };
    assert_eq!(
        (skipped.kind.as_str(), skipped.why.as_str()),
        ("OIC_MUN", "excluded")
    );
    assert_eq!(skipped.institution.as_deref(), Some(MUNICIPAL));
}
