//! One message of a case, as its officers see it. Nothing that it says is believed to be what it looks like: what cannot
//! be seen is named.

use std::collections::BTreeMap;

use super::choices::fine;
use super::words::Words;
use super::{decision, words};
use crate::case::Closing;
use crate::desk::alarm::Alarm;
use crate::desk::open::Reading;
use crate::desk::store::{Delivery, Direction};
use crate::report::invisible::{Piece, reveal};
use crate::seal::{Contents, FileEntry, StatusChange};
use crate::text::Text;
use crate::web::{Frame, limits};

/// A message in its place.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) day: String,
    /// Why it stays closed.
    pub(super) fault: Option<String>,
    pub(super) ours: bool,
    pub(super) change: Option<String>,
    /// Why it was closed.
    pub(super) cause: Words,
    pub(super) reason: Words,
    pub(super) answers: Vec<(Words, Words)>,
    pub(super) text: Words,
    /// Whom the person does not want to read it.
    pub(super) excluded: Vec<Words>,
    /// Why it came to this institution.
    pub(super) decision: Vec<(Words, Words)>,
    pub(super) files: Vec<Attachment>,
    pub(super) alarms: Vec<String>,
    pub(super) waiting: Option<String>,
}

/// What is known beside a message.
pub(super) struct Around<'a> {
    pub(super) deliveries: &'a [Delivery],
    /// Institutions by id, and their names by language.
    pub(super) institutions: &'a BTreeMap<String, BTreeMap<String, String>>,
    pub(super) frame: &'a Frame,
}

impl Around<'_> {
    /// The name of an institution in the signed directory, or its id where it has none there.
    fn name(&self, id: &str) -> Words {
        let names = self.institutions.get(id);
        let name = names.and_then(|names| names.get(self.frame.lang()).or_else(|| names.get("es")));
        name.map_or_else(|| reveal(&format!("({id})")), |name| reveal(name))
    }
}

/// A file to be fetched.
pub(super) struct Attachment {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) size: String,
}

impl Entry {
    /// What is known of a message, opened or not.
    pub(super) fn of(reading: &Reading, around: &Around<'_>) -> Self {
        let (message, text) = (&reading.message, around.frame.text());
        let title = text.say(match message.direction {
            Direction::Report => "desk-message-report",
            Direction::FollowUp => "desk-message-follow-up",
            Direction::Reply => "desk-message-reply",
        });
        let closed = Self {
            title,
            day: text.day(message.day),
            alarms: words::alarms(&message.alarms, text),
            waiting: waiting(reading, around.deliveries, text),
            ours: message.direction == Direction::Reply,
            fault: Some(text.say(if message.alarms.contains(Alarm::Altered) {
                "alarm-altered"
            } else {
                "desk-damaged"
            })),
            ..Self::default()
        };
        match &reading.contents {
            Some(contents) => closed.told(reading, contents, around),
            None => closed,
        }
    }

    fn told(self, reading: &Reading, contents: &Contents, around: &Around<'_>) -> Self {
        let (frame, text) = (around.frame, around.frame.text());
        let (case, envelope) = (reading.message.case, reading.message.envelope);
        let path = format!("/expedientes/{case}/sobres/{envelope}/adjuntos");
        let file = |(place, file): (usize, &FileEntry)| Attachment {
            path: frame.path(&format!("{path}/{}", place.saturating_add(1))),
            name: file.name.clone(),
            size: limits::size(file.bytes),
        };
        let change = contents.status.as_ref();
        Self {
            fault: None,
            change: change.map(|change| fine(&change.status, text)),
            cause: change.map(|change| cause(change, text)).unwrap_or_default(),
            reason: change.map(|change| reveal(&change.reason)).unwrap_or_default(),
            answers: words::answers(&contents.answers, text),
            text: reveal(&contents.text),
            excluded: contents.exclusions.iter().map(|id| around.name(id)).collect(),
            decision: decision::lines(contents, text),
            files: contents.files.iter().enumerate().map(file).collect(),
            ..self
        }
    }

    /// Whether it has a character that nobody sees.
    pub(super) fn hides_something(&self) -> bool {
        let pairs = self.answers.iter().chain(&self.decision);
        let mut all = pairs
            .flat_map(|(question, answer)| [question, answer])
            .chain([&self.cause, &self.reason, &self.text])
            .chain(&self.excluded);
        all.any(|words| words.iter().any(Piece::is_unseen))
    }
}

/// Why a case was closed, in plain words; a cause of a later version stays the word it is.
fn cause(change: &StatusChange, text: Text) -> Words {
    let word = change.cause.as_deref().unwrap_or_default();
    Closing::find(word).map_or_else(|| reveal(word), |cause| reveal(&text.say(cause.label())))
}

/// Whether an answer of ours is still on its way, or was refused.
fn waiting(reading: &Reading, deliveries: &[Delivery], text: Text) -> Option<String> {
    let envelope = reading.message.envelope;
    let delivery = deliveries.iter().find(|delivery| delivery.envelope == envelope)?;
    Some(text.say(if delivery.refused {
        "desk-answer-refused"
    } else {
        "desk-answer-waiting"
    }))
}
