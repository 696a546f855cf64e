//! The one path in: form, report, route, seal, keep, receipt.

use std::sync::Arc;

use crate::case::sending::Bounds;
use crate::clock::Clock;
use crate::institution::Directory;
use crate::intake::receipt::Receipts;
use crate::random::Random;
use crate::store::Store;
use crate::store::blobs::Blobs;
use crate::tracking::KdfPool;
use crate::tracking::token::FormTokens;
use crate::web::Limits;

pub mod receipt;
pub mod receive;
pub mod welcome;

/// What filing needs.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The rows.
    pub store: Store,
    /// The objects.
    pub blobs: Blobs,
    /// Who may receive.
    pub directory: Arc<Directory>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids and tokens come from.
    pub random: Arc<dyn Random>,
    /// Makes keys of codes.
    pub kdf: Arc<KdfPool>,
    /// Decides the code of a form.
    pub tokens: Arc<FormTokens>,
    /// Receipts whose code may still be shown again.
    pub receipts: Arc<Receipts>,
    /// How much is taken, as the pages say it.
    pub limits: Limits,
    /// How much is taken, as it is enforced.
    pub bounds: Bounds,
    /// Where "salir rápido" leads.
    pub neutral_site: Arc<str>,
    /// Where forms may come from.
    pub origins: Arc<[String]>,
}
