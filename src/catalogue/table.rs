//! One CSV file as rows with typed cells. Every cell that does not fit is a [`Fault`] with its place; the rest of
//! the row and of the file is read all the same, so that everything is reported at once.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use super::cell::Cell;
use super::fault::{self, Fault};
use super::words::Word;

/// A file and its headings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) file: &'static str,
    pub(super) columns: &'static [&'static str],
}

/// A row of one file, being read.
pub(super) struct Row<'a> {
    form: Form,
    line: u64,
    known_faults: usize,
    cells: &'a StringRecord,
    faults: &'a mut Vec<Fault>,
}

impl Form {
    /// Reads every row of `bytes` by `read`, which gives nothing for a faulty one. No bytes at all were reported
    /// where they were missed.
    pub(super) fn read<T>(
        self,
        bytes: &[u8],
        faults: &mut Vec<Fault>,
        mut read: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut rows = Vec::new();
        for record in self.records(bytes, faults) {
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() != self.columns.len() {
                let counts = format!("{} / {}", record.len(), self.columns.len());
                faults.push(Fault::of(self.file, fault::CELLS, counts).at(line));
                continue;
            }
            let mut row = Row {
                form: self,
                line,
                known_faults: faults.len(),
                cells: &record,
                faults,
            };
            let read = read(&mut row);
            rows.extend(read.filter(|_| row.is_whole()));
        }
        rows
    }

    /// The records below the headings, if the headings are right.
    fn records(self, bytes: &[u8], faults: &mut Vec<Fault>) -> Vec<StringRecord> {
        if bytes.is_empty() {
            return Vec::new();
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(error) => {
                let read = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = read.iter().fold(1, |line, byte| line + u64::from(*byte == b'\n'));
                faults.push(Fault::of(self.file, fault::NOT_UTF8, "").at(line));
                return Vec::new();
            }
        };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => records.push(record),
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    faults.push(Fault::of(self.file, fault::NOT_A_TABLE, "").at(line));
                    return Vec::new();
                }
            }
        }
        let mut records = records.into_iter();
        let headings = records.next().unwrap_or_default();
        if headings.iter().eq(self.columns.iter().copied()) {
            return records.collect();
        }
        faults.push(self.wrong_headings(&headings));
        Vec::new()
    }

    fn wrong_headings(self, headings: &StringRecord) -> Fault {
        let (lone, parted) = (headings.len() == 1, |text: &str| text.contains([';', '\t']));
        if lone && headings.get(0).is_some_and(parted) {
            return Fault::of(self.file, fault::SEPARATOR, "").at(1);
        }
        let strange = headings.iter().find(|heading| !self.columns.contains(heading));
        let missing = self
            .columns
            .iter()
            .find(|column| !headings.iter().any(|one| one == **column));
        let what = Fault::of(self.file, fault::HEADINGS, self.columns.join(",")).at(1);
        match (strange, missing) {
            (Some(strange), Some(missing)) => what.cell(missing, strange),
            (Some(strange), None) => what.cell(" ", strange),
            (None, Some(missing)) => what.cell(missing, ""),
            (None, None) => what,
        }
    }
}

impl Row<'_> {
    /// Whether no cell of it was faulty.
    fn is_whole(&self) -> bool {
        self.faults.len() == self.known_faults
    }

    /// The line at which the row stands.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Text of one line; it must be there.
    pub(super) fn text(&mut self, column: &'static str) -> Option<String> {
        self.filled(column)?;
        self.note(column)
    }

    /// Text of one line, or nothing.
    pub(super) fn note(&mut self, column: &'static str) -> Option<String> {
        let value = self.value(column);
        let clean = !value
            .chars()
            .any(|letter| letter.is_control() || fault::hides(letter));
        if !clean || value.trim() != value || value.chars().count() > LONGEST_TEXT {
            return self.fault(column, fault::TEXT, LONGEST_TEXT.to_string());
        }
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// A cell that must be there.
    pub(super) fn cell<T: Cell>(&mut self, column: &'static str) -> Option<T> {
        let value = self.filled(column)?.to_owned();
        self.read(column, &value)
    }

    /// A cell that may be empty.
    pub(super) fn optional<T: Cell>(&mut self, column: &'static str) -> Option<T> {
        let value = self.value(column).to_owned();
        if value.is_empty() {
            return None;
        }
        self.read(column, &value)
    }

    /// A word that must be there and is not `never`, which other files have.
    pub(super) fn except<T: Word + Cell>(&mut self, column: &'static str, never: T) -> Option<T> {
        let read = self.cell(column)?;
        if read == never {
            let all = T::ALL.iter().filter(|one| **one != never);
            let all: Vec<_> = all.map(|one| one.word()).collect();
            return self.fault(column, fault::WORD, all.join(", "));
        }
        Some(read)
    }

    /// An ordered list that is not empty.
    pub(super) fn filled_list<T: Cell + PartialEq>(&mut self, column: &'static str) -> Vec<T> {
        if self.filled(column).is_none() {
            return Vec::new();
        }
        self.list(column)
    }

    /// An ordered list, parted by `;`, that may be empty and repeats nothing.
    pub(super) fn list<T: Cell + PartialEq>(&mut self, column: &'static str) -> Vec<T> {
        let value = self.value(column).to_owned();
        let mut list = Vec::new();
        for part in value.split(';').map(str::trim).filter(|_| !value.is_empty()) {
            match self.read::<T>(column, part) {
                Some(one) if list.contains(&one) => {
                    self.fault::<T>(column, fault::REPEATED, part);
                }
                one => list.extend(one),
            }
        }
        list
    }

    /// A set of words: `*` is all of them.
    pub(super) fn set<T: Word + Cell>(&mut self, column: &'static str) -> Vec<T> {
        if self.value(column) == "*" {
            return T::ALL.to_vec();
        }
        let mut set: Vec<T> = self.filled_list(column);
        set.sort_unstable();
        set
    }

    /// Reports a fault of this row.
    pub(super) fn fault<T>(
        &mut self,
        column: &'static str,
        what: fault::What,
        detail: impl Into<String>,
    ) -> Option<T> {
        let value = self.value(column).to_owned();
        let fault = Fault::of(self.form.file, what, detail).at(self.line);
        self.faults.push(fault.cell(column, &value));
        None
    }

    fn read<T: Cell>(&mut self, column: &'static str, value: &str) -> Option<T> {
        match T::read(value) {
            Ok(read) => Some(read),
            Err((what, detail)) => {
                let fault = Fault::of(self.form.file, what, detail).at(self.line);
                self.faults.push(fault.cell(column, value));
                None
            }
        }
    }

    fn filled(&mut self, column: &'static str) -> Option<&str> {
        if self.value(column).is_empty() {
            return self.fault(column, fault::EMPTY, "");
        }
        Some(self.value(column))
    }

    fn value(&self, column: &str) -> &str {
        let place = self.form.columns.iter().position(|known| *known == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default()
    }
}

/// The rows by their key. One that stands there already is a fault at its later line.
pub(super) fn by_key<K: Ord + ToString, T>(
    form: Form,
    column: &'static str,
    rows: Vec<T>,
    place: impl Fn(&T) -> (u64, K),
    faults: &mut Vec<Fault>,
) -> BTreeMap<K, T> {
    let mut known: BTreeMap<K, T> = BTreeMap::new();
    for row in rows {
        let (line, key) = place(&row);
        if let Some(first) = known.get(&key) {
            let (first, _) = place(first);
            let fault = Fault::of(form.file, fault::TWICE, first.to_string()).at(line);
            faults.push(fault.cell(column, &key.to_string()));
            continue;
        }
        known.insert(key, row);
    }
    known
}

const LONGEST_TEXT: usize = 400;
