//! A case with a long history at its desk: in the order in which it was said, page by page, the newest in sight.

use std::sync::Arc;

use http::StatusCode;
use uuid::Uuid;
use ventanilla::desk::pages;
use ventanilla::desk::pull::Asked;
use ventanilla::random::{SystemRandom, bytes};
use ventanilla::seal::{Class, Contents, Direction, Identity};

use super::link::{answer, unlock};
use super::pages::{sign_in, with_officer};
use super::session::worlds;
use super::visitor::Visitor;
use super::world::World;

/// Gives the envelopes of the queue the cursors in the opposite order, as a batch may come out of its shuffling.
async fn turn_round(world: &World) {
    for sql in [
        "UPDATE envelope SET cursor = -cursor WHERE direction = 'follow_up'",
        "UPDATE envelope SET cursor = cursor + 1000 WHERE direction = 'follow_up'",
    ] {
        world.tamper(sql, &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_again_stands_in_the_order_in_which_it_was_signed_and_in_pages() {
    for world in worlds().await {
        let filed = world.file().await;
        let mut written: Vec<Uuid> = vec![filed.envelope];
        for _ in 0..24 {
            written.push(world.follow_up(&filed, &filed.reporter).await);
        }
        turn_round(&world).await;
        let desk = world.desk().await;
        with_officer(&desk).await;
        desk.visit(Asked::InTurn).await;
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        sign_in(&mut visitor).await;
        let identities = unlock(&desk);
        let readings = desk.read_case(filed.case, Arc::clone(&identities)).await.unwrap();
        let order: Vec<Uuid> = readings.iter().map(|reading| reading.message.envelope).collect();
        assert!(order == written, "by the numbers that she signed");
        assert!(readings.iter().all(|reading| reading.message.alarms.is_empty()));
        // From the rows alone, now that all of it was compared.
        let newest = desk
            .read_page(filed.case, Arc::clone(&identities), 1)
            .await
            .unwrap();
        let shown: Vec<Uuid> = newest
            .readings
            .iter()
            .map(|reading| reading.message.envelope)
            .collect();
        assert!(shown == written[5..] && newest.unanswerable.is_none());
        let oldest = desk.read_page(filed.case, identities, 2).await.unwrap();
        let shown: Vec<Uuid> = oldest
            .readings
            .iter()
            .map(|reading| reading.message.envelope)
            .collect();
        assert!(shown == written[..5]);
        let path = format!("/expedientes/{}", filed.case);
        let first = visitor.get(&path).await;
        assert_eq!(first.status, StatusCode::OK);
        let first = first.text();
        assert_eq!(first.matches("Algo más que recordé.").count(), 20);
        assert!(!first.contains("Marcador-8261") && first.contains("Página 1 de 2"));
        assert!(
            first.contains(&format!("formaction=\"{path}?pagina=2\"")) && first.contains("id=\"ultimo\"")
        );
        let writing = "text=Falta+el+contrato.&status=&reason=Porque+s%C3%AD&files=acta.pdf&files=";
        let turned = visitor.post(&format!("{path}?pagina=2"), writing).await;
        assert_eq!(turned.status, StatusCode::OK);
        let turned = turned.text();
        assert!(turned.contains("Página 2 de 2") && turned.contains("\nFalta el contrato.</textarea>"));
        assert!(
            turned.contains("Porque sí") && turned.contains("vuelve a elegir"),
            "{turned}"
        );
        let second = visitor.get(&format!("{path}?pagina=2")).await.text();
        assert_eq!(second.matches("Algo más que recordé.").count(), 4);
        assert!(second.contains("Marcador-8261") && second.contains("id=\"responder\""));
        // What goes wrong on the disk is found on a page whose case was quiet.
        let file = world.envelopes().join(format!("{}.age", written[24]));
        std::fs::write(&file, bytes::<32>(&SystemRandom)).unwrap();
        let damaged = visitor.get(&path).await.text();
        assert!(damaged.contains("class=\"alarm\""), "{damaged}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_the_person_does_not_want_to_read_it_is_said_by_name() {
    for world in worlds().await {
        let reporter = Identity::generate(Class::Hybrid, &SystemRandom).unwrap();
        let contents = Contents {
            exclusions: vec!["contraloria".to_owned(), "nadie-conocido".to_owned()],
            ..world.contents(&reporter, Direction::Report, None)
        };
        let filed = world.file_as(reporter, contents, b"").await;
        let desk = world.desk().await;
        with_officer(&desk).await;
        desk.visit(Asked::InTurn).await;
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        sign_in(&mut visitor).await;
        unlock(&desk);
        let page = visitor.get(&format!("/expedientes/{}", filed.case)).await.text();
        assert!(page.contains("<li>Contraloría de prueba</li>"), "{page}");
        assert!(
            page.contains("<li>(nadie-conocido)</li>") && !page.contains("(contraloria)"),
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_case_stands_is_the_last_that_was_said_whichever_page_is_open() {
    for world in worlds().await {
        let filed = world.file().await;
        let desk = world.desk().await;
        with_officer(&desk).await;
        desk.visit(Asked::InTurn).await;
        let mut visitor = Visitor::new(pages::router(Arc::clone(&desk)));
        sign_in(&mut visitor).await;
        answer(&desk, &filed, "La estamos viendo.").await;
        desk.visit(Asked::InTurn).await;
        for _ in 0..21 {
            world.follow_up(&filed, &filed.reporter).await;
        }
        desk.visit(Asked::InTurn).await;
        let path = format!("/expedientes/{}", filed.case);
        // The first look compares everything; the next ones open one page.
        for page in [1, 2, 1, 2] {
            let shown = visitor.get(&format!("{path}?pagina={page}")).await.text();
            let stands = shown.split("<dl class=\"facts\">").nth(1).unwrap();
            let stands = stands.split("</dd>").next().unwrap();
            assert!(stands.contains("En investigación"), "page {page}: {stands}");
        }
    }
}
