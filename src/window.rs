//! The public site: its state and its router, the table of contents of every URL.
