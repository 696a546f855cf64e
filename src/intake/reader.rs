//! Step 4: who will read it, by which rule, who does not and why, and who else could.

use askama::Template;

use super::addressee::{offered, second};
use super::aside::{Aside, name_of};
use super::explained::stands_in;
use super::steps::{Choosable, words};
use super::{Intake, answers};
use crate::catalogue::{Money, Word as _};
use crate::competence::{self, Chooser, Decision, Track};
use crate::institution::InstitutionId;
use crate::report::{Field, ReportForm};
use crate::seal::Recipient;
use crate::text::Language;
use crate::web::Frame;

/// Who will read it.
#[derive(Debug, Template)]
#[template(path = "intake/reader.html")]
pub struct ReaderPage<'a> {
    frame: Frame,
    form: &'a ReportForm,
    card: Card,
    is_own_choice: bool,
    /// Who follows the other way, where the story takes two.
    second: Option<Card>,
    /// Everybody on the page who may get it.
    offered: String,
    /// Whether there is federal money, where that changes who reads.
    money: Vec<Choosable>,
    has_changed: bool,
    aside: Aside,
}

/// An institution, and why it is the one.
#[derive(Debug)]
struct Card {
    id: String,
    name: String,
    explanation: String,
    basis: String,
    certainty: &'static str,
    /// Whether it stands in for the one that the rule names.
    is_instead: bool,
    contact: Option<String>,
    acknowledge: u16,
    answer: u16,
    fingerprints: Vec<String>,
}

impl<'a> ReaderPage<'a> {
    /// The page for a decision that has a reader.
    pub fn new(intake: &Intake, language: Language, form: &'a ReportForm, decision: &Decision<'_>) -> Self {
        let reader = decision.first.reader.as_ref();
        Self {
            frame: Frame::step(language, "/denunciar/lectura"),
            form,
            card: Card::of(intake, language, &decision.first),
            is_own_choice: reader.is_some_and(|reader| reader.by == Chooser::Person),
            second: second(decision).map(|track| Card::of(intake, language, track)),
            offered: offered(decision),
            money: if money_matters(intake, form) {
                words(Field::FederalMoney, Money::ALL, form, language)
            } else {
                Vec::new()
            },
            has_changed: false,
            aside: Aside::of(intake, language, decision),
        }
    }

    /// The same, shown because the reader is not the one that was shown before.
    #[must_use]
    pub fn that_changed(self) -> Self {
        Self {
            has_changed: true,
            ..self
        }
    }

    fn cards(&self) -> impl Iterator<Item = &Card> {
        std::iter::once(&self.card).chain(&self.second)
    }

    /// Whether the person has said that nobody else than `card` is to get it.
    fn is_only(&self, card: &Card) -> bool {
        self.form.value(Field::Only) == card.id
    }

    /// Whether the person has not said that one of the two is enough.
    fn is_both(&self) -> bool {
        !self.cards().any(|card| self.is_only(card))
    }

    fn hidden(&self) -> Vec<(&'static str, &str)> {
        let money = (!self.money.is_empty()).then_some(Field::FederalMoney);
        let asked: Vec<Field> = money.into_iter().chain([Field::Only]).collect();
        self.aside.hidden(self.form, &asked)
    }
}

impl Card {
    fn of(intake: &Intake, language: Language, track: &Track<'_>) -> Self {
        let id = track.reader.map(|reader| reader.institution);
        let institution = id.and_then(|id| intake.directory.find(id));
        let recipients = institution.and_then(|one| one.recipients(intake.clock.today()).ok());
        let rule = track.rule;
        Self {
            id: id.map_or_else(String::new, ToString::to_string),
            name: id.map_or_else(String::new, |id| name_of(intake, id, language)),
            explanation: rule.explanation.speak(language).to_owned(),
            basis: rule.basis.clone(),
            certainty: rule.certainty.message(),
            is_instead: stands_in(track),
            contact: institution.and_then(|one| one.contact.clone()),
            acknowledge: institution.map_or(0, |one| one.clocks.acknowledge),
            answer: institution.map_or(0, |one| one.clocks.answer),
            fingerprints: recipients
                .iter()
                .flat_map(|recipients| recipients.iter().map(Recipient::fingerprint))
                .collect(),
        }
    }
}

/// Whether another answer about federal money would lead to somebody else.
fn money_matters(intake: &Intake, form: &ReportForm) -> bool {
    let desks = intake.desks_today();
    let mut answers = answers::of(form, &intake.catalogue);
    // Who was chosen by hand stays, whatever the money.
    answers.chosen = None;
    let mut led_to: Vec<Vec<&InstitutionId>> = Vec::new();
    for money in Money::ALL {
        answers.money = *money;
        let decision = competence::decide(&answers, &intake.catalogue, &desks, intake.clock.today());
        led_to.push(decision.readers().map(|reader| reader.institution).collect());
    }
    let first = led_to.first();
    led_to.iter().any(|readers| Some(readers) != first)
}
