//! What is erased when.
