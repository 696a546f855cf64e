//! Every combination of answers that a rule of competence can distinguish, each with its number.

use super::words::{Branch, Level, Money, Nature, Subject, Word};

/// One combination of answers.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Case {
    /// The level of government.
    pub level: Level,
    /// The branch.
    pub branch: Branch,
    /// What the act would be.
    pub nature: Nature,
    /// Whether there is federal money.
    pub money: Money,
    /// Who is accused.
    pub subject: Subject,
}

impl Case {
    /// How many there are.
    pub const COUNT: usize =
        Level::ALL.len() * Branch::ALL.len() * Nature::ALL.len() * Money::ALL.len() * Subject::ALL.len();

    /// All of them, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        let (levels, branches, natures) = (Level::ALL, Branch::ALL, Nature::ALL);
        let of = move |level: Level, branch: Branch, nature: Nature| {
            let pairs = Money::ALL
                .iter()
                .flat_map(|money| Subject::ALL.iter().map(move |subject| (*money, *subject)));
            pairs.map(move |(money, subject)| Self {
                level,
                branch,
                nature,
                money,
                subject,
            })
        };
        levels.iter().flat_map(move |level| {
            branches.iter().flat_map(move |branch| {
                natures
                    .iter()
                    .flat_map(move |nature| of(*level, *branch, *nature))
            })
        })
    }

    /// Its place among all of them.
    pub fn number(self) -> usize {
        let digits = [
            (self.level as usize, Level::ALL.len()),
            (self.branch as usize, Branch::ALL.len()),
            (self.nature as usize, Nature::ALL.len()),
            (self.money as usize, Money::ALL.len()),
            (self.subject as usize, Subject::ALL.len()),
        ];
        digits
            .iter()
            .fold(0, |number, (digit, base)| number * base + digit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_case_is_its_place() {
        let all: Vec<Case> = Case::all().collect();
        assert_eq!(all.len(), Case::COUNT);
        for (place, case) in all.iter().enumerate() {
            assert_eq!(case.number(), place);
        }
    }
}
