//! A `PostgreSQL` database for one test, made beside all others in the server that `scripts/test` has started.

use std::path::PathBuf;
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use super::tools::{attempt, command, environment};

/// An empty database, dropped with everything in it when the test ends.
#[derive(Debug)]
pub(crate) struct Database {
    administrator: String,
    name: String,
}

impl Database {
    /// Makes a database. Panics where the tests were not started by `scripts/test`.
    pub(crate) fn create() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let administrator = variable("TEST_POSTGRES");
        let name = format!(
            "test_{}_{}",
            process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        psql(
            &administrator,
            &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        );
        psql(&administrator, &format!("CREATE DATABASE {name}"));
        Self { administrator, name }
    }

    /// Where a program finds it.
    pub(crate) fn url(&self) -> String {
        let (server, _) = self.administrator.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name)
    }

    /// Runs SQL by `psql` and gives its rows, one a line, columns parted by `|`.
    pub(crate) fn ask(&self, sql: &str) -> Vec<String> {
        psql(&self.url(), sql).lines().map(str::to_owned).collect()
    }

    /// Runs a statement that may be refused.
    pub(crate) fn attempt(&self, sql: &str) -> Result<(), String> {
        attempt(&mut command_for(&self.url(), sql), b"").map(|_printed| ())
    }

    /// The folder with all that the server has written, up to this moment: data, WAL and log.
    pub(crate) fn files(&self) -> PathBuf {
        psql(&self.administrator, "CHECKPOINT");
        PathBuf::from(variable("TEST_POSTGRES_FILES"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let dropped = attempt(
            &mut command_for(
                &self.administrator,
                &format!("DROP DATABASE {} WITH (FORCE)", self.name),
            ),
            b"",
        );
        if !thread::panicking() {
            dropped.unwrap();
        }
    }
}

fn variable(name: &str) -> String {
    environment(name).unwrap_or_else(|| panic!("{name} is not set: run the tests with scripts/test"))
}

fn psql(url: &str, sql: &str) -> String {
    let printed = attempt(&mut command_for(url, sql), b"").unwrap_or_else(|complaint| panic!("{complaint}"));
    String::from_utf8(printed).unwrap()
}

fn command_for(url: &str, sql: &str) -> Command {
    let quiet = "SET client_min_messages = error";
    command(
        "psql",
        &[
            "-XqAt",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            url,
            "-c",
            quiet,
            "-c",
            sql,
        ],
    )
}

mod tests {
    use super::Database;
    use crate::world::scan::scan;

    #[test]
    fn two_databases_share_nothing_and_the_files_show_what_was_written() {
        let (one, other) = (Database::create(), Database::create());
        one.ask("CREATE TABLE a (b TEXT); INSERT INTO a VALUES ('Positivo-4711-control')");
        assert_eq!(one.ask("SELECT b FROM a"), ["Positivo-4711-control"]);
        assert_eq!(
            other.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'a'"),
            ["0"]
        );
        assert_ne!(scan(&[one.files()], &["Positivo-4711-control"]), []);
    }
}
