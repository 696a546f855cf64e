//! A visitor with the simplest of browsers: it opens pages, fills in the form `paso`, and presses its buttons.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use time::macros::datetime;
use tower::ServiceExt as _;
use ventanilla::catalogue::Catalogue;
use ventanilla::clock::{Clock, FixedClock};
use ventanilla::institution::{Directory, DirectoryKey};
use ventanilla::intake::{Intake, OpenDesks, pages};
use ventanilla::random::SeededRandom;
use ventanilla::tracking::token::FormTokens;
use ventanilla::web::headers::{self, Transport};
use ventanilla::web::{Limits, assets, problem};

use super::markup::{self, Tag};
use crate::sample;

/// The pages of filing, with the sample directory.
pub(crate) fn site() -> Router {
    let pages = pages::routes::<Intake>()
        .merge(assets::routes())
        .with_state(intake());
    headers::layer(problem::with_fallbacks(pages), Transport::Plain)
}

fn intake() -> Intake {
    let clock = Arc::new(FixedClock::at(datetime!(2026-11-23 12:00 UTC)));
    let random = Arc::new(SeededRandom::new(7));
    Intake {
        directory: Arc::new(directory()),
        catalogue: Arc::new(Catalogue::embedded().unwrap()),
        desks: Arc::new(OpenDesks::default()),
        tokens: Arc::new(FormTokens::new(clock.now(), &*random)),
        limits: Limits {
            story_characters: 200,
            field_characters: 50,
            form_bytes: 20_000,
            ..Limits::default()
        },
        neutral_site: Arc::from("https://www.example.org/"),
        origins: Arc::from(["http://127.0.0.1".to_owned()]),
        clock,
        random,
    }
}

/// The sample directory, signed and read.
pub(crate) fn directory() -> Directory {
    let (key, _file) = DirectoryKey::generate(None).unwrap();
    let toml = sample::draft().to_toml().unwrap();
    let signature = key.sign(toml.as_bytes(), "test").unwrap();
    let today = "2026-11-23".parse().unwrap();
    Directory::read(toml.as_bytes(), &signature, &[key.public().clone()], None, today).unwrap()
}

/// A page as it came.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

/// Sends a request as it is.
pub(crate) async fn send(site: &Router, request: Request<Body>) -> Page {
    let response = site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Page {
        status: parts.status,
        headers: parts.headers,
        html: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// Opens a page by its address.
pub(crate) async fn open(site: &Router, path: &str) -> Page {
    send(site, Request::get(path).body(Body::empty()).unwrap()).await
}

/// Sends fields as a form without files.
pub(crate) async fn post(site: &Router, path: &str, fields: &[(String, String)]) -> Page {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.join("&")))
        .unwrap();
    send(site, request).await
}

fn encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

/// The form `paso` of a page, as it would be sent, with its buttons.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    buttons: Vec<Tag>,
}

impl Form {
    pub(crate) fn of(page: &Page) -> Self {
        let tags = markup::tags(&page.html);
        let start = tags.iter().position(|tag| tag.value("id") == "paso");
        let start = start.unwrap_or_else(|| panic!("no form: {}", page.html));
        let inside: Vec<&Tag> = tags[start..].iter().take_while(|tag| !tag.ends("form")).collect();
        let outside = tags
            .iter()
            .filter(|tag| tag.opens("button") && tag.value("form") == "paso");
        let buttons = inside
            .iter()
            .copied()
            .filter(|tag| tag.opens("button"))
            .chain(outside)
            .cloned();
        let mut select = "";
        let mut fields = Vec::new();
        for tag in &inside {
            let mut field = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
            match (tag.name.as_str(), tag.value("type")) {
                ("select", _) => select = tag.value("name"),
                ("option", _) if tag.has("selected") => field(select, tag.value("value")),
                ("textarea", _) if tag.opens("textarea") && tag.has("name") => {
                    let text = tag.text.strip_prefix('\n').unwrap_or(&tag.text);
                    // A browser sends every end of line as CR LF.
                    field(
                        tag.value("name"),
                        &text.replace("\r\n", "\n").replace('\n', "\r\n"),
                    );
                }
                ("input", "radio" | "checkbox") if !tag.has("checked") => {}
                ("input", "file") => {}
                ("input", _) => field(tag.value("name"), tag.value("value")),
                _ => {}
            }
        }
        Self {
            action: tags[start].value("action").to_owned(),
            fields,
            buttons: buttons.collect(),
        }
    }

    /// The values of a field.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let fields = self.fields.iter().filter(|(known, _)| known == name);
        fields.map(|(_, value)| value.as_str()).collect()
    }

    /// Writes into a field, or picks a radio.
    pub(crate) fn fill(&mut self, name: &str, value: &str) -> &mut Self {
        self.fields.retain(|(known, _)| known != name);
        self.tick(name, value)
    }

    /// Ticks one more.
    pub(crate) fn tick(&mut self, name: &str, value: &str) -> &mut Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Presses the first button, as the Enter key does.
    pub(crate) async fn next(&self, site: &Router) -> Page {
        post(site, &self.action, &self.fields).await
    }

    /// Presses the button that leads to `path`.
    pub(crate) async fn press(&self, site: &Router, path: &str) -> Page {
        let button = self
            .buttons
            .iter()
            .find(|button| button.value("formaction") == path);
        let button = button.unwrap_or_else(|| panic!("no button to {path}: {:?}", self.buttons));
        self.press_it(site, button).await
    }

    /// Presses the button with that name.
    pub(crate) async fn press_named(&self, site: &Router, name: &str) -> Page {
        let button = self.buttons.iter().find(|button| button.value("name") == name);
        let button = button.unwrap_or_else(|| panic!("no button {name}: {:?}", self.buttons));
        self.press_it(site, button).await
    }

    async fn press_it(&self, site: &Router, button: &Tag) -> Page {
        let mut fields = self.fields.clone();
        if button.has("name") {
            fields.push((button.value("name").to_owned(), button.value("value").to_owned()));
        }
        post(site, button.value("formaction"), &fields).await
    }
}
