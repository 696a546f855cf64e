//! The directory and the catalogue in force, and the site under them. A request is answered under one pair from its
//! first byte to its last: what a renewal changes is which site the next request goes to.

use std::fmt;
use std::io;

use axum::Router;
use axum::extract::Request;
use tokio::sync::{Mutex, watch};
use tokio::task::spawn_blocking;
use tower::{ServiceExt as _, service_fn};

use super::sources::{Marks, Refused, Sources};
use super::{Window, router};
use crate::clock::Day;

/// The window under what is in force, and where the next comes from.
pub struct InForce {
    sources: Sources,
    shown: watch::Sender<Shown>,
    looked: Mutex<Looked>,
}

struct Shown {
    window: Window,
    site: Router,
}

/// What came of looking for another directory or catalogue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Renewal {
    /// The files are as they were, or came a moment ago and may still be coming.
    Nothing,
    /// What the files hold is in force.
    Taken,
}

impl InForce {
    /// A window as it was opened from `sources`.
    pub fn new(window: Window, sources: Sources) -> Self {
        let looked = Looked {
            files: Some(Marks::of(&sources)),
            tried: Some((Marks::of(&sources), window.clock.today())),
        };
        let site = router(window.clone());
        Self {
            sources,
            shown: watch::channel(Shown { window, site }).0,
            looked: Mutex::new(looked),
        }
    }

    /// The window under what is in force now.
    pub fn window(&self) -> Window {
        self.shown.borrow().window.clone()
    }

    /// The site: each request goes whole to the one that is in force when it comes.
    pub fn site(&self) -> Router {
        let shown = self.shown.subscribe();
        Router::new().fallback_service(service_fn(move |request: Request| {
            let site = shown.borrow().site.clone();
            site.oneshot(request)
        }))
    }

    /// Takes what the files hold, checked as at the start; whatever is wrong changes nothing.
    pub async fn renew(&self) -> Result<Renewal, Refused> {
        let mut looked = self.looked.lock().await;
        let today = self.shown.borrow().window.clock.today();
        looked.tried = Some((Marks::of(&self.sources), today));
        let outcome = self.renew_alone(today).await;
        // One at a time, to the end.
        drop(looked);
        outcome
    }

    /// The same, if the files are others than those tried last and did not change since the last look: one of the two
    /// may still be on its way. What is refused is tried again on another day.
    pub async fn look(&self) -> Result<Renewal, Refused> {
        let mut looked = self.looked.lock().await;
        let today = self.shown.borrow().window.clock.today();
        let marks = Marks::of(&self.sources);
        let found = Some((marks.clone(), today));
        if looked.tried == found {
            return Ok(Renewal::Nothing);
        }
        if looked.files.replace(marks.clone()) != Some(marks) {
            return Ok(Renewal::Nothing);
        }
        looked.tried = found;
        let outcome = self.renew_alone(today).await;
        // One at a time, to the end.
        drop(looked);
        outcome
    }

    async fn renew_alone(&self, today: Day) -> Result<Renewal, Refused> {
        let before = self.window().given();
        let sources = self.sources.clone();
        let taken = spawn_blocking(move || {
            let given = sources.take(Some(&before), today)?;
            Ok::<_, Refused>((!given.is_same(&before)).then_some(given))
        });
        let ended = |why: tokio::task::JoinError| self.sources.interrupted(io::Error::other(why));
        let Some(given) = taken.await.map_err(ended)?? else {
            return Ok(Renewal::Nothing);
        };
        let said = (
            given.published.directory.version(),
            given.catalogue.manifest().version,
        );
        self.shown.send_modify(|shown| {
            shown.window = shown.window.under(given);
            shown.site = router(shown.window.clone());
        });
        tracing::info!(
            directory = said.0,
            catalogue = said.1,
            "another directory or catalogue is in force"
        );
        Ok(Renewal::Taken)
    }
}

impl fmt::Debug for InForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InForce(..)")
    }
}

/// What was looked at.
struct Looked {
    /// The files at the last look.
    files: Option<Marks>,
    /// The files that were last read whole, and when.
    tried: Option<(Marks, Day)>,
}
