//! What lies in the rows of the window and of the desk, and what an intruder does to them.

use super::*;
use crate::world::stored::tamper;

impl World {
    /// Does to the window's rows what an intruder would.
    pub(crate) async fn tamper(&self, sql: &'static str, values: &[&str]) {
        tamper(&self.inbox.store, sql, values).await;
    }

    /// Reads of the window's rows.
    pub(crate) async fn ask<T>(&self, sql: &'static str, values: &[&str]) -> Vec<T>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        on!(self.inbox.store.reader(), db => values
            .iter()
            .fold(sqlx::query_as(sql), |query, value| query.bind((*value).to_owned()))
            .fetch_all(db)
            .await
            .unwrap())
    }

    /// The window's rows, when they are in `SQLite`.
    pub(crate) async fn window_rows(&self) -> SqlitePool {
        let file = self.folder.path().join("window.sqlite");
        SqlitePool::connect(&format!("sqlite:{}", file.display()))
            .await
            .unwrap()
    }

    /// The same for the desk's, when they are in `SQLite`.
    pub(crate) async fn desk_rows(&self) -> SqlitePool {
        let file = self.folder.path().join("desk/desk.sqlite");
        SqlitePool::connect(&format!("sqlite:{}", file.display()))
            .await
            .unwrap()
    }

    /// Where all lies that window and desk have written.
    pub(crate) fn places(&self) -> Vec<PathBuf> {
        let servers = self.databases.iter().flatten().map(Database::files);
        [self.folder.path().to_owned()]
            .into_iter()
            .chain(servers)
            .collect()
    }

    /// Does this to the desk's rows, if they let it.
    pub(crate) async fn try_at_desk(&self, sql: &'static str) -> Result<(), String> {
        let [_of_window, of_desk] = &self.databases;
        if let Some(database) = of_desk {
            return database.attempt(sql);
        }
        let done = sqlx::query(sql).execute(&self.desk_rows().await).await;
        done.map(|_done| ()).map_err(|error| error.to_string())
    }

    /// Makes the rows of a case's answers on their way unreadable.
    pub(crate) async fn damage_outbox(&self, case: CaseId) {
        let sql = format!("UPDATE outbox SET answer = '{{' WHERE case_id = '{}'", case.0);
        let [_of_window, of_desk] = &self.databases;
        if let Some(database) = of_desk {
            drop(database.ask(&sql));
        } else {
            let rows = self.desk_rows().await;
            sqlx::query("UPDATE outbox SET answer = '{' WHERE case_id = $1")
                .bind(case.0.to_string())
                .execute(&rows)
                .await
                .unwrap();
        }
    }
}
