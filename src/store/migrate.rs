//! Brings the tables of one of the two programs up to date.

use std::borrow::Cow;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::{On, Store, StoreError};
use crate::on;

/// Whose tables.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Schema {
    /// The desk's.
    Desk,
    /// The window's.
    Window,
}

/// Runs what has not been run yet; refuses a database that is newer than this program.
pub async fn run(store: &Store, schema: Schema) -> Result<(), StoreError> {
    let steps: &[(i64, &'static str, &'static str)] = match (schema, store.reader()) {
        (Schema::Window, On::Sqlite(_)) => WINDOW_SQLITE,
        (Schema::Window, On::Postgres(_)) => WINDOW_POSTGRES,
        (Schema::Desk, On::Sqlite(_)) => DESK_SQLITE,
        (Schema::Desk, On::Postgres(_)) => DESK_POSTGRES,
    };
    let migrator = Migrator::with_migrations(steps.iter().map(migration).collect());
    on!(store.writer(), db => migrator.run(db).await)?;
    Ok(())
}

fn migration((version, name, sql): &(i64, &'static str, &'static str)) -> Migration {
    Migration::new(
        *version,
        Cow::Borrowed(*name),
        MigrationType::Simple,
        sql.into_sql_str(),
        false,
    )
}

const WINDOW_SQLITE: &[(i64, &str, &str)] = &[(
    1,
    "window",
    include_str!("../../migrations/window/sqlite/0001_window.sql"),
)];
const WINDOW_POSTGRES: &[(i64, &str, &str)] = &[(
    1,
    "window",
    include_str!("../../migrations/window/postgres/0001_window.sql"),
)];
const DESK_SQLITE: &[(i64, &str, &str)] = &[(
    1,
    "desk",
    include_str!("../../migrations/desk/sqlite/0001_desk.sql"),
)];
const DESK_POSTGRES: &[(i64, &str, &str)] = &[(
    1,
    "desk",
    include_str!("../../migrations/desk/postgres/0001_desk.sql"),
)];
