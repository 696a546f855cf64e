//! The desk against the window's real desk link.

mod account;
mod alarms;
mod answers;
mod clocks;
mod factor;
mod history;
mod liar;
pub(crate) mod link;
mod made;
mod mixed;
mod notes;
mod notices;
mod paged;
pub(crate) mod pages;
mod people;
mod reading;
mod roles;
mod room;
mod rotation;
mod seen;
mod session;
mod stuck;
pub(crate) mod visitor;
mod voice;
mod walk;
pub(crate) mod world;
