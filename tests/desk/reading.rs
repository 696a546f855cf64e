//! What an officer sees of a message: all of it, nothing that is not it, and nothing that hides.

use std::fs;
use std::sync::Arc;

use http::StatusCode;
use ventanilla::catalogue::Catalogue;
use ventanilla::desk::pages;
use ventanilla::desk::pull::Asked;
use ventanilla::random::SystemRandom;
use ventanilla::seal::{Answer, Class, Competence, Contents, Digest, Direction, Identity, SkippedReceiver};

use super::pages::{sign_in, unlock, with_officer};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::{Filed, World};

/// Files a report with these contents, and opens the desk.
async fn seated(world: &World, change: impl Fn(&mut Contents)) -> (Visitor, Filed) {
    let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
    let mut contents = world.contents(&reporter, Direction::Report, None);
    change(&mut contents);
    let filed = world.file_as(reporter, contents, b"%PDF-1.4 prueba").await;
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    (visitor, filed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_file_that_changed_on_the_desks_disk_is_said_and_shows_again_from_the_backup() {
    for world in worlds().await {
        // Another whole envelope to the same keys: only its digest tells that it is not the one that came.
        let other = world.file().await;
        let (mut visitor, filed) = seated(&world, |contents| contents.text = "La mía.".to_owned()).await;
        let path = |filed: &Filed| world.envelopes().join(format!("{}.age", filed.envelope));
        let case = format!("/expedientes/{}", filed.case);
        let attachment = format!("{case}/sobres/{}/adjuntos/1", filed.envelope);
        let right = fs::read(path(&filed)).unwrap();
        let mut rotten = right.clone();
        *rotten.last_mut().unwrap() ^= 1;
        let exchanged = fs::read(path(&other)).unwrap();
        assert!(visitor.get(&case).await.text().contains("La mía."));
        for bytes in [Some(exchanged), Some(rotten), Some(Vec::new()), None] {
            match &bytes {
                Some(bytes) => fs::write(path(&filed), bytes).unwrap(),
                None => fs::remove_file(path(&filed)).unwrap(),
            }
            let page = visitor.get(&case).await;
            assert_eq!(page.status, StatusCode::OK);
            let said = page.text();
            assert!(said.contains("cambió o falta en el disco de esta mesa"), "{said}");
            assert!(said.contains("copia de respaldo"), "{said}");
            assert!(!said.contains("se conserva tal como llegó"), "{said}");
            assert!(
                !said.contains("La mía.") && !said.contains("Marcador-8261"),
                "{said}"
            );
            let file = visitor.get(&attachment).await;
            assert_eq!(file.status, StatusCode::CONFLICT);
            assert!(
                file.text().contains("El archivo cambió en el disco"),
                "{}",
                file.text()
            );
            let english = visitor.get(&format!("/en{attachment}")).await.text();
            assert!(english.contains("put the file back from the backup"), "{english}");
            assert!(visitor.get("/expedientes").await.text().contains("Alarma"));
        }
        fs::write(path(&filed), &right).unwrap();
        let said = visitor.get(&case).await.text();
        assert!(
            said.contains("La mía.") && !said.contains("cambió o falta"),
            "{said}"
        );
        assert_eq!(visitor.get(&attachment).await.body, b"%PDF-1.4 prueba");
    }
}

#[tokio::test]
async fn what_nobody_sees_in_a_report_is_named_where_it_stands() {
    let world = World::new().await;
    let (mut visitor, filed) = seated(&world, |contents| {
        contents.text = "Pagó \u{202e}000.1\u{202c} pesos".to_owned();
        contents.answers.push(Answer {
            key: "who".to_owned(),
            value: "Ana\u{200b}Ruiz".to_owned(),
            name: None,
        });
        contents.exclusions = vec!["oic\u{2066}-oaxaca".to_owned()];
    })
    .await;
    let path = format!("/expedientes/{}", filed.case);
    let page = visitor.get(&path).await.text();
    let mark = |name: &str| format!("<mark class=\"unseen\">{name}</mark>");
    let told = format!("Pagó {}000.1{} pesos", mark("U+202E"), mark("U+202C"));
    assert!(page.contains(&told), "{page}");
    assert!(page.contains(&format!("Ana{}Ruiz", mark("U+200B"))), "{page}");
    assert!(page.contains(&format!("oic{}-oaxaca", mark("U+2066"))), "{page}");
    assert!(page.contains("letras que no se ven"), "{page}");
    let hidden = |letter: char| "\u{202e}\u{202c}\u{200b}\u{2066}".contains(letter);
    assert!(!page.contains(hidden), "{page}");
    let english = visitor.get(&format!("/en{path}")).await.text();
    assert!(english.contains("letters that nobody can see") && english.contains(&told));
}

/// As a page writes it.
fn said(words: &str) -> String {
    let words = words.replace('&', "&#38;").replace('"', "&#34;");
    words.replace('\'', "&#39;")
}

#[tokio::test]
async fn the_story_comes_first_then_the_answers_and_why_it_came_and_who_may_not_read_it() {
    let catalogue = Catalogue::embedded().unwrap();
    let rule = catalogue.rules().iter().next().unwrap();
    for world in worlds().await {
        let decision = |hash| Competence {
            catalogue: catalogue.manifest().version,
            hash,
            rule: rule.id.to_string(),
            basis: "Artículo de prueba 7".to_owned(),
            certainty: rule.certainty.to_string(),
            kind: rule.receiver.to_string(),
            chosen_by: "person".to_owned(),
            skipped: vec![SkippedReceiver {
                kind: rule.receiver.to_string(),
                institution: Some("oic-oaxaca".to_owned()),
                why: "excluded".to_owned(),
            }],
        };
        let (mut visitor, filed) = seated(&world, |contents| {
            contents.text = "Una historia sin nada oculto.".to_owned();
            contents.exclusions = vec!["oic-oaxaca".to_owned()];
            contents.competence = Some(decision(Digest::from_bytes(catalogue.manifest().hash)));
        })
        .await;
        let path = format!("/expedientes/{}", filed.case);
        let spanish = visitor.get(&path).await.text();
        let mut places = [
            "pidió que no la lean",
            "<li>(oic-oaxaca)",
            "Una historia",
            "Oaxaca</dd>",
            "Artículo de prueba 7",
            "quien denuncia pidió que no la lea.",
        ]
        .map(|words| {
            spanish
                .find(words)
                .unwrap_or_else(|| panic!("{words}: {spanish}"))
        });
        let in_order = places;
        places.sort_unstable();
        assert_eq!(in_order, places, "{spanish}");
        assert!(!spanish.contains("letras que no se ven"));
        let explained = said(rule.explanation.speak(ventanilla::text::Language::Es));
        assert!(spanish.contains(&explained), "{explained}: {spanish}");
        assert!(spanish.contains("eligió esta institución entre las que podían"));
        let english = visitor.get(&format!("/en{path}")).await.text();
        let explained = said(rule.explanation.speak(ventanilla::text::Language::En));
        assert!(english.contains(&explained), "{explained}: {english}");
        // Rules that this program does not know are not explained with those that it knows.
        drop(visitor);
        let later = World::new().await;
        let (mut visitor, filed) = seated(&later, |contents| {
            contents.competence = Some(decision(Digest::of(b"later rules")));
        })
        .await;
        let page = visitor.get(&format!("/expedientes/{}", filed.case)).await.text();
        assert!(page.contains("otra versión de las reglas") && page.contains("Artículo de prueba 7"));
    }
}
