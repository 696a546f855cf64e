//! The deadlines that a desk sets itself.

use std::path::PathBuf;

use serde::Deserialize;

use crate::institution::Clocks;

/// How long a case may wait, in working days. What the directory promises for the institution holds in any case: a desk can
/// ask less time of itself, and never more.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockSettings {
    /// To acknowledge a report.
    pub acknowledge_working_days: Option<u16>,
    /// To answer it for the first time.
    pub answer_working_days: Option<u16>,
    /// To close it.
    pub close_working_days: Option<u16>,
    /// From how many working days before its last day on a case counts as near it.
    pub warn_working_days: u16,
    /// A file with the days on which nobody works, in the form of the catalogue's; without one, the catalogue's own.
    pub calendar: Option<PathBuf>,
}

impl ClockSettings {
    /// What the desk holds itself to, where the institution promises this.
    pub fn within(&self, promised: Clocks) -> Clocks {
        let own = |own: Option<u16>, promised: u16| own.map_or(promised, |own| own.min(promised));
        let close = own(self.close_working_days, promised.close);
        let answer = own(self.answer_working_days, promised.answer).min(close);
        Clocks {
            acknowledge: own(self.acknowledge_working_days, promised.acknowledge).min(answer),
            answer,
            close,
        }
    }

    pub(super) fn is_never(&self) -> bool {
        let all = [
            self.acknowledge_working_days,
            self.answer_working_days,
            self.close_working_days,
        ];
        all.contains(&Some(0))
    }
}

impl Default for ClockSettings {
    fn default() -> Self {
        Self {
            acknowledge_working_days: None,
            answer_working_days: None,
            close_working_days: None,
            warn_working_days: 3,
            calendar: None,
        }
    }
}
