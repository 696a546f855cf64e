//! The desk against the window's real desk link.

mod alarms;
mod liar;
mod link;
mod made;
mod mixed;
mod notices;
mod pages;
mod rotation;
mod visitor;
mod world;
