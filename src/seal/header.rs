//! The header of an envelope that came from outside, read without a key.

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use crate::seal::hybrid;
use crate::seal::padding::Step;
use crate::seal::recipient::Class;
use crate::seal::sealed::Digest;

/// What the header of an envelope says to anybody.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header {
    class: Class,
    recipients: usize,
    length: usize,
    digest: Digest,
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

    /// SHA-256 of the header. It holds the key of everything behind it, wrapped: whoever does not have that key can
    /// put nothing behind this header that opens, so who vouches for the header vouches for the whole envelope.
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// To which step an envelope of `sealed` bytes in all was padded; `None` when it is not whole or not
    /// padded.
    pub fn step(&self, sealed: u64) -> Option<Step> {
        let before = u64::try_from(self.length).ok()?.checked_add(NONCE)?;
        let payload = sealed.checked_sub(before)?;
        let plain = payload.checked_sub(payload.div_ceil(SEALED_CHUNK).checked_mul(TAG)?)?;
        Step::holding(plain).filter(|step| step.bytes() == plain)
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
        digest: Digest::of(prefix.get(..lines.taken).unwrap_or_default()),
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

const NONCE: u64 = 16;
const TAG: u64 = 16;
const SEALED_CHUNK: u64 = (64 << 10) + TAG;
const VERSION: &str = "age-encryption.org/v1";

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_header_is_read_without_a_key() {
        let text = header(&[
            &stanza("X25519", 32),
            "-> q-grease # z9\n\n",
            &stanza("X25519", 32),
        ]);
        let header = check_sealed(&[text.as_bytes(), &[0; 200]].concat()).unwrap();
        assert_eq!(
            (header.class(), header.recipients(), header.length()),
            (Class::Classic, 2, text.len())
        );
    }

    #[test]
    fn what_is_no_envelope_is_refused_with_its_reason() {
        let hybrid = stanza("mlkem768x25519", 1120);
        let cases = [
            ("%PDF-1.7\n%....".to_owned(), HeaderError::NotAge),
            ("%PDF".to_owned(), HeaderError::NotAge),
            (String::new(), HeaderError::Incomplete),
            ("age-encryption.org/v2\n-> x\n\n".to_owned(), HeaderError::NotAge),
            (
                "-----BEGIN AGE ENCRYPTED FILE-----\n".to_owned(),
                HeaderError::NotAge,
            ),
            (header(&["-> scrypt c2FsdA 18\n", BODY]), HeaderError::Foreign),
            (header(&["-> ssh-ed25519 abcd\n", BODY]), HeaderError::Foreign),
            (header(&[]), HeaderError::Foreign),
            (header(&["-> x-grease\n\n"]), HeaderError::Foreign),
            (header(&[&stanza("X25519", 32), &hybrid]), HeaderError::Mixed),
            (header(&[&stanza("X25519", 31)]), HeaderError::Malformed),
            (header(&[&stanza("mlkem768x25519", 1119)]), HeaderError::Malformed),
            (header(&["-> X25519\n", BODY]), HeaderError::Malformed),
            (header(&["X25519\n"]), HeaderError::Malformed),
            (header(&[&hybrid]).replace("---", "--"), HeaderError::Malformed),
            (header(&vec![hybrid.as_str(); 20]), HeaderError::Incomplete),
        ];
        for (text, expected) in cases {
            assert_eq!(check_sealed(text.as_bytes()).unwrap_err(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_upset_the_reader(tail in vec(any::<u8>(), 0..300)) {
            prop_assert!(check_sealed(&tail).is_err());
            let head = [VERSION.as_bytes(), b"\n-> X25519 ", &tail].concat();
            prop_assert!(check_sealed(&head).is_err());
        }

        #[test]
        fn a_header_cut_short_is_incomplete(cut in any::<prop::sample::Index>()) {
            let text = header(&[&stanza("mlkem768x25519", 1120)]);
            let cut = cut.index(text.len());
            prop_assert_eq!(check_sealed(&text.as_bytes()[..cut]), Err(HeaderError::Incomplete));
        }
    }

    fn stanza(tag: &str, share: usize) -> String {
        format!(
            "-> {tag} {}\n{BODY}",
            BASE64_STANDARD_NO_PAD.encode(vec![7; share])
        )
    }

    fn header(stanzas: &[&str]) -> String {
        let mac = BASE64_STANDARD_NO_PAD.encode([1; 32]);
        format!("{VERSION}\n{}--- {mac}\n", stanzas.concat())
    }

    const BODY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
}
