//! The check word: arithmetic in the field of 2048 elements, x^11 + x^2 + 1 = 0 with α = x.
//!
//! For words w1 … w8 the check is c = α·w1 + α²·w2 + … + α⁸·w8. The powers differ from each other and from
//! one, so one wrong word and any two words in each other's place always change the sum.

/// The check of the words, in their order.
pub(super) fn check(words: &[u16]) -> u16 {
    words.iter().rev().fold(0, |sum, word| times_alpha(sum ^ word))
}

/// What the words and the check add up to: zero when all is well.
pub(super) fn syndrome(numbers: &[u16; super::WORDS]) -> u16 {
    let (words, last) = numbers.split_at(super::DATA);
    last.iter().fold(check(words), |sum, number| sum ^ number)
}

/// What must be added to the number at `place` (from 0) so that the sum becomes zero.
pub(super) fn amends(syndrome: u16, place: usize) -> u16 {
    if place >= super::DATA {
        return syndrome;
    }
    (0..=place).fold(syndrome, |rest, _| over_alpha(rest))
}

fn times_alpha(element: u16) -> u16 {
    let shifted = element << 1;
    if shifted & SIZE == 0 {
        shifted
    } else {
        shifted ^ POLYNOMIAL
    }
}

fn over_alpha(element: u16) -> u16 {
    if element & 1 == 0 {
        element >> 1
    } else {
        (element ^ POLYNOMIAL) >> 1
    }
}

const POLYNOMIAL: u16 = 0b1000_0000_0101;
const SIZE: u16 = 1 << 11;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_generates_the_whole_field() {
        let mut power = 1;
        for exponent in 1..2047 {
            power = times_alpha(power);
            assert_ne!(power, 1, "order {exponent}");
            assert_eq!(times_alpha(over_alpha(power)), power);
        }
        assert_eq!(times_alpha(power), 1);
    }

    #[test]
    fn amends_mend_every_place() {
        let mut numbers = [3, 1415, 926, 535, 897, 932, 384, 626, 0];
        numbers[8] = check(&numbers[..8]);
        assert_eq!(syndrome(&numbers), 0);
        for place in 0..9 {
            let mut wrong = numbers;
            wrong[place] ^= 0x2a5;
            let sum = syndrome(&wrong);
            assert_ne!(sum, 0);
            assert_eq!(wrong[place] ^ amends(sum, place), numbers[place]);
        }
    }
}
