//! One report at one institution: its status, its days and its sealed envelopes.
