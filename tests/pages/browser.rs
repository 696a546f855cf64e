//! Every page in a real browser without JavaScript, in both languages, with everything that can be entered wrongly.

use std::net::Ipv4Addr;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use ventanilla::case::PublicStatus;
use ventanilla::tracking::{TrackingCode, Wordlist};
use ventanilla::web::serve::serve;

use crate::world::browser::script;
use crate::world::site::desk::Says;
use crate::world::site::institutions::{COMPTROLLER, MUNICIPAL, PROSECUTOR};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Plan, Site};
use crate::world::tools::{environment, free_port};

const STORY: &str = "Me pidieron dos mil pesos por un permiso que no cuesta nada.";
const LIMITS: &str = "[limits]\nstory_characters = 400\nfield_characters = 100\nfile_bytes = 200000\nenvelope_bytes = 300000\n";

/// A window that a browser can reach.
struct Served {
    site: Site,
    stop: watch::Sender<bool>,
    server: JoinSet<()>,
}

impl Served {
    async fn start() -> Self {
        let port = free_port();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        let plan = Plan::new(Engine::Sqlite).with(LIMITS);
        let site = plan.at(&format!("http://127.0.0.1:{port}")).open().await;
        let (stop, stopped) = watch::channel(false);
        let mut server = JoinSet::new();
        let router = site.router();
        server.spawn(async move { serve(listener, router, stopped).await.unwrap() });
        Self { site, stop, server }
    }

    /// What the scripts must know of it.
    fn described(&self, codes: &Value) -> Value {
        let unknown = TrackingCode::from_bits([1; 11]).words(Wordlist::Spanish);
        json!({
            "origin": self.site.origin(),
            "codes": codes,
            "unknown": unknown.join(" "),
            "story": STORY,
            "limits": { "story": 400, "file": 200_000 },
        })
    }

    /// Runs a script of `tests/tools` against it, to the end.
    async fn run(self, name: &'static str, described: &Value, more: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("site.json");
        std::fs::write(&file, described.to_string()).unwrap();
        let mut arguments = vec![file.into_os_string()];
        arguments.extend(more.iter().map(Into::into));
        tokio::task::spawn_blocking(move || script(name, &arguments))
            .await
            .unwrap();
        let Self {
            site,
            stop,
            mut server,
        } = self;
        stop.send_replace(true);
        server.join_next().await.unwrap().unwrap();
        drop(site);
    }
}

/// One report that nobody has answered, and one that was talked about for days.
async fn mailboxes(site: &Site) -> Value {
    let mut ana = site.reporter();
    let talked = ana.report(&Told::crime(STORY)).await;
    site.release().await;
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.remove(0);
    let says = Says {
        text: "Gracias por escribir.\n¿Recuerdas el número de la ventanilla?",
        change: Some(("PREVENIDA", "Necesitamos saber en qué oficina fue.")),
        files: vec![b"%PDF-1.7 prueba".to_vec()],
    };
    let answer = desk.prepare(&item, PublicStatus::Proceso, &says).await;
    desk.answer(&answer).await.must_be(http::StatusCode::CREATED);
    let fresh = ana.report(&Told::crime("Otra cosa.")).await;
    json!({ "fresh": fresh, "talked": talked })
}

async fn every_page_is_sound(prefix: &'static str) {
    let served = Served::start().await;
    let codes = mailboxes(&served.site).await;
    let described = served.described(&codes);
    // Whoever wants to see every page names a folder for the pictures.
    let pictures = environment("VENTANILLA_PICTURES");
    let mut more = vec![prefix];
    if let Some(pictures) = &pictures {
        more.extend([pictures, "--all-variants"]);
    }
    served.run("pages.mjs", &described, &more).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_can_be_used_by_everybody_in_spanish() {
    Box::pin(every_page_is_sound("/")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_can_be_used_by_everybody_in_english() {
    Box::pin(every_page_is_sound("/en")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bribe_in_a_municipality_is_at_its_reader_in_four_pages_and_the_accused_body_is_passed_by() {
    let served = Box::pin(Served::start()).await;
    let mut described = served.described(&json!({}));
    described["readers"] = json!({ "municipal": MUNICIPAL, "state": COMPTROLLER });
    let pictures = environment("VENTANILLA_PICTURES");
    let more: Vec<&str> = pictures.as_deref().into_iter().collect();
    Box::pin(served.run("reader.mjs", &described, &more)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn back_and_reload_never_do_worse_than_ask_before_sending_again() {
    let served = Box::pin(Served::start()).await;
    let described = served.described(&json!({}));
    Box::pin(served.run("back.mjs", &described, &[])).await;
}
