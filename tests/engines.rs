//! What the engines are told to do before anybody's report depends on it.

use ventanilla::on;
use ventanilla::store::{Location, On, Schema, Store};

use crate::world::postgres::Database;
use crate::world::site::{Engine, Site};

/// What SQLite says of itself on a connection.
macro_rules! pragma {
    ($connection:expr, $name:literal) => {{
        let (told,): (i64,) = sqlx::query_as(concat!("PRAGMA ", $name))
            .fetch_one($connection)
            .await
            .unwrap();
        told
    }};
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_syncs_each_commit_overwrites_what_it_frees_and_holds_rows_to_each_other() {
    let site = Site::new(Engine::Sqlite).await;
    let mut tx = site.window.store.begin().await.unwrap();
    let On::Sqlite(writer) = tx.connection() else {
        panic!("SQLite")
    };
    let mode: (String,) = sqlx::query_as("PRAGMA journal_mode")
        .fetch_one(&mut *writer)
        .await
        .unwrap();
    assert_eq!(mode.0, "wal");
    assert_eq!(pragma!(&mut *writer, "synchronous"), 2, "FULL");
    assert_eq!(pragma!(&mut *writer, "secure_delete"), 1);
    assert_eq!(pragma!(&mut *writer, "foreign_keys"), 1);
    assert_eq!(pragma!(&mut *writer, "trusted_schema"), 0);
    assert_eq!(pragma!(&mut *writer, "busy_timeout"), 30_000);
    let orphan = "INSERT INTO envelope (id, case_id, institution, direction, step, day, digest, place)
                  VALUES ('a', 'nobody', 'b', 'report', 0, 0, '', 'row')";
    sqlx::query(orphan).execute(&mut *writer).await.unwrap_err();
    drop(tx);
    // A checkpoint asks with less patience, and leaves the connection as it was.
    site.window.store.checkpoint().await.unwrap();
    let mut tx = site.window.store.begin().await.unwrap();
    let On::Sqlite(writer) = tx.connection() else {
        panic!("SQLite")
    };
    assert_eq!(pragma!(writer, "busy_timeout"), 30_000);
    drop(tx);
    let On::Sqlite(readers) = site.window.store.reader() else {
        panic!("SQLite")
    };
    let mut reader = readers.acquire().await.unwrap();
    assert_eq!(pragma!(&mut *reader, "foreign_keys"), 1);
    assert_eq!(pragma!(&mut *reader, "trusted_schema"), 0);
    let change = sqlx::query("DELETE FROM envelope").execute(&mut *reader).await;
    change.unwrap_err();
}

/// A role and a database that were told not to wait for the disk do not make the program show a code too early.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_waits_for_the_disk_whatever_the_database_was_told() {
    let database = Database::create();
    let [name] = database.ask("SELECT current_database()").try_into().unwrap();
    database.ask(&format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    assert_eq!(database.ask("SHOW synchronous_commit"), ["off"]);
    let store = Store::open(&Location::Postgres(database.url()), Schema::Window)
        .await
        .unwrap();
    // More connections than one: each of them.
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut tx = store.begin().await.unwrap();
        let (told,): (String,) = on!(tx.connection(), db => sqlx::query_as(
            "SELECT current_setting('synchronous_commit')",
        )
        .fetch_one(db)
        .await
        .unwrap());
        assert_eq!(told, "on");
        held.push(tx);
    }
    drop(held);
    store.close().await;
}
