//! The answers of the closed questions: what a form may send and the words it stands for.

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

    const fn proper(key: &'static str, name: &'static str) -> Self {
        Self {
            key,
            name: Name::Proper(name),
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

/// The states by their INEGI key (Marco Geoestadístico).
pub const STATES: Choices = Choices(&[
    Choice::proper("01", "Aguascalientes"),
    Choice::proper("02", "Baja California"),
    Choice::proper("03", "Baja California Sur"),
    Choice::proper("04", "Campeche"),
    Choice::proper("05", "Coahuila de Zaragoza"),
    Choice::proper("06", "Colima"),
    Choice::proper("07", "Chiapas"),
    Choice::proper("08", "Chihuahua"),
    Choice::proper("09", "Ciudad de México"),
    Choice::proper("10", "Durango"),
    Choice::proper("11", "Guanajuato"),
    Choice::proper("12", "Guerrero"),
    Choice::proper("13", "Hidalgo"),
    Choice::proper("14", "Jalisco"),
    Choice::proper("15", "México"),
    Choice::proper("16", "Michoacán de Ocampo"),
    Choice::proper("17", "Morelos"),
    Choice::proper("18", "Nayarit"),
    Choice::proper("19", "Nuevo León"),
    Choice::proper("20", "Oaxaca"),
    Choice::proper("21", "Puebla"),
    Choice::proper("22", "Querétaro"),
    Choice::proper("23", "Quintana Roo"),
    Choice::proper("24", "San Luis Potosí"),
    Choice::proper("25", "Sinaloa"),
    Choice::proper("26", "Sonora"),
    Choice::proper("27", "Tabasco"),
    Choice::proper("28", "Tamaulipas"),
    Choice::proper("29", "Tlaxcala"),
    Choice::proper("30", "Veracruz de Ignacio de la Llave"),
    Choice::proper("31", "Yucatán"),
    Choice::proper("32", "Zacatecas"),
]);
