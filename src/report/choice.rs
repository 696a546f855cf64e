//! The answers of the closed questions: which ones the catalogue knows, and the words they stand for.

use super::Field;
use crate::catalogue::{Branch, Catalogue, Level, Money, Municipality, Subject, Word};
use crate::text::Text;

impl Field {
    /// Whether only what the catalogue knows, or a yes or no, is an answer.
    pub const fn is_closed(self) -> bool {
        matches!(
            self,
            Self::Level
                | Self::State
                | Self::Branch
                | Self::Municipality
                | Self::Ente
                | Self::Situation
                | Self::Subject
                | Self::FederalMoney
        )
    }

    /// The words that `value` stands for; none where the question is an open one, or the answer is not known.
    pub fn words(self, value: &str, catalogue: &Catalogue, text: Text) -> Option<String> {
        if !self.is_closed() {
            return None;
        }
        if let Some(id) = message(self, value) {
            return Some(text.say(id));
        }
        let places = catalogue.places();
        if self == Self::State {
            places.state(value).map(|state| state.name.clone())
        } else if self == Self::Municipality {
            places.municipality(value).map(|one| town(one, catalogue))
        } else if self == Self::Ente {
            catalogue.entes().find(value).map(|ente| ente.name.clone())
        } else if self == Self::Situation {
            let situation = catalogue.conducts().situation(value)?;
            Some(situation.text.speak(text.language()).to_owned())
        } else {
            None
        }
    }
}

/// The name of a municipality, with its key where the state has another one of that name.
pub fn town(municipality: &Municipality, catalogue: &Catalogue) -> String {
    let state = municipality.key.state();
    let same = catalogue
        .places()
        .of_state(state)
        .filter(|one| one.name == municipality.name);
    if same.count() > 1 {
        format!("{} ({})", municipality.name, municipality.key)
    } else {
        municipality.name.clone()
    }
}

/// The message for an answer of a question that has few of them.
pub fn message(field: Field, value: &str) -> Option<&'static str> {
    if field == Field::Level {
        Level::find(value).map(Level::message)
    } else if field == Field::Branch {
        Branch::find(value).map(branch)
    } else if field == Field::Subject {
        Subject::find(value).map(subject)
    } else if field == Field::FederalMoney {
        Money::find(value).map(money)
    } else {
        None
    }
}

const fn branch(branch: Branch) -> &'static str {
    match branch {
        Branch::Executive => "branch-executive",
        Branch::Legislative => "branch-legislative",
        Branch::Judicial => "branch-judicial",
        Branch::Autonomous => "branch-autonomous",
        Branch::Unknown => "answer-unknown",
    }
}

const fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Ordinary => "subject-ordinary",
        Subject::ControlHead => "subject-control-head",
        Subject::Prosecutor => "subject-prosecutor",
        Subject::Auditor => "subject-auditor",
        Subject::Operator => "subject-operator",
    }
}

const fn money(money: Money) -> &'static str {
    match money {
        Money::Federal => "answer-yes",
        Money::Other => "answer-no",
        Money::Unknown => "answer-unknown",
    }
}

/// The levels in the order in which they are offered: the nearest first.
pub const LEVELS: [Level; 4] = [Level::Municipal, Level::State, Level::Federal, Level::Unknown];
