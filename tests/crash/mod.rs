//! What survives a crash: every code that was shown, and every envelope that was kept, whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use axum::http::StatusCode;
use ventanilla::seal::Digest;

use crate::world::demo::Demonstration;
use crate::world::postgres::Database;
use crate::world::site::html::Form;
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::stored::{Kept, desks_have, open_all};
use crate::world::tools::{in_parallel, number, tell, wait_for};
use crate::world::visitor::Visitor;

mod sweep;

#[test]
fn what_was_shown_and_what_was_kept_survive_a_killed_window_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    Storm::new(&folder.path().join("demo"), None).run(number("CRASH_ROUNDS", 2), number("CRASH_FILINGS", 48));
}

#[test]
fn what_was_shown_and_what_was_kept_survive_a_killed_window_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::create();
    Storm::new(&folder.path().join("demo"), Some(&database))
        .run(number("CRASH_ROUNDS", 2), number("CRASH_FILINGS", 48));
}

/// A filing that is ready to be sent, and the code that came back, if one did.
struct Filing {
    visitor: Visitor,
    form: Form,
    story: String,
    file: Option<Upload>,
    code: Mutex<Option<String>>,
}

/// A demonstration that is killed again and again in the middle of filings.
struct Storm<'a> {
    folder: &'a Path,
    database: Option<&'a Database>,
    /// Every story that was ever sent, with the digest of its file.
    sent: BTreeMap<String, Option<Digest>>,
    /// Every code that was ever shown, with its story.
    shown: BTreeMap<String, String>,
}

impl<'a> Storm<'a> {
    fn new(folder: &'a Path, database: Option<&'a Database>) -> Self {
        Self {
            folder,
            database,
            sent: BTreeMap::new(),
            shown: BTreeMap::new(),
        }
    }

    fn run(&mut self, rounds: usize, filings: usize) {
        let mut demonstration = self.start();
        for round in 0..rounds {
            let filings = self.prepare(&demonstration, round, filings);
            let after = filings.len() * (round % 4 + 1) / 6;
            let shown = self.file_and_kill(demonstration, &filings, after, round);
            let left = Kept::of(self.folder, self.database);
            let (rows, objects) = (left.rows().len(), left.objects());
            let pieces = objects.iter().filter(|name| name.contains('#')).count();
            drop(left);
            demonstration = self.start();
            tell(&format!(
                "round {round}: {} filings, {shown} codes shown, {rows} envelopes, {} objects and {pieces} pieces \
                 when killed",
                filings.len(),
                objects.len() - pieces,
            ));
            tell(&format!("  so far: {}", self.check(&demonstration)));
        }
        assert!(
            !self.shown.is_empty(),
            "no code was ever shown: nothing was tried"
        );
        assert!(self.shown.len() < self.sent.len(), "nothing was ever cut off");
    }

    fn start(&self) -> Demonstration {
        let url = self.database.map(Database::url);
        Demonstration::start(self.folder, url.as_deref())
    }

    /// Walks everybody to the last form; every other one has a file of 300 KB.
    fn prepare(&mut self, demonstration: &Demonstration, round: usize, count: usize) -> Vec<Filing> {
        let filings = in_parallel(8, &(0..count).collect::<Vec<_>>(), |&number| {
            let mut visitor = demonstration.visitor();
            let to = if number % 4 > 1 { TO_TWO } else { "" };
            let story = format!("Denuncia {number} de la ronda {round}{to}.");
            let told = match number % 8 {
                0 | 1 => Told::crime(&story),
                4 => Told::offence(&story),
                5 => Told::federal(&story),
                _ => Told::both(&story),
            };
            let form = visitor.prepare(&told).unwrap();
            let content: Vec<u8> = (0..300_000_usize)
                .map(|at| u8::try_from((at * 31 + number * 7 + round) % 251).unwrap())
                .collect();
            let file = (number % 2 == 0).then(|| Upload::new("prueba.bin", content));
            let code = Mutex::new(None);
            Filing {
                visitor,
                form,
                story,
                file,
                code,
            }
        });
        for filing in &filings {
            let digest = filing.file.as_ref().map(|file| Digest::of(&file.content));
            self.sent.insert(filing.story.clone(), digest);
        }
        // A form that comes back at once waits: none of these does when it is sent.
        thread::sleep(Duration::from_secs(3));
        filings
    }

    /// Sends all, sixteen at a time, and kills the window when so many codes have been shown.
    fn file_and_kill(
        &mut self,
        demonstration: Demonstration,
        filings: &[Filing],
        after: usize,
        round: usize,
    ) -> usize {
        let shown = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| in_parallel(16, filings, |filing| file(filing, &shown)));
            wait_for("codes", || (shown.load(Ordering::Relaxed) >= after).then_some(()));
            // Not always at the same step of the next ones.
            thread::sleep(Duration::from_millis(round as u64 * 17 % 60));
            demonstration.crash(round % 2 == 1);
        });
        let before = self.shown.len();
        for filing in filings {
            if let Some(code) = filing.code.lock().unwrap().take() {
                self.shown.insert(code, filing.story.clone());
            }
        }
        self.shown.len() - before
    }

    /// Every code opens, rows and objects name each other, and the desks get and open everything; gives the
    /// figures of that.
    fn check(&self, demonstration: &Demonstration) -> String {
        let kept = Kept::of(self.folder, self.database);
        wait_for("the sweep", || {
            let rows = kept.rows().into_iter().filter(|row| row.place == "object");
            (kept.objects() == rows.map(|row| row.id).collect()).then_some(())
        });
        kept.must_agree();
        let rows = kept.rows();
        let [conversations, cases, envelopes] = kept.counts();
        assert_eq!(
            [conversations, cases],
            [envelopes; 2],
            "something half written stayed"
        );
        let codes = in_parallel(4, &self.shown.keys().collect::<Vec<_>>(), |code| {
            let answer = demonstration.visitor().enter(code).unwrap();
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "a code that was shown");
        });
        wait_for("the desks", || desks_have(demonstration, &rows).then_some(()));
        let opened: Vec<_> = demonstration.desks().iter().flat_map(open_all).collect();
        let stories: BTreeSet<&str> = opened.iter().map(|contents| contents.text.as_str()).collect();
        for story in &stories {
            let times = opened.iter().filter(|contents| contents.text == *story).count();
            let readers = if story.contains(TO_TWO) { 2 } else { 1 };
            assert_eq!(times, readers, "{story} was kept twice, or for one of two");
        }
        assert_eq!(opened.len(), rows.len());
        for contents in &opened {
            let digest = contents.files.first().map(|file| file.sha256);
            assert_eq!(self.sent.get(&contents.text), Some(&digest), "{}", contents.text);
        }
        for story in self.shown.values() {
            assert!(stories.contains(story.as_str()), "{story} was shown a code");
        }
        let named = rows.iter().filter(|row| row.place == "object").count();
        format!(
            "{} codes shown, {} open; {} envelopes kept, {} open at their desks; {} orphans after the sweep",
            self.shown.len(),
            codes.len(),
            rows.len(),
            opened.len(),
            kept.objects().len().abs_diff(named),
        )
    }
}

/// Files, and writes the code down where the whole receipt came.
fn file(filing: &Filing, shown: &AtomicUsize) {
    let files: Vec<Upload> = filing.file.iter().cloned().collect();
    let Ok(receipt) = filing.visitor.clone().post(&filing.form, &files) else {
        return;
    };
    assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.html());
    *filing.code.lock().unwrap() = receipt.code();
    shown.fetch_add(1, Ordering::Relaxed);
}

/// What a story says that goes to two institutions.
const TO_TWO: &str = ", a dos";
