//! Ventanilla: the single window where anyone can report corruption without saying who they are, and where
//! only the competent institution can read what was said.
//!
//! ```text
//! in:   form -> Report -> competence::decide -> seal -> Envelope -> case::store -> Receipt { TrackingCode }
//! out:  inbox -> desk::open -> desk::reply (sealed to the mailbox) -> conversation -> the holder of the code
//! ```
//!
//! The window seals and never opens; the desk opens and never listens to the public. Plain text has no way
//! into the store: only sealed bytes do.

pub mod case;
pub mod catalogue;
pub mod clock;
pub mod command;
pub mod competence;
pub mod config;
pub mod conversation;
pub mod desk;
pub mod duties;
pub mod inbox;
pub mod institution;
pub mod intake;
pub mod notify;
pub mod random;
pub mod report;
pub mod retention;
pub mod seal;
pub mod signing;
pub mod stack;
pub mod statistics;
pub mod store;
pub mod text;
pub mod tracking;
pub mod web;
pub mod window;
