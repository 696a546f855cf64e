//! The catalogue: what is in it, and that each fault somebody could put into it is found and named.

mod cells;
mod command;
mod data;
mod faults;
mod proofs;
mod signed;

use ventanilla::catalogue::{Catalogue, Fault, Files};

/// The embedded files, to be changed as somebody at a table would.
pub(crate) struct Edited(Files);

impl Edited {
    pub(crate) fn new() -> Self {
        Self(Files::embedded())
    }

    pub(crate) fn text(&self, file: &str) -> String {
        String::from_utf8(self.0.find(file).unwrap().to_vec()).unwrap()
    }

    pub(crate) fn files(&self) -> &Files {
        &self.0
    }

    /// Puts a whole file in the place of another.
    pub(crate) fn file(mut self, file: &str, text: impl AsRef<[u8]>) -> Self {
        self.0.put(file, text.as_ref().to_vec());
        self
    }

    /// Replaces a piece of text that is there.
    pub(crate) fn replaced(self, file: &str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        self.file(file, text.replacen(from, to, 1))
    }

    /// Writes another value into the cell of the row with that key in its first column.
    pub(crate) fn cell(self, file: &str, key: &str, column: &str, value: &str) -> Self {
        self.rows(file, |rows, headings| {
            let place = headings.iter().position(|heading| heading == column).unwrap();
            let row = rows
                .iter_mut()
                .find(|row| row[0] == key)
                .expect("the row is there");
            value.clone_into(&mut row[place]);
        })
    }

    /// Takes the row with that key out.
    pub(crate) fn without(self, file: &str, key: &str) -> Self {
        self.rows(file, |rows, _| {
            let before = rows.len();
            rows.retain(|row| row[0] != key);
            assert_eq!(rows.len() + 1, before, "{key} was there once");
        })
    }

    /// Adds a copy of a row at the end, under another key.
    pub(crate) fn copied(self, file: &str, key: &str, new_key: &str) -> Self {
        self.rows(file, |rows, _| {
            let mut row = rows.iter().find(|row| row[0] == key).unwrap().clone();
            new_key.clone_into(&mut row[0]);
            rows.push(row);
        })
    }

    fn rows(self, file: &str, change: impl FnOnce(&mut Vec<Vec<String>>, &[String])) -> Self {
        let text = self.text(file);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let owned = |record: csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let mut rows: Vec<Vec<String>> = reader.records().map(|record| owned(record.unwrap())).collect();
        let headings = rows.remove(0);
        change(&mut rows, &headings);
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&headings).unwrap();
        for row in rows {
            writer.write_record(&row).unwrap();
        }
        self.file(file, writer.into_inner().unwrap())
    }

    /// The line of the row with that key.
    pub(crate) fn line_of(&self, file: &str, key: &str) -> u64 {
        let text = self.text(file);
        let start = format!("{key},");
        let found = (1..).zip(text.lines()).find(|(_, line)| line.starts_with(&start));
        found.expect("the row is there").0
    }

    pub(crate) fn read(&self) -> Catalogue {
        Catalogue::read(&self.0).unwrap()
    }

    /// All that is wrong with it.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        Catalogue::read(&self.0)
            .err()
            .map_or_else(Vec::new, |faults| faults.list().to_vec())
    }

    /// The one thing that is wrong with it.
    pub(crate) fn fault(&self) -> Fault {
        let faults = self.faults();
        let [fault] = faults.as_slice() else {
            panic!("{} faults: {faults:#?}", faults.len())
        };
        fault.clone()
    }
}
