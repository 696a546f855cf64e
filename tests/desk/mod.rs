//! The desk against the window's real desk link.

mod alarms;
mod answers;
mod liar;
mod link;
mod made;
mod mixed;
mod notices;
mod pages;
mod reading;
mod room;
mod rotation;
mod seen;
mod session;
mod stuck;
mod visitor;
mod voice;
mod world;
