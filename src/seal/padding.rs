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
