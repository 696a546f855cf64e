//! An invitation and a first sign-in, in a real browser without JavaScript.

use std::fs;
use std::net::Ipv4Addr;
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinSet, spawn_blocking};
use ventanilla::clock::Clock as _;
use ventanilla::desk::pages;
use ventanilla::web::serve::serve;

use super::made::replace;
use super::pages::add;
use super::world::World;
use crate::world::browser::script;
use crate::world::tools::{environment, free_port};

const ADMIN: &str = "nunca llueve cuando hay paraguas";

async fn walk(prefix: &'static str) {
    let world = World::new().await;
    world.ask_for_codes();
    let port = free_port();
    let origin = format!("http://127.0.0.1:{port}");
    replace(&world.config, "http://mesa.test", &origin);
    let desk = world.desk().await;
    add(&desk, "jefa", ADMIN, "administrator").await;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let mut server = JoinSet::new();
    let router = pages::router(Arc::clone(&desk));
    server.spawn(async move { serve(listener, router, stopped).await.unwrap() });
    let described = json!({
        "origin": origin,
        "now": world.clock.now().unix_timestamp(),
        "admin": { "name": "jefa", "passphrase": ADMIN },
        "passphrase": "piedra camina sin zapatos rojos",
    });
    let file = world.folder.path().join("site.json");
    fs::write(&file, described.to_string()).unwrap();
    let mut arguments = vec![file.into_os_string(), prefix.into()];
    if let Some(pictures) = environment("VENTANILLA_PICTURES") {
        arguments.extend([pictures.into(), "--all-variants".into()]);
    }
    spawn_blocking(move || script("officers.mjs", &arguments))
        .await
        .unwrap();
    stop.send_replace(true);
    server.join_next().await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_is_invited_chooses_a_passphrase_sets_the_phone_up_and_is_in() {
    Box::pin(walk("/")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_is_invited_is_led_in_in_english_as_well() {
    Box::pin(walk("/en")).await;
}
