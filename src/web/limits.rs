//! How much is taken: known to the pages, which say each limit before it is met.

use crate::text::Language;

/// The limits of what a person can send.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Characters in the story.
    pub story_characters: usize,
    /// Characters in any other field.
    pub field_characters: usize,
    /// Files in one sending.
    pub files: usize,
    /// Bytes in one file.
    pub file_bytes: u64,
    /// Bytes in one envelope, all files and text together.
    pub envelope_bytes: u64,
    /// Bytes above which an upload counts as large.
    pub large_upload_bytes: u64,
    /// Large uploads at once.
    pub large_uploads: usize,
    /// Bytes in the body of a form without files.
    pub form_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            story_characters: 20_000,
            field_characters: 2_000,
            files: 20,
            file_bytes: 1 << 30,
            envelope_bytes: 2 << 30,
            large_upload_bytes: 64 << 20,
            large_uploads: 8,
            form_bytes: 2 << 20,
        }
    }
}

impl Limits {
    /// The limit of the story, to be read.
    pub fn story(&self, language: Language) -> String {
        language.number(self.story_characters as u64)
    }

    /// The limit of any other field, to be read.
    pub fn field(&self, language: Language) -> String {
        language.number(self.field_characters as u64)
    }

    /// The limit of one file, to be read.
    pub fn file(&self) -> String {
        size(self.file_bytes)
    }

    /// The limit of everything together, to be read.
    pub fn envelope(&self) -> String {
        size(self.envelope_bytes)
    }
}

/// A number of bytes in the words people use; cut, never rounded up, so that a limit is never overstated.
pub fn size(bytes: u64) -> String {
    let steps = [(1_u64 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    for (step, name) in steps {
        if bytes >= step {
            let tenths = bytes / (step / 10).max(1);
            let (whole, rest) = (bytes / step, tenths % 10);
            let exact = bytes.is_multiple_of(step) || whole >= 10 || rest == 0;
            return if exact {
                format!("{whole} {name}")
            } else {
                format!("{whole}.{rest} {name}")
            };
        }
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!(size(1 << 30), "1 GB");
        assert_eq!(size(2 << 30), "2 GB");
        assert_eq!(size(64 << 20), "64 MB");
        assert_eq!(size((1 << 20) + (1 << 19)), "1.5 MB");
        assert_eq!(size(512), "512 B");
    }
}
