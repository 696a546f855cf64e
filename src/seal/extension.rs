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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_file_is_shows_in_its_first_bytes() {
        let cases: &[(&[u8], &str)] = &[
            (b"\xff\xd8\xff\xe0..JFIF", "jpg"),
            (b"\x89PNG\r\n\x1a\n....IHDR", "png"),
            (b"GIF89a..", "gif"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
            (b"RIFF\x10\0\0\0WAVEfmt ", "wav"),
            (b"RIFF\x10\0\0\0AVI LIST", "bin"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
            (b"\0\0\0\x18ftypisom\0\0\0\0", "mp4"),
            (b"\0\0\0\x18ftypM4A \0\0\0\0", "m4a"),
            (b"\0\0\0\x14ftypqt  \0\0\0\0", "mov"),
            (b"%PDF-1.7\n", "pdf"),
            (b"PK\x03\x04....[Content_Types].xml....word/document.xml", "docx"),
            (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "xlsx"),
            (
                b"PK\x03\x04....[Content_Types].xml....ppt/presentation.xml",
                "pptx",
            ),
            (
                b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.textPK",
                "odt",
            ),
            (
                b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK",
                "ods",
            ),
            (b"PK\x03\x04....fotos/1.jpg", "zip"),
            (b"ID3\x04\0\0", "mp3"),
            (b"\xff\xfb\x90\x64\0", "mp3"),
            (b"OggS\0\x02", "ogg"),
            (b"\x1a\x45\xdf\xa3..webm", "webm"),
            ("Mi jefe pidió \"mordida\".\r\n".as_bytes(), "txt"),
            ("Año cortado: \u{f1}".as_bytes().get(..14).unwrap(), "txt"),
            (b"MZ\x90\0\x03", "bin"),
            (b"", "bin"),
        ];
        for (first, expected) in cases {
            assert_eq!(Extension::recognise(first).as_str(), *expected, "{first:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_short_extension(first in proptest::collection::vec(any::<u8>(), 0..64)) {
            let extension = Extension::recognise(&first);
            prop_assert!(extension.as_str().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
            prop_assert!((2..=4).contains(&extension.as_str().len()));
        }
    }
}
