//! A running `ventanilla demo` on ports and in a folder of its own.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::tools::{Running, environment, free_port, wait_for};
use super::visitor::Visitor;

/// How many desks a demonstration serves, on ports that follow one another.
const DESKS: u16 = 3;

/// Window and desks of a demonstration, stopped when dropped.
#[derive(Debug)]
pub(crate) struct Demonstration {
    folder: PathBuf,
    described: Value,
    running: Running,
}

impl Demonstration {
    /// Starts one whose data stands in `folder`, with the window's rows in a file or in a database that
    /// is named. Returns when window and desks answer.
    pub(crate) fn start(folder: &Path, database: Option<&str>) -> Self {
        let description = folder.join("demo.json");
        if description.exists() {
            fs::remove_file(&description).unwrap();
        }
        fs::create_dir_all(folder).unwrap();
        let mut command = Command::new(program());
        command.arg("demo").arg("--data").arg(folder);
        command.arg("--window").arg(format!("127.0.0.1:{}", free_port()));
        command
            .arg("--desk")
            .arg(format!("127.0.0.1:{}", free_ports_in_a_row(DESKS)));
        let temporary = folder.with_extension("temporary");
        fs::create_dir_all(&temporary).unwrap();
        command.env("TMPDIR", temporary);
        command.args(database.iter().flat_map(|url| ["--database", url]));
        let mut running = Running::start(&mut command, &folder.with_extension("log"));
        let described = wait_for("the demonstration to describe itself", || {
            running.must_run();
            serde_json::from_slice(&fs::read(&description).ok()?).ok()
        });
        Self {
            folder: folder.to_owned(),
            described,
            running,
        }
    }

    /// `demo.json`.
    pub(crate) fn description(&self) -> PathBuf {
        self.folder.join("demo.json")
    }

    /// What it printed, with everything that window and desks logged.
    pub(crate) fn printed(&self) -> String {
        self.running.printed()
    }

    /// Where everything of it stands.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where its programs put what they want to forget.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.folder.with_extension("temporary")
    }

    /// Somebody who visits the window.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::of(self.described["window"]["url"].as_str().unwrap())
    }

    /// The desks.
    pub(crate) fn desks(&self) -> Vec<Desk> {
        let list = self.described["institutions"].as_array().unwrap();
        list.iter().map(Desk::of).collect()
    }

    /// Name and passphrase of the officer of all desks.
    pub(crate) fn officer(&self) -> [&str; 2] {
        ["name", "passphrase"].map(|what| self.described["officer"][what].as_str().unwrap())
    }

    /// The process ids of the window and of the desks.
    pub(crate) fn processes(&self) -> [u32; 2] {
        ["window", "desk"].map(|name| self.described[name]["pid"].as_u64().unwrap().try_into().unwrap())
    }

    /// Ends the window at once, as a power cut would, and the desks too where that is wanted; returns when
    /// nothing runs any more.
    pub(crate) fn crash(mut self, and_desks: bool) {
        let count = if and_desks { 2 } else { 1 };
        for process in self.processes().into_iter().take(count) {
            let process = Pid::from_raw(i32::try_from(process).unwrap()).unwrap();
            kill_process(process, Signal::KILL).unwrap();
        }
        self.running.wait_until_it_ends();
    }
}

/// One institution's desk in a demonstration.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    /// The institution.
    pub(crate) id: String,
    /// Where officers reach it.
    pub(crate) url: String,
    /// The folder of its sealed files.
    pub(crate) envelopes: PathBuf,
    /// The file of the identity that opens them without a passphrase.
    pub(crate) identity_file: PathBuf,
}

impl Desk {
    fn of(described: &Value) -> Self {
        let said = |what: &str| described[what].as_str().unwrap().to_owned();
        Self {
            id: said("id"),
            url: said("desk_url"),
            envelopes: said("envelopes").into(),
            identity_file: said("identity_file").into(),
        }
    }
}

/// The program under test: the one that was built with the tests, or the one that a script names.
pub(crate) fn program() -> PathBuf {
    let named = environment("VENTANILLA_PROGRAM");
    named.map_or_else(|| env!("CARGO_BIN_EXE_ventanilla").into(), PathBuf::from)
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        // Asked, not killed: it stops its window and its desks itself.
        self.running.stop();
    }
}

/// The first of so many ports that were free a moment ago.
fn free_ports_in_a_row(count: u16) -> u16 {
    wait_for("ports in a row", || {
        let first = free_port();
        let all: Option<Vec<TcpListener>> = (0..count)
            .map(|place| TcpListener::bind((Ipv4Addr::LOCALHOST, first.checked_add(place)?)).ok())
            .collect();
        all.map(|_| first)
    })
}
