//! X-Wing, the key encapsulation under the hybrid kind: ML-KEM-768 and X25519, bound by SHA3-256
//! (draft-connolly-cfrg-xwing-kem), as an HPKE KEM.

use std::fmt;

use hpke::generic_array::GenericArray;
use hpke::generic_array::typenum::{Sum, U32, U96, U192, U1024};
use hpke::kem::SharedSecret;
use hpke::rand_core::{CryptoRng, RngCore};
use hpke::{Deserializable, HpkeError, Serializable};
use ml_kem::kem::{Decapsulate, Encapsulate};
use ml_kem::{Ciphertext, EncodedSizeUser, KemCore, MlKem768};
use sha3::digest::{ExtendableOutput, Update, XofReader};
use sha3::{Digest, Sha3_256, Shake256};
use subtle::ConstantTimeEq;
use x25519_dalek::{PublicKey as Point, StaticSecret};
use zeroize::Zeroizing;

use crate::seal::low_order::is_contributory;

/// The KEM.
pub(super) struct XWing;

/// A public key: ML-KEM-768 encapsulation key, then X25519 point.
#[derive(Clone, PartialEq)]
pub(super) struct PublicKey {
    lattice: <MlKem768 as KemCore>::EncapsulationKey,
    point: Point,
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicKey(..)")
    }
}

impl Serializable for PublicKey {
    type OutputSize = Sum<U1024, U192>;

    fn write_exact(&self, out: &mut [u8]) {
        fill(out, &[&self.lattice.as_bytes(), self.point.as_bytes()]);
    }
}

impl Deserializable for PublicKey {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let (lattice, point) = split(encoded, Self::size())?;
        if !is_safe(encoded) {
            return Err(HpkeError::ValidationError);
        }
        let lattice = lattice.try_into().map_err(|_length| HpkeError::ValidationError)?;
        Ok(Self {
            lattice: <MlKem768 as KemCore>::EncapsulationKey::from_bytes(&lattice),
            point: Point::from(point),
        })
    }
}

/// Whether these bytes are a public key that can be sealed to: reduced (FIPS 203, 7.2, modulus check: the crate below
/// reduces silently), and with a point that is not of low order.
pub(super) fn is_safe(encoded: &[u8]) -> bool {
    let Ok((lattice, point)) = split(encoded, PublicKey::size()) else {
        return false;
    };
    // Two coefficients of twelve bits in three bytes, before the 32 bytes of a seed.
    let coefficients = lattice.get(..COEFFICIENT_BYTES).unwrap_or_default();
    let is_reduced = coefficients.chunks_exact(3).all(|three| match three {
        [low, middle, high] => {
            let first = u16::from(*low) | (u16::from(*middle & 0x0f) << 8);
            let second = u16::from(*middle >> 4) | (u16::from(*high) << 4);
            first < MODULUS && second < MODULUS
        }
        _ => false,
    });
    is_reduced && is_contributory(point)
}

/// A secret key: the seed and the two keys that follow from it.
#[derive(Clone)]
pub(super) struct PrivateKey {
    seed: Zeroizing<[u8; 32]>,
    lattice: <MlKem768 as KemCore>::DecapsulationKey,
    scalar: StaticSecret,
}

impl PrivateKey {
    pub(super) fn from_seed(seed: Zeroizing<[u8; 32]>) -> Self {
        let mut expanded = Shake256::default().chain(*seed).finalize_xof();
        let (mut d, mut z) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        let mut scalar = Zeroizing::new([0; 32]);
        expanded.read(d.as_mut_slice());
        expanded.read(z.as_mut_slice());
        expanded.read(scalar.as_mut_slice());
        let (lattice, _public) = MlKem768::generate_deterministic(&(*d).into(), &(*z).into());
        Self {
            seed,
            lattice,
            scalar: StaticSecret::from(*scalar),
        }
    }

    pub(super) fn seed(&self) -> &[u8; 32] {
        &self.seed
    }
}

impl PartialEq for PrivateKey {
    fn eq(&self, other: &Self) -> bool {
        self.seed.ct_eq(other.seed.as_slice()).into()
    }
}

impl Eq for PrivateKey {}

impl Serializable for PrivateKey {
    type OutputSize = U32;

    fn write_exact(&self, out: &mut [u8]) {
        fill(out, &[self.seed.as_slice()]);
    }
}

impl Deserializable for PrivateKey {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let seed: &[u8; 32] = encoded
            .try_into()
            .map_err(|_length| HpkeError::IncorrectInputLength(32, encoded.len()))?;
        Ok(Self::from_seed(Zeroizing::new(*seed)))
    }
}

/// What travels: ML-KEM-768 ciphertext, then ephemeral X25519 point.
#[derive(Clone)]
pub(super) struct EncappedKey {
    lattice: Ciphertext<MlKem768>,
    point: Point,
}

impl Serializable for EncappedKey {
    type OutputSize = Sum<U1024, U96>;

    fn write_exact(&self, out: &mut [u8]) {
        fill(out, &[&self.lattice, self.point.as_bytes()]);
    }
}

impl Deserializable for EncappedKey {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let (lattice, point) = split(encoded, Self::size())?;
        let lattice = lattice.try_into().map_err(|_length| HpkeError::ValidationError)?;
        Ok(Self {
            lattice,
            point: Point::from(point),
        })
    }
}

impl hpke::Kem for XWing {
    type PublicKey = PublicKey;
    type PrivateKey = PrivateKey;
    type EncappedKey = EncappedKey;
    type NSecret = U32;
    const KEM_ID: u16 = 0x647a;

    fn sk_to_pk(secret: &PrivateKey) -> PublicKey {
        PublicKey {
            lattice: secret.lattice.encapsulation_key().clone(),
            point: Point::from(&secret.scalar),
        }
    }

    fn derive_keypair(ikm: &[u8]) -> (PrivateKey, PublicKey) {
        let mut seed = Zeroizing::new([0; 32]);
        Shake256::default()
            .chain(ikm)
            .finalize_xof()
            .read(seed.as_mut_slice());
        let secret = PrivateKey::from_seed(seed);
        let public = Self::sk_to_pk(&secret);
        (secret, public)
    }

    fn decap(
        secret: &PrivateKey,
        sender: Option<&PublicKey>,
        share: &EncappedKey,
    ) -> Result<SharedSecret<Self>, HpkeError> {
        let classic = secret.scalar.diffie_hellman(&share.point);
        // Only base mode exists for this KEM.
        if sender.is_some() || !classic.was_contributory() {
            return Err(HpkeError::DecapError);
        }
        let lattice = Zeroizing::new(
            secret
                .lattice
                .decapsulate(&share.lattice)
                .map_err(|()| HpkeError::DecapError)?
                .0,
        );
        let own = Point::from(&secret.scalar);
        Ok(combine(
            lattice.as_slice(),
            classic.as_bytes(),
            &share.point,
            &own,
        ))
    }

    fn encap<R: CryptoRng + RngCore>(
        public: &PublicKey,
        sender: Option<(&PrivateKey, &PublicKey)>,
        random: &mut R,
    ) -> Result<(SharedSecret<Self>, EncappedKey), HpkeError> {
        let ephemeral = StaticSecret::random_from_rng(&mut *random);
        let classic = ephemeral.diffie_hellman(&public.point);
        if sender.is_some() || !classic.was_contributory() {
            return Err(HpkeError::EncapError);
        }
        let (ciphertext, lattice) = public
            .lattice
            .encapsulate(random)
            .map_err(|()| HpkeError::EncapError)?;
        let lattice = Zeroizing::new(lattice.0);
        let point = Point::from(&ephemeral);
        let shared = combine(lattice.as_slice(), classic.as_bytes(), &point, &public.point);
        Ok((
            shared,
            EncappedKey {
                lattice: ciphertext,
                point,
            },
        ))
    }
}

fn combine(lattice: &[u8], classic: &[u8; 32], share: &Point, public: &Point) -> SharedSecret<XWing> {
    let digest = Sha3_256::new()
        .chain_update(lattice)
        .chain_update(classic)
        .chain_update(share.as_bytes())
        .chain_update(public.as_bytes())
        .chain_update(LABEL)
        .finalize();
    SharedSecret(GenericArray::clone_from_slice(&digest))
}

/// Splits `encoded` before its last 32 bytes, the X25519 point.
fn split(encoded: &[u8], expected: usize) -> Result<(&[u8], [u8; 32]), HpkeError> {
    if encoded.len() != expected {
        return Err(HpkeError::IncorrectInputLength(expected, encoded.len()));
    }
    let (lattice, point) = encoded
        .split_last_chunk::<32>()
        .ok_or(HpkeError::ValidationError)?;
    Ok((lattice, *point))
}

/// Writes `parts` one after the other; the caller's types fix the lengths.
fn fill(out: &mut [u8], parts: &[&[u8]]) {
    for (place, byte) in out.iter_mut().zip(parts.iter().copied().flatten()) {
        *place = *byte;
    }
}

/// The six bytes that draw an X-wing.
/// 3 × 256 coefficients of twelve bits.
const COEFFICIENT_BYTES: usize = 1152;
const MODULUS: u16 = 3329;
const LABEL: &[u8; 6] = br"\.//^\";

/// Whether the library gives the lattice half back as it went in, which is how it shows that it had to reduce it.
#[cfg(test)]
pub(super) fn comes_back(encoded: &[u8]) -> bool {
    let (lattice, _point) = split(encoded, PublicKey::size()).unwrap();
    let lattice = lattice.try_into().unwrap();
    <MlKem768 as KemCore>::EncapsulationKey::from_bytes(&lattice).as_bytes() == lattice
}
