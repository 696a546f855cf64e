//! The public site: its state and its router, the table of contents of every URL.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use crate::clock::Clock;
use crate::conversation::session::Sessions;
use crate::conversation::shelf::Shelf;
use crate::conversation::{self, Conversation};
use crate::inbox::api::{self, Inbox};
use crate::institution::Published;
use crate::intake::{self, Intake};
use crate::random::{Random, SystemRandom};
use crate::statistics;
use crate::store::Store;
use crate::store::blobs::Blobs;
use crate::text::Language;
use crate::web::headers::Transport;
use crate::web::{Problem, assets, headers, problem};

pub mod duties;
pub mod open;

/// The window: everything its pages and duties need. Holds no key that opens a report.
#[derive(Clone, Debug)]
pub struct Window {
    /// Filing.
    pub intake: Intake,
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
    /// How browsers reach the site.
    pub transport: Transport,
}

macro_rules! part {
    ($part:ty, $field:ident) => {
        impl FromRef<Window> for $part {
            fn from_ref(window: &Window) -> Self {
                window.$field.clone()
            }
        }
    };
}

part!(Intake, intake);
part!(Conversation, conversation);
part!(Inbox, inbox);
part!(Arc<Published>, published);
part!(Store, store);
part!(Arc<dyn Clock>, clock);

/// Every URL of the window.
pub fn router(window: Window) -> Router {
    let transport = window.transport;
    let sessions = Sessions::new(Arc::clone(&window.sessions)).layer(transport);
    let pages = Router::new()
        .merge(intake::routes())
        .merge(conversation::pages::routes().layer(sessions))
        .merge(crate::institution::pages::routes())
        .merge(statistics::pages::routes())
        .merge(api::routes())
        .merge(assets::routes());
    let pages = problem::with_fallbacks(pages).layer(CatchPanicLayer::custom(panicked));
    headers::layer(pages, transport).with_state(window)
}

/// One request that went wrong does not stop the service; what it was about is not said.
fn panicked(_what: Box<dyn Any + Send>) -> Response {
    let problem = Problem::failed(Language::Es, &SystemRandom);
    tracing::error!(incident = problem.incident(), "a request panicked");
    problem.into_response()
}
