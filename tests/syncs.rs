//! What is on the disk before a code is shown, by the calls that the window makes.

use std::fs;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use rustix::process::{Pid, Signal, kill_process};

use crate::world::demo::Demonstration;
use crate::world::postgres::Database;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::tools::{Running, command, wait_for};

#[test]
fn a_code_is_shown_when_object_folder_and_database_are_synced() {
    let (calls, folder) = watch(Some(300_000), None);
    let inside = calls.place_of_the_object(&folder);
    let database = calls.first_sync(is_write_ahead_log);
    assert!(inside < database, "the row comes after the object");
    assert!(
        database < calls.place_of_the_receipt(),
        "the receipt comes after the row"
    );
}

#[test]
fn a_code_is_shown_when_object_and_folder_are_synced_and_postgresql_has_committed() {
    let (calls, folder) = watch(Some(300_000), Some(&Database::create()));
    let inside = calls.place_of_the_object(&folder);
    let [row, committed] = calls.places_of_the_commit();
    assert!(inside < row, "the row comes after the object");
    assert!(
        committed < calls.place_of_the_receipt(),
        "the receipt comes after the answer to the commit"
    );
}

#[test]
fn a_code_is_shown_when_the_row_of_a_text_is_synced() {
    let (calls, folder) = watch(None, None);
    assert!(calls.first_sync(is_write_ahead_log) < calls.place_of_the_receipt());
    calls.must_touch_no_object(&folder);
}

#[test]
fn a_code_is_shown_when_postgresql_has_committed_the_row_of_a_text() {
    let (calls, folder) = watch(None, Some(&Database::create()));
    let [_row, committed] = calls.places_of_the_commit();
    assert!(committed < calls.place_of_the_receipt());
    calls.must_touch_no_object(&folder);
}

#[test]
fn nothing_is_opened_for_writing_but_rows_and_objects() {
    let (calls, folder) = watch(Some(300_000), None);
    let opened: Vec<&Call> = calls
        .list
        .iter()
        .filter(|call| call.name == "openat" && call.writes())
        .collect();
    assert!(!opened.is_empty(), "nothing was seen at all");
    let window = folder.join("window");
    for call in opened {
        let path = PathBuf::from(call.line.split('"').nth(1).unwrap());
        let name = path
            .strip_prefix(&window)
            .unwrap_or_else(|_| panic!("{}", call.line));
        let is_known = name.starts_with("objects") || name.to_str().unwrap().starts_with("window.sqlite");
        assert!(is_known, "{}", call.line);
    }
}

/// One call that was made, when it had returned.
struct Call {
    name: String,
    line: String,
}

impl Call {
    /// Whether it opens a file to write to it.
    fn writes(&self) -> bool {
        ["O_WRONLY", "O_RDWR", "O_CREAT"]
            .iter()
            .any(|flag| self.line.contains(flag))
    }

    /// Whether it sends something away.
    fn sends(&self) -> bool {
        ["sendto", "sendmsg", "write", "writev"].contains(&self.name.as_str())
    }

    /// The socket that it is about.
    fn socket(&self) -> &str {
        self.line.split(['<', '>']).nth(1).unwrap()
    }

    /// The file that a sync is about.
    fn synced(&self) -> Option<&Path> {
        let is_sync = ["fsync", "fdatasync"].contains(&self.name.as_str()) && self.line.contains("= 0");
        let path = self.line.split_once('<')?.1.split('>').next()?;
        is_sync.then(|| Path::new(path))
    }
}

/// Calls in the order in which they returned.
struct Calls {
    list: Vec<Call>,
}

impl Calls {
    /// Reads what strace wrote; a call that was interrupted by another thread's counts where it went on.
    fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap();
        let mut begun: Vec<(String, String)> = Vec::new();
        let mut list = Vec::new();
        for line in text.lines() {
            let (thread, rest) = line.split_once(' ').unwrap();
            let rest = rest.trim_start();
            if let Some(start) = rest.strip_suffix("<unfinished ...>") {
                begun.push((thread.to_owned(), start.to_owned()));
                continue;
            }
            let whole = match rest.split_once(" resumed>") {
                Some((_name, end)) => {
                    let place = begun.iter().position(|(other, _)| other == thread);
                    place.map_or_else(|| end.to_owned(), |place| begun.remove(place).1 + end)
                }
                None => rest.to_owned(),
            };
            let name = whole.split('(').next().unwrap().to_owned();
            list.push(Call { name, line: whole });
        }
        Self { list }
    }

    fn find(&self, wanted: impl Fn(&Call) -> bool) -> usize {
        let found = self.list.iter().position(wanted);
        found.unwrap_or_else(|| panic!("no such call among\n{}", self.told()))
    }

    fn first_sync(&self, of: impl Fn(&Path) -> bool) -> usize {
        self.find(|call| call.synced().is_some_and(&of))
    }

    /// Where the folder of objects is synced with the object's name in it.
    fn place_of_the_object(&self, folder: &Path) -> usize {
        let objects = folder.join("window/objects");
        let object = self.first_sync(|path| path.starts_with(&objects) && path != objects);
        let named = self.find(|call| call.name.starts_with("rename") && call.line.contains("/objects/"));
        let inside = self.first_sync(|path| path == objects);
        assert!(object < named, "the object is synced before it gets its name");
        assert!(named < inside, "its folder is synced after that");
        inside
    }

    fn must_touch_no_object(&self, folder: &Path) {
        let objects = folder.join("window/objects");
        let is_object = |call: &&Call| call.line.contains(objects.to_str().unwrap());
        let touched = self.list.iter().filter(is_object).any(Call::writes);
        assert!(!touched, "a text has no object");
    }

    /// Where the row is sent to PostgreSQL, and where its answer is read that the transaction of that row is committed.
    fn places_of_the_commit(&self) -> [usize; 2] {
        let row = self.find(|call| call.sends() && call.line.contains("INSERT INTO envelope"));
        let after = |place: usize, wanted: &dyn Fn(&Call) -> bool| {
            let found = self.list.iter().skip(place).position(wanted);
            place + found.unwrap_or_else(|| panic!("no such call among\n{}", self.told()))
        };
        let asked = after(row, &|call| call.sends() && call.line.contains("COMMIT"));
        let answered = after(asked, &|call| !call.sends() && call.line.contains("COMMIT\\0Z"));
        assert_eq!(
            self.list[row].socket(),
            self.list[answered].socket(),
            "one connection"
        );
        [row, answered]
    }

    /// The first page that is sent after the form came: the walk to it was not watched.
    fn place_of_the_receipt(&self) -> usize {
        self.find(|call| call.line.contains("HTTP/1.1 200") && call.line.contains("text/html"))
    }

    fn told(&self) -> String {
        let lines: Vec<&str> = self.list.iter().map(|call| call.line.as_str()).collect();
        lines.join("\n")
    }
}

fn is_write_ahead_log(path: &Path) -> bool {
    path.to_str().unwrap().ends_with("window.sqlite-wal")
}

fn send(process: u32, signal: Signal) {
    kill_process(Pid::from_raw(i32::try_from(process).unwrap()).unwrap(), signal).unwrap();
}

/// Watches the window while somebody files, with a file of so many bytes where one is wanted.
fn watch(file: Option<usize>, database: Option<&Database>) -> (Calls, PathBuf) {
    // The window refuses debuggers of its own user.
    assert!(
        rustix::process::geteuid().is_root(),
        "run scripts/test as root, as README.md says: only root sees what calls the window makes"
    );
    let folder = tempfile::tempdir().unwrap();
    // The window knows its folder by its true name.
    let data = fs::canonicalize(folder.path()).unwrap().join("demo");
    let demonstration = Demonstration::start(&data, database.map(Database::url).as_deref());
    let [window, desk] = demonstration.processes();
    let mut visitor = demonstration.visitor();
    let form = visitor.prepare(&Told::crime("Una denuncia.")).unwrap();
    // The desks come every other second and make the window write: not now.
    send(desk, Signal::STOP);
    let trace = folder.path().join("trace");
    let calls = "trace=fsync,fdatasync,openat,rename,renameat,renameat2,write,writev,sendto,sendmsg,pwrite64,recvfrom,read";
    let process = window.to_string();
    let mut strace = command(
        "strace",
        &["-f", "-y", "-s", "4096", "-e", calls, "-p", &process, "-o"],
    );
    let mut strace = Running::start(strace.arg(&trace), &folder.path().join("strace.log"));
    wait_for("strace", || {
        strace.must_run();
        strace.printed().contains("attached").then_some(())
    });
    let files: Vec<Upload> = file
        .iter()
        .map(|&bytes| Upload::new("prueba.bin", vec![7; bytes]))
        .collect();
    let receipt = visitor.post(&form, &files).unwrap().must_be(StatusCode::OK);
    assert!(receipt.code().is_some());
    strace.stop();
    send(desk, Signal::CONT);
    (Calls::read(&trace), data)
}
