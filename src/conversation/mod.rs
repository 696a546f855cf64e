//! The return visit: what a tracking code opens.

pub mod session;
pub mod shelf;
pub mod store;
