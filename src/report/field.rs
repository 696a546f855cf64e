//! The fields of the forms of filing: their names, their questions and what may be answered.

use super::choice::{self, Choices};
use crate::text::Text;

/// A field of the forms of filing, in the order in which they are asked.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Field {
    /// The level of government.
    Level,
    /// The state, by INEGI key.
    State,
    /// The municipality, in free text.
    Municipality,
    /// The public body where the denounced person works, in free text.
    Ente,
    /// What happened, in plain words; several may be ticked.
    Situation,
    /// Whether federal money is involved.
    FederalMoney,
    /// Whether the denounced person works in, or leads, the body that would receive the report.
    Accused,
    /// Institutions in which the denounced person works, or which they lead; an empty one says that there is none.
    AccusedAt,
    /// Institutions that the person does not want to read the report.
    Exclude,
    /// An institution to take out of the excluded ones again; consumed by [`ReportForm::settle`](super::ReportForm::settle).
    Include,
    /// The institution chosen by hand.
    Choose,
    /// What happened. The only one that must be filled in.
    Story,
    /// Who did it.
    Who,
    /// When it happened.
    When,
    /// Where it happened.
    Place,
    /// How much money.
    Amount,
    /// The number of a contract, or its ocid.
    Contract,
    /// Who else saw it.
    Witnesses,
    /// How the person knows.
    Source,
    /// The token of the last form.
    Token,
    /// The institution that the last form showed as the reader.
    Reader,
    /// The version of the directory that it was chosen from.
    Directory,
    /// The digest of its recipients, in hex.
    Recipients,
}

impl Field {
    /// All of them, in order.
    pub const ALL: [Self; 23] = [
        Self::Level,
        Self::State,
        Self::Municipality,
        Self::Ente,
        Self::Situation,
        Self::FederalMoney,
        Self::Accused,
        Self::AccusedAt,
        Self::Exclude,
        Self::Include,
        Self::Choose,
        Self::Story,
        Self::Who,
        Self::When,
        Self::Place,
        Self::Amount,
        Self::Contract,
        Self::Witnesses,
        Self::Source,
        Self::Token,
        Self::Reader,
        Self::Directory,
        Self::Recipients,
    ];

    /// The name in forms and in the envelope.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::State => "state",
            Self::Municipality => "municipality",
            Self::Ente => "ente",
            Self::Situation => "situation",
            Self::FederalMoney => "federal_money",
            Self::Accused => "accused_in_receiver",
            Self::AccusedAt => "accused_at",
            Self::Exclude => "exclude",
            Self::Include => "include",
            Self::Choose => "choose",
            Self::Story => "story",
            Self::Who => "who",
            Self::When => "when",
            Self::Place => "place",
            Self::Amount => "amount",
            Self::Contract => "contract",
            Self::Witnesses => "witnesses",
            Self::Source => "source",
            Self::Token => "token",
            Self::Reader => "reader",
            Self::Directory => "directory",
            Self::Recipients => "recipients",
        }
    }

    /// The field with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The message with which the field is asked; fields that nobody sees have none of their own.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Level => "field-level",
            Self::State => "field-state",
            Self::Municipality => "field-municipality",
            Self::Ente => "field-ente",
            Self::Situation => "field-situation",
            Self::FederalMoney => "field-federal-money",
            Self::Accused => "field-accused",
            Self::Story => "field-story",
            Self::Who => "field-who",
            Self::When => "field-when",
            Self::Place => "field-place",
            Self::Amount => "field-amount",
            Self::Contract => "field-contract",
            Self::Witnesses => "field-witnesses",
            Self::Source => "field-source",
            Self::AccusedAt
            | Self::Exclude
            | Self::Include
            | Self::Choose
            | Self::Token
            | Self::Reader
            | Self::Directory
            | Self::Recipients => "",
        }
    }

    /// The answers that can be given, where the question is a closed one.
    pub fn choices(self) -> Option<Choices> {
        match self {
            Self::Level => Some(choice::LEVELS),
            Self::State => Some(choice::states()),
            Self::Situation => Some(choice::SITUATIONS),
            Self::FederalMoney | Self::Accused => Some(choice::YES_NO),
            Self::Municipality
            | Self::Ente
            | Self::AccusedAt
            | Self::Exclude
            | Self::Include
            | Self::Choose
            | Self::Story
            | Self::Who
            | Self::When
            | Self::Place
            | Self::Amount
            | Self::Contract
            | Self::Witnesses
            | Self::Source
            | Self::Token
            | Self::Reader
            | Self::Directory
            | Self::Recipients => None,
        }
    }

    /// Whether it is an answer that goes into the envelope beside the story.
    pub fn is_answer(self) -> bool {
        self.part() == Part::Where || (self.part() == Part::What && self != Self::Story)
    }

    /// Which of the forms asks it.
    pub fn part(self) -> Part {
        if self <= Self::Accused {
            Part::Where
        } else if self <= Self::Choose {
            Part::Reader
        } else if self <= Self::Source {
            Part::What
        } else {
            Part::Seal
        }
    }

    /// The value in the words of the form.
    pub fn words(self, value: &str, text: Text) -> String {
        let choice = self.choices().and_then(|choices| choices.find(value));
        choice.map_or_else(|| value.to_owned(), |choice| choice.words(text))
    }

    pub(super) const fn holds_many(self) -> bool {
        matches!(self, Self::Situation | Self::AccusedAt | Self::Exclude)
    }
}

/// The forms of filing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// Where it happened and what sort of thing.
    Where,
    /// Who will read it.
    Reader,
    /// The story and the facts around it.
    What,
    /// What binds the last form to what was shown.
    Seal,
}
