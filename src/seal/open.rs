//! Opening an envelope, with random access: nothing is decrypted that is not asked for.

use std::fmt;
use std::io::{self, Read, Seek, Write};

use age::stream::StreamReader;
use age::{DecryptError, Decryptor};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::seal::contents::Contents;
use crate::seal::header::{Header, HeaderError, check_sealed};
use crate::seal::identity::Identity;
use crate::seal::sealed::Digester;

/// Opens an envelope with whichever of `identities` fits. The whole of it is authenticated as it is read,
/// its length at once.
pub fn open<R: Read + Seek>(mut sealed: R, identities: &[Identity]) -> Result<Opened<R>, OpenError> {
    check_head(&mut sealed)?;
    let keys: Vec<&dyn age::Identity> = identities.iter().map(Identity::as_age).collect();
    let plain = decrypt(sealed, &keys)?;
    let mut archive = ZipArchive::new(plain).map_err(|error| damaged(&error))?;
    let json = member(&mut archive, "denuncia.json", SAID_LIMIT)?;
    let version: Version = serde_json::from_slice(&json).map_err(|_json| OpenError::Damaged)?;
    if version.version != Contents::VERSION {
        return Err(OpenError::Unsupported);
    }
    let contents: Contents = serde_json::from_slice(&json).map_err(|_json| OpenError::Damaged)?;
    if !contents.files.iter().all(|file| is_neutral(&file.name)) {
        return Err(OpenError::Damaged);
    }
    Ok(Opened { archive, contents })
}

/// An open envelope.
pub struct Opened<R: Read + Seek> {
    archive: ZipArchive<StreamReader<R>>,
    contents: Contents,
}

impl<R: Read + Seek> Opened<R> {
    /// What it says.
    pub const fn contents(&self) -> &Contents {
        &self.contents
    }

    /// What it says, to read.
    pub fn text(&mut self) -> Result<String, OpenError> {
        let text = member(&mut self.archive, "denuncia.txt", SAID_LIMIT)?;
        String::from_utf8(text).map_err(|_bytes| OpenError::Damaged)
    }

    /// The identity block, for [`open_identity_block`](crate::seal::open_identity_block).
    pub fn identity_block(&mut self) -> Result<Vec<u8>, OpenError> {
        member(&mut self.archive, "identidad.age", SAID_LIMIT)
    }

    /// The name of the `index`-th attachment, counted from 0, such as `01.jpg`.
    pub fn file_name(&self, index: usize) -> Option<&str> {
        self.contents.files.get(index).map(|file| file.name.as_str())
    }

    /// Copies the `index`-th attachment, counted from 0, and tells its length. Bytes that differ from what
    /// the envelope lists are an error, which may show only at the end: the caller then drops the copy.
    pub fn copy_file(&mut self, index: usize, out: &mut dyn Write) -> Result<u64, OpenError> {
        let file = self.contents.files.get(index).ok_or(OpenError::Damaged)?;
        let name = format!("adjuntos/{}", file.name);
        let content = self.archive.by_name(&name).map_err(|error| damaged(&error))?;
        let mut content = content.take(file.bytes.saturating_add(1));
        let mut hasher = Digester::default();
        let mut buffer = vec![0; 64 << 10];
        let mut copied = 0_u64;
        loop {
            let read = content.read(&mut buffer).map_err(|_error| OpenError::Damaged)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else {
                break;
            };
            hasher.add(part);
            out.write_all(part)?;
            copied = copied.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        }
        if copied == file.bytes && hasher.end() == file.sha256 {
            Ok(copied)
        } else {
            Err(OpenError::Damaged)
        }
    }
}

impl<R: Read + Seek> fmt::Debug for Opened<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(..)")
    }
}

/// Why something sealed does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No age file, or an age file that holds no envelope.
    #[error("not a sealed envelope")]
    NotSealed,
    /// None of the identities fits.
    #[error("sealed to other recipients")]
    WrongKey,
    /// The passphrase does not fit, or the protected key was altered.
    #[error("the passphrase does not open the identity")]
    WrongPassphrase,
    /// Cut off or altered since it was sealed.
    #[error("the envelope is damaged")]
    Damaged,
    /// Made by a later version.
    #[error("the envelope has a version that this program does not know")]
    Unsupported,
    /// The file cannot be read or the copy not written.
    #[error("reading or writing failed")]
    Io(#[from] io::Error),
}

/// Tells bytes that never were an envelope from an envelope that was damaged.
fn check_head<R: Read + Seek>(sealed: &mut R) -> Result<(), OpenError> {
    let mut head = Vec::new();
    let sight = u64::try_from(Header::SIGHT).unwrap_or(u64::MAX);
    sealed.by_ref().take(sight).read_to_end(&mut head)?;
    sealed.rewind()?;
    match check_sealed(&head) {
        Ok(_header) => Ok(()),
        Err(HeaderError::NotAge | HeaderError::Foreign | HeaderError::Mixed) => Err(OpenError::NotSealed),
        Err(HeaderError::Malformed | HeaderError::Incomplete) => Err(OpenError::Damaged),
    }
}

/// The one place where an age file is opened.
#[expect(clippy::disallowed_methods, reason = "this is the module that opens")]
pub(super) fn decrypt<R: Read>(
    sealed: R,
    identities: &[&dyn age::Identity],
) -> Result<StreamReader<R>, OpenError> {
    let decryptor = Decryptor::new(sealed).map_err(|error| refused(&error))?;
    decryptor
        .decrypt(identities.iter().copied())
        .map_err(|error| refused(&error))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the enum is open; anything new is damage to us"
)]
fn refused(error: &DecryptError) -> OpenError {
    match error {
        DecryptError::NoMatchingKeys => OpenError::WrongKey,
        // Only a passphrase fails so; a key that does not fit is no match.
        DecryptError::DecryptionFailed => OpenError::WrongPassphrase,
        DecryptError::InvalidHeader | DecryptError::UnknownFormat => OpenError::NotSealed,
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            OpenError::Io(error.kind().into())
        }
        _ => OpenError::Damaged,
    }
}

fn member<R: Read + Seek>(
    archive: &mut ZipArchive<StreamReader<R>>,
    name: &str,
    limit: u64,
) -> Result<Vec<u8>, OpenError> {
    let content = archive.by_name(name).map_err(|error| damaged(&error))?;
    let mut bytes = Vec::new();
    content
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_error| OpenError::Damaged)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        Ok(bytes)
    } else {
        Err(OpenError::Damaged)
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the enum is open; anything else is damage to us"
)]
fn damaged(error: &ZipError) -> OpenError {
    match error {
        ZipError::FileNotFound => OpenError::NotSealed,
        _ => OpenError::Damaged,
    }
}

/// Whether a name is of the kind that a sealer gives, such as `01.jpg`: an envelope from elsewhere must not
/// choose where its files land.
fn is_neutral(name: &str) -> bool {
    name.split_once('.').is_some_and(|(number, extension)| {
        number.len() == 2
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && (1..=5).contains(&extension.len())
            && extension
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

#[derive(serde::Deserialize)]
struct Version {
    version: u32,
}

/// More than any form lets a person say.
const SAID_LIMIT: u64 = 4 << 20;
