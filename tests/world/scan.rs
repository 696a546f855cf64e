//! Looks for planted words: as they are, and in the disguises that formats give them (base64 at its three
//! alignments and in both alphabets, hexadecimal, UTF-16), in whole folders or wherever bytes can be read.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use memchr::memmem::Finder;

/// A planted word that was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Hit {
    /// The word.
    pub(crate) marker: String,
    /// Its disguise: `as it is`, `base64`, `hexadecimal`, `UTF-16`.
    pub(crate) form: &'static str,
    /// Where: a path, a path's name, a region of memory.
    pub(crate) place: String,
}

/// Looks through files, and through folders with everything below them, names included.
pub(crate) fn scan(paths: &[PathBuf], markers: &[&str]) -> Vec<Hit> {
    let needles = Needles::of(markers);
    let mut hits = Vec::new();
    for path in paths {
        assert!(
            path.exists(),
            "{} is not there: nothing would be found in it",
            path.display()
        );
        scan_path(path, &needles, &mut hits);
    }
    hits
}

fn scan_path(path: &Path, needles: &Needles, hits: &mut Vec<Hit>) {
    if let Some(name) = path.file_name() {
        let place = format!("the name of {}", path.display());
        hits.extend(needles.find(name.as_encoded_bytes(), &place));
    }
    // What a running program removes meanwhile is not there to be looked at.
    let Ok(about) = path.symlink_metadata() else {
        return;
    };
    if about.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            scan_path(&entry.path(), needles, hits);
        }
    } else if about.is_file()
        && let Ok(file) = File::open(path)
    {
        hits.extend(needles.find_in(file, &path.display().to_string()));
    }
}

/// Every form of every marker, ready to be searched for.
#[derive(Debug)]
pub(crate) struct Needles {
    list: Vec<(String, &'static str, Finder<'static>)>,
    longest: usize,
}

impl Needles {
    /// Markers are ASCII and long enough not to appear by chance.
    pub(crate) fn of(markers: &[&str]) -> Self {
        let mut list = Vec::new();
        for marker in markers {
            assert!(
                marker.is_ascii() && marker.len() >= 8,
                "{marker:?} is no good marker"
            );
            for (form, needle) in disguises(marker) {
                list.push(((*marker).to_owned(), form, Finder::new(&needle).into_owned()));
            }
        }
        let longest = list
            .iter()
            .map(|(_, _, finder)| finder.needle().len())
            .max()
            .unwrap_or(1);
        Self { list, longest }
    }

    /// More markers.
    pub(crate) fn and(mut self, markers: &[&str]) -> Self {
        let more = Self::of(markers);
        self.longest = self.longest.max(more.longest);
        self.list.extend(more.list);
        self
    }

    /// Bytes that are no text, as they are.
    pub(crate) fn and_bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        assert!(bytes.len() >= 8, "{name} is no good marker");
        self.longest = self.longest.max(bytes.len());
        let finder = Finder::new(bytes).into_owned();
        self.list.push((name.to_owned(), "as it is", finder));
        self
    }

    /// Looks through bytes.
    pub(crate) fn find(&self, bytes: &[u8], place: &str) -> Vec<Hit> {
        self.list
            .iter()
            .filter(|(_, _, finder)| finder.find(bytes).is_some())
            .map(|(marker, form, _)| Hit {
                marker: marker.clone(),
                form,
                place: place.to_owned(),
            })
            .collect()
    }

    /// Looks through a stream, also across the seams of its pieces. Ends where it can be read no further.
    fn find_in(&self, mut stream: impl Read, place: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut piece = vec![0; 4 << 20];
        let mut kept = 0;
        while let Ok(read @ 1..) = stream.read(&mut piece[kept..]) {
            let filled = kept + read;
            for hit in self.find(&piece[..filled], place) {
                if !hits.contains(&hit) {
                    hits.push(hit);
                }
            }
            kept = filled.min(self.longest);
            piece.copy_within(filled - kept..filled, 0);
        }
        hits
    }
}

fn disguises(marker: &str) -> BTreeSet<(&'static str, Vec<u8>)> {
    let bytes = marker.as_bytes();
    let hexadecimal = hexadecimal(bytes);
    let mut all = BTreeSet::from([
        ("as it is", bytes.to_vec()),
        ("hexadecimal", hexadecimal.to_uppercase().into_bytes()),
        ("hexadecimal", hexadecimal.into_bytes()),
        (
            "UTF-16",
            marker.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        (
            "UTF-16",
            marker.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ),
    ]);
    for before in 0..3 {
        all.insert(("base64", aligned(&BASE64_STANDARD, bytes, before)));
        all.insert(("base64", aligned(&BASE64_URL_SAFE, bytes, before)));
    }
    all
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}

/// The characters that are the same whatever stands before and after, when `before` bytes (modulo 3) precede.
fn aligned(alphabet: &base64::engine::GeneralPurpose, bytes: &[u8], before: usize) -> Vec<u8> {
    let mut padded = vec![0; before];
    padded.extend_from_slice(bytes);
    let first = (before * 8).div_ceil(6);
    let last = padded.len() * 8 / 6;
    alphabet.encode(padded).as_bytes()[first..last].to_vec()
}

mod tests {
    use std::fs;
    use std::path::PathBuf;

    use base64::Engine as _;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

    use super::{Hit, hexadecimal, scan};

    const MARKER: &str = "Xochitl~4711??>>";

    /// What is found in a folder with one file that holds these bytes.
    fn found(content: &[u8]) -> Vec<&'static str> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("below")).unwrap();
        fs::write(folder.path().join("below/file"), content).unwrap();
        scan(&[folder.path().to_owned()], &[MARKER])
            .iter()
            .map(|hit| hit.form)
            .collect()
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        assert_eq!(found(b"Xochitl~4711??>"), [] as [&str; 0]);
    }

    #[test]
    fn a_word_as_it_is() {
        assert_eq!(found(format!("antes {MARKER} y luego").as_bytes()), ["as it is"]);
    }

    #[test]
    fn base64_at_every_alignment_and_in_both_alphabets() {
        for before in ["", "a", "ab", "abc", "abcd"] {
            for after in ["", "z", "zz", "zzz"] {
                let text = format!("{before}{MARKER}{after}");
                assert_eq!(
                    found(BASE64_STANDARD.encode(&text).as_bytes()),
                    ["base64"],
                    "{text}"
                );
                assert_eq!(
                    found(BASE64_URL_SAFE_NO_PAD.encode(&text).as_bytes()),
                    ["base64"],
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn hexadecimal_in_both_cases() {
        let lower = hexadecimal(MARKER.as_bytes());
        assert_eq!(found(format!("x'{lower}'").as_bytes()), ["hexadecimal"]);
        assert_eq!(found(lower.to_uppercase().as_bytes()), ["hexadecimal"]);
    }

    #[test]
    fn utf_16_in_both_orders() {
        let wide = |order: fn(u16) -> [u8; 2]| MARKER.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        assert_eq!(found(&wide(u16::to_le_bytes)), ["UTF-16"]);
        assert_eq!(found(&wide(u16::to_be_bytes)), ["UTF-16"]);
    }

    #[test]
    fn a_word_across_the_seam_of_two_pieces() {
        for before in (4 << 20) - MARKER.len()..=(4 << 20) {
            let mut content = vec![b'.'; before];
            content.extend_from_slice(MARKER.as_bytes());
            content.extend_from_slice(&[b'.'; 50]);
            assert_eq!(found(&content), ["as it is"], "{before}");
        }
    }

    #[test]
    fn a_file_is_named_by_the_word() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Xochitl-4711.pdf");
        fs::write(&path, b"").unwrap();
        let place = format!("the name of {}", path.display());
        let hit = Hit {
            marker: "Xochitl-4711".to_owned(),
            form: "as it is",
            place,
        };
        assert_eq!(scan(&[folder.path().to_owned()], &["Xochitl-4711"]), [hit]);
    }

    #[test]
    #[should_panic(expected = "is not there")]
    fn a_place_that_does_not_exist_is_no_proof() {
        scan(&[PathBuf::from("/no/such/place")], &[MARKER]);
    }
}
