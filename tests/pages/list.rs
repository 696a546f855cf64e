//! The public list of who can receive, with as many as a country has.

use std::sync::Arc;

use askama::Template as _;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use http::StatusCode;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use ventanilla::catalogue::{Catalogue, Files};
use ventanilla::clock::FixedClock;
use ventanilla::inbox::signature::DeskKey;
use ventanilla::institution::DatedKey;
use ventanilla::institution::pages::{self, InstitutionsPage, Listing, Sought};
use ventanilla::institution::{Directory, DirectoryKey, Institution};
use ventanilla::random::SeededRandom;
use ventanilla::seal::Identity;
use ventanilla::text::Language;

use crate::sample;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::{Engine, NOW, Site};

/// So many, of which one is of a ministry of agriculture.
pub(super) fn institutions(count: u64) -> Vec<Institution> {
    let model = sample::draft().institutions.pop().unwrap();
    (0..count)
        .map(|number| {
            let random = SeededRandom::new(1000 + number);
            let mut one = model.clone();
            one.id = format!("oic-{number:03}").parse().unwrap();
            let name = if number == 77 {
                "Órgano de Agricultura".to_owned()
            } else {
                format!("Órgano {number}")
            };
            one.names.insert("es".to_owned(), name);
            let signing = DeskKey::generate(&random).public();
            one.signing.truncate(1);
            one.signing = one
                .signing
                .into_iter()
                .map(|dated| DatedKey {
                    key: signing,
                    ..dated
                })
                .collect();
            for listed in [&mut one.intake, &mut one.recovery, &mut one.custodian] {
                listed.truncate(1);
                for dated in listed.iter_mut() {
                    dated.recipient = Identity::generate(one.class, &random).unwrap().recipient();
                }
            }
            one
        })
        .collect()
}

/// A directory of so many.
fn many(count: u64) -> Listing {
    Listing::new(
        Arc::new(signed(institutions(count))),
        Arc::new(Catalogue::embedded().unwrap()),
        Arc::new(FixedClock::at(NOW)),
    )
}

/// A directory of these.
fn signed(institutions: Vec<Institution>) -> Directory {
    let (key, _file) = DirectoryKey::generate(None).unwrap();
    let mut draft = sample::draft();
    draft.institutions = institutions;
    let toml = draft.to_toml().unwrap();
    let signature = key.sign(toml.as_bytes(), "test").unwrap();
    let trusted = [key.public().clone()];
    let today = "2026-11-23".parse().unwrap();
    Directory::read(toml.as_bytes(), &signature, &trusted, None, today).unwrap()
}

fn shown(listing: &Listing, words: &str, page: u32) -> String {
    let sought = Sought {
        words: words.to_owned(),
        page,
    };
    InstitutionsPage::new(Language::Es, listing, &sought)
        .render()
        .unwrap()
}

#[test]
fn a_long_list_is_shown_in_small_pages_and_searched_by_the_beginnings_of_words_without_accents() {
    let listing = many(120);
    let sections = |html: &str| html.matches("<section class=\"panel\"").count();
    let first = shown(&listing, "", 0);
    assert_eq!(sections(&first), 25);
    assert!(
        first.contains("120 instituciones") && first.contains("pagina=2\""),
        "{first}"
    );
    assert!(!first.contains("rel=\"prev\""));
    let last = shown(&listing, "", 9999);
    assert_eq!(sections(&last), 20);
    assert!(last.contains("pagina=4\"") && !last.contains("rel=\"next\""));
    let one = shown(&listing, " organo AGRIC ", 3);
    assert!(
        sections(&one) == 1 && one.contains("Órgano de Agricultura"),
        "{one}"
    );
    let none = shown(&listing, "\"><script>alert(1)</script>", 1);
    assert!(sections(&none) == 0 && !none.contains("<script"), "{none}");
    assert!(none.contains("No encontramos ninguna"));
    let odd = shown(&listing, "Órgano & más=", 2);
    assert!(!odd.contains("q=Órgano"), "{odd}");
}

/// The cells of a file as a spreadsheet reads them.
async fn cells(listing: &Listing, path: &str) -> Vec<String> {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let site = pages::routes().with_state(listing.clone());
    let response = site.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let mut reader = csv::Reader::from_reader(&*bytes);
    let rows = reader.records().map(Result::unwrap);
    rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[tokio::test]
async fn no_cell_of_the_files_is_a_formula_for_a_spreadsheet() {
    for sign in ['=', '+', '-', '@'] {
        let mut listing = many(1);
        let directory = listing.directory.institutions().values().next().unwrap().clone();
        let formula = |text: &str| format!("{sign}{text}");
        let mut odd = directory;
        odd.names.insert("es".to_owned(), formula("SUM(A1)"));
        odd.contact = Some(formula("HYPERLINK(1)"));
        listing.directory = Arc::new(signed(vec![odd]));
        let rule = listing.catalogue.rules().iter().next().unwrap().clone();
        let said = [
            rule.basis.as_str(),
            rule.explanation.speak(Language::Es),
            rule.explanation.speak(Language::En),
        ];
        let mut files = Files::embedded();
        let mut rules = String::from_utf8(files.find("competencia.csv").unwrap().to_vec()).unwrap();
        for text in said {
            rules = rules.replace(text, &formula(text));
        }
        files.put("competencia.csv", rules.into_bytes());
        listing.catalogue = Arc::new(Catalogue::read(&files).unwrap());
        for (path, texts) in [
            ("/instituciones.csv", &["SUM(A1)", "HYPERLINK(1)"][..]),
            ("/reglas.csv", &said[..]),
        ] {
            let cells = cells(&listing, path).await;
            assert!(
                !cells.iter().any(|cell| cell.starts_with(sign)),
                "{path}: {cells:?}"
            );
            for text in texts {
                assert!(cells.contains(&format!("'{}", formula(text))), "{path}: {text}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_a_file_for_spreadsheets_and_one_for_programs() {
    let site = Site::new(Engine::Sqlite).await;
    let mut ana = site.reporter();
    let found = ana
        .get("/instituciones?q=oaxaca&pagina=1")
        .await
        .must_be(StatusCode::OK);
    assert!(found.says(PROSECUTOR), "{}", found.html());
    for odd in ["?q=%ff", "?pagina=x", "?q=a&q=b", "?pagina=-1"] {
        ana.get(&format!("/en/instituciones{odd}"))
            .await
            .must_be(StatusCode::OK);
    }
    let csv = ana.get("/instituciones.csv").await.must_be(StatusCode::OK);
    let text = String::from_utf8(csv.body.to_vec()).unwrap();
    assert_eq!(
        text.lines().count(),
        5,
        "a line for each, and the headings: {text}"
    );
    let intake = &site.institutions.find(PROSECUTOR).listed.intake[0].recipient;
    assert!(
        text.starts_with("id,nombre,") && text.contains(&intake.fingerprint()),
        "{text}"
    );
    let json = ana.get("/instituciones.json").await.must_be(StatusCode::OK);
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&json.body).unwrap();
    assert_eq!(rows.len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rules_are_read_a_level_at_a_time_on_small_pages_in_both_languages_and_as_files() {
    let site = Site::new(Engine::Sqlite).await;
    let mut ana = site.reporter();
    let mut shown = std::collections::BTreeSet::new();
    let rules: Vec<String> = {
        let catalogue = &site.window.filing.intake.catalogue;
        catalogue.rules().iter().map(|rule| rule.id.to_string()).collect()
    };
    for prefix in ["", "/en"] {
        shown.clear();
        assert!(
            ana.get(&format!("{prefix}/instituciones"))
                .await
                .html()
                .contains("/instituciones/reglas\"")
        );
        for level in ["FEDERAL", "ESTATAL", "MUNICIPAL", "NO_SE"] {
            let mut next = Some(1);
            while let Some(number) = next {
                let address = format!("{prefix}/instituciones/reglas?nivel={level}&pagina={number}");
                let page = ana.get(&address).await.must_be(StatusCode::OK);
                let html = page.html().to_owned();
                assert!(html.len() < 40_000, "{address} has {} bytes", html.len());
                let here = rules
                    .iter()
                    .filter(|rule| html.contains(&format!("id=\"{rule}\"")));
                shown.extend(here.cloned());
                next = html.contains("rel=\"next\"").then_some(number + 1);
            }
        }
        assert_eq!(shown.len(), rules.len(), "every rule stands on some page");
    }
    for odd in ["?nivel=%ff", "?nivel=MARTE", "?pagina=x", "?pagina=99999"] {
        ana.get(&format!("/instituciones/reglas{odd}"))
            .await
            .must_be(StatusCode::OK);
    }
    let csv = ana.get("/reglas.csv").await.must_be(StatusCode::OK);
    let text = String::from_utf8(csv.body.to_vec()).unwrap();
    assert!(
        text.starts_with("regla,rango,nivel,") && text.lines().count() == rules.len() + 1,
        "{text}"
    );
    let json = ana.get("/reglas.json").await.must_be(StatusCode::OK);
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&json.body).unwrap();
    assert_eq!(rows.len(), rules.len());
}

/// A file of the list with the length of its longest piece, and how many pieces it has.
async fn in_pieces(listing: &Listing, path: &str) -> (Vec<u8>, usize, usize) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = pages::routes().with_state(listing.clone()).oneshot(request).await;
    let mut body = answer.unwrap().into_body();
    let (mut whole, mut longest, mut pieces) = (Vec::new(), 0, 0);
    while let Some(frame) = body.frame().await {
        let piece = frame.unwrap().into_data().unwrap();
        longest = longest.max(piece.len());
        pieces += 1;
        whole.extend_from_slice(&piece);
    }
    (whole, longest, pieces)
}

#[tokio::test]
async fn a_long_list_goes_out_as_a_file_piece_by_piece_and_whole() {
    let listing = many(200);
    let (json, longest, pieces) = in_pieces(&listing, "/instituciones.json").await;
    assert!(
        longest < 64 << 10 && pieces > 3,
        "{longest} bytes, {pieces} pieces"
    );
    let lines: Vec<serde_json::Value> = serde_json::from_slice(&json).unwrap();
    let ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert!(ids.len() == 200 && ids.is_sorted() && ids[77] == "oic-077");
    let (table, longest, pieces) = in_pieces(&listing, "/instituciones.csv").await;
    assert!(
        longest < 64 << 10 && pieces > 3,
        "{longest} bytes, {pieces} pieces"
    );
    let mut rows = csv::Reader::from_reader(table.as_slice());
    assert_eq!(&rows.headers().unwrap()[0], "id");
    let listed: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert_eq!(listed, ids, "the same, and the names of the columns once");
}
