//! The form that filters and orders the list.

use super::asked::{order_word, status_word, urgency_word};
use crate::case::PublicStatus;
use crate::desk::pages::words;
use crate::desk::store::{Order, Urgency, Wanted};
use crate::seal::Step;
use crate::text::Text;

/// The form, as it was sent last.
pub(super) struct Filters {
    pub(super) orders: Vec<Choice>,
    pub(super) statuses: Vec<Choice>,
    pub(super) urgencies: Vec<Choice>,
    pub(super) sizes: Vec<Choice>,
    pub(super) unread: bool,
    pub(super) alarm: bool,
}

/// One line of a list.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

impl Filters {
    pub(super) fn new(wanted: &Wanted, text: Text) -> Self {
        let filter = wanted.filter;
        let choice = |value: &str, label: String, chosen| Choice {
            value: value.to_owned(),
            label,
            chosen,
        };
        let steps = (0..=u8::MAX).map_while(Step::from_number).map(Step::number);
        Self {
            orders: Order::ALL
                .map(|one| choice(order_word(one), text.say(order_id(one)), one == wanted.order))
                .into(),
            statuses: PublicStatus::ALL
                .map(|one| {
                    let chosen = filter.status == Some(one);
                    choice(status_word(one), words::status(one, text), chosen)
                })
                .into(),
            urgencies: Urgency::ALL
                .map(|one| {
                    let chosen = filter.urgency == Some(one);
                    choice(urgency_word(one), text.say(urgency_id(one)), chosen)
                })
                .into(),
            sizes: steps
                .map(|step| {
                    choice(
                        &step.to_string(),
                        words::size(step, text),
                        filter.step == Some(step),
                    )
                })
                .collect(),
            unread: filter.unread,
            alarm: filter.alarm,
        }
    }
}

const fn order_id(order: Order) -> &'static str {
    match order {
        Order::Clock => "desk-order-clock",
        Order::Received => "desk-order-received",
        Order::Status => "desk-order-status",
        Order::Number => "desk-order-number",
    }
}

const fn urgency_id(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Overdue => "desk-clock-overdue",
        Urgency::Soon => "desk-clock-soon",
        Urgency::Running => "desk-clock-running",
        Urgency::Waiting => "desk-clock-waiting",
        Urgency::Over => "desk-clock-over",
    }
}
