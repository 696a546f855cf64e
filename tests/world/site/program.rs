//! The same plan for a window that is a process of its own, on the machine's own clock.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use ventanilla::clock::{Clock as _, SystemClock};

use super::institutions::Institutions;
use super::{Engine, Plan};
use crate::world::demo;
use crate::world::postgres::Database;
use crate::world::tools::{Running, attempt, free_port};
use crate::world::visitor::Visitor;

impl Plan {
    /// At a port of its own, with a directory that is in force today.
    pub(crate) fn for_a_program(engine: Engine) -> Self {
        let mut plan = Self::new(engine).at(&format!("http://127.0.0.1:{}", free_port()));
        plan.institutions = Institutions::invent_since(SystemClock.today().plus(-20));
        plan.put_directory(&plan.institutions.sign(1));
        plan
    }

    /// Writes the configuration.
    pub(crate) fn write(&self) -> PathBuf {
        let file = self.folder.path().join("window.toml");
        fs::write(&file, self.configuration()).unwrap();
        file
    }

    /// What starts the window with the configuration as it was written.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(demo::program());
        command
            .arg("window")
            .arg("--config")
            .arg(self.folder.path().join("window.toml"));
        command
    }

    /// Writes the configuration and starts the window; returns when it listens.
    pub(crate) fn start(&self) -> Running {
        self.write();
        self.run(&mut self.command())
    }

    /// Runs a command that starts the window; returns when it listens.
    pub(crate) fn run(&self, command: &mut Command) -> Running {
        let mut window = Running::start(command, &self.log());
        let port = self.origin.rsplit(':').next().unwrap();
        window.wait_until_it_listens(port.parse().unwrap());
        window
    }

    /// What a command that must not start the window complains of.
    pub(crate) fn refusal(command: &mut Command) -> String {
        attempt(command, b"").expect_err("the window started")
    }

    /// Where a started window's output goes.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().with_extension("log")
    }

    /// The database, where there is one.
    pub(crate) fn database(&self) -> &Database {
        self.database.as_ref().unwrap()
    }

    /// Somebody who visits the window.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::of(&self.origin)
    }
}
