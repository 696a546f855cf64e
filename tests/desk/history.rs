//! What was done at the desk is written down before it is done, and cannot be written anew without showing.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use http::StatusCode;
use ventanilla::desk::history::{Act, Entry};
use ventanilla::desk::{Desk, pages};

use super::made::PASSPHRASE;
use super::pages::{OFFICER, add, credentials, desk, sign_in, unlock};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::{Filed, STORY, World};
use crate::world::demo::program;
use crate::world::tools::attempt;

/// A morning at the desk: everything that is done with one case.
async fn work(desk: &Desk, visitor: &mut Visitor, filed: &Filed) {
    sign_in(visitor).await;
    unlock(visitor).await;
    let case = format!("/expedientes/{}", filed.case);
    assert_eq!(visitor.get(&case).await.status, StatusCode::OK);
    let file = format!("{case}/sobres/{}/adjuntos/1", filed.envelope);
    assert_eq!(visitor.get(&file).await.status, StatusCode::OK);
    let said = [
        ("text", "Marcador-3377-respuesta"),
        ("status", "ADMITIDA"),
        ("reason", "Porque sí"),
    ];
    let answered = visitor.post_parts(&format!("{case}/respuesta"), &said, &[]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    visitor.post("/bloquear", "").await;
    assert!(!desk.keyring().is_open());
}

fn told(entries: &[Entry]) -> Vec<(&str, Act, &str)> {
    entries
        .iter()
        .map(|entry| (entry.officer.as_str(), entry.act, entry.about.as_str()))
        .collect()
}

/// `desk audit verify` as somebody types it: what it says, or why it does not like what it sees.
fn verify(world: &World, more: &[&str]) -> Result<String, String> {
    let mut command = Command::new(program());
    command
        .args(["desk", "audit", "verify", "--config"])
        .arg(&world.config)
        .args(more);
    attempt(&mut command, b"").map(|said| String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn each_thing_that_is_done_with_a_case_stands_in_the_history_and_none_of_its_words() {
    for world in worlds().await {
        let (desk, mut visitor, filed) = desk(&world).await;
        work(&desk, &mut visitor, &filed).await;
        let entries = desk.store().entries_after(0, 100).await.unwrap();
        let expected = [
            ("ana.prueba", Act::SignedIn, ""),
            ("ana.prueba", Act::Unlocked, ""),
            ("ana.prueba", Act::OpenedCase, ""),
            ("ana.prueba", Act::TookFile, "1"),
            ("ana.prueba", Act::Answered, "ADMITIDA"),
            ("ana.prueba", Act::Locked, ""),
        ];
        assert_eq!(told(&entries), expected);
        let written = format!("{entries:?}");
        assert!(!written.contains("Marcador") && !written.contains("Porque") && !STORY.is_empty());
        assert!(entries[2..5].iter().all(|entry| entry.case == Some(filed.case)));
        let said = verify(&world, &[]).unwrap();
        assert!(said.contains("6 entries"), "{said}");
        let head = said.split_whitespace().last().unwrap();
        assert!(verify(&world, &["--noted", head]).unwrap().contains(head));
    }
}

#[tokio::test]
async fn an_auditor_reads_the_history_and_no_case_and_an_officer_that_of_a_case() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    work(&desk, &mut visitor, &filed).await;
    add(&desk, "eva.audita", OFFICER, "auditor").await;
    let mut eva = Visitor::new(pages::router(Arc::clone(&desk)));
    let entered = eva.post("/entrar", &credentials("eva.audita", OFFICER)).await;
    assert_eq!(entered.to(), "/historial");
    let page = eva.get("/historial").await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for said in [
        "Abrió el expediente",
        "Bajó un archivo: 1",
        "Contestó: ",
        "Expediente 1",
        "10:00 UTC",
        "Leyó el historial",
    ] {
        assert!(page.contains(said), "{said} in {page}");
    }
    let case = format!("/expedientes/{}", filed.case);
    assert_eq!(eva.get(&case).await.status, StatusCode::FORBIDDEN);
    let of_case = eva.get(&format!("{case}/historial")).await.text();
    assert!(of_case.contains("Historial del expediente 1") && of_case.contains("Abrió el expediente"));
    assert!(!of_case.contains("Entró a la mesa"), "{of_case}");
    let english = eva.get(&format!("/en{case}/historial")).await.text();
    assert!(english.contains("Opened the case"), "{english}");
    let seen = visitor.get(&format!("{case}/historial")).await;
    assert_eq!(seen.status, StatusCode::OK);
    // What one page does not hold, the next ones do, and each line once.
    for _ in 0..60 {
        eva.get(&format!("{case}/historial")).await;
    }
    let first = eva.get("/historial").await.text();
    let older = first
        .split("?antes=")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let second = eva.get(&format!("/historial?antes={older}")).await.text();
    assert!(first.contains(&format!(">{older}</th>")) && !second.contains(&format!(">{older}</th>")));
    assert!(second.contains(">1</th>") && second.contains("Lo más nuevo"));
    assert_eq!(eva.get("/historial?antes=-3").await.status, StatusCode::OK);
}

#[tokio::test]
async fn rows_of_the_history_are_neither_changed_nor_taken_out_by_the_program_itself() {
    for world in worlds().await {
        let (desk, mut visitor, filed) = desk(&world).await;
        work(&desk, &mut visitor, &filed).await;
        for sql in ["UPDATE history SET officer = 'luis'", "DELETE FROM history"] {
            world.try_at_desk(sql).await.unwrap_err();
        }
        assert_eq!(desk.store().entries_after(0, 100).await.unwrap().len(), 6);
    }
}

#[tokio::test]
async fn whoever_has_the_rows_and_changes_the_history_is_found() {
    let harms = [
        (
            "UPDATE history SET officer = 'luis' WHERE number = 3",
            "entry 3: it is not what the desk signed",
        ),
        (
            "DELETE FROM history WHERE number = 4",
            "entry 4: the entry before it is missing",
        ),
        (
            "DELETE FROM history WHERE number > 4",
            "entry 6: it was noted and is missing",
        ),
        ("DELETE FROM history", "entry 6: it was noted and is missing"),
    ];
    for (harm, found) in harms {
        let world = World::new().await;
        let (desk, mut visitor, filed) = desk(&world).await;
        work(&desk, &mut visitor, &filed).await;
        drop((desk, visitor));
        let noted = verify(&world, &[]).unwrap();
        let noted = noted.split_whitespace().last().unwrap();
        for sql in [
            "DROP TRIGGER history_is_not_changed",
            "DROP TRIGGER history_is_not_cut",
            harm,
        ] {
            world.try_at_desk(sql).await.unwrap();
        }
        let said = verify(&world, &[]).unwrap_err();
        assert!(
            said.contains(found) && said.contains("keep a copy of the database"),
            "{said}"
        );
        // Whoever has the note beside the database too is found by what somebody noted elsewhere.
        fs::remove_file(world.folder.path().join("desk/history")).unwrap();
        let said = verify(&world, &["--noted", noted]).unwrap_err();
        assert!(said.contains(found), "{said}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_down_is_not_done() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let note = world.folder.path().join("desk/history");
    fs::remove_file(&note).unwrap();
    fs::create_dir(&note).unwrap();
    let case = format!("/expedientes/{}", filed.case);
    let refused = visitor.get(&case).await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!refused.text().contains("Marcador-8261"));
    let file = visitor
        .get(&format!("{case}/sobres/{}/adjuntos/1", filed.envelope))
        .await;
    assert_eq!(file.status, StatusCode::INTERNAL_SERVER_ERROR);
    let answer = visitor
        .post_parts(&format!("{case}/respuesta"), &[("text", "Lo que escribí")], &[])
        .await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        answer.text().contains("Lo que escribí"),
        "and what was written is still there"
    );
    assert!(desk.store().deliveries().await.unwrap().is_empty());
    // Locking is never refused; opening is.
    visitor.post("/bloquear", "").await;
    assert!(!desk.keyring().is_open());
    let form = format!("passphrase={}", PASSPHRASE.replace(' ', "+"));
    assert_eq!(
        visitor.post("/desbloquear", &form).await.status,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert!(!desk.keyring().is_open());
}
