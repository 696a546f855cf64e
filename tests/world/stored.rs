//! What a demonstration has kept, read behind its back: the window's rows and objects, and the desks' files.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;
use ventanilla::on;
use ventanilla::seal::{Contents, Digest, Identity, open};
use ventanilla::store::{Location, Store};

use super::demo::{Demonstration, Desk};
use super::postgres::Database;

/// Changes rows behind a program's back, as somebody with its database would.
pub(crate) async fn tamper(store: &Store, sql: &'static str, values: &[&str]) {
    let mut tx = store.begin().await.unwrap();
    let changed = on!(tx.connection(), db => values
        .iter()
        .fold(sqlx::query(sql), |query, value| query.bind((*value).to_owned()))
        .execute(db)
        .await
        .unwrap()
        .rows_affected());
    tx.commit().await.unwrap();
    assert!(changed > 0, "nothing was changed by {sql}");
}

/// An envelope's row at the window.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The envelope.
    pub(crate) id: String,
    /// Who receives it.
    pub(crate) institution: String,
    /// Whether its bytes are in the row or in an object.
    pub(crate) place: String,
    /// The digest of its bytes.
    pub(crate) digest: String,
    /// Its padded size step.
    pub(crate) step: i64,
    /// The bytes, where the row has them.
    pub(crate) body: Option<Vec<u8>>,
}

/// The window's rows and objects.
#[derive(Debug)]
pub(crate) struct Kept {
    runtime: Runtime,
    store: Store,
    objects: PathBuf,
}

impl Kept {
    /// Of a demonstration whose window has its rows in a file, or in a database.
    pub(crate) fn of(folder: &Path, database: Option<&Database>) -> Self {
        let location = match database {
            Some(database) => Location::Postgres(database.url()),
            None => Location::Sqlite(folder.join("window/window.sqlite")),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let store = runtime.block_on(Store::connect(&location)).unwrap();
        Self {
            runtime,
            store,
            objects: folder.join("window/objects"),
        }
    }

    /// The rows of all envelopes.
    pub(crate) fn rows(&self) -> Vec<Row> {
        type Columns = (String, String, String, String, i64, Option<Vec<u8>>);
        let rows: Vec<Columns> = self.runtime.block_on(async {
            let sql = "SELECT id, institution, place, digest, step, body FROM envelope";
            on!(self.store.reader(), db => sqlx::query_as(sql).fetch_all(db).await.unwrap())
        });
        let rows = rows.into_iter();
        rows.map(|(id, institution, place, digest, step, body)| Row {
            id,
            institution,
            place,
            digest,
            step,
            body,
        })
        .collect()
    }

    /// How many conversations, cases and envelopes there are.
    pub(crate) fn counts(&self) -> [i64; 3] {
        self.runtime.block_on(async {
            let sql = "SELECT (SELECT count(*) FROM conversation), (SELECT count(*) FROM \"case\"),
                       (SELECT count(*) FROM envelope)";
            let counts: (i64, i64, i64) =
                on!(self.store.reader(), db => sqlx::query_as(sql).fetch_one(db).await.unwrap());
            counts.into()
        })
    }

    /// Does to the rows what an intruder would.
    pub(crate) fn tamper(&self, sql: &'static str, values: &[&str]) {
        self.runtime.block_on(async {
            let mut tx = self.store.begin().await.unwrap();
            on!(tx.connection(), db => values
                .iter()
                .fold(sqlx::query(sql), |query, value| query.bind((*value).to_owned()))
                .execute(db)
                .await
                .map(|done| assert!(done.rows_affected() > 0, "nothing was changed by {sql}"))
                .unwrap());
            tx.commit().await.unwrap();
        });
    }

    /// Where the objects are.
    pub(crate) fn folder_of_objects(&self) -> &Path {
        &self.objects
    }

    /// The names in the folder of objects: whole ones, and pieces, which have a `#` in theirs.
    pub(crate) fn objects(&self) -> BTreeSet<String> {
        let mut names = names(&self.objects);
        names.remove("lock");
        names
    }

    /// Panics unless rows and objects name each other, with the bytes that the row says.
    pub(crate) fn must_agree(&self) {
        let rows = self.rows();
        let named = rows.iter().filter(|row| row.place == "object");
        let named: BTreeSet<String> = named.map(|row| row.id.clone()).collect();
        assert_eq!(self.objects(), named, "objects and the rows that name them");
        for row in rows {
            let bytes = match row.body {
                Some(bytes) => bytes,
                None => fs::read(self.objects.join(&row.id)).unwrap(),
            };
            assert_eq!(Digest::of(&bytes).to_string(), row.digest, "{}", row.id);
        }
    }
}

/// The names of the sealed files at a desk: whole ones end in `.age`.
pub(crate) fn files_at(desk: &Desk) -> BTreeSet<String> {
    let mut names = names(&desk.envelopes);
    names.remove("lock");
    names
}

/// Every file at a desk, opened with its plain identity, attachments included.
pub(crate) fn open_all(desk: &Desk) -> Vec<Contents> {
    let identity = identity(&desk.identity_file);
    let names = files_at(desk).into_iter();
    let whole = names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "age"));
    whole
        .map(|name| {
            let file = File::open(desk.envelopes.join(&name)).unwrap();
            let mut opened = open(file, std::slice::from_ref(&identity))
                .unwrap_or_else(|error| panic!("{name} at {}: {error}", desk.id));
            for index in 0..opened.contents().files.len() {
                opened.copy_file(index, &mut Cursor::new(Vec::new())).unwrap();
            }
            opened.contents().clone()
        })
        .collect()
}

fn identity(file: &Path) -> Identity {
    let text = fs::read_to_string(file).unwrap();
    let line = text.lines().find(|line| line.starts_with("AGE-SECRET-KEY-"));
    line.unwrap().parse().unwrap()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// The demonstration's kept things and a look at all its desks together.
pub(crate) fn desks_have(demonstration: &Demonstration, rows: &[Row]) -> bool {
    let desks = demonstration.desks();
    desks.iter().all(|desk| {
        let wanted = rows.iter().filter(|row| row.institution == desk.id);
        let wanted: BTreeSet<String> = wanted.map(|row| format!("{}.age", row.id)).collect();
        files_at(desk) == wanted
    })
}
