//! One report to two institutions: to the person it is one code, to everybody else two strangers'.

mod envelopes;
mod filed;
mod mailbox;
mod rows;
mod swapped;
mod walk;

use crate::world::site::Site;
use crate::world::site::html::Form;
use crate::world::site::institutions::{COMPTROLLER, PROSECUTOR};
use crate::world::site::reporter::{Reporter, Told};

/// The two that a report of both sorts goes to: the offence first, then the crime.
const BOTH: [&str; 2] = [COMPTROLLER, PROSECUTOR];

/// What she tells of.
const STORY: &str = "Le pidió dinero a mi vecina por un permiso.";

/// A person who has filed to both, with her code and the form of her open mailbox.
async fn in_her_mailbox(site: &Site) -> (Reporter, String, Form) {
    let mut ana = site.reporter();
    let code = ana.report(&Told::both(STORY)).await;
    let mailbox = ana.enter(&code).await;
    (ana, code, mailbox.form("/seguimiento/buzon"))
}

/// What each of the two reads, in no order.
async fn read_by_each(site: &Site) -> [Vec<String>; 2] {
    let mut read = [Vec::new(), Vec::new()];
    for (texts, id) in read.iter_mut().zip(BOTH) {
        let reports = site.desk(id).read_all().await;
        texts.extend(reports.iter().map(|opened| opened.contents().text.clone()));
        texts.sort();
    }
    read
}
