//! The second factor: the six digits of RFC 6238, from a secret that lies sealed under a key of the passphrase, so that
//! the database alone opens nothing.

use std::fmt::{self, Write as _};

use argon2::{Algorithm, Argon2, Params, Version};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use totp_rs::{Builder, Totp};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::passphrase::{MEMORY, PASSES};
use super::{OfficerError, OfficerName};
use crate::random::{self, Random};
use crate::seal::vault;

/// What the telephone and the desk share.
#[derive(Deserialize, Serialize, Zeroize, ZeroizeOnDrop)]
pub struct Secret([u8; 20]);

impl Secret {
    /// A new one.
    pub fn draw(random: &dyn Random) -> Self {
        Self(random::bytes(random))
    }

    /// The step of thirty seconds whose code this is, at most one away from `now`.
    pub fn step_of(&self, code: &str, now: OffsetDateTime) -> Option<i64> {
        let seconds = u64::try_from(now.unix_timestamp()).ok()?;
        let step = self.builder().build_noncompliant().check(code, seconds)?;
        i64::try_from(step).ok()
    }

    /// In letters, to be typed into a telephone.
    pub fn letters(&self) -> Zeroizing<String> {
        let letters = Zeroizing::new(totp_rs::Secret::new_stack(self.0).to_base32());
        let mut grouped = Zeroizing::new(String::with_capacity(GROUPED));
        for (place, letter) in letters.chars().enumerate() {
            if place > 0 && place.is_multiple_of(4) {
                grouped.push(' ');
            }
            grouped.push(letter);
        }
        grouped
    }

    /// As a picture to be scanned; `None` where the names make no address of it.
    pub fn drawing(&self, institution: &str, name: &OfficerName) -> Option<Drawing> {
        let named = self
            .builder()
            .with_issuer(Some(format!("Mesa {institution}")))
            .with_account_name(name.as_str());
        let totp: Totp = named.build().ok()?;
        let address = Zeroizing::new(totp.to_url().ok()?);
        let code = QrCode::encode_text(&address, QrCodeEcc::Medium).ok()?;
        Drawing::of(&code)
    }

    /// Seals it for the account of `name`.
    pub fn seal(
        &self,
        name: &OfficerName,
        key: &FactorKey,
        random: &dyn Random,
    ) -> Result<SealedFactor, OfficerError> {
        let sealed = vault::seal_under(&key.key, &bound(name), &self.0, random);
        let sealed = sealed.map_err(|_too_long| OfficerError::Hash)?;
        Ok(SealedFactor([key.salt.as_slice(), sealed.as_slice()].concat()))
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(totp_rs::Secret::new_stack(self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The key that follows from a passphrase and a salt of its own, which is not the hash's.
#[derive(Deserialize, Serialize, Zeroize, ZeroizeOnDrop)]
pub struct FactorKey {
    salt: [u8; SALT],
    key: [u8; 32],
}

impl FactorKey {
    /// For something that is to be sealed; slow on purpose.
    pub fn draw(passphrase: &str, random: &dyn Random) -> Result<Self, OfficerError> {
        Self::derive(passphrase, random::bytes(random))
    }

    /// For what is sealed already; slow on purpose.
    pub fn of(passphrase: &str, factor: &SealedFactor) -> Result<Self, OfficerError> {
        let salt = factor.0.first_chunk().ok_or(OfficerError::Hash)?;
        Self::derive(passphrase, *salt)
    }

    fn derive(passphrase: &str, salt: [u8; SALT]) -> Result<Self, OfficerError> {
        let params = Params::new(MEMORY, PASSES, 1, Some(32)).map_err(|_bounds| OfficerError::Hash)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = [0; 32];
        argon2
            .hash_password_into(passphrase.as_bytes(), &salt, &mut key)
            .map_err(|_too_long| OfficerError::Hash)?;
        Ok(Self { salt, key })
    }
}

impl fmt::Debug for FactorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorKey(..)")
    }
}

/// A secret as it lies in the rows: the salt of its key, and the sealed box.
#[derive(Clone)]
pub struct SealedFactor(Vec<u8>);

impl SealedFactor {
    /// Opens it with the key that follows from the right passphrase.
    pub fn open(&self, name: &OfficerName, key: &FactorKey) -> Option<Secret> {
        let sealed = self.0.get(SALT..)?;
        let opened = vault::open_under(&key.key, &bound(name), sealed).ok()?;
        Some(Secret(opened.as_slice().try_into().ok()?))
    }

    pub(in crate::desk) const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(in crate::desk) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SealedFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedFactor(..)")
    }
}

/// A square of dark and light fields, as the outline of the dark ones.
pub struct Drawing {
    /// Fields on each side, with the quiet zone around.
    pub size: i32,
    /// The outline, in the words of SVG.
    pub path: Zeroizing<String>,
}

impl Drawing {
    fn of(code: &QrCode) -> Option<Self> {
        let fields = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = fields.filter(|&(x, y)| code.get_module(x, y));
        let mut path = Zeroizing::new(String::with_capacity(ROOM));
        for (x, y) in dark {
            write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET).ok()?;
        }
        Some(Self {
            size: code.size() + 2 * QUIET,
            path,
        })
    }
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing(..)")
    }
}

fn bound(name: &OfficerName) -> Vec<u8> {
    [BOUND, name.as_str().as_bytes()].concat()
}

const BOUND: &[u8] = b"ventanilla/1/second-factor/";
const SALT: usize = 16;
/// 32 letters in groups of four.
const GROUPED: usize = 39;
/// Light fields around a code, as its standard asks.
const QUIET: i32 = 4;
/// More letters than any outline has, so that none is left behind in memory.
const ROOM: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::*;
    use crate::random::SeededRandom;

    /// The secret of RFC 6238, appendix B.
    fn of_the_standard() -> Secret {
        Secret(*b"12345678901234567890")
    }

    #[test]
    fn the_codes_are_those_of_the_standard_within_one_step() {
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in vectors {
            let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            let step = Some(seconds / 30);
            let secret = of_the_standard();
            assert_eq!(secret.step_of(code, at), step);
            assert_eq!(secret.step_of(code, at + Duration::seconds(30)), step);
            assert_eq!(secret.step_of(code, at - Duration::seconds(30)), step);
            assert_eq!(secret.step_of(code, at + Duration::seconds(60)), None);
            assert_eq!(secret.step_of(code, at - Duration::seconds(60)), None);
        }
        let at = datetime!(2026-11-23 10:00 UTC);
        for none in ["", "28708", "2870820", "+87082", "28708a", "０81804"] {
            assert_eq!(of_the_standard().step_of(none, at), None, "{none}");
        }
    }

    #[test]
    fn a_secret_opens_with_its_passphrase_for_its_name_only() {
        let random = SeededRandom::new(1);
        let (ana, luz): (OfficerName, OfficerName) = ("ana".parse().unwrap(), "luz".parse().unwrap());
        let secret = Secret::draw(&random);
        let key = FactorKey::draw("lago perro nube sur", &random).unwrap();
        let sealed = secret.seal(&ana, &key, &random).unwrap();
        let again = FactorKey::of("lago perro nube sur", &sealed).unwrap();
        assert_eq!(sealed.open(&ana, &again).unwrap().0, secret.0);
        assert!(sealed.open(&luz, &again).is_none());
        let wrong = FactorKey::of("lago perro nube norte", &sealed).unwrap();
        assert!(sealed.open(&ana, &wrong).is_none());
        assert!(!sealed.0.windows(4).any(|part| secret.0.starts_with(part)));
    }

    #[test]
    fn a_secret_is_shown_in_groups_and_as_a_picture_but_not_in_errors() {
        let secret = of_the_standard();
        assert_eq!(
            secret.letters().as_str(),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        let drawing = secret
            .drawing("contraloria", &"ana.pérez".parse().unwrap())
            .unwrap();
        assert!(drawing.size > 21 && drawing.path.starts_with("M4 4h1"));
        assert!(drawing.path.len() < ROOM);
        assert_eq!(format!("{secret:?} {drawing:?}"), "Secret(..) Drawing(..)");
    }
}
