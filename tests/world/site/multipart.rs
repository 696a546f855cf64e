//! Bodies as browsers write them.

use std::fmt::Write as _;

/// A file chosen in a form.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// What the person's machine calls it.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) content: Vec<u8>,
}

impl Upload {
    /// A file.
    pub(crate) fn new(name: &str, content: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_owned(),
            content: content.into(),
        }
    }
}

/// The boundary of every multipart body here.
pub(crate) const BOUNDARY: &str = "----geckoformboundary4711";

/// A multipart body: first the fields, then the files under one name; one nameless file where there is none.
pub(crate) fn multipart(fields: &[(String, String)], name: &str, files: &[Upload]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(network_lines(value).as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    let none = [Upload::new("", "")];
    let files = if files.is_empty() { &none } else { files };
    for file in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            file.name
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&file.content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// An urlencoded body, as browsers write it.
pub(crate) fn urlencoded(fields: &[(String, String)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in fields {
        if !body.is_empty() {
            body.push('&');
        }
        encode(&mut body, name);
        body.push('=');
        encode(&mut body, &network_lines(value));
    }
    body.into_bytes()
}

fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._*".contains(&byte) {
            out.push(char::from(byte));
        } else if byte == b' ' {
            out.push('+');
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
    }
}

/// Browsers send every end of line as CR LF.
fn network_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}
