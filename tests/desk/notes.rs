//! Notes beside a case: read by whoever works on cases at the desk, by nobody else, and lost by nobody.

use std::fs;
use std::sync::Arc;

use http::StatusCode;
use time::Duration;
use ventanilla::desk::history::Act;
use ventanilla::desk::pages;
use ventanilla::desk::pull::Asked;

use super::link::read_by_reporter;
use super::made::PASSPHRASE;
use super::pages::{OFFICER, add, credentials, desk, sign_in, unlock};
use super::room::keep_free;
use super::session::worlds;
use super::visitor::Visitor;
use super::world::{Filed, World};
use crate::world::scan::scan;

const WORDS: &str = "Marcador-5519-nota";

fn paths(filed: &Filed) -> (String, String) {
    let case = format!("/expedientes/{}", filed.case);
    let notes = format!("{case}/notas");
    (case, notes)
}

async fn note(visitor: &mut Visitor, filed: &Filed, words: &str) {
    let (case, notes) = paths(filed);
    let kept = visitor.post(&notes, &format!("note={words}")).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text_or_bytes());
    assert_eq!(kept.to(), format!("{case}#notas"));
}

async fn at_work(world: &World) -> (Arc<ventanilla::desk::Desk>, Visitor, Filed) {
    let (desk, mut visitor, filed) = desk(world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    (desk, visitor, filed)
}

#[tokio::test]
async fn a_note_is_read_by_every_officer_with_its_author_and_day_and_never_reaches_the_reporter() {
    for world in worlds().await {
        let (desk, mut visitor, filed) = at_work(&world).await;
        let (case, _) = paths(&filed);
        let before = visitor.get(&case).await.text();
        assert!(before.contains("Todavía no hay notas.") && before.contains("Hasta 5,000 caracteres."));
        assert!(before.contains("Solo las ve quien atiende expedientes en esta mesa."));
        note(&mut visitor, &filed, &format!("{WORDS}%0D%0A%3Cb%3E")).await;
        add(&desk, "luz.segunda", OFFICER, "officer").await;
        let mut luz = Visitor::new(pages::router(Arc::clone(&desk)));
        luz.post("/entrar", &credentials("luz.segunda", OFFICER)).await;
        world.clock.advance(Duration::days(1));
        luz.post("/entrar", &credentials("luz.segunda", OFFICER)).await;
        unlock(&mut luz).await;
        note(&mut luz, &filed, "La+segunda").await;
        let page = luz.get(&case).await.text();
        let places = [
            "<strong>ana.prueba</strong> · 23 de noviembre de 2026",
            "Marcador-5519-nota\n&#60;b&#62;",
            "<strong>luz.segunda</strong> · 24 de noviembre de 2026",
            "La segunda",
        ];
        let places = places.map(|shown| page.find(shown).unwrap_or_else(|| panic!("{shown} in {page}")));
        assert!(places.is_sorted(), "{places:?}");
        assert!(page.contains("No se puede cambiar ni borrar"));
        let english = luz.get(&format!("/en{case}")).await.text();
        assert!(
            english.contains("Internal notes") && english.contains(WORDS),
            "{english}"
        );
        // Each is told of before it is kept, and by the digest of what is sealed alone.
        let entries = desk.store().entries_after(0, 100).await.unwrap();
        let told = entries.iter().filter(|entry| entry.act == Act::Noted);
        let told: Vec<_> = told.map(|entry| (entry.officer.as_str(), entry.case)).collect();
        assert_eq!(
            told,
            [
                ("ana.prueba", Some(filed.case)),
                ("luz.segunda", Some(filed.case))
            ]
        );
        let history = visitor_history(&mut luz, &case).await;
        assert!(history.contains("Escribió una nota interna") && !history.contains("Marcador"));
        desk.visit(Asked::InTurn).await;
        assert!(read_by_reporter(&world, &filed).await.is_empty());
        assert_eq!(desk.store().messages(filed.case).await.unwrap().len(), 1);
        assert!(desk.store().deliveries().await.unwrap().is_empty());
        visitor.post("/bloquear", "").await;
    }
}

async fn visitor_history(visitor: &mut Visitor, case: &str) -> String {
    visitor.get(&format!("{case}/historial")).await.text()
}

#[tokio::test]
async fn what_a_note_says_lies_nowhere_in_clear() {
    for (world, marker) in worlds()
        .await
        .into_iter()
        .zip(["Marcador-5520-s", "Marcador-5520-p"])
    {
        let (desk, mut visitor, filed) = at_work(&world).await;
        let (case, _) = paths(&filed);
        note(&mut visitor, &filed, marker).await;
        assert!(visitor.get(&case).await.text().contains(marker));
        desk.visit(Asked::InTurn).await;
        assert_eq!(scan(&world.places(), &[marker]), []);
        fs::write(world.folder.path().join("control"), marker).unwrap();
        assert_ne!(
            scan(&world.places(), &[marker]),
            [],
            "the scanner finds what is there"
        );
    }
}

#[tokio::test]
async fn a_note_that_cannot_be_kept_comes_back_with_its_words() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = at_work(&world).await;
    let (_, notes) = paths(&filed);
    let form = format!("note={WORDS}");
    let empty = visitor.post(&notes, "note=+%0D%0A").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = empty.text();
    assert!(empty.contains("La nota no se guardó") && empty.contains("Escribe la nota antes"));
    let long = visitor
        .post(&notes, &format!("{form}{}", "ñ".repeat(4_983)))
        .await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = long.text();
    assert!(
        long.contains(WORDS) && long.contains("el límite son 5,000 caracteres"),
        "{long}"
    );
    visitor.origin = Some("http://otro.test");
    let foreign = visitor.post(&notes, &form).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert!(foreign.text().contains(WORDS));
    visitor.origin = Some("http://mesa.test");
    let nowhere = "/expedientes/7b0c8e0a-0000-4000-8000-000000000001/notas";
    let nowhere = visitor.post(nowhere, &form).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(nowhere.text().contains(WORDS));
    world.clock.advance(Duration::minutes(16));
    let locked = visitor.post(&notes, &form).await;
    assert_eq!(locked.status, StatusCode::CONFLICT);
    let locked = locked.text();
    assert!(locked.contains("se bloqueó mientras escribías") && locked.contains("name=\"note\""));
    assert!(locked.contains(WORDS));
    let passphrase = PASSPHRASE.replace(' ', "+");
    let back = format!("passphrase={passphrase}&case={}&{form}", filed.case);
    let back = visitor.post("/desbloquear", &back).await;
    assert_eq!(back.status, StatusCode::OK);
    let back = back.text();
    assert!(
        back.contains("Tu nota sigue aquí") && back.contains(WORDS),
        "{back}"
    );
    assert!(back.contains("<details open>"), "{back}");
    world.clock.advance(Duration::minutes(31));
    let ended = visitor.post(&notes, &form).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    let ended = ended.text();
    assert!(
        ended.contains("Tu sesión terminó") && ended.contains(WORDS),
        "{ended}"
    );
    let entries = desk.store().entries_after(0, 100).await.unwrap();
    assert!(entries.iter().all(|entry| entry.act != Act::Noted));
    assert!(desk.store().notes(filed.case).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_note_of_just_the_length_that_is_said_is_kept_and_a_full_disk_takes_none() {
    let world = World::new().await;
    let (open, mut visitor, filed) = at_work(&world).await;
    note(&mut visitor, &filed, &"ñ".repeat(5_000)).await;
    let (case, notes) = paths(&filed);
    assert!(visitor.get(&case).await.text().contains(&"ñ".repeat(5_000)));
    drop((open, visitor));
    keep_free(&world, "keep_free_text_bytes = 9000000000000000000");
    let mut visitor = Visitor::new(pages::router(world.desk().await));
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let full = visitor.post(&notes, &format!("note={WORDS}")).await;
    assert_eq!(full.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(full.text().contains(WORDS));
}

#[tokio::test]
async fn a_note_is_never_changed_and_one_that_was_put_there_by_other_ways_shows() {
    for world in worlds().await {
        let (_desk, mut visitor, filed) = at_work(&world).await;
        let (case, _) = paths(&filed);
        note(&mut visitor, &filed, WORDS).await;
        let refused = world.try_at_desk("UPDATE note SET officer = 'otra'").await;
        assert!(refused.unwrap_err().contains("notes are added and never changed"));
        let altered = "Esta nota no es la que se escribió";
        assert!(!visitor.get(&case).await.text().contains(altered));
        // The same bytes in another's name.
        let forged = "INSERT INTO note (id, case_id, day, officer, digest, sealed)
                      SELECT 'otra', case_id, day, 'luz.segunda', digest, sealed FROM note";
        world.try_at_desk(forged).await.unwrap();
        let page = visitor.get(&case).await.text();
        assert_eq!(page.matches(altered).count(), 1, "{page}");
        assert_eq!(page.matches(WORDS).count(), 1, "{page}");
        // Other bytes in place of those that were written.
        world
            .try_at_desk("DELETE FROM note WHERE id = 'otra'")
            .await
            .unwrap();
        let swapped = "INSERT INTO note (id, case_id, day, officer, digest, sealed)
                       SELECT 'otra', case_id, day, officer, digest, substr(sealed, 1, 70000) FROM note";
        world.try_at_desk(swapped).await.unwrap();
        world
            .try_at_desk("DELETE FROM note WHERE id <> 'otra'")
            .await
            .unwrap();
        let page = visitor.get(&case).await.text();
        assert!(page.contains(WORDS), "the bytes are the same ones: {page}");
        let shorter = "INSERT INTO note (id, case_id, day, officer, digest, sealed)
                       SELECT 'corta', case_id, day, officer, digest, substr(sealed, 1, 40000) FROM note";
        world.try_at_desk(shorter).await.unwrap();
        world
            .try_at_desk("DELETE FROM note WHERE id = 'otra'")
            .await
            .unwrap();
        let page = visitor.get(&case).await.text();
        assert!(page.contains(altered) && !page.contains(WORDS), "{page}");
    }
}
