//! Whose turn it is to write in a case: what is written in it is numbered, one after the other.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::OwnedMutexGuard;

use crate::case::CaseId;

/// The cases in which somebody writes now. Nothing stays of one in which nobody does.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<Lines>>);

type Lines = BTreeMap<CaseId, Weak<tokio::sync::Mutex<()>>>;

impl Turns {
    /// The turn to write in a case, once those who came before have given it back.
    pub async fn take(&self, case: CaseId) -> Turn {
        // Dropped last, also when whoever waits here goes.
        let place = Place {
            turns: self.clone(),
            case,
        };
        Turn {
            _held: self.line(case).lock_owned().await,
            _place: place,
        }
    }

    fn line(&self, case: CaseId) -> Arc<tokio::sync::Mutex<()>> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lines.get(&case).and_then(Weak::upgrade);
        let line = known.unwrap_or_else(|| {
            let line = Arc::default();
            lines.insert(case, Arc::downgrade(&line));
            line
        });
        drop(lines);
        line
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Turns(..)")
    }
}

/// The turn to write in one case, given back when it is dropped.
#[must_use]
#[derive(Debug)]
pub struct Turn {
    _held: OwnedMutexGuard<()>,
    _place: Place,
}

/// A place in the line of a case; the last one to leave takes the line away.
#[derive(Debug)]
struct Place {
    turns: Turns,
    case: CaseId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut lines = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.get(&self.case).is_some_and(|line| line.strong_count() == 0) {
            lines.remove(&self.case);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Future as _, poll_fn};
    use std::task::Poll;

    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn a_case_has_one_turn_at_a_time_and_nothing_stays_of_it_when_the_last_has_gone() {
        let turns = Turns::default();
        let [one, other] = [1, 2].map(|number| CaseId(Uuid::from_u128(number)));
        let first = turns.take(one).await;
        let elsewhere = turns.take(other).await;
        let mut second = Box::pin(turns.take(one));
        let mut leaving = Box::pin(turns.take(one));
        poll_fn(|cx| {
            assert!(second.as_mut().poll(cx).is_pending(), "it waits");
            assert!(leaving.as_mut().poll(cx).is_pending(), "it waits");
            Poll::Ready(())
        })
        .await;
        drop((first, elsewhere));
        assert_eq!(turns.0.lock().unwrap().keys().collect::<Vec<_>>(), [&one]);
        let second = second.await;
        drop(second);
        // It was its turn, and it left without hearing of it.
        drop(leaving);
        assert!(turns.0.lock().unwrap().is_empty());
        drop(turns.take(one).await);
        assert!(turns.0.lock().unwrap().is_empty());
    }
}
