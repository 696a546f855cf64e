//! What is wrong in a form, field by field, in words that say how to mend it.

/// One fault, tied to the field that has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ErrorLine {
    /// The `id` of the field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// The faults of one form, in the order of its fields.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Errors {
    lines: Vec<ErrorLine>,
}

impl Errors {
    /// Adds a fault.
    pub fn add(&mut self, field: &str, message: String) {
        let field = field.to_owned();
        self.lines.push(ErrorLine { field, message });
    }

    /// What is wrong with `field`.
    pub fn find(&self, field: &str) -> Option<&str> {
        let line = self.lines.iter().find(|line| line.field == field)?;
        Some(&line.message)
    }

    /// All faults.
    pub fn lines(&self) -> &[ErrorLine] {
        &self.lines
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
