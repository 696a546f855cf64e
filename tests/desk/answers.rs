//! Answers that are not sent at once: the key locks itself, the case would be closed, the disk is full.

use http::StatusCode;
use time::Duration;
use ventanilla::desk::pages;

use super::made::PASSPHRASE;
use super::pages::{desk, sign_in, unlock};
use super::room::keep_free;
use super::visitor::Visitor;
use super::world::World;

const WORDS: &str = "Lo que escribí con cuidado";

#[tokio::test]
async fn an_answer_that_was_being_written_when_the_key_locked_itself_is_back_in_its_form() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let action = format!("/expedientes/{}/respuesta", filed.case);
    world.clock.advance(Duration::minutes(16));
    let said = [
        ("text", WORDS),
        ("status", "ADMITIDA"),
        ("reason", "Un motivo\n<b>"),
    ];
    let locked = visitor.post_parts(&action, &said, &[("a.pdf", b"%PDF")]).await;
    assert_eq!(locked.status, StatusCode::CONFLICT);
    assert!(locked.text().contains(WORDS) && locked.text().contains("se bloqueó mientras escribías"));
    let carried = format!(
        "case={}&text={}&status=ADMITIDA&reason=Un+motivo%0D%0A%3Cb%3E&files=1",
        filed.case,
        WORDS.replace(' ', "+")
    );
    let wrong = visitor
        .post("/desbloquear", &format!("passphrase=otra&{carried}"))
        .await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.text().contains(WORDS) && wrong.text().contains("name=\"reason\""));
    let passphrase = PASSPHRASE.replace(' ', "+");
    let back = visitor
        .post("/desbloquear", &format!("passphrase={passphrase}&{carried}"))
        .await;
    assert_eq!(back.status, StatusCode::OK);
    let page = back.text();
    for shown in [
        WORDS,
        "Un motivo\n&#60;b&#62;",
        "value=\"ADMITIDA\" selected",
        "todavía no se envía",
        "vuelve a elegirlos",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    assert!(desk.store().deliveries().await.unwrap().is_empty());
    // Whoever fetches the passphrase for so long that her session ends is shown what she wrote.
    visitor.post("/bloquear", "").await;
    world.clock.advance(Duration::minutes(31));
    let late = visitor
        .post("/desbloquear", &format!("passphrase={passphrase}&{carried}"))
        .await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    let late = late.text();
    assert!(late.contains(WORDS) && late.contains("Un motivo"), "{late}");
    let bare = visitor
        .post("/desbloquear", &format!("passphrase={passphrase}"))
        .await;
    assert_eq!(bare.to(), "/entrar", "nothing is lost by signing in");
}

#[tokio::test]
async fn a_case_is_closed_only_when_it_was_said_twice_after_a_preview() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let action = format!("/expedientes/{}/respuesta", filed.case);
    let closing = [
        ("text", WORDS),
        ("status", "ARCHIVADA"),
        ("cause", "FALTAN_ELEMENTOS"),
        ("reason", "Sin más datos"),
    ];
    // Without a cause of the list, or with one of another status, it is not even shown as it would be read.
    for cause in ["", "NO_COMPETE", "PORQUE_SI"] {
        let mut closing = closing;
        closing[2].1 = cause;
        let refused = visitor.post_parts(&action, &closing, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let refused = refused.text();
        assert!(
            refused.contains("Elige la causa del cierre") && refused.contains(WORDS),
            "{refused}"
        );
        assert!(!refused.contains("name=\"confirm\""), "{refused}");
    }
    let preview = visitor.post_parts(&action, &closing, &[]).await;
    assert_eq!(preview.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        preview.text().contains("Así lo leerá la persona") && preview.text().contains("name=\"confirm\"")
    );
    // What was confirmed was another way of closing it.
    let other = [&closing[..], &[("confirm", "IMPROCEDENTE")]].concat();
    let other = visitor.post_parts(&action, &other, &[]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        desk.store().messages(filed.case).await.unwrap().len() == 1,
        "it was sent"
    );
    world.clock.advance(Duration::seconds(1));
    let confirmed = [&closing[..], &[("confirm", "ARCHIVADA")]].concat();
    let sent = visitor.post_parts(&action, &confirmed, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.store().messages(filed.case).await.unwrap().len(), 2);
    let case = visitor.get(&format!("/expedientes/{}", filed.case)).await.text();
    assert!(case.contains("No hay datos suficientes para seguir."), "{case}");
}

/// The page that a desk gives to an answer, with and without a file, when so much must stay free.
async fn on_a_full_disk(marks: &str, with_file: bool) -> (StatusCode, String) {
    let world = World::new().await;
    let (open, visitor, filed) = desk(&world).await;
    drop((open, visitor));
    // The disk fills up when the report is here.
    keep_free(&world, marks);
    let mut visitor = Visitor::new(pages::router(world.desk().await));
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let action = format!("/expedientes/{}/respuesta", filed.case);
    let attached: &[(&str, &[u8])] = if with_file { &[("a.pdf", b"%PDF")] } else { &[] };
    let answer = visitor.post_parts(&action, &[("text", WORDS)], attached).await;
    assert_eq!(
        super::made::lying(&world.envelopes()).len() == 1,
        answer.status != StatusCode::SEE_OTHER
    );
    (answer.status, answer.text())
}

#[tokio::test]
async fn a_full_disk_at_the_desk_refuses_files_before_texts_and_keeps_the_words() {
    let files = "keep_free_bytes = 9000000000000000000";
    let all = format!("{files}\nkeep_free_text_bytes = 9000000000000000000");
    assert_eq!(on_a_full_disk(files, false).await.0, StatusCode::SEE_OTHER);
    let (status, page) = on_a_full_disk(files, true).await;
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(page.contains(WORDS) && page.contains("sin archivos"), "{page}");
    for file in [false, true] {
        let (status, page) = on_a_full_disk(&all, file).await;
        assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
        assert!(
            page.contains(WORDS) && page.contains("El disco de la mesa está lleno"),
            "{page}"
        );
    }
}
