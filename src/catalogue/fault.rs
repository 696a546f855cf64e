//! What is wrong with a catalogue, said so that whoever edits it finds the cell and knows what to write there.

use std::fmt;

use crate::text::{Language, Text};

/// One thing that has to be corrected.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// The file.
    pub file: &'static str,
    /// The line, counted from 1; none where the fault is of the whole file.
    pub line: Option<u64>,
    /// The column by its heading; empty where it is of the whole line.
    pub column: &'static str,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub what: What,
    /// What the words need to be precise: the allowed ones, the other line, the cases.
    pub detail: String,
}

/// A sort of fault: the message that says it and the one that says what to do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct What {
    /// The message with the fault.
    pub said: &'static str,
    /// The message with the remedy.
    pub remedy: &'static str,
}

impl Fault {
    /// A fault of a whole file.
    pub(super) fn of(file: &'static str, what: What, detail: impl Into<String>) -> Self {
        Self {
            file,
            line: None,
            column: "",
            value: String::new(),
            what,
            detail: detail.into(),
        }
    }

    /// The same at a line.
    pub(super) fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same for what stands in a column.
    pub(super) fn cell(mut self, column: &'static str, value: &str) -> Self {
        self.column = column;
        self.value = shown(value);
        self
    }

    /// The fault in words, and on the next line what to do.
    pub fn say(&self, text: Text) -> String {
        let line = self.line.map_or_else(String::new, |line| line.to_string());
        let values = [
            ("file", self.file.into()),
            ("line", line.clone().into()),
            ("column", self.column.into()),
            ("value", self.value.clone().into()),
            ("detail", self.detail.clone().into()),
        ];
        let place = match (line.is_empty(), self.column.is_empty()) {
            (true, _) => self.file.to_owned(),
            (false, true) => format!("{}:{line}", self.file),
            (false, false) => format!(
                "{}:{line}: {}",
                self.file,
                text.say_with("catalogue-cell", &values)
            ),
        };
        let (said, remedy) = (
            text.say_with(self.what.said, &values),
            text.say_with(self.what.remedy, &values),
        );
        format!("{place}: {said}\n  {remedy}")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Text::of(Language::En)))
    }
}

/// All that has to be corrected, in the order of the files.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// These faults; there is at least one.
    pub(super) fn of(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    /// Each of them.
    pub fn list(&self) -> &[Fault] {
        &self.0
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { "\n" };
            write!(f, "{gap}{fault}")?;
        }
        Ok(())
    }
}

/// A value as it can be shown on a screen: one line, nothing invisible, not endless.
fn shown(value: &str) -> String {
    let visible = value.chars().map(|letter| {
        if letter.is_control() || hides(letter) {
            '\u{fffd}'
        } else {
            letter
        }
    });
    let mut shown: String = visible.take(LONGEST_SHOWN).collect();
    if value.chars().nth(LONGEST_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Letters that reorder or hide what stands around them.
pub(super) fn hides(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

const LONGEST_SHOWN: usize = 80;

macro_rules! sorts {
    ($($(#[$doc:meta])* $name:ident = $said:literal, $remedy:literal;)+) => {$(
        $(#[$doc])*
        pub(super) const $name: What = What { said: $said, remedy: $remedy };
    )+};
}

sorts! {
    /// A file is not there.
    NO_FILE = "err-catalogue-no-file", "rec-catalogue-no-file";
    /// The bytes are no UTF-8.
    NOT_UTF8 = "err-catalogue-not-utf8", "rec-catalogue-not-utf8";
    /// The headings are not the ones of the file.
    HEADINGS = "err-catalogue-headings", "rec-catalogue-headings";
    /// Cells are parted by something else than a comma.
    SEPARATOR = "err-catalogue-separator", "rec-catalogue-separator";
    /// A line has too many or too few cells.
    CELLS = "err-catalogue-cells", "rec-catalogue-cells";
    /// The table cannot be read as one.
    NOT_A_TABLE = "err-catalogue-not-a-table", "rec-catalogue-not-a-table";
    /// A cell that must not be empty is.
    EMPTY = "err-catalogue-empty", "rec-catalogue-empty";
    /// Text with outer spaces, control or invisible letters, or too much of it.
    TEXT = "err-catalogue-text", "rec-catalogue-text";
    /// None of the words of the list.
    WORD = "err-catalogue-word", "rec-catalogue-word";
    /// Not of the form of a key.
    KEY = "err-catalogue-key", "rec-catalogue-key";
    /// Not a day.
    DAY = "err-catalogue-day", "rec-catalogue-day";
    /// Not a number in its range.
    NUMBER = "err-catalogue-number", "rec-catalogue-number";
    /// A list names something twice.
    REPEATED = "err-catalogue-repeated", "rec-catalogue-repeated";
    /// A key stands there already.
    TWICE = "err-catalogue-twice", "rec-catalogue-twice";
    /// Nothing with that key.
    NOWHERE = "err-catalogue-nowhere", "rec-catalogue-nowhere";
    /// The last day is before the first.
    REVERSED = "err-catalogue-reversed", "rec-catalogue-reversed";
    /// A municipality of another state.
    OTHER_STATE = "err-catalogue-other-state", "rec-catalogue-other-state";
    /// A place that this level has not, or lacks.
    PLACE = "err-catalogue-place", "rec-catalogue-place";
    /// A change of the layer to confirm that does not fit the municipality.
    CHANGE = "err-catalogue-change", "rec-catalogue-change";
    /// A kind of receiver without a row.
    NO_RECEIVER = "err-catalogue-no-receiver", "rec-catalogue-no-receiver";
    /// A receiver without a fallback, or nobody with one.
    NO_FALLBACK = "err-catalogue-no-fallback", "rec-catalogue-no-fallback";
    /// Nobody, where somebody is needed.
    NOBODY = "err-catalogue-nobody", "rec-catalogue-nobody";
    /// No rule that refers, for what is not received here.
    NO_REFERRAL = "err-catalogue-no-referral", "rec-catalogue-no-referral";
    /// A case without a rule.
    GAP = "err-catalogue-gap", "rec-catalogue-gap";
    /// Two rules of one rank for one case.
    TIE = "err-catalogue-tie", "rec-catalogue-tie";
    /// A rule that never decides: others come first.
    UNREACHABLE = "err-catalogue-unreachable", "rec-catalogue-unreachable";
    /// A rule that never decides: its days are not those of the catalogue.
    NEVER = "err-catalogue-never", "rec-catalogue-never";
    /// Fallbacks that lead back to where they began.
    LOOP = "err-catalogue-loop", "rec-catalogue-loop";
    /// A receiver behind itself.
    ITSELF = "err-catalogue-itself", "rec-catalogue-itself";
    /// A receiver below the level of the matter.
    NARROW = "err-catalogue-narrow", "rec-catalogue-narrow";
    /// A receiver that wants a name, and nobody behind it.
    NAMED_ONLY = "err-catalogue-named-only", "rec-catalogue-named-only";
    /// A receiver about its own people.
    OWN_CAUSE = "err-catalogue-own-cause", "rec-catalogue-own-cause";
    /// A receiver for certain people only, about others.
    OTHER_PEOPLE = "err-catalogue-other-people", "rec-catalogue-other-people";
    /// What is not received here, together with something that is.
    OUTSIDE = "err-catalogue-outside", "rec-catalogue-outside";
    /// A nature that no situation stands for.
    UNTOLD = "err-catalogue-untold", "rec-catalogue-untold";
    /// A conduct of a nature that its situation does not name.
    NATURE_MISSING = "err-catalogue-nature-missing", "rec-catalogue-nature-missing";
    /// A nature of a situation without a conduct.
    NATURE_UNBACKED = "err-catalogue-nature-unbacked", "rec-catalogue-nature-unbacked";
    /// An ente that is a receiver of another level.
    OTHER_LEVEL = "err-catalogue-other-level", "rec-catalogue-other-level";
    /// An ente that is a receiver, and whose people count as others.
    OTHER_SUBJECT = "err-catalogue-other-subject", "rec-catalogue-other-subject";
    /// A year without a holiday.
    NO_HOLIDAYS = "err-catalogue-no-holidays", "rec-catalogue-no-holidays";
    /// The manifest does not follow its form.
    MANIFEST = "err-catalogue-manifest", "rec-catalogue-manifest";
}
