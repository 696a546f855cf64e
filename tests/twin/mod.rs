//! One report to two institutions: to the person it is one code, to everybody else two strangers'.

mod envelopes;
// mod filed;
// mod mailbox;
// mod rows;
