//! Counts per institution and month; never a row per report.

pub mod store;
