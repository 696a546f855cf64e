//! The desk's site.

pub mod alarm;
pub mod gate;
pub mod keyring;
pub mod link;
pub mod officer;
pub mod session;
pub mod settings;
pub mod shelf;
pub mod store;
