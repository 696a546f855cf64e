//! What `docs/opening-an-envelope.md` says is done as it stands there, with envelopes that a window has stored.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use axum::http::StatusCode;
use tempfile::TempDir;

use super::tools::outcome;
use crate::world::demo::{Demonstration, program};
use crate::world::site::multipart::Upload;
use crate::world::site::reporter::Told;
use crate::world::stored::Kept;
use crate::world::tools::{environment, repository};

const STORY: &str = "Le pidió dinero a mi vecina: «cinco mil», dijo.";
const FILE: usize = 300_000;

/// The page of the documentation, parted at its headings.
struct Manual(String);

impl Manual {
    fn read() -> Self {
        Self(fs::read_to_string(repository("docs/opening-an-envelope.md")).unwrap())
    }

    fn section(&self, heading: &str) -> &str {
        let start = format!("\n## {heading}");
        let (_, section) = self.0.split_once(&start).unwrap();
        section.split("\n## ").next().unwrap()
    }

    /// The commands of a section, as they stand there; what stands together is done together.
    fn commands(&self, heading: &str) -> Vec<Vec<&str>> {
        let paragraphs = self.section(heading).split("\n\n");
        paragraphs
            .map(|paragraph| {
                paragraph
                    .lines()
                    .filter_map(|line| line.strip_prefix("    "))
                    .collect()
            })
            .filter(|commands: &Vec<&str>| !commands.is_empty())
            .collect()
    }

    /// The program in JavaScript.
    fn script(&self, heading: &str) -> &str {
        let (_, script) = self.section(heading).split_once("```js\n").unwrap();
        script.split("```").next().unwrap()
    }
}

/// Two envelopes of one institution, as the window keeps them, and the file of its identity.
struct Stored {
    identity: Vec<u8>,
    in_a_row: Vec<u8>,
    in_an_object: Vec<u8>,
}

impl Stored {
    /// Somebody tells it twice, once with a file.
    fn by_filing(told: &Told) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let demonstration = Demonstration::start(&folder.path().join("demo"), None);
        for files in [vec![], vec![Upload::new("prueba.bin", vec![7; FILE])]] {
            let mut visitor = demonstration.visitor();
            let form = visitor.prepare(told).unwrap();
            visitor.post(&form, &files).unwrap().must_be(StatusCode::OK);
        }
        let rows = Kept::of(demonstration.folder(), None).rows();
        assert_eq!(rows.len(), 2);
        let [row, object] =
            ["row", "object"].map(|place| rows.iter().find(|row| row.place == place).unwrap());
        let objects = demonstration.folder().join("window/objects");
        let reader = demonstration
            .desks()
            .into_iter()
            .find(|desk| desk.id == row.institution);
        Self {
            identity: fs::read(reader.unwrap().identity_file).unwrap(),
            in_a_row: row.body.clone().unwrap(),
            in_an_object: fs::read(objects.join(&object.id)).unwrap(),
        }
    }

    /// Each of the two in a folder of its own, beside the identity and whatever `more` puts there.
    fn each(&self, more: impl Fn(&Path), open: impl Fn(&Path)) {
        for (sealed, files) in [(&self.in_a_row, 0), (&self.in_an_object, 1)] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("sobre.age"), sealed).unwrap();
            fs::write(folder.path().join("identidad.key"), &self.identity).unwrap();
            more(folder.path());
            open(folder.path());
            is_opened(&folder, files);
        }
    }

    fn is_of(&self, beginning: &str) {
        let text = String::from_utf8(self.identity.clone()).unwrap();
        assert!(
            text.lines().any(|line| line.starts_with(beginning)),
            "{beginning}"
        );
    }
}

/// What was told and the files stand in the folder that the page names.
fn is_opened(folder: &TempDir, files: usize) {
    let opened = folder.path().join("sobre");
    let text = fs::read_to_string(opened.join("denuncia.txt")).unwrap();
    assert!(text.contains(STORY), "{text}");
    for name in ["denuncia.json", "identidad.age"] {
        assert!(opened.join(name).is_file(), "{name}");
    }
    let attached = fs::read_dir(opened.join("adjuntos")).into_iter().flatten();
    let attached: Vec<Vec<u8>> = attached
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(attached.len(), files);
    assert!(attached.iter().all(|file| *file == vec![7; FILE]));
}

/// Types a line into a shell.
fn type_in(line: &str, folder: &Path) {
    let typed = outcome("sh", &["-euc", line], b"", folder);
    let complaint = String::from_utf8_lossy(&typed.stderr);
    assert!(typed.status.success(), "{line}: {complaint}");
}

fn type_all(lines: &[&str], folder: &Path) {
    for line in lines {
        type_in(line, folder);
    }
}

/// What `npm install age-encryption` leaves in a folder is what `scripts/test` has installed.
fn with_the_package(folder: &Path) {
    symlink(
        repository("tests/tools/node_modules"),
        folder.join("node_modules"),
    )
    .unwrap();
}

#[test]
fn a_stored_classic_envelope_opens_by_the_pages_commands_of_age_and_unzip() {
    let manual = Manual::read();
    let stored = Stored::by_filing(&Told::federal(STORY));
    stored.is_of("AGE-SECRET-KEY-1");
    let ways = manual.commands("With age and unzip");
    assert_eq!(ways.len(), 2, "by a ZIP on the disk, and without one");
    for way in ways {
        stored.each(|_| (), |folder| type_all(&way, folder));
    }
    opens_with_node(&manual, &stored);
}

#[test]
fn a_stored_hybrid_envelope_opens_by_the_pages_commands_of_node_and_unzip() {
    let stored = Stored::by_filing(&Told::crime(STORY));
    stored.is_of("AGE-SECRET-KEY-PQ-1");
    opens_with_node(&Manual::read(), &stored);
}

fn opens_with_node(manual: &Manual, stored: &Stored) {
    const HEADING: &str = "With Node";
    let commands = manual.commands(HEADING);
    let script = manual.script(HEADING);
    let (install, open) = (commands.first().unwrap(), commands.last().unwrap());
    assert_eq!(*install, ["npm install age-encryption"]);
    let prepare = |folder: &Path| {
        with_the_package(folder);
        fs::write(folder.join("abrir.mjs"), script).unwrap();
    };
    stored.each(prepare, |folder| type_all(open, folder));
}

#[test]
fn a_stored_envelope_of_either_kind_opens_by_the_pages_commands_of_ventanilla() {
    let manual = Manual::read();
    let commands = manual.commands("With ventanilla").concat();
    let programs = program().parent().unwrap().display().to_string();
    let path = format!("PATH='{programs}:{}'; ", environment("PATH").unwrap());
    for told in [Told::federal(STORY), Told::crime(STORY)] {
        let open = |folder: &Path| {
            for line in &commands {
                type_in(&(path.clone() + line), folder);
            }
        };
        Stored::by_filing(&told).each(|_| (), open);
    }
}

#[test]
fn what_the_page_says_of_an_envelope_that_does_not_open_is_what_the_tool_says() {
    let manual = Manual::read();
    let page = manual.section("When it does not open");
    let stored = Stored::by_filing(&Told::federal(STORY));
    let [another, damaged, cut] = [0, 1, 2].map(|_| tempfile::tempdir().unwrap());
    type_in("age-keygen -o identidad.key", another.path());
    fs::write(another.path().join("sobre.age"), &stored.in_a_row).unwrap();
    let mut altered = stored.in_a_row.clone();
    *altered.last_mut().unwrap() ^= 1;
    let shorter = stored.in_an_object[..stored.in_an_object.len() / 2].to_vec();
    for (folder, sealed) in [(&damaged, altered), (&cut, shorter)] {
        fs::write(folder.path().join("sobre.age"), sealed).unwrap();
        fs::write(folder.path().join("identidad.key"), &stored.identity).unwrap();
    }
    let command = manual.commands("With age and unzip")[0][0];
    for (folder, said) in [
        (another, "no identity matched any of the recipients"),
        (damaged, "failed to decrypt and authenticate payload chunk"),
        (cut, "failed to decrypt and authenticate payload chunk"),
    ] {
        let typed = outcome("sh", &["-euc", command], b"", folder.path());
        let complaint = String::from_utf8_lossy(&typed.stderr).into_owned();
        assert!(!typed.status.success() && complaint.contains(said), "{complaint}");
        assert!(page.contains(said), "the page does not say: {complaint}");
    }
}
