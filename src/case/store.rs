//! The rows of cases and envelopes.
