//! Reads a `multipart/form-data` body part by part, in constant memory whatever is sent, to its very last byte.
//!
//! The parser stops at the closing delimiter; what follows must be read too before the answer goes out, or the
//! connection is closed on the browser and the page with the code may be lost.

use std::fmt;
use std::future::poll_fn;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures_util::StreamExt as _;

mod feed;

use feed::Feed;

/// A body of parts.
pub struct Parts {
    parser: multer::Multipart<'static>,
    body: Feed,
    seen: usize,
}

/// Why a body cannot be read as parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PartsError {
    /// It broke off, or is no multipart body at all.
    #[error("the form did not arrive whole")]
    Broken,
    /// A text field is longer than its limit.
    #[error("a field is too long")]
    TooLong,
}

impl Parts {
    /// Reads `body`, which must be declared as `multipart/form-data`, and `most` bytes of it: what is longer
    /// counts as broken off there.
    pub fn open(headers: &HeaderMap, body: Body, most: u64) -> Result<Self, PartsError> {
        let declared = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let boundary = multer::parse_boundary(declared.unwrap_or_default())
            .map_err(|_not_multipart| PartsError::Broken)?;
        let announced = headers.get(header::CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse().ok());
        let body = Feed::of(body, most, announced);
        Ok(Self {
            parser: multer::Multipart::new(body.clone(), boundary),
            body,
            seen: 0,
        })
    }

    /// The next part, in the order in which the form sent them. Drop the part before first; what is left of it is
    /// passed over when it is short, and counts as broken off when it is long.
    pub async fn next(&mut self) -> Result<Option<Part>, PartsError> {
        if self.seen >= MOST_PARTS {
            return Err(PartsError::Broken);
        }
        self.seen = self.seen.saturating_add(1);
        let (parser, body) = (&mut self.parser, &self.body);
        let field = poll_fn(|context| {
            body.poll(context, |context| {
                parser
                    .poll_next_field(context)
                    .map_err(|_broken| PartsError::Broken)
            })
        });
        let field = field.await?;
        Ok(field.map(|field| Part {
            field,
            body: self.body.clone(),
        }))
    }

    /// How many bytes of the body are still to come, where that was said beforehand.
    pub fn announced(&self) -> Option<u64> {
        self.body.announced()
    }

    /// Reads and forgets what is left, so that the browser gets to read the answer.
    pub async fn drain(self) {
        let Self { parser, body, .. } = self;
        drop(parser);
        body.drain().await;
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts(..)")
    }
}

/// One field or file of a form.
pub struct Part {
    field: multer::Field<'static>,
    body: Feed,
}

impl Part {
    /// The field's name.
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// Whether it is a file a person chose: browsers send a nameless one where none was chosen.
    pub fn is_chosen_file(&self) -> bool {
        self.field.file_name().is_some_and(|name| !name.is_empty())
    }

    /// Whether it came from a file field.
    pub fn is_file(&self) -> bool {
        self.field.file_name().is_some()
    }

    /// The text of a field of at most `limit` bytes. Bytes that are no UTF-8 become the replacement character.
    pub async fn text(self, limit: usize) -> Result<String, PartsError> {
        let Beginning { text, is_all } = self.beginning(limit).await?;
        if is_all {
            Ok(text)
        } else {
            Err(PartsError::TooLong)
        }
    }

    /// The text of a field, or its first `limit` bytes; what is longer is read and forgotten.
    pub async fn beginning(mut self, limit: usize) -> Result<Beginning, PartsError> {
        let (mut text, mut is_all) = (Vec::new(), true);
        while let Some(bytes) = self.chunk().await? {
            let room = limit.saturating_sub(text.len());
            is_all = is_all && bytes.len() <= room;
            text.extend_from_slice(bytes.get(..room).unwrap_or(&bytes));
        }
        if !is_all
            && let Err(error) = std::str::from_utf8(&text)
            && error.error_len().is_none()
        {
            // A letter was cut through.
            text.truncate(error.valid_up_to());
        }
        let text = String::from_utf8(text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Ok(Beginning { text, is_all })
    }

    /// The next bytes of a file.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, PartsError> {
        let (field, body) = (&mut self.field, &self.body);
        poll_fn(|context| {
            body.poll(context, |context| {
                let polled = field.poll_next_unpin(context);
                polled.map(|bytes| bytes.transpose().map_err(|_broken| PartsError::Broken))
            })
        })
        .await
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part(..)")
    }
}

/// What was kept of the text of a field.
pub struct Beginning {
    /// The text, as far as it was kept.
    pub text: String,
    /// Whether that is all of it.
    pub is_all: bool,
}

impl fmt::Debug for Beginning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Beginning(..)")
    }
}

/// Far more than any form of ours has, files included.
const MOST_PARTS: usize = 256;

#[cfg(test)]
mod tests;
