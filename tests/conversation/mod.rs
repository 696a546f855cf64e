//! The return visit: what the holder of a code writes again reaches the institution, once, and is never lost.

mod broken;
mod clocks;
mod closed;
mod crowd;
mod doubt;
mod entry;
mod hidden;
mod large;
mod paged;
mod refused;
mod shown;
mod voice;

use http::StatusCode;
use ventanilla::case::PublicStatus;

use crate::world::site::Site;
use crate::world::site::desk::Says;
use crate::world::site::html::Form;
use crate::world::site::institutions::PROSECUTOR;
use crate::world::site::reporter::{Reporter, Told};

/// What the page says when a message is kept.
const SENT: &str = "Tu mensaje va en camino";

/// The institution answers what came last, with a status and its reason.
async fn answer(site: &Site, status: PublicStatus, text: &str, change: (&str, &str)) {
    let desk = site.desk(PROSECUTOR);
    let item = desk.queue().await.remove(0);
    let says = Says {
        text,
        change: Some(change),
        files: Vec::new(),
    };
    let ready = desk.prepare(&item, status, &says).await;
    desk.answer(&ready).await.must_be(StatusCode::CREATED);
}

/// A person who has filed and opened her mailbox, and the form she found in it.
async fn in_her_mailbox(site: &Site) -> (Reporter, String, Form) {
    let mut ana = site.reporter();
    let code = ana.report(&Told::crime("La primera vez.")).await;
    let mailbox = ana.enter(&code).await;
    (ana, code, mailbox.form("/seguimiento/buzon"))
}

/// What the institution reads beside the report, in no order.
async fn follow_ups(site: &Site) -> Vec<String> {
    site.release().await;
    let read = site.desk(PROSECUTOR).read_all().await;
    let mut texts: Vec<String> = read.iter().map(|opened| opened.contents().text.clone()).collect();
    texts.retain(|text| text != "La primera vez.");
    texts.sort();
    texts
}
