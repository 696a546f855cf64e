//! A person with a browser without JavaScript: she walks the true pages and fills in the forms she finds.
//!
//! Every answer is held against what must stand on all of them: the policy, no name of a server, no cookie
//! before the mailbox.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use time::Duration;
use tower::ServiceExt as _;
use ventanilla::clock::FixedClock;

use super::html::{self, Form};
use super::multipart::{BOUNDARY, Upload, multipart, urlencoded};

/// A person at her browser.
#[derive(Clone, Debug)]
pub(crate) struct Reporter {
    /// What her browser says of where a form came from.
    pub(crate) origin: Option<String>,
    /// What her browser says of the site a form came from, when it says so.
    pub(crate) fetch_site: Option<String>,
    /// Her cookies.
    pub(crate) cookies: BTreeMap<String, String>,
    router: Router,
    clock: Arc<FixedClock>,
}

/// What she tells.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The answers of the steps before the reader.
    pub(crate) place: Vec<(&'static str, &'static str)>,
    /// What happened.
    pub(crate) story: String,
    /// Her files.
    pub(crate) files: Vec<Upload>,
}

impl Told {
    /// A crime in the state 20: for its prosecutor.
    pub(crate) fn crime(story: &str) -> Self {
        Self::at(
            &[
                ("level", "ESTATAL"),
                ("state", "20"),
                ("situation", "cargo_sin_derecho"),
            ],
            story,
        )
    }

    /// An offence in the state 20: for its comptroller.
    pub(crate) fn offence(story: &str) -> Self {
        Self::at(
            &[
                ("level", "ESTATAL"),
                ("state", "20"),
                ("situation", "uso_personal"),
            ],
            story,
        )
    }

    /// An offence in a federal body: for its internal control.
    pub(crate) fn federal(story: &str) -> Self {
        Self::at(&[("level", "FEDERAL"), ("situation", "uso_personal")], story)
    }

    /// An offence that is a crime too, in the state 20: for its comptroller, and for its prosecutor.
    pub(crate) fn both(story: &str) -> Self {
        Self::at(
            &[
                ("level", "ESTATAL"),
                ("state", "20"),
                ("situation", "pidio_dinero"),
            ],
            story,
        )
    }

    /// A bribe in the municipality 20067: for its control body, and for the prosecutor of its state.
    pub(crate) fn bribe(story: &str) -> Self {
        Self::at(
            &[
                ("level", "MUNICIPAL"),
                ("state", "20"),
                ("municipality", "20067"),
                ("situation", "pidio_dinero"),
            ],
            story,
        )
    }

    /// The same, with files.
    pub(crate) fn with(self, files: Vec<Upload>) -> Self {
        Self { files, ..self }
    }

    /// The form of a step with those of the answers that it asks for.
    pub(crate) fn answer(&self, form: Form) -> Form {
        let mut asked = self.place.iter();
        let is_asked = |name: &str| form.controls.iter().any(|known| known == name);
        let asked: Vec<_> = asked.by_ref().filter(|(name, _)| is_asked(name)).collect();
        asked
            .into_iter()
            .fold(form, |form, (name, value)| form.fill(name, value))
    }

    /// What happens somewhere.
    pub(crate) fn at(place: &[(&'static str, &'static str)], story: &str) -> Self {
        Self {
            place: place.to_vec(),
            story: story.to_owned(),
            files: Vec::new(),
        }
    }
}

/// An answer, read whole.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its bytes.
    pub(crate) body: Bytes,
}

impl Page {
    /// Its HTML.
    pub(crate) fn html(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Whether a person can read this on it, or in one of its fields.
    pub(crate) fn says(&self, text: &str) -> bool {
        html::plain(self.html()).contains(text) || self.carries(text)
    }

    /// Whether a form of the page still holds this.
    pub(crate) fn carries(&self, text: &str) -> bool {
        let forms = html::forms(self.html());
        forms
            .iter()
            .flat_map(|form| &form.fields)
            .any(|(_, value)| value.contains(text))
    }

    /// The form that is sent to `action`.
    pub(crate) fn form(&self, action: &str) -> Form {
        let found = html::forms(self.html())
            .into_iter()
            .find(|form| form.action == action);
        found.unwrap_or_else(|| panic!("no form to {action}: {} {}", self.status, self.html()))
    }

    /// The code of a receipt, as the words stand on it; nothing where there is none.
    pub(crate) fn code(&self) -> Option<String> {
        let list = self.html().split_once("<ol class=\"words\">")?.1;
        let list = list.split("</ol>").next().unwrap();
        Some(html::texts(list, "<li>", "</li>").join(" "))
    }

    /// Panics unless the status is this one.
    pub(crate) fn must_be(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}

impl Reporter {
    pub(super) fn new(router: Router, clock: Arc<FixedClock>, origin: String) -> Self {
        Self {
            origin: Some(origin),
            fetch_site: None,
            cookies: BTreeMap::new(),
            router,
            clock,
        }
    }

    /// Opens a link.
    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.ask(Method::GET, path, "", Body::empty()).await
    }

    /// Sends a form without files, and follows where the answer leads.
    pub(crate) async fn send(&mut self, form: &Form) -> Page {
        self.send_with(form, &[]).await
    }

    /// Sends a form with files, and follows where the answer leads.
    pub(crate) async fn send_with(&mut self, form: &Form, files: &[Upload]) -> Page {
        let (kind, body) = if form.is_multipart {
            let name = form.controls.iter().find(|name| name.starts_with("archivo"));
            let name = name.map_or("archivo", String::as_str);
            (
                format!("multipart/form-data; boundary={BOUNDARY}"),
                multipart(&form.fields, name, files),
            )
        } else {
            // A field without a name is there to be read, and is not sent.
            let mut sent = form.fields.clone();
            sent.retain(|(name, _)| !name.is_empty());
            ("application/x-www-form-urlencoded".to_owned(), urlencoded(&sent))
        };
        let page = self
            .ask(Method::POST, &form.action, &kind, Body::from(body))
            .await;
        let Some(location) = page.headers.get(header::LOCATION) else {
            return page;
        };
        let location = location.to_str().unwrap().to_owned();
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        self.get(&location).await
    }

    /// Sends whatever to wherever.
    pub(crate) async fn ask(&mut self, method: Method, path: &str, kind: &str, body: Body) -> Page {
        let mut request = Request::builder().method(&method).uri(path);
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if method != Method::GET {
            let said = [
                (header::ORIGIN.as_str(), &self.origin),
                ("sec-fetch-site", &self.fetch_site),
            ];
            for (name, value) in said {
                request = value
                    .iter()
                    .fold(request, |request, value| request.header(name, value));
            }
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let request = request.body(body).unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let page = Page {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.unwrap().to_bytes(),
        };
        check_policy(path, &page);
        self.keep_cookies(&page);
        page
    }

    /// Walks from the first step to the page that says who will read it.
    pub(crate) async fn walk_to_the_reader(&mut self, told: &Told) -> Page {
        let mut page = self.get("/denunciar").await;
        for action in BEFORE_THE_READER {
            let form = told.answer(page.must_be(StatusCode::OK).form(action));
            page = self.send(&form).await;
        }
        page
    }

    /// Walks from the first step to the review.
    pub(crate) async fn walk(&mut self, told: &Told) -> Page {
        let reader = self.walk_to_the_reader(told).await.must_be(StatusCode::OK);
        let story = self
            .send(&reader.form("/denunciar/relato"))
            .await
            .must_be(StatusCode::OK);
        let form = story.form("/denunciar/revision").fill("story", &told.story);
        self.send(&form).await
    }

    /// The last form, after a while in front of it.
    pub(crate) async fn prepare(&mut self, told: &Told) -> Form {
        let review = self.walk(told).await.must_be(StatusCode::OK);
        self.clock.advance(Duration::seconds(5));
        review.form("/denunciar/enviar")
    }

    /// Files a report, from the first step to the receipt.
    pub(crate) async fn file(&mut self, told: &Told) -> Page {
        let form = self.prepare(told).await;
        self.send_with(&form, &told.files).await
    }

    /// Files a report and writes the code down.
    pub(crate) async fn report(&mut self, told: &Told) -> String {
        let receipt = self.file(told).await.must_be(StatusCode::OK);
        receipt.code().unwrap()
    }

    /// Enters a code.
    pub(crate) async fn enter(&mut self, code: &str) -> Page {
        let entry = self.get("/seguimiento").await;
        let form = entry.form("/seguimiento").fill("code", code);
        self.send(&form).await
    }

    fn keep_cookies(&mut self, page: &Page) {
        for cookie in page.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() || cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// What stands on every answer, whatever its status.
fn check_policy(path: &str, page: &Page) {
    let header = |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap());
    let policy = header("content-security-policy").unwrap_or_default();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'"),
        "{path}: {policy}"
    );
    assert!(!policy.contains("script"), "{path}: {policy}");
    assert_eq!(header("referrer-policy"), Some("same-origin"), "{path}");
    assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
    assert_eq!(header("x-accel-buffering"), Some("no"), "{path}");
    assert_eq!(header("server"), None, "{path}");
    if !path.starts_with("/recursos/") || !page.status.is_success() {
        assert_eq!(header("cache-control"), Some("no-store"), "{path}");
    }
    let is_return_visit = path.contains("/seguimiento") || path.contains("/salir");
    assert!(
        is_return_visit || header("set-cookie").is_none(),
        "a cookie at {path}"
    );
}

/// Where the forms go that ask before the page with the reader.
pub(crate) const BEFORE_THE_READER: [&str; 3] =
    ["/denunciar/lugar", "/denunciar/hechos", "/denunciar/lectura"];
