//! What must not pass in silence: each alarm is kept with its message and shown until the officers have it
//! explained.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// One thing that is not as it must be.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Alarm {
    /// The file on our own disk is not the one that came, or is gone.
    Altered,
    /// The window refuses our next answer: its chain of answers is not ours.
    Chain,
    /// The connection broke while an envelope came; the others came all the same.
    CutOff,
    /// The envelope does not open with our key, or is not what an envelope must be.
    Damaged,
    /// The window has other bytes than those it announced.
    Digest,
    /// The envelope is not of the kind that the window said, or belongs to another case.
    Direction,
    /// It was sealed under a directory that differs from the public one of the same version.
    Directory,
    /// The window says that it erased an envelope that this desk never had.
    Erased,
    /// It says to be from the holder of the code, and her voice did not sign it.
    Forged,
    /// It was written for another institution.
    Institution,
    /// The sealed file of our answer is gone: it was not delivered, and never will be.
    Lost,
    /// The mailbox inside is not the one that the window lists, or not the one of the first report.
    Mailbox,
    /// What the holder of the code wrote before it has not come.
    Missing,
    /// The files of our answers take all the room that the window has for them: it was not delivered, and never will be.
    Quota,
    /// It is sealed to a number of readers that is not ours.
    Readers,
    /// The window refused our answer, and nothing says that its data differ from ours.
    Refused,
    /// It has the number of another one: somebody gives the same message twice, or two for one.
    Repeated,
    /// The case has more than one report: nobody can tell which of them belongs to it.
    SecondReport,
    /// Our answer is larger than the window takes: it was not delivered, and never will be.
    TooLarge,
    /// It was sealed under a version of the directory that this desk has never seen.
    UnknownDirectory,
    /// The sealed file of our answer cannot be read now.
    Unreadable,
    /// Our answer came after one that could not be delivered, and was taken back with it.
    Withdrawn,
}

impl Alarm {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Altered,
        Self::Chain,
        Self::CutOff,
        Self::Damaged,
        Self::Digest,
        Self::Direction,
        Self::Directory,
        Self::Erased,
        Self::Forged,
        Self::Institution,
        Self::Lost,
        Self::Mailbox,
        Self::Missing,
        Self::Quota,
        Self::Readers,
        Self::Refused,
        Self::Repeated,
        Self::SecondReport,
        Self::TooLarge,
        Self::UnknownDirectory,
        Self::Unreadable,
        Self::Withdrawn,
    ];

    /// The word under which it is stored, and the end of its message ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Chain => "chain",
            Self::CutOff => "cut-off",
            Self::Damaged => "damaged",
            Self::Digest => "digest",
            Self::Direction => "direction",
            Self::Directory => "directory",
            Self::Erased => "erased",
            Self::Forged => "forged",
            Self::Institution => "institution",
            Self::Lost => "lost",
            Self::Mailbox => "mailbox",
            Self::Missing => "missing",
            Self::Quota => "quota",
            Self::Readers => "readers",
            Self::Refused => "refused",
            Self::Repeated => "repeated",
            Self::SecondReport => "second-report",
            Self::TooLarge => "too-large",
            Self::UnknownDirectory => "unknown-directory",
            Self::Unreadable => "unreadable",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Alarm {
    /// Whether it leaves in doubt who wrote, or whom an answer would reach: while it stands nobody is answered.
    pub const fn doubts_the_writer(self) -> bool {
        match self {
            Self::Direction | Self::Mailbox | Self::SecondReport => true,
            Self::Altered
            | Self::Chain
            | Self::CutOff
            | Self::Damaged
            | Self::Digest
            | Self::Directory
            | Self::Erased
            | Self::Forged
            | Self::Institution
            | Self::Lost
            | Self::Missing
            | Self::Quota
            | Self::Readers
            | Self::Refused
            | Self::Repeated
            | Self::TooLarge
            | Self::UnknownDirectory
            | Self::Unreadable
            | Self::Withdrawn => false,
        }
    }
}

/// The alarms of one message: a set, stored as words with a space between.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Alarms(BTreeSet<Alarm>);

impl Alarms {
    /// Adds one.
    pub fn raise(&mut self, alarm: Alarm) {
        self.0.insert(alarm);
    }

    /// Adds one when `wrong`.
    pub fn raise_if(&mut self, wrong: bool, alarm: Alarm) {
        if wrong {
            self.raise(alarm);
        }
    }

    /// Adds all of the other's.
    pub fn join(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is among them.
    pub fn contains(&self, alarm: Alarm) -> bool {
        self.0.contains(&alarm)
    }

    /// Whether an answer with these is on its way, or has arrived.
    pub fn was_sent(&self) -> bool {
        let unsent = [Alarm::Lost, Alarm::Quota, Alarm::TooLarge, Alarm::Withdrawn];
        !unsent.into_iter().any(|alarm| self.contains(alarm))
    }

    /// In a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = Alarm> + '_ {
        self.0.iter().copied()
    }
}

impl From<Alarm> for Alarms {
    fn from(alarm: Alarm) -> Self {
        Self(BTreeSet::from([alarm]))
    }
}

impl fmt::Display for Alarms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Alarm::word).collect();
        f.write_str(&words.join(" "))
    }
}

/// The word names no alarm.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not an alarm")]
pub struct NotAnAlarm;

impl FromStr for Alarms {
    type Err = NotAnAlarm;

    fn from_str(text: &str) -> Result<Self, NotAnAlarm> {
        let find = |word: &str| Alarm::ALL.into_iter().find(|alarm| alarm.word() == word);
        let all: Option<BTreeSet<Alarm>> = text.split_ascii_whitespace().map(find).collect();
        all.map(Self).ok_or(NotAnAlarm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_are_read_as_they_are_written() {
        let mut alarms = Alarms::from(Alarm::Mailbox);
        alarms.raise(Alarm::Damaged);
        alarms.raise_if(false, Alarm::Chain);
        assert_eq!(alarms.to_string(), "damaged mailbox");
        assert_eq!(alarms.to_string().parse::<Alarms>().unwrap(), alarms);
        assert!("".parse::<Alarms>().unwrap().is_empty());
        assert!("sirens".parse::<Alarms>().is_err());
    }
}
