//! What an attachment is, told by its first bytes and never by its name.

use std::fmt;

/// A short file extension from a closed list, so that a member's name says nothing else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Extension(&'static str);

impl Extension {
    /// How many first bytes [`Extension::recognise`] wants to see; fewer when the file is shorter.
    pub const SIGHT: usize = 8 << 10;

    /// Tells the extension from the first bytes of a file; `bin` when they are not known.
    pub fn recognise(first: &[u8]) -> Self {
        let known = MAGIC.iter().find(|(offset, magic, _)| has(first, *offset, magic));
        let extension = match known {
            Some((_, _, "zip")) => office(first),
            Some((_, _, "ftyp")) => media(first),
            Some((_, _, "RIFF")) => riff(first),
            Some((_, _, extension)) => extension,
            None if is_mp3_frame(first) => "mp3",
            None if is_text(first) => "txt",
            None => "bin",
        };
        Self(extension)
    }

    /// The extension without its dot.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// ZIP-based office formats, told by the names of their members.
fn office(first: &[u8]) -> &'static str {
    let found = OFFICE.iter().find(|(mark, _)| contains(first, mark));
    found.map_or("zip", |(_, extension)| extension)
}

/// ISO base media files, told by their brand.
fn media(first: &[u8]) -> &'static str {
    match first.get(8..12) {
        Some(b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1") => "heic",
        Some(b"M4A " | b"M4B " | b"M4P ") => "m4a",
        Some(b"qt  ") => "mov",
        Some(_) => "mp4",
        None => "bin",
    }
}

fn riff(first: &[u8]) -> &'static str {
    match first.get(8..12) {
        Some(b"WEBP") => "webp",
        Some(b"WAVE") => "wav",
        Some(_) | None => "bin",
    }
}

/// An MPEG audio frame without a tag before it.
fn is_mp3_frame(first: &[u8]) -> bool {
    matches!(first, [0xff, 0xfa | 0xfb | 0xf2 | 0xf3, third, ..] if third & 0xf0 != 0xf0 && third & 0x0c != 0x0c)
}

/// UTF-8 without control characters, but for a last character that the sight may have cut.
fn is_text(first: &[u8]) -> bool {
    let text = match std::str::from_utf8(first) {
        Ok(text) => text,
        Err(error) if error.error_len().is_some() => return false,
        Err(error) => match first.get(..error.valid_up_to()).map(std::str::from_utf8) {
            Some(Ok(text)) => text,
            Some(Err(_)) | None => return false,
        },
    };
    !text.is_empty()
        && text
            .chars()
            .all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}'))
}

fn has(first: &[u8], offset: usize, magic: &[u8]) -> bool {
    first.get(offset..).is_some_and(|rest| rest.starts_with(magic))
}

fn contains(first: &[u8], mark: &[u8]) -> bool {
    first.windows(mark.len()).any(|window| window == mark)
}

/// Offset, bytes, and the extension or the family to look into.
const MAGIC: &[(usize, &[u8], &str)] = &[
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"%PDF-", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (4, b"ftyp", "ftyp"),
    (4, b"moov", "mov"),
    (4, b"wide", "mov"),
    (0, b"RIFF", "RIFF"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\x1a\x45\xdf\xa3", "webm"),
];

const OFFICE: &[(&[u8], &str)] = &[
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
];
