//! The counts that are published: closed months, no small number, the same on page and in files.

use http::StatusCode;
use time::Duration;
use ventanilla::case::PublicStatus;
use ventanilla::clock::Clock as _;
use ventanilla::statistics::store::count;

use crate::world::site::desk::Says;
use crate::world::site::html::plain;
use crate::world::site::institutions::{COMPTROLLER, CONTROL, PROSECUTOR};
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(
    a_month_is_published_when_it_is_over_on_the_page_and_in_both_files,
    counts_of_one_to_four_are_said_to_be_few_everywhere,
    a_status_that_an_institution_sets_is_counted_in_its_month,
);

const PAGES: [&str; 4] = [
    "/datos/",
    "/en/datos/",
    "/datos/denuncias.csv",
    "/datos/denuncias.json",
];

/// Page in Spanish and English, CSV and JSON.
async fn published(site: &Site) -> [Page; 4] {
    let mut pages = Vec::new();
    for path in PAGES {
        pages.push(site.reporter().get(path).await.must_be(StatusCode::OK));
    }
    pages.try_into().unwrap()
}

/// As many as would have been filed, in the month of the site's clock.
async fn counted(site: &Site, institution: &str, status: PublicStatus, times: u32) {
    let mut tx = site.window.store.begin().await.unwrap();
    for _ in 0..times {
        count(&mut tx, institution, status, site.clock.today())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// What can be read on a page, one blank between two words or cells.
fn text(page: &Page) -> String {
    plain(&page.html().replace('<', " <"))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

async fn a_month_is_published_when_it_is_over_on_the_page_and_in_both_files(engine: Engine) {
    let site = Site::new(engine).await;
    site.reporter().report(&Told::crime("Una de seis.")).await;
    counted(&site, PROSECUTOR, PublicStatus::Registrada, 5).await;
    site.advance(Duration::days(7));
    assert_eq!(site.clock.today().to_string(), "2026-11-30");
    let [spanish, english, csv, json] = published(&site).await;
    for page in [&spanish, &english] {
        let text = text(page);
        assert!(
            !text.contains("Institución fiscalia") && !text.contains("Institution fiscalia"),
            "{text}"
        );
    }
    assert_eq!(
        csv.html(),
        "mes,institucion,estatus,denuncias\r\n",
        "the running month"
    );
    assert_eq!(json.html(), "[]");
    site.advance(Duration::days(1));
    counted(&site, PROSECUTOR, PublicStatus::Registrada, 9).await;
    let [spanish, english, csv, json] = published(&site).await;
    assert_eq!(
        csv.html(),
        "mes,institucion,estatus,denuncias\r\n2026-11,fiscalia-oaxaca,REGISTRADA,6\r\n"
    );
    assert_eq!(
        csv.headers["content-type"],
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(json.headers["content-type"], "application/json");
    assert_eq!(
        json.html(),
        r#"[{"mes":"2026-11","institucion":"fiscalia-oaxaca","estatus":"REGISTRADA","denuncias":6}]"#
    );
    let (spanish, english) = (text(&spanish), text(&english));
    assert!(spanish.contains("noviembre de 2026"), "{spanish}");
    assert!(
        spanish.contains("Institución fiscalia-oaxaca Registrada 6"),
        "{spanish}"
    );
    assert!(!spanish.contains("diciembre"), "{spanish}");
    assert!(english.contains("November 2026"), "{english}");
    assert!(english.contains("Institution fiscalia-oaxaca"), "{english}");
    assert!(!english.contains("December"), "{english}");
}

async fn counts_of_one_to_four_are_said_to_be_few_everywhere(engine: Engine) {
    let site = Site::new(engine).await;
    counted(&site, CONTROL, PublicStatus::Registrada, 1).await;
    counted(&site, COMPTROLLER, PublicStatus::Registrada, 4).await;
    counted(&site, PROSECUTOR, PublicStatus::Registrada, 5).await;
    site.advance(Duration::days(30));
    let [spanish, english, csv, json] = published(&site).await;
    assert_eq!(
        csv.html(),
        "mes,institucion,estatus,denuncias\r\n\
         2026-11,contraloria-oaxaca,REGISTRADA,<5\r\n\
         2026-11,control-federal,REGISTRADA,<5\r\n\
         2026-11,fiscalia-oaxaca,REGISTRADA,5\r\n"
    );
    let rows: Vec<serde_json::Value> = serde_json::from_str(json.html()).unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row["institucion"].as_str().unwrap(), row["denuncias"].as_u64()))
        .collect();
    assert_eq!(
        told,
        [(COMPTROLLER, None), (CONTROL, None), (PROSECUTOR, Some(5))]
    );
    let (spanish, english) = (text(&spanish), text(&english));
    for institution in [CONTROL, COMPTROLLER] {
        assert!(
            spanish.contains(&format!("Institución {institution} Registrada menos de 5")),
            "{spanish}"
        );
        assert!(
            english.contains(&format!("Institution {institution} Registered fewer than 5")),
            "{english}"
        );
    }
}

async fn a_status_that_an_institution_sets_is_counted_in_its_month(engine: Engine) {
    let site = Site::new(engine).await;
    site.reporter().report(&Told::crime("Una.")).await;
    counted(&site, PROSECUTOR, PublicStatus::Registrada, 4).await;
    counted(&site, PROSECUTOR, PublicStatus::Proceso, 4).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.pop().unwrap();
    let says = Says {
        text: "La abrimos.",
        ..Says::default()
    };
    let ready = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
    site.advance(Duration::days(30));
    let [_, _, csv, _] = published(&site).await;
    assert_eq!(
        csv.html(),
        "mes,institucion,estatus,denuncias\r\n\
         2026-11,fiscalia-oaxaca,PROCESO,5\r\n\
         2026-11,fiscalia-oaxaca,REGISTRADA,5\r\n"
    );
}
