//! The header of an envelope that came from outside, read without a key.

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use crate::seal::hybrid;
use crate::seal::recipient::Class;

/// What the header of an envelope says to anybody.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header {
    class: Class,
    recipients: usize,
    length: usize,
}

impl Header {
    /// How many bytes of an envelope are enough to read its header.
    pub const SIGHT: usize = 16 << 10;

    /// The class of its recipients.
    pub const fn class(&self) -> Class {
        self.class
    }

    /// How many recipients it was sealed to.
    pub const fn recipients(&self) -> usize {
        self.recipients
    }

    /// How long the header is; a nonce of 16 bytes and the sealed chunks follow.
    pub const fn length(&self) -> usize {
        self.length
    }
}

/// Reads the header at the start of an envelope: version 1 of age, recipients of one native class, nothing
/// else but the random stanza that age tools add. `prefix` is the first [`Header::SIGHT`] bytes, or all of
/// them when there are fewer.
pub fn check_sealed(prefix: &[u8]) -> Result<Header, HeaderError> {
    let prefix = prefix.get(..Header::SIGHT).unwrap_or(prefix);
    let mut lines = Lines {
        rest: prefix,
        taken: 0,
    };
    if lines.next()? != VERSION {
        return Err(HeaderError::NotAge);
    }
    let mut class = None;
    let mut recipients = 0_usize;
    loop {
        let line = lines.next()?;
        if let Some(mac) = line.strip_prefix("--- ") {
            decoded(mac, 32)?;
            break;
        }
        let stanza = line.strip_prefix("-> ").ok_or(HeaderError::Malformed)?;
        let body = lines.body()?;
        let Some(found) = stanza_class(stanza, body)? else {
            continue;
        };
        if class.is_some_and(|class| class != found) {
            return Err(HeaderError::Mixed);
        }
        class = Some(found);
        recipients = recipients.saturating_add(1);
    }
    let class = class.ok_or(HeaderError::Foreign)?;
    Ok(Header {
        class,
        recipients,
        length: lines.taken,
    })
}

/// Why bytes from outside are not an envelope.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HeaderError {
    /// No age file of version 1.
    #[error("not an age file of version 1")]
    NotAge,
    /// An age header that breaks the format.
    #[error("the age header is malformed")]
    Malformed,
    /// The header does not end where it must.
    #[error("the age header is cut off or too long")]
    Incomplete,
    /// A passphrase, a plug-in, or no recipient at all.
    #[error("sealed to something else than classic or hybrid recipients")]
    Foreign,
    /// Classic and hybrid together.
    #[error("classic and hybrid recipients in one envelope")]
    Mixed,
}

struct Lines<'a> {
    rest: &'a [u8],
    taken: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, HeaderError> {
        let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') else {
            let all_the_same = VERSION.as_bytes().starts_with(self.rest) || self.taken > 0;
            return Err(if all_the_same {
                HeaderError::Incomplete
            } else {
                HeaderError::NotAge
            });
        };
        let (line, rest) = self.rest.split_at_checked(end).ok_or(HeaderError::Malformed)?;
        let line = std::str::from_utf8(line).map_err(|_bytes| HeaderError::Malformed)?;
        self.rest = rest.get(1..).unwrap_or_default();
        self.taken = self.taken.saturating_add(end).saturating_add(1);
        Ok(line)
    }

    /// The lines of a stanza's body, which ends with a line shorter than 64 characters; tells its length.
    fn body(&mut self) -> Result<usize, HeaderError> {
        let mut bytes = 0_usize;
        loop {
            let line = self.next()?;
            let decoded = BASE64_STANDARD_NO_PAD
                .decode(line)
                .map_err(|_text| HeaderError::Malformed)?;
            bytes = bytes.saturating_add(decoded.len());
            match line.len() {
                0..64 => return Ok(bytes),
                64 => {}
                65.. => return Err(HeaderError::Malformed),
            }
        }
    }
}

/// The class of one stanza; `None` for the one that means nothing.
fn stanza_class(stanza: &str, body: usize) -> Result<Option<Class>, HeaderError> {
    let mut words = stanza.split(' ');
    let tag = words.next().unwrap_or_default();
    let (class, share) = match tag {
        "X25519" => (Class::Classic, 32),
        hybrid::TAG => (Class::Hybrid, 1120),
        grease if grease == "grease" || grease.ends_with("-grease") => return Ok(None),
        _ => return Err(HeaderError::Foreign),
    };
    let (Some(argument), None) = (words.next(), words.next()) else {
        return Err(HeaderError::Malformed);
    };
    decoded(argument, share)?;
    if body == 32 {
        Ok(Some(class))
    } else {
        Err(HeaderError::Malformed)
    }
}

fn decoded(text: &str, expected: usize) -> Result<(), HeaderError> {
    match BASE64_STANDARD_NO_PAD.decode(text) {
        Ok(bytes) if bytes.len() == expected => Ok(()),
        Ok(_) | Err(_) => Err(HeaderError::Malformed),
    }
}

const VERSION: &str = "age-encryption.org/v1";
