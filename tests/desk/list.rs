//! The desk's list: read page by page whatever comes meanwhile, and filtered.

use std::collections::BTreeSet;

use http::StatusCode;
use time::Duration;
use ventanilla::case::FineStatus;
use ventanilla::desk::Desk;
use ventanilla::desk::pull::Asked;
use ventanilla::desk::store::{Filter, Order, Urgency, Wanted};

use super::clocks::{opened, says};
use super::session::worlds;
use super::world::World;

/// Reads the list to its end, while a report comes after each page.
async fn read_through(world: &World, desk: &Desk, wanted: Wanted, most: u64) -> Vec<u64> {
    let (mut wanted, mut seen) = (wanted, Vec::new());
    loop {
        let page = desk.store().list_cases(&wanted, desk.days(), most).await.unwrap();
        seen.extend(page.cases.iter().map(|case| case.number));
        world.file().await;
        desk.visit(Asked::InTurn).await;
        match page.next {
            Some(next) => wanted.after = Some(next),
            None => return seen,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_is_on_exactly_one_page_in_every_order_although_new_ones_arrive() {
    for world in worlds().await {
        for days in [1, 1, 6, 1, 1, 0] {
            for _ in 0..20 {
                world.file().await;
            }
            world.clock.advance(Duration::days(days));
        }
        let (desk, mut visitor) = opened(&world).await;
        for order in Order::ALL {
            let before: BTreeSet<u64> =
                (1..=desk.store().count_cases(desk.days()).await.unwrap().all).collect();
            let wanted = Wanted {
                order,
                ..Wanted::default()
            };
            let seen = read_through(&world, &desk, wanted, 17).await;
            let old: Vec<u64> = seen
                .iter()
                .copied()
                .filter(|number| before.contains(number))
                .collect();
            assert_eq!(old.len(), before.len(), "{order:?}");
            assert_eq!(old.into_iter().collect::<BTreeSet<_>>(), before, "{order:?}");
            assert_eq!(
                seen.iter().collect::<BTreeSet<_>>().len(),
                seen.len(),
                "{order:?}"
            );
        }
        // By the pages themselves, with a filter that is kept.
        let (mut path, mut links) = ("/expedientes?plazo=vencido".to_owned(), Vec::new());
        loop {
            let page = visitor.get(&path).await;
            assert_eq!(page.status, StatusCode::OK);
            let text = page.text();
            links.extend(
                text.split("<a href=\"/expedientes/")
                    .skip(1)
                    .map(|rest| rest.chars().take(36).collect::<String>()),
            );
            let next = text
                .split("href=\"/expedientes?")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap());
            let next = next.map(|query| query.replace("&#38;", "&").replace("&amp;", "&"));
            match next.filter(|query| query.contains("despues=v")).last() {
                Some(query) if !path.ends_with(&query) => {
                    assert!(query.starts_with("plazo=vencido&"), "{query}");
                    path = format!("/expedientes?{query}");
                }
                Some(_) | None => break,
            }
        }
        let overdue = desk.store().count_cases(desk.days()).await.unwrap().overdue;
        assert_eq!(overdue, 60, "those of the first three days");
        assert_eq!(u64::try_from(links.len()).unwrap(), overdue);
        assert_eq!(
            u64::try_from(links.iter().collect::<BTreeSet<_>>().len()).unwrap(),
            overdue
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_filtered_and_says_so_when_nothing_matches_or_an_address_is_not_understood() {
    for world in worlds().await {
        let (asked, quiet) = (world.file().await, world.file().await);
        let (desk, mut visitor) = opened(&world).await;
        says(&desk, &asked, "¿Dónde fue?", Some(FineStatus::MoreAsked)).await;
        visitor.get(&format!("/expedientes/{}", asked.case)).await;
        for (query, shown) in [
            ("?plazo=en-pausa", [true, false]),
            ("?plazo=corre", [false, true]),
            ("?estado=registrada", [false, true]),
            ("?estado=proceso", [true, false]),
            ("?nuevo=1", [false, true]),
            ("?tamano=0", [true, true]),
            ("?orden=estado&estado=&plazo=&tamano=", [true, true]),
            ("?plazo=vencido", [false, false]),
            ("?alarma=1", [false, false]),
            ("?tamano=9", [false, false]),
        ] {
            let page = visitor.get(&format!("/expedientes{query}")).await;
            assert_eq!(page.status, StatusCode::OK);
            let page = page.text();
            let found = [&asked, &quiet].map(|filed| page.contains(&format!("/expedientes/{}", filed.case)));
            assert_eq!(found, shown, "{query}");
            assert_eq!(page.contains("Nada coincide"), shown == [false, false], "{query}");
            assert_eq!(
                page.contains("Quitar los filtros"),
                query != "?orden=estado&estado=&plazo=&tamano=",
                "{query}"
            );
            assert!(!page.contains("no se entendió"), "{query}");
        }
        for query in [
            "?plazo=%27OR%201=1",
            "?estado=",
            "?despues=v1",
            "?pagina=2",
            "?%FF=1",
            "?nuevo=1&nuevo=1",
        ] {
            let page = visitor.get(&format!("/expedientes{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            let is_fine = query == "?estado=" || query == "?nuevo=1&nuevo=1";
            assert_eq!(page.text().contains("no se entendió"), !is_fine, "{query}");
        }
        // Behind the last one there is a way back.
        let end = visitor.get("/expedientes?orden=folio&despues=n1").await.text();
        assert!(
            end.contains("Aquí termina la lista") && end.contains("Al principio"),
            "{end}"
        );
        let wanted = Wanted {
            filter: Filter {
                urgency: Some(Urgency::Waiting),
                ..Filter::default()
            },
            ..Wanted::default()
        };
        let waiting = desk.store().list_cases(&wanted, desk.days(), 50).await.unwrap();
        assert_eq!(waiting.cases.len(), 1);
    }
}
