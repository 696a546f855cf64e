//! All pages in all languages: well formed, labelled, without script, under the policy, light to load.
#![expect(
    clippy::string_slice,
    reason = "the pages' own marks stand at letters, not inside them"
)]

use std::sync::Arc;

use askama::Template;
use axum::response::IntoResponse as _;
use http_body_util::BodyExt as _;
use time::macros::datetime;
use ventanilla::catalogue::Catalogue;
use ventanilla::clock::FixedClock;
use ventanilla::conversation::afterwards::{SentPage, SignedOutPage};
use ventanilla::conversation::code_page::CodePage;
use ventanilla::conversation::views::MailboxPage;
use ventanilla::institution::pages::{InstitutionsPage, Listing, Sought};
use ventanilla::intake::receipt_pages::{AlreadyPage, ClosedPage, ConfirmedPage, ReceiptPage};
use ventanilla::statistics::pages::DataPage;
use ventanilla::text::Language;
use ventanilla::web::Problem;
use ventanilla::web::assets::{DRAWING, MARK, STYLESHEET};

use super::markup::check;
use super::visitor::{directory, open, site};

fn rendered<T: Template>(views: &[T]) -> Vec<String> {
    views.iter().map(|view| view.render().unwrap()).collect()
}

#[test]
fn every_sample_in_every_language_is_a_sound_page() {
    let listing = Listing::new(
        Arc::new(directory()),
        Arc::new(Catalogue::embedded().unwrap()),
        Arc::new(FixedClock::at(datetime!(2026-11-23 15:00 UTC))),
    );
    for language in Language::ALL {
        let pages = [
            rendered(&ReceiptPage::samples(language)),
            rendered(&[ConfirmedPage::new(language)]),
            rendered(&[AlreadyPage::new(language)]),
            rendered(&[ClosedPage::new(language)]),
            rendered(&CodePage::samples(language)),
            rendered(&MailboxPage::samples(language)),
            rendered(&SentPage::samples(language)),
            rendered(&[SignedOutPage::new(language)]),
            rendered(&DataPage::samples(language)),
            rendered(&[InstitutionsPage::new(language, &listing, &Sought::default())]),
        ];
        for html in pages.concat() {
            check(&html, language.tag());
            offers_the_way_out(&html, language);
        }
    }
}

/// The way out is the first thing that the keyboard reaches.
fn offers_the_way_out(html: &str, language: Language) {
    let body = &html[html.find("<body").unwrap()..];
    let first = body.find("<button").unwrap().min(body.find("<a ").unwrap());
    let form = format!("action=\"{}\"", language.path("/salir"));
    assert!(
        body[..first].contains(&form) && body[first..].starts_with("<button"),
        "{html}"
    );
}

#[tokio::test]
async fn every_problem_in_every_language_is_a_sound_page_that_keeps_the_text() {
    for language in Language::ALL {
        for problem in Problem::samples(language) {
            let response = problem.into_response();
            assert!(response.status().is_client_error() || response.status().is_server_error());
            let body = response.into_body().collect().await.unwrap().to_bytes();
            let html = String::from_utf8(body.to_vec()).unwrap();
            check(&html, language.tag());
            offers_the_way_out(&html, language);
        }
    }
}

#[tokio::test]
async fn every_page_with_an_address_is_sound_and_leads_to_itself_in_the_other_language() {
    let site = site();
    for path in ["/", "/denunciar", "/ayuda"] {
        for language in Language::ALL {
            let page = open(&site, &language.path(path)).await;
            assert_eq!(page.status, 200);
            check(&page.html, language.tag());
            offers_the_way_out(&page.html, language);
            let attribute = if path == "/denunciar" {
                "formaction"
            } else {
                "href"
            };
            let other = language.other();
            let other = format!("{attribute}=\"{}\" lang=\"{}\"", other.path(path), other.tag());
            assert!(page.html.contains(&other), "{other}");
        }
    }
    assert_eq!(open(&site, "/en").await.headers["location"], "/en/");
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let site = site();
    for path in ["/", "/nada", "/denunciar/relato", "/recursos/nada.css", "/en"] {
        let headers = open(&site, path).await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"));
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["x-frame-options"], "DENY");
        assert_eq!(headers["x-accel-buffering"], "no");
        assert!(!headers.contains_key("server") && !headers.contains_key("set-cookie"));
        assert!(!headers.contains_key("strict-transport-security"));
    }
    let asset = open(&site, STYLESHEET.path()).await;
    assert!(
        asset.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(asset.headers["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn the_first_page_weighs_at_most_forty_kilobytes() {
    let site = site();
    for language in Language::ALL {
        let page = open(&site, &language.path("/")).await;
        let all = page.html.len() + STYLESHEET.len() + MARK.len() + DRAWING.len();
        assert!(all <= 40_000, "{all} bytes");
        assert!(STYLESHEET.len() <= 20_000, "{} bytes of style", STYLESHEET.len());
    }
}

/// The colours of one theme of the stylesheet, by name.
fn colours(css: &str) -> impl Fn(&str) -> [f64; 3] {
    let css = css.to_owned();
    move |name| {
        let start = css
            .find(&format!("--{name}: #"))
            .unwrap_or_else(|| panic!("no {name}"));
        let value: String = css[start..]
            .split('#')
            .nth(1)
            .unwrap()
            .chars()
            .take_while(char::is_ascii_hexdigit)
            .collect();
        let wide = if value.len() == 3 {
            value.chars().flat_map(|c| [c, c]).collect()
        } else {
            value
        };
        [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0)
    }
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |colour: [f64; 3]| {
        let linear = colour.map(|part| {
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (high, low) = (light(a).max(light(b)), light(a).min(light(b)));
    (high + 0.05) / (low + 0.05)
}

#[test]
fn text_and_edges_stand_out_in_both_themes() {
    let css = include_str!("../../templates/assets/style.css");
    let (light, rest) = css.split_once("prefers-color-scheme: dark").unwrap();
    // What the dark theme does not set again it takes from the light one.
    let dark = format!("{rest}{light}");
    for theme in [light, &dark] {
        let colour = colours(theme);
        for (text, back, least) in [
            ("ink", "back", 7.0),
            ("ink", "paper", 7.0),
            ("ink", "tint", 7.0),
            ("ink", "warn-back", 7.0),
            ("ink", "bad-back", 7.0),
            ("soft", "back", 4.5),
            ("soft", "paper", 4.5),
            ("soft", "tint", 4.5),
            ("bad", "paper", 4.5),
            ("bad", "back", 4.5),
            ("bad", "bad-back", 4.5),
            ("on-green", "green", 4.5),
            ("bar-ink", "bar", 7.0),
            ("field", "paper", 3.0),
            ("field", "back", 3.0),
            ("ring", "back", 3.0),
            ("ring", "paper", 3.0),
            ("ok-line", "back", 3.0),
        ] {
            let found = contrast(colour(text), colour(back));
            assert!(found >= least, "{text} on {back}: {found:.2}");
        }
    }
}
