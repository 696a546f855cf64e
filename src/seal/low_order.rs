//! Points that share the same secret with everybody: nothing is sealed to them.

/// Whether a secret shared with this public point depends on the other side's secret.
pub(super) fn is_contributory(mut point: [u8; 32]) -> bool {
    // X25519 leaves the highest bit out.
    if let Some(last) = point.last_mut() {
        *last &= 0x7f;
    }
    !LOW_ORDER.contains(&point)
}

/// The points of low order on Curve25519 and on its twist, in every form that 255 bits have for them: 0 and 1, the two of
/// order 8, and p - 1, p and p + 1.
const LOW_ORDER: [[u8; 32]; 7] = [
    [0; 32],
    ends(1, 0, 0),
    [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda,
        0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
    ],
    [
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04,
        0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57,
    ],
    ends(0xec, 0xff, 0x7f),
    ends(0xed, 0xff, 0x7f),
    ends(0xee, 0xff, 0x7f),
];

/// 32 bytes of which only the first and the last differ from those between.
const fn ends(first: u8, between: u8, last: u8) -> [u8; 32] {
    let mut bytes = [between; 32];
    let [start, .., end] = &mut bytes;
    *start = first;
    *end = last;
    bytes
}

#[cfg(test)]
mod tests {
    use age_core::primitives;
    use proptest::prelude::*;
    use x25519_dalek::{PublicKey, StaticSecret};

    use super::*;
    use crate::seal::recipient::CLASSIC_PREFIX;
    use crate::seal::{Recipient, RecipientError};

    /// What the multiplication itself says: every secret is a multiple of the cofactor, so any of them tells.
    fn shares_a_secret(point: [u8; 32]) -> bool {
        StaticSecret::from([0x42; 32])
            .diffie_hellman(&PublicKey::from(point))
            .was_contributory()
    }

    #[test]
    fn every_point_of_low_order_is_refused_in_every_form_and_no_other_small_one() {
        let with_and_without = |point: [u8; 32]| {
            let mut high = point;
            high[31] |= 0x80;
            [point, high]
        };
        for point in LOW_ORDER.into_iter().flat_map(with_and_without) {
            assert!(!shares_a_secret(point), "{point:x?}");
            assert!(!is_contributory(point), "{point:x?}");
            let text = primitives::bech32_encode(CLASSIC_PREFIX, &point);
            assert_eq!(
                text.parse::<Recipient>(),
                Err(RecipientError::Malformed),
                "{text}"
            );
        }
        // The smallest numbers, and all that 255 bits hold beyond p and a little below.
        let near = (0..=255).flat_map(|end| [ends(end, 0, 0), ends(end, 0xff, 0x7f)]);
        for point in near.flat_map(with_and_without) {
            assert_eq!(is_contributory(point), shares_a_secret(point), "{point:x?}");
        }
    }

    proptest! {
        #[test]
        fn a_point_is_refused_when_the_multiplication_would_refuse_it(point: [u8; 32]) {
            prop_assert_eq!(is_contributory(point), shares_a_secret(point));
        }
    }
}
