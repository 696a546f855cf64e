//! Padding: every envelope's ZIP has one of few lengths, so that its size says little.
//!
//! Powers of two from 64 KiB to 64 MiB, then steps of a quarter more (rounded up to whole 64 KiB) as long as
//! a ZIP without 64-bit extensions can hold them.

/// One of the lengths that a ZIP is padded to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Step(u8);

impl Step {
    /// The largest step: 3.5 GiB, the last below 4 GiB.
    pub const LARGEST: Self = Self(28);

    /// The step's number, as the store keeps it.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The step with this number.
    pub const fn from_number(number: u8) -> Option<Self> {
        if number > Self::LARGEST.0 {
            None
        } else {
            Some(Self(number))
        }
    }

    /// The length of the ZIP in bytes.
    pub const fn bytes(self) -> u64 {
        let mut bytes = UNIT;
        let mut number = 0;
        while number < self.0 {
            bytes = if bytes < DOUBLING_ENDS {
                bytes.saturating_mul(2)
            } else {
                let quarter_more = bytes.saturating_add(bytes / 4);
                quarter_more.div_ceil(UNIT).saturating_mul(UNIT)
            };
            number = number.saturating_add(1);
        }
        bytes
    }

    /// The smallest step that holds `bytes`.
    pub fn holding(bytes: u64) -> Option<Self> {
        (0..=Self::LARGEST.0).map(Self).find(|step| step.bytes() >= bytes)
    }
}

/// How to fill a deflate member of stored blocks so that the ZIP ends on its step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Plan {
    pub(super) step: Step,
    /// How many zeros the member holds.
    pub(super) zeros: u64,
    /// Whether the last data block must be cut off before it is full, with an empty block after it: the only
    /// way to express lengths that lie up to four bytes after a whole number of full blocks.
    pub(super) cut: bool,
}

/// Plans the padding of a ZIP that is `used` bytes long, everything counted but the compressed content of
/// the padding member. One block of five bytes is the least that a member can hold, so a smaller remainder
/// takes the next step.
pub(super) fn plan(used: u64) -> Option<Plan> {
    let least = used.checked_add(FRAME)?;
    let step = Step::holding(least)?;
    let room = step.bytes().checked_sub(used)?;
    let blocks = room / FULL;
    let cut = blocks > 0 && room % FULL < FRAME;
    let blocks = if cut {
        blocks
    } else {
        room.saturating_sub(FRAME) / FULL
    };
    let frames = blocks.saturating_add(1).saturating_mul(FRAME);
    Some(Plan {
        step,
        zeros: room.checked_sub(frames)?,
        cut,
    })
}

/// The largest stored block of deflate.
pub(super) const BLOCK: u64 = 65_535;
/// What deflate puts before a stored block.
pub(super) const FRAME: u64 = 5;
const FULL: u64 = FRAME + BLOCK;
const UNIT: u64 = 64 << 10;
const DOUBLING_ENDS: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_double_to_64_mib_and_then_grow_by_a_quarter_below_4_gib() {
        let bytes: Vec<u64> = (0..=Step::LARGEST.0).map(|number| Step(number).bytes()).collect();
        assert_eq!(bytes[0], 64 << 10);
        assert_eq!(bytes[1], 128 << 10);
        assert_eq!(bytes[10], 64 << 20);
        assert_eq!(bytes[11], 80 << 20);
        assert_eq!(bytes[28], 3_727_163_392);
        for pair in bytes.windows(2) {
            assert!(pair[0] < pair[1] && pair[1] <= pair[0] * 2);
            assert_eq!(pair[1] % UNIT, 0);
        }
        assert!(bytes[28] < u64::from(u32::MAX));
        assert_eq!(Step::from_number(29), None);
        assert_eq!(Step::holding(bytes[28] + 1), None);
    }

    #[test]
    fn a_remainder_too_small_for_a_block_takes_the_next_step() {
        for missing in 0..FRAME {
            let used = Step(0).bytes() - missing;
            assert_eq!(plan(used).unwrap().step, Step(1), "{missing} bytes");
        }
        let fits = plan(Step(0).bytes() - FRAME).unwrap();
        assert_eq!(
            fits,
            Plan {
                step: Step(0),
                zeros: 0,
                cut: false
            }
        );
        assert_eq!(plan(Step::LARGEST.bytes()), None);
    }

    proptest! {
        #[test]
        fn every_plan_meets_its_step(used in 0..Step::LARGEST.bytes() - FRAME) {
            let plan = plan(used).unwrap();
            prop_assert_eq!(used + stored(plan), plan.step.bytes());
        }

        #[test]
        fn lengths_around_whole_blocks_are_expressed(blocks in 1..40_u64, beyond in 0..8_u64) {
            let room = blocks * FULL + beyond;
            let step = Step::holding(2 * room).unwrap();
            let plan = plan(step.bytes() - room).unwrap();
            prop_assert_eq!(plan.step, step);
            prop_assert_eq!(stored(plan), room);
        }
    }

    /// How long the planned member's content is, block by block.
    fn stored(plan: Plan) -> u64 {
        let full = plan.zeros / BLOCK;
        let partial = plan.zeros % BLOCK;
        let after = if plan.cut {
            partial + FRAME + FRAME
        } else {
            partial + FRAME
        };
        full * FULL + after
    }
}
