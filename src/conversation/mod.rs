//! The return visit: what a tracking code opens.

pub mod store;
