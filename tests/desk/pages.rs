//! The officers' site: who gets in, what is shown, and that nothing written is lost.

use std::sync::Arc;

use http::StatusCode;
use time::Duration;
use ventanilla::desk::officer::PassphraseHash;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::{Desk, duties, pages};
use ventanilla::duties::Duties;
use ventanilla::random::SystemRandom;

use super::made::PASSPHRASE;
use super::visitor::Visitor;
use super::world::{Filed, World};

pub(super) const OFFICER: &str = "ana pasa por la plaza";

pub(super) async fn desk(world: &World) -> (Arc<Desk>, Visitor, Filed) {
    let filed = world.file().await;
    let desk = world.desk().await;
    with_officer(&desk).await;
    desk.visit(Asked::InTurn).await;
    let visitor = Visitor::new(pages::router(Arc::clone(&desk)));
    (desk, visitor, filed)
}

/// Gives a desk its one officer.
pub(crate) async fn with_officer(desk: &Desk) {
    add(desk, "ana.prueba", OFFICER, "coordinator officer").await;
}

/// Adds an account.
pub(super) async fn add(desk: &Desk, name: &str, passphrase: &str, roles: &str) {
    let name = name.parse().unwrap();
    let hash = PassphraseHash::new(&name, "contraloria", passphrase, &SystemRandom).unwrap();
    let roles = roles.parse().unwrap();
    desk.store().add_officer(&name, &hash, &roles).await.unwrap();
}

pub(super) fn credentials(name: &str, passphrase: &str) -> String {
    format!("name={name}&passphrase={}", passphrase.replace(' ', "+"))
}

pub(crate) async fn sign_in(visitor: &mut Visitor) {
    let answer = visitor.post("/entrar", &credentials("ana.prueba", OFFICER)).await;
    assert_eq!(
        (answer.status, answer.to()),
        (StatusCode::SEE_OTHER, "/desbloquear")
    );
    let cookie = answer.header("set-cookie");
    for word in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert!(
        !cookie.contains("Max-Age") && !cookie.contains("Expires"),
        "{cookie}"
    );
}

pub(super) async fn unlock(visitor: &mut Visitor) {
    let form = format!("passphrase={}", PASSPHRASE.replace(' ', "+"));
    let answer = visitor.post("/desbloquear", &form).await;
    assert_eq!(
        (answer.status, answer.to()),
        (StatusCode::SEE_OTHER, "/expedientes")
    );
}

#[tokio::test]
async fn only_name_and_passphrase_together_open_the_desk() {
    let world = World::new().await;
    let (_desk, mut visitor, filed) = desk(&world).await;
    let case = format!("/expedientes/{}", filed.case);
    for path in ["/expedientes", "/desbloquear", case.as_str()] {
        assert_eq!(visitor.get(path).await.to(), "/entrar");
    }
    let wrong = visitor
        .post("/entrar", &credentials("ana.prueba", "otra cosa distinta"))
        .await;
    let unknown = visitor
        .post("/entrar", &credentials("luis.prueba", OFFICER))
        .await;
    assert_eq!(
        (wrong.status, unknown.status),
        (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN)
    );
    assert_eq!(wrong.text().replace("ana.prueba", "luis.prueba"), unknown.text());
    assert!(visitor.cookie.is_none(), "nobody gets a cookie before signing in");
    for origin in [Some("http://otro.test"), Some("null"), None] {
        visitor.origin = origin;
        let foreign = visitor.post("/entrar", &credentials("ana.prueba", OFFICER)).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        assert!(visitor.cookie.is_none());
    }
    visitor.origin = Some("http://mesa.test");
    sign_in(&mut visitor).await;
    assert_eq!(visitor.get("/entrar").await.to(), "/expedientes");
}

#[tokio::test]
async fn a_locked_keyring_shows_no_word_and_a_wrong_passphrase_unlocks_nothing() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    let case = format!("/expedientes/{}", filed.case);
    sign_in(&mut visitor).await;
    let list = visitor.get("/expedientes").await.text();
    assert!(list.contains("Expediente 1") && list.contains("Nuevo"));
    assert_eq!(visitor.get(&case).await.to(), "/desbloquear");
    let file = format!("{case}/sobres/{}/adjuntos/1", filed.envelope);
    assert_eq!(visitor.get(&file).await.to(), "/desbloquear");
    let wrong = visitor.post("/desbloquear", "passphrase=otra").await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.text().contains("La clave no se desbloqueó") && !desk.keyring().is_open());
    unlock(&mut visitor).await;
    assert!(visitor.get(&case).await.text().contains("Marcador-8261-historia"));
    assert_eq!(visitor.post("/bloquear", "").await.to(), "/desbloquear");
    assert_eq!(visitor.get(&case).await.to(), "/desbloquear");
}

#[tokio::test]
async fn a_case_is_shown_as_text_and_its_files_are_only_downloads() {
    let world = World::new().await;
    let (_desk, mut visitor, filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let case = format!("/expedientes/{}", filed.case);
    let page = visitor.get(&case).await;
    let text = page.text();
    assert!(
        text.contains("&#60;b&#62;Marcador-8261-historia"),
        "nothing told is markup: {text}"
    );
    assert!(text.contains("Oaxaca") && text.contains("01.pdf"));
    assert_eq!(page.header("cache-control"), "no-store");
    let file = visitor
        .get(&format!("{case}/sobres/{}/adjuntos/1", filed.envelope))
        .await;
    assert_eq!(file.body, b"%PDF-1.4 prueba");
    assert_eq!(file.header("content-type"), "application/octet-stream");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"01.pdf\""
    );
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-security-policy").starts_with("sandbox;"));
    assert_eq!(file.header("cache-control"), "no-store");
    let other = uuid::Uuid::from_u128(7);
    for absent in [
        format!("{case}/sobres/{}/adjuntos/2", filed.envelope),
        format!("{case}/sobres/{}/adjuntos/0", filed.envelope),
        format!("{case}/sobres/{other}/adjuntos/1"),
        format!("/expedientes/{other}/sobres/{}/adjuntos/1", filed.envelope),
        format!("/expedientes/{other}"),
        "/expedientes/nada".to_owned(),
    ] {
        assert_eq!(
            visitor.get(&absent).await.status,
            StatusCode::NOT_FOUND,
            "{absent}"
        );
    }
    assert!(!visitor.get("/expedientes").await.text().contains("Nuevo"));
    assert!(visitor.get("/en/expedientes").await.text().contains("Fetch now"));
}

#[tokio::test]
async fn an_answer_that_cannot_be_sent_keeps_its_words() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let action = format!("/expedientes/{}/respuesta", filed.case);
    let words = "Lo que escribí con cuidado";
    let missing = visitor
        .post_parts(
            &action,
            &[("text", words), ("status", "ADMITIDA"), ("reason", " ")],
            &[("a.pdf", b"%PDF")],
        )
        .await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = missing.text();
    assert!(
        shown.contains(words) && shown.contains("Escribe el motivo") && shown.contains("vuelve a elegirlos")
    );
    let long = "ñ".repeat(20_001);
    let too_long = visitor.post_parts(&action, &[("text", &long)], &[]).await;
    assert_eq!(too_long.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(too_long.text().contains(&long));
    let many: Vec<(&str, &[u8])> = vec![("a.txt", b"uno"); 21];
    let too_many = visitor.post_parts(&action, &[("text", words)], &many).await;
    assert_eq!(too_many.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(too_many.text().contains(words));
    let nothing = visitor.post_parts(&action, &[("text", "  ")], &[("", b"")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.keyring().lock();
    let locked = visitor.post_parts(&action, &[("text", words)], &[]).await;
    assert_eq!(locked.status, StatusCode::CONFLICT);
    assert!(locked.text().contains(words) && locked.text().contains("name=\"passphrase\""));
    visitor.origin = Some("null");
    let foreign = visitor.post_parts(&action, &[("text", words)], &[]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert!(foreign.text().contains(words));
    visitor.origin = Some("http://mesa.test");
    world.clock.advance(Duration::minutes(31));
    let ended = visitor.post_parts(&action, &[("text", words)], &[]).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    assert!(ended.text().contains(words) && ended.text().contains("Tu sesión terminó"));
    assert!(desk.store().deliveries().await.unwrap().is_empty());
    let messages = desk.store().messages(filed.case).await.unwrap();
    assert_eq!(messages.len(), 1, "nothing of it was kept");
    assert_eq!(super::made::lying(&world.envelopes()).len(), 1);
}

#[tokio::test]
async fn an_answer_with_files_is_shown_and_delivered() {
    let world = World::new().await;
    let (desk, mut visitor, filed) = desk(&world).await;
    let mut running = Duties::new();
    running.run(duties::visit_in_turn(Arc::clone(&desk), running.stop()));
    sign_in(&mut visitor).await;
    unlock(&mut visitor).await;
    let action = format!("/expedientes/{}/respuesta", filed.case);
    let fields = [
        ("text", "Gracias\r\npor escribir"),
        ("status", "ADMITIDA"),
        ("reason", "Hay indicios"),
    ];
    let sent = visitor
        .post_parts(&action, &fields, &[("Oficio secreto.pdf", b"%PDF-1.7 oficio")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let page = visitor.get(sent.to().split('#').next().unwrap()).await.text();
    for shown in ["Gracias\npor escribir", "Admitida", "Hay indicios", "01.pdf"] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    assert!(!page.contains("Oficio secreto") && !page.contains("en camino"));
    assert!(desk.store().deliveries().await.unwrap().is_empty());
    running.end().await;
}
