//! By which rule the desk counts: the institution's promise in the directory, what the desk asks of itself, and the calendar.

use std::fs;
use std::sync::{Arc, LazyLock};

use super::settings::Settings;
use super::store::Days;
use super::{Desk, DeskError, folder};
use crate::case::clocks::Rule;
use crate::catalogue::{Calendar, Catalogue};
use crate::institution::Clocks;
use crate::store::StoreError;

impl Desk {
    /// Counts by what was promised last; before the first directory, by what is usual.
    pub(super) async fn count_again(&self) -> Result<(), StoreError> {
        let institution = self.settings.institution.as_str();
        let promised = self.store.promise(institution).await?;
        self.count_by(promised.unwrap_or_default()).await
    }

    /// Counts by what the institution promises.
    pub(super) async fn count_by(&self, promised: Clocks) -> Result<(), StoreError> {
        let rule = Rule {
            calendar: Arc::clone(&self.calendar),
            clocks: self.settings.clocks.within(promised),
        };
        let institution = self.settings.institution.as_str();
        self.store.count_by(institution, promised, rule).await
    }

    /// The days by which a clock is over or near.
    pub fn days(&self) -> Days {
        let today = self.clock.today();
        let soon = self.calendar.after(today, self.settings.clocks.warn_working_days);
        Days { today, soon }
    }
}

/// The calendar of a configuration.
pub fn calendar(settings: &Settings) -> Result<Arc<Calendar>, DeskError> {
    let Some(path) = &settings.clocks.calendar else {
        let own = catalogue().map(|catalogue| Arc::clone(catalogue.calendar()));
        return Ok(own.unwrap_or_default());
    };
    let csv = fs::read(path).map_err(|source| folder(path, source))?;
    let read = Calendar::of_file(&csv).map_err(|what| DeskError::Calendar {
        path: path.display().to_string(),
        what,
    })?;
    Ok(Arc::new(read))
}

/// The catalogue in this program. One that cannot be read is caught by the tests; the desk then goes without its words.
pub(super) fn catalogue() -> Option<&'static Catalogue> {
    static CATALOGUE: LazyLock<Option<Catalogue>> = LazyLock::new(|| Catalogue::embedded().ok());
    CATALOGUE.as_ref()
}
