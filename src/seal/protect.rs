//! A secret key under a passphrase: an armored age file that `age -d` opens and `age -i` accepts.

use std::io::{self, Read, Write};
use std::iter;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::SecretString;
use age::{Encryptor, scrypt};
use zeroize::Zeroizing;

use crate::seal::identity::Identity;
use crate::seal::open::{self, OpenError};

/// Writes `identity` under `passphrase`; each step of `work_factor` (1 to 20) doubles the cost of a guess,
/// 18 takes about a second.
pub fn protect(identity: &Identity, passphrase: &str, work_factor: u8) -> io::Result<Vec<u8>> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase));
    recipient.set_work_factor(work_factor.clamp(1, HARDEST));
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as _)).map_err(io::Error::other)?;
    let armor = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
    let mut writer = encryptor.wrap_output(armor)?;
    writeln!(writer, "# public key: {}", identity.recipient())?;
    writer.write_all(identity.expose().as_bytes())?;
    writer.write_all(b"\n")?;
    writer.finish()?.finish()
}

/// Opens a secret key under a passphrase, armored or not.
pub fn unprotect(file: &[u8], passphrase: &str) -> Result<Identity, OpenError> {
    let mut key = scrypt::Identity::new(SecretString::from(passphrase));
    key.set_max_work_factor(HARDEST);
    let mut reader = match open::decrypt(ArmoredReader::new(file), &[&key]) {
        Err(OpenError::Damaged) if !STARTS.iter().any(|start| file.starts_with(start)) => {
            return Err(OpenError::NotSealed);
        }
        other => other?,
    };
    let mut text = Zeroizing::new(String::new());
    reader
        .read_to_string(&mut text)
        .map_err(|_damaged| OpenError::Damaged)?;
    let key = text.lines().find(|line| line.starts_with("AGE-SECRET-KEY-"));
    key.and_then(|line| line.parse().ok()).ok_or(OpenError::NotSealed)
}

/// 2²⁰ blocks of 1 KiB: a file from elsewhere must not make us take more memory than that.
const HARDEST: u8 = 20;
const STARTS: [&[u8]; 2] = [b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;
    use crate::seal::Class;

    #[test]
    fn a_protected_identity_opens_with_its_passphrase_alone() {
        for class in [Class::Classic, Class::Hybrid] {
            let identity = Identity::generate(class, &SeededRandom::new(3)).unwrap();
            let file = protect(&identity, "clave de prueba", 4).unwrap();
            assert!(file.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----"));
            assert_eq!(
                unprotect(&file, "clave de prueba").unwrap().recipient(),
                identity.recipient()
            );
            assert!(matches!(
                unprotect(&file, "otra"),
                Err(OpenError::WrongPassphrase)
            ));
        }
        assert!(matches!(
            unprotect(b"nothing of the kind", "x"),
            Err(OpenError::NotSealed)
        ));
    }
}
