//! The desk: the program inside an institution that opens envelopes and answers them.
