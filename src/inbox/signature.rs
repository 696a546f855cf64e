//! What a desk signs, and both programs verify: requests, and answers in a chain that nobody else can lengthen or cut.
//! Keys are Ed25519 (RFC 8032); every signed text begins with its version label.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::case::PublicStatus;
use crate::clock::Day;
use crate::random::{self, Random};
use crate::seal::Digest;

/// The name of the header with the institution's id.
pub const INSTITUTION: &str = "ventanilla-institution";
/// The name of the header with the day the request was signed.
pub const DAY: &str = "ventanilla-day";
/// The name of the header with 32 hexadecimal digits that are used once.
pub const NONCE: &str = "ventanilla-nonce";
/// The name of the header with the SHA-256 of the body, in hexadecimal.
pub const DIGEST: &str = "ventanilla-digest";
/// The name of the header with the signature, in Base64.
pub const SIGNATURE: &str = "ventanilla-signature";
/// The name of the header that carries an [`Answer`] as Base64 of its JSON.
pub const ANSWER: &str = "ventanilla-answer";

/// The institution's signing key; never leaves its desk.
pub struct DeskKey(SigningKey);

impl DeskKey {
    /// A new key.
    pub fn generate(random: &dyn Random) -> Self {
        let seed = Zeroizing::new(random::bytes(random));
        Self(SigningKey::from_bytes(&seed))
    }

    /// The public half, as the directory lists it.
    pub fn public(&self) -> VerifyingKey {
        self.0.verifying_key()
    }

    /// The signature over a text that begins with its version label, in Base64.
    pub(crate) fn sign(&self, text: &str) -> String {
        BASE64_STANDARD.encode(self.0.sign(text.as_bytes()).to_bytes())
    }

    /// The seed as 64 hexadecimal digits, to be written to a file that only the desk can read.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_bytes()))
    }
}

impl FromStr for DeskKey {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let mut seed = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), seed.as_mut()).map_err(|_not_hex| SignatureError::Malformed)?;
        Ok(Self(SigningKey::from_bytes(&seed)))
    }
}

impl fmt::Debug for DeskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeskKey(..)")
    }
}

/// Why a signature is not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SignatureError {
    /// A key, digest or signature is not of its form.
    #[error("a key, digest or signature is malformed")]
    Malformed,
    /// The signature is not by that key over that text.
    #[error("the signature does not match")]
    Mismatch,
}

/// What is signed of a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// The institution's id.
    pub institution: String,
    /// `GET` or `POST`.
    pub method: String,
    /// Path and query as sent.
    pub path: String,
    /// SHA-256 of the body, in hexadecimal.
    pub digest: String,
    /// The day of the signature, by the desk's clock.
    pub day: Day,
    /// 32 hexadecimal digits, used once.
    pub nonce: String,
}

impl Request {
    /// A fresh nonce.
    pub fn nonce(random: &dyn Random) -> String {
        hex::encode(random::bytes::<16>(random))
    }

    /// The signature, in Base64.
    pub fn sign(&self, key: &DeskKey) -> String {
        key.sign(&self.text())
    }

    /// Whether `signature` is `key`'s over this request.
    pub fn verify(&self, signature: &str, key: &VerifyingKey) -> Result<(), SignatureError> {
        verify(key, &self.text(), signature)
    }

    fn text(&self) -> String {
        let Self {
            institution,
            method,
            path,
            digest,
            day,
            nonce,
        } = self;
        format!("ventanilla/1/request\n{institution}\n{method}\n{path}\n{digest}\n{day}\n{nonce}\n")
    }
}

/// What is signed of one answer: its place in the chain of its case, and whom it is for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The case.
    pub case: Uuid,
    /// The institution that answers.
    pub institution: String,
    /// SHA-256 of the mailbox recipient's text, in hexadecimal: whom the envelope is sealed to.
    pub mailbox: String,
    /// 1 for the first answer of a case, then one more each time.
    pub number: u64,
    /// [`Answer::link`] of the answer before; for the first, the digest of the report's envelope.
    pub previous: String,
    /// SHA-256 of the envelope, in hexadecimal.
    pub digest: String,
    /// SHA-256 of the envelope's header: what it takes to know the envelope again without reading all of it.
    pub head: Digest,
    /// Where the case stands, in the PDN's four words.
    pub status: PublicStatus,
    /// The day of the answer.
    pub day: Day,
}

impl Answer {
    /// The signature, in Base64.
    pub fn sign(&self, key: &DeskKey) -> String {
        key.sign(&self.text())
    }

    /// Whether `signature` is `key`'s over this answer.
    pub fn verify(&self, signature: &str, key: &VerifyingKey) -> Result<(), SignatureError> {
        verify(key, &self.text(), signature)
    }

    /// What the next answer names as its previous one: SHA-256 of the signed text, in hexadecimal.
    pub fn link(&self) -> String {
        digest(self.text().as_bytes())
    }

    fn text(&self) -> String {
        let Self {
            case,
            institution,
            mailbox,
            number,
            previous,
            digest,
            head,
            status,
            day,
        } = self;
        format!(
            "ventanilla/1/answer\n{case}\n{institution}\n{mailbox}\n{number}\n{previous}\n{digest}\n{head}\n{status}\n{day}\n"
        )
    }
}

/// An answer with its signature, as it travels in the [`ANSWER`] header.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SignedAnswer {
    /// The answer.
    pub answer: Answer,
    /// Base64 of the institution's signature over it.
    pub signature: String,
}

impl SignedAnswer {
    /// The header's value.
    pub fn to_header(&self) -> Result<String, serde_json::Error> {
        Ok(BASE64_STANDARD.encode(serde_json::to_vec(self)?))
    }

    /// Reads the header's value.
    pub fn from_header(value: &str) -> Result<Self, SignatureError> {
        let json = BASE64_STANDARD
            .decode(value)
            .map_err(|_not_base64| SignatureError::Malformed)?;
        serde_json::from_slice(&json).map_err(|_not_an_answer| SignatureError::Malformed)
    }
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The public half of a signing key, as the directory writes it: Base64 of 32 bytes.
pub fn public_key(text: &str) -> Result<VerifyingKey, SignatureError> {
    let bytes = BASE64_STANDARD
        .decode(text)
        .map_err(|_not_base64| SignatureError::Malformed)?;
    let bytes = bytes
        .try_into()
        .map_err(|_wrong_length| SignatureError::Malformed)?;
    VerifyingKey::from_bytes(&bytes).map_err(|_not_a_point| SignatureError::Malformed)
}

/// Whether `signature` is `key`'s over `text`.
pub(crate) fn verify(key: &VerifyingKey, text: &str, signature: &str) -> Result<(), SignatureError> {
    let bytes = BASE64_STANDARD
        .decode(signature)
        .map_err(|_not_base64| SignatureError::Malformed)?;
    let signature = Signature::from_slice(&bytes).map_err(|_wrong_length| SignatureError::Malformed)?;
    key.verify_strict(text.as_bytes(), &signature)
        .map_err(|_mismatch| SignatureError::Mismatch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    fn answer() -> Answer {
        Answer {
            case: Uuid::nil(),
            institution: "contraloria".to_owned(),
            mailbox: digest(b"age1"),
            number: 1,
            previous: digest(b"report"),
            digest: digest(b"reply"),
            head: Digest::of(b"header"),
            status: PublicStatus::Proceso,
            day: Day::from_number(20_000),
        }
    }

    #[test]
    fn a_signed_answer_verifies_and_a_changed_one_does_not() {
        let random = SeededRandom::new(1);
        let key = DeskKey::generate(&random);
        let signature = answer().sign(&key);
        assert_eq!(answer().verify(&signature, &key.public()), Ok(()));
        let forged = Answer {
            number: 2,
            ..answer()
        };
        assert_eq!(
            forged.verify(&signature, &key.public()),
            Err(SignatureError::Mismatch)
        );
        assert_eq!(
            answer().verify(&signature, &DeskKey::generate(&random).public()),
            Err(SignatureError::Mismatch)
        );
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = DeskKey::generate(&SeededRandom::new(2));
        let again: DeskKey = key.expose().parse().unwrap();
        assert_eq!(again.public(), key.public());
        assert!("zz".parse::<DeskKey>().is_err());
    }

    #[test]
    fn a_header_carries_an_answer() {
        let signed = SignedAnswer {
            answer: answer(),
            signature: "x".to_owned(),
        };
        assert_eq!(
            SignedAnswer::from_header(&signed.to_header().unwrap()),
            Ok(signed)
        );
        assert_eq!(SignedAnswer::from_header("{}"), Err(SignatureError::Malformed));
    }
}
