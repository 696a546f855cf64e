//! What the address of the list asks for: numbers and words of a few lists, nothing of any case. What is none of them is
//! left aside, and the page says so.

use std::collections::BTreeMap;

use axum::extract::Query;
use http::Uri;

use crate::case::PublicStatus;
use crate::clock::Day;
use crate::desk::store::{Filter, Order, Place, Urgency, Wanted};
use crate::seal::Step;

/// What is asked for.
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    /// Whether everything in the address could be read.
    pub(super) is_understood: bool,
}

impl Asked {
    pub(super) fn read(uri: &Uri) -> Self {
        let (pairs, mut is_understood) = match Query::<Vec<(String, String)>>::try_from_uri(uri) {
            Ok(Query(pairs)) => (pairs, true),
            Err(_broken) => (Vec::new(), false),
        };
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let mut said: BTreeMap<String, String> = pairs.collect();
        let mut take = |name: &str| said.remove(name);
        let mut read = Reading(&mut is_understood);
        let order = read.one(take("orden").as_deref(), order_of).unwrap_or_default();
        let wanted = Wanted {
            order,
            filter: Filter {
                status: read.one(take("estado").as_deref(), status_of),
                urgency: read.one(take("plazo").as_deref(), urgency_of),
                unread: read.one(take("nuevo").as_deref(), one_of).is_some(),
                alarm: read.one(take("alarma").as_deref(), one_of).is_some(),
                step: read.one(take("tamano").as_deref(), step_of),
            },
            after: read.one(take("despues").as_deref(), |text| place_of(text, order)),
        };
        Self {
            wanted,
            is_understood: is_understood && said.is_empty(),
        }
    }

    /// Whether cases are left out.
    pub(super) fn is_filtered(&self) -> bool {
        self.wanted.filter != Filter::default()
    }

    /// What to add to the address for the same again.
    pub(super) fn query(&self) -> String {
        query(&self.wanted)
    }

    /// The same from the beginning.
    pub(super) fn first(&self) -> String {
        query(&Wanted {
            after: None,
            ..self.wanted
        })
    }

    /// The same behind a place.
    pub(super) fn behind(&self, place: Place) -> String {
        query(&Wanted {
            after: Some(place),
            ..self.wanted
        })
    }
}

/// Reads what is said, and notes what cannot be read.
struct Reading<'a>(&'a mut bool);

impl Reading<'_> {
    fn one<T>(&mut self, said: Option<&str>, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        let read = said.map(of);
        *self.0 &= !matches!(read, Some(None));
        read.flatten()
    }
}

fn query(wanted: &Wanted) -> String {
    let Filter {
        status,
        urgency,
        unread,
        alarm,
        step,
    } = wanted.filter;
    let order = Some(wanted.order).filter(|order| *order != Order::default());
    let pairs = [
        ("orden", order.map(|order| order_word(order).to_owned())),
        ("estado", status.map(|status| status_word(status).to_owned())),
        ("plazo", urgency.map(|urgency| urgency_word(urgency).to_owned())),
        ("nuevo", unread.then(|| "1".to_owned())),
        ("alarma", alarm.then(|| "1".to_owned())),
        ("tamano", step.map(|step| step.to_string())),
        ("despues", wanted.after.map(place_word)),
    ];
    let said = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let said: Vec<String> = said.map(|(name, value)| format!("{name}={value}")).collect();
    if said.is_empty() {
        String::new()
    } else {
        format!("?{}", said.join("&"))
    }
}

pub(super) const fn order_word(order: Order) -> &'static str {
    match order {
        Order::Clock => "plazo",
        Order::Received => "dia",
        Order::Status => "estado",
        Order::Number => "folio",
    }
}

pub(super) const fn status_word(status: PublicStatus) -> &'static str {
    match status {
        PublicStatus::Registrada => "registrada",
        PublicStatus::Turnada => "turnada",
        PublicStatus::Proceso => "proceso",
        PublicStatus::Atendida => "atendida",
    }
}

pub(super) const fn urgency_word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Overdue => "vencido",
        Urgency::Soon => "por-vencer",
        Urgency::Running => "corre",
        Urgency::Waiting => "en-pausa",
        Urgency::Over => "sin-plazo",
    }
}

fn order_of(word: &str) -> Option<Order> {
    Order::ALL.into_iter().find(|order| order_word(*order) == word)
}

fn status_of(word: &str) -> Option<PublicStatus> {
    let mut all = PublicStatus::ALL.into_iter();
    all.find(|status| status_word(*status) == word)
}

fn urgency_of(word: &str) -> Option<Urgency> {
    let mut all = Urgency::ALL.into_iter();
    all.find(|urgency| urgency_word(*urgency) == word)
}

fn one_of(word: &str) -> Option<()> {
    (word == "1").then_some(())
}

fn step_of(word: &str) -> Option<u8> {
    let number = word.parse().ok()?;
    Step::from_number(number).map(Step::number)
}

fn place_word(place: Place) -> String {
    match place {
        Place::Due(day, number) => format!("v{}-{number}", day.number()),
        Place::Number(number) => format!("n{number}"),
        Place::Received(day, number) => format!("d{}-{number}", day.number()),
        Place::Status(status, number) => format!("{}-{number}", status_word(status)),
    }
}

/// A place in a list of this order; a place of another order is none.
fn place_of(word: &str, order: Order) -> Option<Place> {
    let pair = |word: &str| {
        let (day, number) = word.split_once('-')?;
        Some((Day::from_number(day.parse().ok()?), number.parse().ok()?))
    };
    let number = |word: &str| Some(Place::Number(word.strip_prefix('n')?.parse().ok()?));
    match order {
        Order::Clock => match word.strip_prefix('v') {
            Some(word) => pair(word).map(|(day, number)| Place::Due(day, number)),
            None => number(word),
        },
        Order::Number => number(word),
        Order::Received => pair(word.strip_prefix('d')?).map(|(day, number)| Place::Received(day, number)),
        Order::Status => {
            let (status, number) = word.split_once('-')?;
            Some(Place::Status(status_of(status)?, number.parse().ok()?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        Asked::read(&format!("/expedientes{query}").parse().unwrap())
    }

    #[test]
    fn what_an_address_asks_for_is_written_as_it_is_read() {
        for query in [
            "",
            "?despues=v20790-7",
            "?orden=dia&estado=proceso&plazo=en-pausa&nuevo=1&alarma=1&tamano=2&despues=d20780-51",
            "?orden=estado&despues=turnada-3",
            "?orden=folio&despues=n12",
        ] {
            let read = asked(query);
            assert!(read.is_understood, "{query}");
            assert_eq!(read.query(), query);
        }
        // As a form sends it: every field, most of them empty.
        let form = asked("?orden=plazo&estado=&plazo=vencido&tamano=");
        assert!(form.is_understood && form.query() == "?plazo=vencido");
    }

    #[test]
    fn what_is_no_word_of_the_lists_is_left_aside_and_said() {
        for query in [
            "?orden=sql",
            "?estado=%27%3B--",
            "?plazo=%FF",
            "?tamano=29",
            "?tamano=-1",
            "?despues=v99999999999999999999-1",
            "?orden=folio&despues=v20790-7",
            "?orden=dia&despues=d1",
            "?otra=1",
            "?nuevo=si",
        ] {
            let read = asked(query);
            assert!(!read.is_understood, "{query}");
            assert_eq!(read.wanted.filter, Filter::default());
            assert_eq!(read.wanted.after, None, "{query}");
        }
    }
}
