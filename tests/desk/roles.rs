//! Which address opens to which role: the table of `docs/desk.md`, tried on the real router.

use std::collections::BTreeSet;
use std::sync::Arc;

use http::StatusCode;
use ventanilla::desk::officer::Role;
use ventanilla::desk::pages::{self, Verb, addresses};
use ventanilla::desk::{Desk, duties};
use ventanilla::duties::Duties;

use super::pages::{add, credentials, desk, unlock};
use super::session::worlds;
use super::visitor::{Answer, Visitor};
use super::world::{Filed, World};
use crate::docs::read;

/// Each address, and whether it opens to an administrator, a coordinator, an officer, a custodian, an auditor, and
/// whoever is not signed in. Written by hand: an address that the router has and this table has not fails the test.
const TABLE: &[(&str, [bool; 6])] = &[
    ("GET /", EVERYBODY_INSIDE),
    ("GET /entrar", ANYBODY),
    ("POST /entrar", ANYBODY),
    ("POST /salir", ANYBODY),
    ("GET /segundo-factor", HALFWAY),
    ("POST /segundo-factor", HALFWAY),
    ("POST /segundo-factor/guardados", HALFWAY),
    ("GET /mi-cuenta", EVERYBODY_INSIDE),
    ("POST /mi-cuenta/contrasena", EVERYBODY_INSIDE),
    ("POST /mi-cuenta/codigos", EVERYBODY_INSIDE),
    ("POST /mi-cuenta/sesiones", EVERYBODY_INSIDE),
    ("GET /personas", ADMINISTRATOR),
    ("POST /personas/invitar", ADMINISTRATOR),
    ("POST /personas/cambiar", ADMINISTRATOR),
    ("GET /invitacion/{token}", ANYBODY),
    ("POST /invitacion", ANYBODY),
    ("GET /desbloquear", CASE_WORK),
    ("POST /desbloquear", CASE_WORK),
    ("POST /bloquear", CASE_WORK),
    ("GET /expedientes", CASE_WORK),
    ("POST /traer", CASE_WORK),
    ("POST /buscar", CASE_WORK),
    ("GET /avisos", CASE_WORK),
    ("POST /avisos", CASE_WORK),
    ("GET /expedientes/{case}", CASE_WORK),
    ("POST /expedientes/{case}", CASE_WORK),
    ("POST /expedientes/{case}/respuesta", CASE_WORK),
    ("POST /expedientes/{case}/notas", CASE_WORK),
    ("GET /historial", HISTORY),
    ("GET /expedientes/{case}/historial", CASE_HISTORY),
    (
        "GET /expedientes/{case}/sobres/{envelope}/adjuntos/{number}",
        CASE_WORK,
    ),
];

const HISTORY: [bool; 6] = [false, true, false, false, true, false];
const CASE_HISTORY: [bool; 6] = [false, true, true, false, true, false];
const ANYBODY: [bool; 6] = [true; 6];
/// Only to whoever sets a second factor up, which none of these does.
const HALFWAY: [bool; 6] = [false; 6];
const EVERYBODY_INSIDE: [bool; 6] = [true, true, true, true, true, false];
const ADMINISTRATOR: [bool; 6] = [true, false, false, false, false, false];
const CASE_WORK: [bool; 6] = [false, true, true, false, false, false];

fn line(verb: Verb, path: &str) -> String {
    let verb = match verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
    };
    format!("{verb} {path}")
}

#[test]
fn every_address_of_the_desk_stands_in_the_table_and_in_the_documents() {
    let routed: Vec<String> = addresses()
        .iter()
        .map(|address| line(address.verb, address.path))
        .collect();
    let unique: BTreeSet<&str> = routed.iter().map(String::as_str).collect();
    assert_eq!(unique.len(), routed.len(), "an address has two rows");
    let listed: BTreeSet<&str> = TABLE.iter().map(|(line, _)| *line).collect();
    assert_eq!(unique, listed);
    let page = read("docs/desk.md");
    for (line, opens) in TABLE {
        let marks: String = opens
            .iter()
            .map(|&opens| if opens { " yes |" } else { " – |" })
            .collect();
        let row = format!("| `{line}` |{marks}");
        assert!(page.contains(&row), "docs/desk.md lacks: {row}");
    }
    let rows = page
        .lines()
        .filter(|row| row.starts_with("| `GET /") || row.starts_with("| `POST /"));
    assert_eq!(rows.count(), TABLE.len(), "docs/desk.md lists what is not there");
}

/// Somebody with that role at the desk, or nobody.
async fn somebody(desk: &Arc<Desk>, role: Option<Role>) -> Visitor {
    let mut visitor = Visitor::new(pages::router(Arc::clone(desk)));
    if let Some(role) = role {
        let name = format!("con.{}", role.word());
        add(desk, &name, PHRASE, role.word()).await;
        let answer = visitor.post("/entrar", &credentials(&name, PHRASE)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    visitor
}

async fn ask(visitor: &mut Visitor, line: &str, filed: &Filed, prefix: &str) -> Answer {
    let (verb, path) = line.split_once(' ').unwrap();
    let path = path
        .replace("{case}", &filed.case.to_string())
        .replace("{envelope}", &filed.envelope.to_string())
        .replace("{number}", "1");
    let path = format!("{prefix}{path}");
    match verb {
        "GET" => visitor.get(&path).await,
        _ if path.ends_with("/respuesta") => visitor.post_parts(&path, &[("text", KEPT)], &[]).await,
        _ => {
            visitor
                .post(
                    &path,
                    &format!("text={KEPT}&note={KEPT}&name={verb}.{}", path.len()),
                )
                .await
        }
    }
}

/// Whether an answer is what the address is for, and not a refusal for want of a seat or of a role.
fn opened(answer: &Answer, line: &str) -> bool {
    let text = answer.text_or_bytes();
    let refused = text.contains("Esta página es de otro papel");
    let ended = text.contains("Tu sesión terminó");
    let away = answer.headers.contains_key("location").then(|| answer.to());
    let turned_away = matches!(away, Some("/entrar" | "/")) && line != "POST /salir";
    assert!(!refused || answer.status == StatusCode::FORBIDDEN);
    !(refused || ended || turned_away)
}

/// Whom to ask, and nothing of a case; what was written comes back.
fn says_who_opens_it(answer: &Answer, line: &str) {
    let text = answer.text();
    assert!(text.contains("con.administrator"), "{line}: whom to ask: {text}");
    let has_words = line.contains("{case}") && line.starts_with("POST");
    assert_eq!(text.contains(KEPT), has_words, "{line}");
    assert!(
        !text.contains("Marcador-8261-historia") && !text.contains("01.pdf"),
        "{line}"
    );
}

/// Somebody with that role comes to an address that opens to them, or does not.
async fn tries(person: &mut Visitor, line: &str, filed: &Filed, (role, opens): (Option<Role>, bool)) {
    let answer = ask(person, line, filed, "").await;
    assert_eq!(
        opened(&answer, line),
        opens,
        "{line} for {role:?}: {}",
        answer.status
    );
    if !opens && role.is_some() && !line.contains("/segundo-factor") {
        says_who_opens_it(&answer, line);
        let english = ask(person, line, filed, "/en").await;
        assert!(english.text().contains("This page is for another role"), "{line}");
    }
}

async fn matrix(world: &World) {
    let (desk, mut visitor, filed) = desk(world).await;
    super::pages::sign_in(&mut visitor).await;
    let mut running = Duties::new();
    running.run(duties::visit_in_turn(Arc::clone(&desk), running.stop()));
    let roles = Role::ALL.into_iter().map(Some).chain([None]);
    for (place, role) in roles.enumerate() {
        let mut person = somebody(&desk, role).await;
        // Last what ends the session.
        let (out, rest): (Vec<_>, Vec<_>) = TABLE.iter().partition(|(line, _)| *line == "POST /salir");
        for (line, opens) in rest.into_iter().chain(out) {
            if !desk.keyring().is_open() {
                unlock(&mut visitor).await;
            }
            tries(&mut person, line, &filed, (role, opens[place])).await;
        }
    }
    running.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_address_opens_to_the_roles_of_the_table_and_to_nobody_else() {
    for world in worlds().await {
        matrix(&world).await;
    }
}

#[tokio::test]
async fn a_role_that_is_taken_away_closes_its_pages_at_the_next_request() {
    let world = World::new().await;
    let (desk, mut visitor, _filed) = desk(&world).await;
    super::pages::sign_in(&mut visitor).await;
    assert_eq!(visitor.get("/").await.to(), "/expedientes");
    assert_eq!(visitor.get("/en").await.to(), "/en/expedientes");
    let name = "ana.prueba".parse().unwrap();
    let roles = "auditor".parse().unwrap();
    add(&desk, "luz", PHRASE, "administrator").await;
    assert!(desk.store().set_roles(&name, &roles).await.unwrap());
    assert_eq!(visitor.get("/expedientes").await.status, StatusCode::FORBIDDEN);
    assert_eq!(visitor.get("/").await.to(), "/historial");
}

const PHRASE: &str = "tres tristes tigres tragaban trigo";
const KEPT: &str = "palabras-que-no-se-pierden";
