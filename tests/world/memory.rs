//! Looks for planted words in the memory of a running process.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use memchr::memmem;

use super::scan::{Hit, Needles};

/// Looks through everything that a process has in memory and that can be read.
///
/// Reading another process's memory takes the rights of a debugger: the same user where the process allows it,
/// or root.
pub(crate) fn scan_memory(process: u32, needles: &Needles) -> Vec<Hit> {
    let memory = File::open(format!("/proc/{process}/mem")).unwrap_or_else(|error| {
        // It refuses debuggers of its own user.
        panic!(
            "run scripts/test as root, as README.md says: only root reads the memory of {process} ({error})"
        )
    });
    let maps = fs::read_to_string(format!("/proc/{process}/smaps")).unwrap();
    let mut hits = Vec::new();
    let mut read = 0;
    for region in Region::all(&maps) {
        let content = region.content(&memory);
        read += content.len();
        let found = needles.find(&content, &format!("memory of {process}: {}", region.name));
        hits.extend(found.into_iter().map(|hit| Region::around(hit, &content)));
    }
    assert!(read > 0, "nothing of the memory of {process} could be read");
    hits
}

/// One entry of `/proc/PID/smaps`.
struct Region {
    start: u64,
    end: u64,
    name: String,
}

impl Region {
    /// What the process may have written: all but private mappings of files, its programs and libraries, that
    /// still are as in the file.
    fn all(smaps: &str) -> Vec<Self> {
        let mut all = Vec::new();
        let mut region = None;
        for line in smaps.lines() {
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            if first.contains('-') {
                region = Self::parse(line);
            } else if first == "Anonymous:"
                && let Some(region) = region.take()
                && !(rest.trim() == "0 kB" && region.is_of_a_file())
            {
                all.push(region);
            }
        }
        all
    }

    fn is_of_a_file(&self) -> bool {
        let mut words = self.name.split_whitespace().skip(1);
        words.next().is_some_and(|rights| rights.ends_with('p'))
            && words.last().is_some_and(|path| path.starts_with('/'))
    }

    /// Readable regions only; the kernel's own (`[vvar]`, `[vsyscall]`) are not the process's.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (start, end) = words.next()?.split_once('-')?;
        let rights = words.next()?;
        if !rights.starts_with('r') || line.ends_with("[vvar]") || line.ends_with("[vsyscall]") {
            return None;
        }
        let address = |text| u64::from_str_radix(text, 16).ok();
        Some(Self {
            start: address(start)?,
            end: address(end)?,
            name: line.to_owned(),
        })
    }

    /// Says what stands around a word that was found as it is: that tells which buffer it is.
    fn around(hit: Hit, content: &[u8]) -> Hit {
        let word = hit.marker.as_bytes();
        let Some(at) = memmem::find(content, word) else {
            return hit;
        };
        let before = content[at.saturating_sub(200)..at].escape_ascii();
        let after = content[at..content.len().min(at + 200)].escape_ascii();
        let place = format!("{}, between {before} and {after}", hit.place);
        Hit { place, ..hit }
    }

    /// The bytes that are there, of blank pages in a row only the first. A page that went away meanwhile, or
    /// never came, is left out.
    fn content(&self, memory: &File) -> Vec<u8> {
        const PAGE: u64 = 4096;
        const PIECE: usize = 1 << 20;
        let mut content = Vec::new();
        let mut piece = vec![0; PIECE];
        let (mut at, mut blank) = (self.start, false);
        while at < self.end {
            let wanted = usize::try_from(self.end - at).unwrap_or(PIECE).min(PIECE);
            match memory.read_at(&mut piece[..wanted], at) {
                Ok(read @ 1..) => {
                    blank = without_blanks(&piece[..read], blank, &mut content);
                    at += read as u64;
                }
                Ok(_) | Err(_) => at += PAGE,
            }
        }
        content
    }
}

const BLANK: [u8; 4096] = [0; 4096];

/// Adds the pages to `content`, of blank ones in a row only the first; tells whether the last was blank.
fn without_blanks(pages: &[u8], mut blank: bool, content: &mut Vec<u8>) -> bool {
    for page in pages.chunks(4096) {
        let is_blank = page == &BLANK[..page.len()];
        if !(is_blank && blank) {
            content.extend_from_slice(page);
        }
        blank = is_blank;
    }
    blank
}

mod tests {
    use super::scan_memory;
    use crate::world::scan::Needles;
    use crate::world::tools::{Running, command, wait_for};

    /// Holds a word, and the same word in base64, in memory that no argument shows.
    const HOLDER: &str = "
import base64, time
word = ''.join(reversed('lortnoc-1174-ovitisoP'))
kept = [word, base64.b64encode(b'xy' + word.encode())]
print('ready', flush=True)
time.sleep(60)
";

    #[test]
    fn a_word_in_memory_is_found_and_an_absent_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let holder = Running::start(
            &mut command("python3", &["-c", HOLDER]),
            &folder.path().join("log"),
        );
        wait_for("the word to be in memory", || {
            holder.printed().contains("ready").then_some(())
        });
        let hits = scan_memory(holder.id(), &Needles::of(&["Positivo-4711-control"]));
        for form in ["as it is", "base64"] {
            assert!(hits.iter().any(|hit| hit.form == form), "no {form} in {hits:?}");
        }
        assert_eq!(
            scan_memory(holder.id(), &Needles::of(&["Negativo-4711-control"])),
            []
        );
    }
}
