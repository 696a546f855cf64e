//! A window with as many institutions as a country has.

use http::StatusCode;
use ventanilla::institution::Draft;

use super::list::institutions;
use crate::world::site::institutions::{CONTROL, SignedDirectory};
use crate::world::site::reporter::{Page, Told};
use crate::world::site::{Engine, Plan, Site};

/// A window with the institutions of every site, and ten thousand more for the same matters as the federal one.
async fn country() -> Site {
    let plan = Plan::new(Engine::Sqlite);
    let mut draft = Draft::read(&plan.institutions.sign(1).toml).unwrap();
    draft.institutions.extend(institutions(10_000));
    let toml = draft.to_toml().unwrap();
    let signature = plan.institutions.key.sign(toml.as_bytes(), "test").unwrap();
    plan.put_directory(&SignedDirectory { toml, signature });
    plan.open().await
}

fn small(page: Page) -> Page {
    let page = page.must_be(StatusCode::OK);
    assert!(page.html().len() < 60_000, "{} bytes", page.html().len());
    page
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn among_ten_thousand_institutions_any_is_found_and_a_report_is_filed_on_small_pages() {
    let site = country().await;
    let mut ana = site.reporter();
    for query in ["q=&pagina=1", "q=organo&pagina=399", "q=oic&pagina=400"] {
        let page = small(ana.get(&format!("/instituciones?{query}")).await);
        let shown = page.html().matches("<section class=\"panel\"").count();
        assert_eq!(shown, 25, "{query}");
        let whole = ["10,004", "10\u{a0}004", "10004"];
        let counts = whole.iter().any(|count| page.html().contains(count));
        assert!(counts || !query.starts_with("q=&"), "{}", page.html());
    }
    let one = small(ana.get("/instituciones?q=agricultura").await);
    assert_eq!(one.html().matches("<section class=\"panel\"").count(), 1);

    let told = Told::federal("Usan la camioneta del trabajo.");
    let reader = small(ana.walk_to_the_reader(&told).await);
    assert!(
        reader.says(&format!("Institución {CONTROL}")),
        "{}",
        reader.html()
    );
    let review = small(ana.walk(&told).await);
    let code = small(ana.send(&review.form("/denunciar/enviar")).await)
        .code()
        .unwrap();
    small(ana.enter(&code).await);
    site.release().await;
    assert_eq!(site.desk(CONTROL).read_all().await.len(), 1);
}
