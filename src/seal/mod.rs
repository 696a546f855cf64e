//! Sealing: how a report becomes unreadable to the window. An envelope is one age file holding one ZIP.
