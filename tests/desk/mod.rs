//! The desk against the window's real desk link.

mod alarms;
mod link;
mod made;
mod pages;
mod rotation;
mod visitor;
mod world;
