//! The queue of one institution, and what its desk may fetch and send.
