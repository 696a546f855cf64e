//! The public site: its state and its router, the table of contents of every URL.

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse as _;

use crate::clock::Clock;
use crate::conversation::session::Sessions;
use crate::conversation::shelf::Shelf;
use crate::conversation::{self, Conversation};
use crate::duties::Errands;
use crate::inbox::api::{self, Inbox};
use crate::institution::pages::Listing;
use crate::institution::{self, Published, publish};
use crate::intake;
use crate::intake::receive::Filing;
use crate::random::Random;
use crate::statistics;
use crate::statistics::open_data::Statistics;
use crate::store::Store;
use crate::store::blobs::Blobs;
use crate::web::{Problem, assets, bare, headers, problem};

use self::sources::Given;

pub mod duties;
pub mod in_force;
pub mod open;
pub mod sources;

/// The window: everything its pages and duties need. Holds no key that opens a report.
#[derive(Clone, Debug)]
pub struct Window {
    /// Filing.
    pub filing: Filing,
    /// The return visit.
    pub conversation: Conversation,
    /// The desk link.
    pub inbox: Inbox,
    /// The directory as it was signed, for anybody to check.
    pub published: Arc<Published>,
    /// The rows.
    pub store: Store,
    /// The objects.
    pub blobs: Blobs,
    /// What requests have begun and what is done to its end.
    pub errands: Errands,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub random: Arc<dyn Random>,
    /// Mailbox sessions.
    pub sessions: Arc<Shelf>,
    /// Who is told that there is something new.
    pub mail: Option<Arc<duties::Post>>,
    /// When batches are released.
    pub release: crate::config::Release,
    /// What is erased when.
    pub retention: crate::config::Retention,
    /// Every origin people reach the site at.
    pub origins: Vec<String>,
}

impl Window {
    /// What is in force for it.
    fn given(&self) -> Given {
        Given {
            published: Arc::clone(&self.published),
            catalogue: Arc::clone(&self.filing.intake.catalogue),
        }
    }

    /// The same window under another directory, or other rules.
    fn under(&self, given: Given) -> Self {
        let mut window = self.clone();
        let directory = Arc::clone(&given.published.directory);
        window.filing.intake.directory = Arc::clone(&directory);
        window.conversation.calendar = Arc::clone(given.catalogue.calendar());
        window.filing.intake.catalogue = given.catalogue;
        window.filing.intake.desks = Arc::default();
        window.conversation.directory = Arc::clone(&directory);
        window.inbox.directory = directory;
        window.published = given.published;
        window
    }
}

/// Every URL of the window.
pub fn router(window: Window) -> Router {
    let sessions = Sessions::new(Arc::clone(&window.sessions), Arc::clone(&window.random)).layer();
    let directory = &window.filing.intake.directory;
    let listing = Listing::new(
        Arc::clone(directory),
        Arc::clone(&window.filing.intake.catalogue),
        Arc::clone(&window.clock),
    );
    let counts = Statistics {
        store: window.store.clone(),
        clock: Arc::clone(&window.clock),
        directory: Arc::clone(directory),
    };
    let pages = Router::new()
        .merge(institution::pages::routes().with_state(listing))
        .merge(statistics::pages::routes().with_state(counts))
        .merge(intake::pages::routes().with_state(window.filing.intake.clone()))
        .merge(intake::submit::routes().with_state(window.filing))
        .merge(conversation::pages::routes().with_state(window.conversation))
        .merge(api::routes().with_state(window.inbox))
        .merge(publish::routes().with_state(window.published))
        .merge(assets::routes());
    let pages = problem::with_fallbacks(pages).layer(sessions);
    let pages = bare::layer(pages, |language, remedy| {
        Problem::new(language, remedy).into_response()
    });
    headers::layer(pages, &window.origins)
}
