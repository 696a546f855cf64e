//! The header of an age file, as the window writes it.

use std::io;

use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza, grease_the_joint};
use age_core::primitives;
use age_core::secrecy::ExposeSecret;
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::random::{self, Random, SystemRandom};
use crate::seal::recipient::{Recipient, Recipients};

/// Header and nonce of a new file for `recipients`, and the key of its payload.
pub(super) fn begin(recipients: &Recipients) -> io::Result<(String, [u8; 16], Zeroizing<[u8; 32]>)> {
    let file_key = FileKey::init_with_mut(|key: &mut [u8; FILE_KEY_BYTES]| SystemRandom.fill(key));
    let mut text = format!("{VERSION}\n");
    let mut together = None;
    for recipient in recipients.iter() {
        let (stanzas, labels) = age::Recipient::wrap_file_key(Recipient::as_age(recipient), &file_key)
            .map_err(io::Error::other)?;
        // The format's own rule, which one class per envelope keeps already.
        if *together.get_or_insert_with(|| labels.clone()) != labels {
            return Err(io::Error::other("recipients with different labels"));
        }
        for stanza in &stanzas {
            write(&mut text, stanza);
        }
    }
    // Readers must skip what they do not know: a random stanza keeps them in practice.
    write(&mut text, &grease_the_joint());
    text.push_str("---");
    let mac_key = Zeroizing::new(primitives::hkdf(b"", b"header", file_key.expose_secret()));
    let mut mac = Hmac::<Sha256>::new_from_slice(mac_key.as_slice()).map_err(io::Error::other)?;
    mac.update(text.as_bytes());
    text.push(' ');
    text.push_str(&BASE64_STANDARD_NO_PAD.encode(mac.finalize().into_bytes()));
    text.push('\n');
    let nonce: [u8; 16] = random::bytes(&SystemRandom);
    let key = Zeroizing::new(primitives::hkdf(&nonce, b"payload", file_key.expose_secret()));
    Ok((text, nonce, key))
}

fn write(text: &mut String, stanza: &Stanza) {
    text.push_str("-> ");
    text.push_str(&stanza.tag);
    for argument in &stanza.args {
        text.push(' ');
        text.push_str(argument);
    }
    let body = BASE64_STANDARD_NO_PAD.encode(&stanza.body);
    // Lines of 64 characters; the last one is shorter, if need be empty.
    for (place, character) in body.chars().enumerate() {
        if place.is_multiple_of(LINE) {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str(if body.len().is_multiple_of(LINE) {
        "\n\n"
    } else {
        "\n"
    });
}

const VERSION: &str = "age-encryption.org/v1";
const LINE: usize = 64;
