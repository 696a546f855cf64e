//! What the tests stand on: real programs, a real `PostgreSQL`, a real mail server, and a scanner that looks
//! for planted words wherever a program could have left them.
//!
//! [`tools`] runs programs, [`postgres`] gives a database of its own to a test, [`mail`] receives letters,
//! [`browser`] drives Chromium, [`demo`] runs the whole program, [`visitor`] files over a real socket, [`stored`] reads
//! what was kept, [`scan`] and [`memory`] look for what must not be there.

pub(crate) mod browser;
pub(crate) mod demo;
pub(crate) mod mail;
pub(crate) mod memory;
pub(crate) mod postgres;
pub(crate) mod scan;
pub(crate) mod site;
pub(crate) mod stored;
pub(crate) mod tools;
pub(crate) mod visitor;
pub(crate) mod wire;
