//! A person at a browser without JavaScript, over a real socket: she sees when an answer begins, when it
//! breaks off, and she can stop in the middle of a form.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::str::FromStr as _;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::site::html::Form;
use super::site::multipart::{BOUNDARY, Upload, multipart, urlencoded};
use super::site::reporter::{BEFORE_THE_READER, Page, Told};

/// A person at her browser.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    address: String,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    /// Somebody who visits a site on loopback.
    pub(crate) fn of(url: &str) -> Self {
        let address = url.trim_start_matches("http://").trim_end_matches('/');
        Self {
            address: address.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// Opens a connection.
    pub(crate) fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Opens a link.
    pub(crate) fn get(&mut self, path: &str) -> io::Result<Page> {
        let mut stream = self.connect()?;
        stream.write_all(self.head("GET", path, "").as_bytes())?;
        self.receive(stream)
    }

    /// Sends a form, and follows where the answer leads.
    pub(crate) fn send(&mut self, form: &Form, files: &[Upload]) -> io::Result<Page> {
        let page = self.post(form, files)?;
        match page.headers.get(header::LOCATION) {
            Some(location) => self.get(location.to_str().unwrap()),
            None => Ok(page),
        }
    }

    /// Sends a form and gives the answer as it is.
    pub(crate) fn post(&mut self, form: &Form, files: &[Upload]) -> io::Result<Page> {
        let mut stream = self.connect()?;
        stream.write_all(&self.request(form, files))?;
        self.receive(stream)
    }

    /// The whole request that sends a form.
    pub(crate) fn request(&self, form: &Form, files: &[Upload]) -> Vec<u8> {
        let body = body(form, files);
        [self.post_head(form, body.len()).into_bytes(), body].concat()
    }

    /// Sends all of a form but its last byte.
    pub(crate) fn send_all_but_the_end(&self, form: &Form) -> io::Result<TcpStream> {
        let mut stream = self.connect()?;
        let request = self.request(form, &[]);
        stream.write_all(&request[..request.len() - 1])?;
        Ok(stream)
    }

    /// The value of one of her cookies.
    pub(crate) fn cookie(&self, name: &str) -> String {
        self.cookies[name].clone()
    }

    /// Sends to where a form goes what no browser would send: as a body of parts, with this boundary, as long
    /// as it is told.
    pub(crate) fn post_parts(
        &mut self,
        form: &Form,
        length: usize,
        write: impl FnOnce(&mut TcpStream) -> io::Result<()>,
    ) -> io::Result<Page> {
        let mut stream = self.connect()?;
        stream.write_all(self.post_head(form, length).as_bytes())?;
        write(&mut stream)?;
        self.receive(stream)
    }

    /// Begins to send a form with one file of so many bytes.
    pub(crate) fn begin(&self, form: &Form, length: usize) -> io::Result<Upstream> {
        let body = multipart(&form.fields, file_field(form), &[Upload::new("prueba.bin", "")]);
        let end = format!("\r\n--{BOUNDARY}--\r\n").into_bytes();
        let start = body.strip_suffix(end.as_slice()).unwrap();
        let mut stream = self.connect()?;
        stream.write_all(self.post_head(form, body.len() + length).as_bytes())?;
        stream.write_all(start)?;
        Ok(Upstream {
            stream,
            end,
            visitor: self.clone(),
        })
    }

    /// Walks from the first step to the last form, with the story on it.
    pub(crate) fn prepare(&mut self, told: &Told) -> io::Result<Form> {
        self.prepare_under("", told)
    }

    /// The same on the pages of another language, such as `/en`.
    pub(crate) fn prepare_under(&mut self, language: &str, told: &Told) -> io::Result<Form> {
        let path = |path: &str| format!("{language}{path}");
        let mut reader = self.get(&path("/denunciar"))?;
        for action in BEFORE_THE_READER {
            let form = told.answer(reader.must_be(StatusCode::OK).form(&path(action)));
            reader = self.send(&form, &[])?;
        }
        let reader = reader.must_be(StatusCode::OK);
        let story = self.send(&reader.form(&path("/denunciar/relato")), &[])?;
        let story = story.must_be(StatusCode::OK);
        let form = story
            .form(&path("/denunciar/revision"))
            .fill("story", &told.story);
        let review = self.send(&form, &[])?.must_be(StatusCode::OK);
        Ok(review.form(&path("/denunciar/enviar")))
    }

    /// Enters a code and gives the answer as it is: 303 where it opens a mailbox.
    pub(crate) fn enter(&mut self, code: &str) -> io::Result<Page> {
        let entry = self.get("/seguimiento")?.must_be(StatusCode::OK);
        let form = entry.form("/seguimiento");
        let field = form.controls[0].clone();
        self.post(&form.fill(&field, code), &[])
    }

    fn head(&self, method: &str, path: &str, more: &str) -> String {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = if cookies.is_empty() {
            String::new()
        } else {
            format!("Cookie: {}\r\n", cookies.join("; "))
        };
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{cookies}{more}\r\n",
            self.address
        )
    }

    fn post_head(&self, form: &Form, length: usize) -> String {
        let kind = if form.is_multipart {
            format!("multipart/form-data; boundary={BOUNDARY}")
        } else {
            "application/x-www-form-urlencoded".to_owned()
        };
        let more = format!(
            "Origin: http://{}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n",
            self.address
        );
        self.head("POST", &form.action, &more)
    }

    fn receive(&mut self, mut stream: TcpStream) -> io::Result<Page> {
        let page = receive(&mut stream)?;
        for cookie in page.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Ok(page)
    }
}

/// A form on its way with one file.
#[derive(Debug)]
pub(crate) struct Upstream {
    stream: TcpStream,
    end: Vec<u8>,
    visitor: Visitor,
}

impl Upstream {
    /// Sends some of the file.
    pub(crate) fn write(&mut self, content: &[u8]) -> io::Result<()> {
        self.stream.write_all(content)
    }

    /// Sends what comes after the file, and reads the answer.
    pub(crate) fn end(mut self) -> io::Result<Page> {
        self.stream.write_all(&self.end)?;
        self.wait()
    }

    /// Reads the answer, although the form is not at its end.
    pub(crate) fn wait(mut self) -> io::Result<Page> {
        self.visitor.receive(self.stream)
    }
}

/// Reads one answer to the end of the connection. One that broke off is an error.
pub(crate) fn receive(stream: &mut TcpStream) -> io::Result<Page> {
    let mut bytes = Vec::new();
    // A server may close on what it did not want to read; what came before that still counts.
    let ended = stream.read_to_end(&mut bytes);
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let Some(length) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Err(ended.err().unwrap_or_else(cut));
    };
    let body = bytes.split_off(length + 4);
    let head = String::from_utf8_lossy(&bytes);
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .ok_or_else(cut)?;
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.append(
            HeaderName::from_str(name).unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    let told = headers
        .get(header::CONTENT_LENGTH)
        .map(|value| value.to_str().unwrap().parse());
    if told.is_some_and(|told| told != Ok(body.len())) {
        return Err(cut());
    }
    Ok(Page {
        status: StatusCode::from_str(status).unwrap(),
        headers,
        body: body.into(),
    })
}

/// The body in which a form is sent.
pub(crate) fn body(form: &Form, files: &[Upload]) -> Vec<u8> {
    if form.is_multipart {
        multipart(&form.fields, file_field(form), files)
    } else {
        urlencoded(&form.fields)
    }
}

fn file_field(form: &Form) -> &str {
    let known = |name: &&String| name.starts_with("archivo") || *name == "files";
    form.controls.iter().find(known).map_or("archivo", String::as_str)
}

const PATIENCE: Duration = Duration::from_mins(2);
