//! What is shown when something was done in the mailbox: a message is on its way, the mailbox is closed.

use askama::Template;

use crate::institution::{Directory, InstitutionId};
use crate::text::Language;
use crate::web::Frame;

/// What was written again is on its way.
#[derive(Debug, Template)]
#[template(path = "conversation/sent.html")]
pub struct SentPage {
    frame: Frame,
    institutions: Vec<String>,
}

impl SentPage {
    /// The page in `language`, about a message to the `institutions` with these ids.
    pub fn new(language: Language, institutions: &[String], directory: &Directory) -> Self {
        let names = institutions.iter().map(|id| {
            let listed = id.parse().ok().and_then(|id: InstitutionId| directory.find(&id));
            listed.map_or_else(|| id.clone(), |one| one.name(language.tag()).to_owned())
        });
        Self {
            frame: Frame::once(language),
            institutions: names.collect(),
        }
    }

    /// Messages to one and to two.
    pub fn samples(language: Language) -> Vec<Self> {
        let names = ["Contraloría de Oaxaca", "Fiscalía Anticorrupción de Oaxaca"].map(str::to_owned);
        [1, 2]
            .map(|count| Self {
                frame: Frame::once(language),
                institutions: names.iter().take(count).cloned().collect(),
            })
            .into()
    }
}

/// The mailbox is closed on this device.
#[derive(Debug, Template)]
#[template(path = "conversation/signed_out.html")]
pub struct SignedOutPage {
    frame: Frame,
}

impl SignedOutPage {
    /// The page in `language`.
    pub const fn new(language: Language) -> Self {
        Self {
            frame: Frame::once(language),
        }
    }
}
