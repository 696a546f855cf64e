//! The one path in: form, report, route, seal, keep, receipt.

pub mod welcome;
