//! Signatures in the format of the program `minisign`, so that anybody can make and check them without us.
//!
//! The signing key never goes near a window: it signs on a machine of its own.

use std::fmt;
use std::io::Cursor;
use std::ops::Range;
use std::str::FromStr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SigningKey;
use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox, SignatureBox};
use zeroize::Zeroizing;

mod document;
mod seen;
mod stamp;

pub use self::document::{Document, Rollback, Versioned, When};
pub use self::seen::Seen;
pub use self::stamp::Stamp;

/// A public key whose signature under a directory or a catalogue counts.
#[derive(Clone, Eq, PartialEq)]
pub struct TrustedKey(PublicKey);

impl TrustedKey {
    /// The id of the key, as `minisign` prints it.
    pub fn id(&self) -> String {
        printed(self.0.keynum())
    }

    /// The public key file: a comment and the key in base64.
    pub fn to_file(&self) -> String {
        format!("untrusted comment: minisign public key {}\n{self}\n", self.id())
    }
}

impl fmt::Display for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(self.0.to_bytes()))
    }
}

impl fmt::Debug for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustedKey({})", self.id())
    }
}

impl FromStr for TrustedKey {
    type Err = KeyError;

    /// Reads the key in base64, alone or under the comment line of a key file.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with(COMMENT));
        let key = lines.next().unwrap_or_default();
        let bytes = BASE64_STANDARD.decode(key).map_err(|_any| KeyError::NotPublic)?;
        if bytes.len() != PUBLIC_LENGTH || !bytes.starts_with(b"Ed") || lines.next().is_some() {
            return Err(KeyError::NotPublic);
        }
        let key = PublicKey::from_bytes(&bytes).map_err(|_any| KeyError::NotPublic)?;
        Ok(Self(key))
    }
}

/// The secret key that signs directories and catalogues.
pub struct DirectoryKey {
    secret: SecretKey,
    public: TrustedKey,
}

impl DirectoryKey {
    /// Makes a key and the text of its file: protected by the passphrase, or readable by whoever has it.
    pub fn generate(passphrase: Option<&str>) -> Result<(Self, Zeroizing<String>), KeyError> {
        let pair = match passphrase {
            Some(passphrase) => KeyPair::generate_encrypted_keypair(Some(passphrase.to_owned())),
            None => KeyPair::generate_unencrypted_keypair(),
        }
        .map_err(|_any| KeyError::NotMade)?;
        let comment = Some("ventanilla directory key: secret");
        let file = pair.sk.to_box(comment).map_err(|_any| KeyError::NotMade)?;
        let file = Zeroizing::new(file.into_string());
        Ok((Self::read(&file, passphrase)?, file))
    }

    /// Reads the text of a secret key file.
    pub fn read(file: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        let bytes = secret_bytes(file).ok_or(KeyError::NotSecret)?;
        let secret = match (bytes.get(KDF).unwrap_or_default(), passphrase) {
            (b"Sc", None) => return Err(KeyError::Locked),
            (b"Sc", Some(passphrase)) => SecretKeyBox::from(file.to_owned())
                .into_secret_key(Some(passphrase.to_owned()))
                .map_err(|_any| KeyError::WrongPassphrase)?,
            // Debian's program leaves the checksum of such keys empty: the halves themselves are compared.
            ([0, 0], _) => SecretKey::from_bytes(&bytes).map_err(|_any| KeyError::NotSecret)?,
            _ => return Err(KeyError::NotSecret),
        };
        if !halves_match(&secret) {
            return Err(KeyError::NotSecret);
        }
        let public = PublicKey::from_secret_key(&secret).map_err(|_any| KeyError::NotSecret)?;
        Ok(Self {
            secret,
            public: TrustedKey(public),
        })
    }

    /// The public half.
    pub fn public(&self) -> &TrustedKey {
        &self.public
    }

    /// Signs the bytes of a document; the comment is signed with them.
    pub fn sign(&self, toml: &[u8], comment: &str) -> Result<String, KeyError> {
        let untrusted = format!("signature by ventanilla directory key {}", self.public.id());
        minisign::sign(
            Some(&self.public.0),
            &self.secret,
            Cursor::new(toml),
            Some(comment),
            Some(&untrusted),
        )
        .map(SignatureBox::into_string)
        .map_err(|_any| KeyError::NotMade)
    }
}

impl fmt::Debug for DirectoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DirectoryKey({}, ..)", self.public.id())
    }
}

/// Why a key is of no use.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeyError {
    /// The text is no minisign public key.
    #[error("not a minisign public key")]
    NotPublic,
    /// The text is no minisign secret key.
    #[error("not a minisign secret key")]
    NotSecret,
    /// The secret key has a passphrase and none was given.
    #[error("the secret key is protected by a passphrase")]
    Locked,
    /// The passphrase is another one, or the file is damaged.
    #[error("the passphrase does not open the secret key")]
    WrongPassphrase,
    /// The system refused randomness or memory.
    #[error("the system could not make it")]
    NotMade,
}

/// Who stands behind some bytes.
pub(crate) enum Vouched {
    /// A trusted key.
    Yes,
    /// There is no signature.
    No,
    /// A key that nobody trusts, by its id.
    ByStranger(String),
    /// A trusted key, but it signed something else.
    ForOtherBytes,
}

/// Checks a detached signature: one of a trusted key, over the hash of these very bytes.
pub(crate) fn check(bytes: &[u8], minisig: &str, trusted: &[TrustedKey]) -> Vouched {
    let Some(signature) = parsed(minisig) else {
        return Vouched::No;
    };
    let mut known = trusted
        .iter()
        .filter(|key| key.0.keynum() == signature.keynum())
        .peekable();
    if known.peek().is_none() {
        return Vouched::ByStranger(printed(signature.keynum()));
    }
    let (quiet, copy_to_screen, plain_ed25519) = (true, false, false);
    let verifies = |key: &TrustedKey| {
        minisign::verify(
            &key.0,
            &signature,
            Cursor::new(bytes),
            quiet,
            copy_to_screen,
            plain_ed25519,
        )
        .is_ok()
    };
    if known.any(verifies) {
        Vouched::Yes
    } else {
        Vouched::ForOtherBytes
    }
}

/// The signature over a hash, with every length checked that the crate relies on.
fn parsed(minisig: &str) -> Option<SignatureBox> {
    let lines: Vec<&str> = minisig.lines().collect();
    let [_, signature, _, over_comment] = lines.as_slice() else {
        return None;
    };
    let length = |line: &str| BASE64_STANDARD.decode(line.trim()).map(|bytes| bytes.len()).ok();
    if length(signature) != Some(SIGNATURE_LENGTH) || length(over_comment) != Some(ED25519_LENGTH) {
        return None;
    }
    SignatureBox::from_string(minisig)
        .ok()
        .filter(SignatureBox::is_prehashed)
}

/// The bytes of a secret key file; nothing when it is no such file.
fn secret_bytes(file: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = Zeroizing::new(BASE64_STANDARD.decode(file.lines().nth(1)?.trim()).ok()?);
    (bytes.len() == SECRET_LENGTH && bytes.starts_with(b"Ed")).then_some(bytes)
}

/// Whether the public half inside a secret key is the one that follows from the secret half.
fn halves_match(secret: &SecretKey) -> bool {
    let bytes = Zeroizing::new(secret.to_bytes());
    let halves = bytes.get(HALVES).and_then(|halves| halves.try_into().ok());
    halves.is_some_and(|halves: &[u8; 64]| SigningKey::from_keypair_bytes(halves).is_ok())
}

fn printed(id: &[u8]) -> String {
    let number: Option<[u8; 8]> = id.try_into().ok();
    number.map_or_else(String::new, |bytes| format!("{:016X}", u64::from_le_bytes(bytes)))
}

const COMMENT: &str = "untrusted comment:";
const ED25519_LENGTH: usize = 64;
/// Where the two halves stand in a secret key.
const HALVES: Range<usize> = 62..126;
/// Where a secret key says how its passphrase is used.
const KDF: Range<usize> = 2..4;
const PUBLIC_LENGTH: usize = 2 + 8 + 32;
const SECRET_LENGTH: usize = 62 + 64 + 32;
const SIGNATURE_LENGTH: usize = 2 + 8 + 64;
