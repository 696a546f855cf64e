//! The voice of the holder of a code: what she writes after the report is signed with a key whose public half stands
//! sealed inside the report, numbered, and chained to what she wrote before.
//!
//! Whoever has the rows of the window can seal to the institution, but cannot sign; and who leaves one out, repeats it
//! or puts it elsewhere breaks the numbers or the chain.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::seal::contents::Contents;
use crate::seal::sealed::{Digest, Digester};

/// The private half; lives for one request.
pub struct Voice(SigningKey);

impl Voice {
    /// The voice of a seed that follows from the code.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public half.
    pub fn public(&self) -> VoiceKey {
        VoiceKey(BASE64_STANDARD.encode(self.0.verifying_key().as_bytes()))
    }

    /// Signs what `contents` say, at their place in the chain of their case.
    pub fn sign(&self, contents: &mut Contents, case: Uuid, number: u64, previous: Digest) {
        let text = text(contents, case, number, previous);
        let signature = BASE64_STANDARD.encode(self.0.sign(text.as_bytes()).to_bytes());
        contents.told = Some(Told {
            number,
            previous,
            signature,
        });
    }
}

impl fmt::Debug for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Voice(..)")
    }
}

/// The public half, as a report carries it: Base64 of 32 bytes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct VoiceKey(String);

impl VoiceKey {
    fn key(&self) -> Option<VerifyingKey> {
        let bytes = BASE64_STANDARD.decode(&self.0).ok()?.try_into().ok()?;
        VerifyingKey::from_bytes(&bytes).ok()
    }
}

/// The place of a follow-up in what the holder of the code has written, under her signature.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Told {
    /// 1 for the first after the report, then one more each time.
    pub number: u64,
    /// [`Contents::told_link`] of the one before; for the first, the digest of the report's envelope.
    pub previous: Digest,
    /// Base64 of the Ed25519 signature.
    pub signature: String,
}

impl Contents {
    /// What the next follow-up names as the one before it; `None` where this one is not signed.
    pub fn told_link(&self, case: Uuid) -> Option<Digest> {
        let told = self.told.as_ref()?;
        Some(Digest::of(
            text(self, case, told.number, told.previous).as_bytes(),
        ))
    }

    /// Whether `voice` said this, in this case and at the place that it names.
    pub fn is_said_by(&self, voice: &VoiceKey, case: Uuid) -> bool {
        let verified = || {
            let told = self.told.as_ref()?;
            let bytes = BASE64_STANDARD.decode(&told.signature).ok()?;
            let signature = Signature::from_slice(&bytes).ok()?;
            let text = text(self, case, told.number, told.previous);
            voice.key()?.verify_strict(text.as_bytes(), &signature).ok()
        };
        verified().is_some()
    }
}

/// What is signed.
fn text(contents: &Contents, case: Uuid, number: u64, previous: Digest) -> Zeroizing<String> {
    let mut content = Digester::default();
    content.add(Digest::of(contents.text.as_bytes()).as_bytes());
    for file in &contents.files {
        content.add(file.sha256.as_bytes());
    }
    let (institution, mailbox, content) = (&contents.institution, &contents.mailbox, content.end());
    Zeroizing::new(format!(
        "ventanilla/1/told\n{institution}\n{mailbox}\n{case}\n{number}\n{previous}\n{content}\n"
    ))
}
