//! The fields of the forms of filing: their names, their questions and what may be answered.

/// A field of the forms of filing, in the order in which they are asked.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Field {
    /// The level of government.
    Level,
    /// The state, by INEGI key.
    State,
    /// The branch of government.
    Branch,
    /// The municipality, by INEGI key.
    Municipality,
    /// The public body where the denounced person works, by its key in the catalogue.
    Ente,
    /// How that body is called, as it was typed to look for it.
    EnteName,
    /// The words that were looked for last.
    EnteLooked,
    /// What happened, by the catalogue's situations; several may be ticked.
    Situation,
    /// Who is denounced, where that changes who may receive.
    Subject,
    /// Whether federal money is involved.
    FederalMoney,
    /// Institutions in which the denounced person works, or which they lead.
    AccusedAt,
    /// Institutions that the person does not want to read the report.
    Exclude,
    /// An institution to take out of the excluded ones again; consumed by [`ReportForm::settle`](super::ReportForm::settle).
    Include,
    /// The institution chosen by hand.
    Choose,
    /// The only institution that is to get it, where the story takes two ways and the person wants one.
    Only,
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
    /// The version of the catalogue by whose rules it was chosen.
    Catalogue,
    /// The digest of its recipients, in hex.
    Recipients,
}

impl Field {
    /// All of them, in order.
    pub const ALL: [Self; 28] = [
        Self::Level,
        Self::State,
        Self::Branch,
        Self::Municipality,
        Self::Ente,
        Self::EnteName,
        Self::EnteLooked,
        Self::Situation,
        Self::Subject,
        Self::FederalMoney,
        Self::AccusedAt,
        Self::Exclude,
        Self::Include,
        Self::Choose,
        Self::Only,
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
        Self::Catalogue,
        Self::Recipients,
    ];

    /// The name in forms and in the envelope.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::State => "state",
            Self::Branch => "branch",
            Self::Municipality => "municipality",
            Self::Ente => "ente",
            Self::EnteName => "ente_name",
            Self::EnteLooked => "ente_looked",
            Self::Situation => "situation",
            Self::Subject => "subject",
            Self::FederalMoney => "federal_money",
            Self::AccusedAt => "accused_at",
            Self::Exclude => "exclude",
            Self::Include => "include",
            Self::Choose => "choose",
            Self::Only => "only",
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
            Self::Catalogue => "catalogue",
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
            Self::Branch => "field-branch",
            Self::Municipality => "field-municipality",
            Self::Ente | Self::EnteName => "field-ente",
            Self::Situation => "field-situation",
            Self::Subject => "field-subject",
            Self::FederalMoney => "field-federal-money",
            Self::Only => "field-second",
            Self::Story => "field-story",
            Self::Who => "field-who",
            Self::When => "field-when",
            Self::Place => "field-place",
            Self::Amount => "field-amount",
            Self::Contract => "field-contract",
            Self::Witnesses => "field-witnesses",
            Self::Source => "field-source",
            Self::EnteLooked
            | Self::AccusedAt
            | Self::Exclude
            | Self::Include
            | Self::Choose
            | Self::Token
            | Self::Reader
            | Self::Directory
            | Self::Catalogue
            | Self::Recipients => "",
        }
    }

    /// Whether it is an answer that goes into the envelope beside the story. Who else gets the report is not: neither of
    /// two institutions learns of the other.
    pub fn is_answer(self) -> bool {
        !self.label().is_empty() && self != Self::Story && self != Self::Only
    }

    /// Which of the forms asks it.
    pub fn part(self) -> Part {
        if self <= Self::State {
            Part::Where
        } else if self <= Self::EnteLooked {
            Part::Body
        } else if self <= Self::Subject {
            Part::Acts
        } else if self <= Self::Only {
            Part::Reader
        } else if self <= Self::Source {
            Part::What
        } else {
            Part::Seal
        }
    }

    pub(super) const fn holds_many(self) -> bool {
        matches!(self, Self::Situation | Self::AccusedAt | Self::Exclude)
    }
}

/// The forms of filing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// Of which government the denounced person is, and in which state.
    Where,
    /// In which municipality, branch or public body they work.
    Body,
    /// What happened, and who they are.
    Acts,
    /// Who will read it.
    Reader,
    /// The story and the facts around it.
    What,
    /// What binds the last form to what was shown.
    Seal,
}
