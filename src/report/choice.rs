//! The answers of the closed questions: what a form may send and the words it stands for.

use std::sync::LazyLock;

use crate::territory;
use crate::text::Text;

/// One answer of a closed question.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Choice {
    /// What the form sends and the envelope keeps.
    pub key: &'static str,
    /// How it is called.
    pub name: Name,
}

/// How an answer is called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Name {
    /// A name that no language changes.
    Proper(&'static str),
    /// A message.
    Said(&'static str),
}

impl Choice {
    const fn said(key: &'static str, message: &'static str) -> Self {
        Self {
            key,
            name: Name::Said(message),
        }
    }

    /// The words of the answer.
    pub fn words(&self, text: Text) -> String {
        match self.name {
            Name::Proper(name) => name.to_owned(),
            Name::Said(message) => text.say(message),
        }
    }
}

/// All answers of one closed question, in the order in which they are offered.
#[derive(Clone, Copy, Debug)]
pub struct Choices(&'static [Choice]);

impl Choices {
    /// The answer with `key`.
    pub fn find(self, key: &str) -> Option<Choice> {
        self.0.iter().copied().find(|choice| choice.key == key)
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = Choice> {
        self.0.iter().copied()
    }
}

/// The level of government.
pub const LEVELS: Choices = Choices(&[
    Choice::said("municipal", "level-municipal"),
    Choice::said("state", "level-state"),
    Choice::said("federal", "level-federal"),
    Choice::said("unknown", "answer-unknown"),
]);

/// A question that anybody may not know the answer to.
pub const YES_NO: Choices = Choices(&[
    Choice::said("yes", "answer-yes"),
    Choice::said("no", "answer-no"),
    Choice::said("unknown", "answer-unknown"),
]);

/// What happened, in plain words; the institution classifies, not the person.
pub const SITUATIONS: Choices = Choices(&[
    Choice::said("bribe", "situation-bribe"),
    Choice::said("taking", "situation-taking"),
    Choice::said("diversion", "situation-diversion"),
    Choice::said("contracts", "situation-contracts"),
    Choice::said("favours", "situation-favours"),
    Choice::said("abuse", "situation-abuse"),
    Choice::said("riches", "situation-riches"),
    Choice::said("cover_up", "situation-cover-up"),
    Choice::said("threats", "situation-threats"),
    Choice::said("neglect", "situation-neglect"),
    Choice::said("unknown", "situation-unknown"),
    Choice::said("service", "situation-service"),
    Choice::said("labour", "situation-labour"),
    Choice::said("private", "situation-private"),
]);

/// The states.
pub fn states() -> Choices {
    static STATES: LazyLock<Vec<Choice>> = LazyLock::new(|| {
        let all = territory::STATES.iter();
        all.map(|(key, name)| Choice {
            key,
            name: Name::Proper(name),
        })
        .collect()
    });
    Choices(&STATES)
}
