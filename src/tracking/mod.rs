//! The tracking code, the only credential of a reporter, and the keys that come from it.
