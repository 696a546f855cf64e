//! What the holder of a code wrote after the report: each message signed by the voice inside the report, numbered and
//! chained, so that one that was forged, repeated or left out shows.

use std::collections::BTreeMap;

use super::alarm::{Alarm, Alarms};
use super::open::Reading;
use super::store::Direction;
use crate::seal::{self, Contents, Digest, VoiceKey};

/// The follow-ups of a case that its one voice signed, by their numbers.
#[derive(Debug, Default)]
pub struct Chain {
    voice: Option<VoiceKey>,
    /// Its report was read and names no voice: nobody can tell who wrote after it.
    is_voiceless: bool,
    report: Option<Digest>,
    links: BTreeMap<u64, Vec<Digest>>,
}

impl Chain {
    /// The chain of the messages of a case.
    pub fn of(readings: &[Reading]) -> Self {
        let report = readings
            .iter()
            .find(|reading| reading.message.direction == Direction::Report);
        let told = report.and_then(|report| report.contents.as_ref());
        let mut chain = Self {
            voice: told.and_then(|told| told.voice.clone()),
            is_voiceless: told.is_some_and(|told| told.voice.is_none()),
            report: report.map(|report| report.message.digest),
            links: BTreeMap::new(),
        };
        for reading in readings {
            if let Some(contents) = reading
                .contents
                .as_ref()
                .filter(|one| chain.has_said(one, reading))
                && let Some((told, link)) = contents
                    .told
                    .as_ref()
                    .zip(contents.told_link(reading.message.case.0))
            {
                chain.links.entry(told.number).or_default().push(link);
            }
        }
        chain
    }

    /// What is wrong with a follow-up; nothing with anything else, nor where the report names no voice.
    pub(super) fn judge(&self, reading: &Reading, contents: &Contents) -> Alarms {
        let is_one = contents.direction == seal::Direction::FollowUp;
        if !is_one || self.is_voiceless || reading.message.direction != Direction::FollowUp {
            return Alarms::default();
        }
        let told = contents
            .told
            .as_ref()
            .filter(|_| self.has_said(contents, reading));
        let Some(told) = told else {
            return Alarm::Forged.into();
        };
        let mut alarms = Alarms::default();
        let same = self.links.get(&told.number).map_or(0, Vec::len);
        alarms.raise_if(same > 1, Alarm::Repeated);
        let follows = match told.number.checked_sub(1) {
            None => false,
            Some(0) => self.report == Some(told.previous),
            Some(before) => self
                .links
                .get(&before)
                .is_some_and(|links| links.contains(&told.previous)),
        };
        alarms.raise_if(!follows, Alarm::Missing);
        alarms
    }

    /// The number of a follow-up that the voice of the case signed.
    pub(super) fn number(&self, reading: &Reading) -> Option<u64> {
        let contents = reading.contents.as_ref()?;
        let is_one = reading.message.direction == Direction::FollowUp;
        let told = contents
            .told
            .as_ref()
            .filter(|_| is_one && self.has_said(contents, reading));
        told.map(|told| told.number)
    }

    fn has_said(&self, contents: &Contents, reading: &Reading) -> bool {
        let voice = self.voice.as_ref();
        voice.is_some_and(|voice| contents.is_said_by(voice, reading.message.case.0))
    }
}
