//! Moments that are hard to meet: a commit that waits, rows that come when nobody waits for them any more.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use ventanilla::store::{On, Tx};

use super::institutions::SignedDirectory;
use super::{Engine, Plan, Site};
use crate::world::wire::Wire;

impl Plan {
    /// On `PostgreSQL`, by way of a wire that can be cut.
    pub(crate) fn on_a_wire() -> (Self, Wire) {
        let mut plan = Self::new(Engine::Postgres);
        let url = plan.database.as_ref().unwrap().url();
        let wire = Wire::to(&url);
        plan.way = Some(wire.by_way(&url));
        (plan, wire)
    }
}

impl Site {
    /// Makes every commit of an envelope on `PostgreSQL` do this first, as late as the server can.
    pub(crate) async fn at_commit(&self, does: &'static str) {
        self.run("DROP TRIGGER IF EXISTS at_commit ON envelope").await;
        self.run(does).await;
        self.run(
            "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON envelope
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()",
        )
        .await;
    }

    /// Keeps whatever is sent waiting in front of its commit until this is dropped.
    pub(crate) async fn hold(&self) -> Tx {
        let mut tx = self.window.store.begin().await.unwrap();
        if let On::Postgres(db) = tx.connection() {
            let lock = sqlx::query("LOCK TABLE envelope IN SHARE MODE");
            lock.execute(db).await.unwrap();
        }
        tx
    }

    /// Returns when there are so many conversations, cases, envelopes and counts.
    pub(crate) async fn until_there_are(&self, rows: [usize; 4]) {
        for _ in 0..600 {
            if self.rows().await == rows {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("waited in vain for {rows:?}: {:?}", self.rows().await)
    }

    /// Returns when a transaction on `PostgreSQL` waits for a row that another one holds.
    pub(crate) async fn until_somebody_waits_for_a_row(&self) {
        for _ in 0..600 {
            let waiting = self.ask(
                "SELECT wait_event FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'",
            );
            if !waiting.await.is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nobody waits for a row")
    }

    /// Takes an institution off the directory; the window learns of it when it starts again or looks.
    pub(crate) fn strike_off(&mut self, id: &str) {
        self.institutions.remove(id);
        self.put_next_directory();
    }

    /// Puts the next version of the directory, as the institutions are now, where the window looks for it.
    pub(crate) fn put_next_directory(&self) {
        let version = self.version() + 1;
        self.put_directory(&self.institutions.sign(version));
    }

    /// Puts a directory where the window looks for it.
    pub(crate) fn put_directory(&self, signed: &SignedDirectory) {
        fs::write(self.folder().join("directory.toml"), &signed.toml).unwrap();
        let signature = self.folder().join("directory.toml.minisig");
        fs::write(signature, &signed.signature).unwrap();
    }

    /// The version of the directory in force.
    pub(crate) fn version(&self) -> u64 {
        self.in_force.window().published.directory.version()
    }

    /// The objects that are whole.
    pub(crate) fn whole_objects(&self) -> Vec<PathBuf> {
        let mut objects = self.objects();
        objects.retain(|path| !path.to_str().unwrap().contains('#'));
        objects
    }
}
