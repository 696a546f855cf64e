//! The walls around every page: methods, unknown paths, headers, and no cookie before the mailbox.

use axum::body::Body;
use http::{Method, StatusCode};

use crate::world::site::reporter::{Reporter, Told};
use crate::world::site::{Engine, Plan, Site};

#[tokio::test]
async fn a_page_that_is_only_reached_from_a_form_says_where_to_begin() {
    let site = Site::new(Engine::Sqlite).await;
    let mut ana = site.reporter();
    for path in [
        "/denunciar/lectura",
        "/denunciar/relato",
        "/denunciar/revision",
        "/denunciar/enviar",
        "/denunciar/recibo",
        "/salir",
        "/seguimiento/cerrar",
    ] {
        for path in [path.to_owned(), format!("/en{path}")] {
            let page = ana.get(&path).await.must_be(StatusCode::METHOD_NOT_ALLOWED);
            assert!(page.html().contains("<h1"), "{path}");
            let put = ana.ask(Method::PUT, &path, "", Body::empty()).await;
            put.must_be(StatusCode::METHOD_NOT_ALLOWED);
        }
    }
    ana.ask(Method::DELETE, "/", "", Body::empty())
        .await
        .must_be(StatusCode::METHOD_NOT_ALLOWED);
    for path in ["/nada", "/en/nada", "/denunciar/", "/recursos/nada.css", "/%ff"] {
        let page = ana.get(path).await.must_be(StatusCode::NOT_FOUND);
        assert!(page.html().contains("<h1"), "{path}");
    }
    ana.get("/recursos/nada.css").await.must_be(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_answer_of_a_journey_carries_the_policy_and_sets_no_cookie() {
    // The browser of these tests checks every answer it gets; here it gets all kinds of them.
    let site = Site::new(Engine::Sqlite).await;
    let mut ana = site.reporter();
    for path in [
        "/",
        "/en/",
        "/ayuda",
        "/denunciar",
        "/en/denunciar",
        "/seguimiento",
        "/directorio.toml",
    ] {
        ana.get(path).await.must_be(StatusCode::OK);
    }
    ana.report(&Told::crime("Una historia.")).await;
    assert!(ana.cookies.is_empty(), "{:?}", ana.cookies);
}

async fn strict_transport(ana: &mut Reporter) -> Option<String> {
    let page = ana.get("/").await;
    let header = page.headers.get("strict-transport-security");
    header.map(|value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn only_a_site_reached_by_https_tells_browsers_to_insist_on_it() {
    let plain = Plan::new(Engine::Sqlite).at("http://abc.onion").open().await;
    assert_eq!(strict_transport(&mut plain.reporter()).await, None);
    let secure = Plan::new(Engine::Sqlite)
        .at("https://ventanilla.test")
        .open()
        .await;
    let told = strict_transport(&mut secure.reporter()).await;
    assert!(told.unwrap().starts_with("max-age="));
}

#[tokio::test]
async fn the_quick_way_out_clears_and_leads_to_the_neutral_site() {
    let site = Site::new(Engine::Sqlite).await;
    let mut ana = site.reporter();
    let home = ana.get("/").await;
    let out = ana.send(&home.form("/salir")).await.must_be(StatusCode::OK);
    let header = |name: &str| out.headers[name].to_str().unwrap();
    assert!(header("refresh").starts_with("0; url=https://"));
    assert!(header("clear-site-data").contains("\"cookies\""));
}

#[tokio::test]
async fn from_another_site_the_quick_way_out_leaves_and_closes_nothing() {
    let site = Site::new(Engine::Sqlite).await;
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("Una historia.")).await;
    ana.enter(&code).await.must_be(StatusCode::OK);
    let mailbox = ana.get("/seguimiento/buzon").await.must_be(StatusCode::OK);
    let way_out = mailbox.form("/salir");
    let own = ana.origin.clone();
    for foreign in [Some("https://otro.example"), Some("null"), None] {
        ana.origin = foreign.map(str::to_owned);
        ana.fetch_site = Some("cross-site".to_owned());
        let out = ana.send(&way_out).await.must_be(StatusCode::OK);
        assert!(
            out.headers["refresh"]
                .to_str()
                .unwrap()
                .starts_with("0; url=https://")
        );
        assert!(!out.headers.contains_key("clear-site-data"), "{foreign:?}");
        ana.get("/seguimiento/buzon").await.must_be(StatusCode::OK);
    }
    (ana.origin, ana.fetch_site) = (own, None);
    let out = ana.send(&way_out).await.must_be(StatusCode::OK);
    assert!(out.headers.contains_key("clear-site-data"));
    ana.get("/seguimiento/buzon").await.must_be(StatusCode::FORBIDDEN);
}
