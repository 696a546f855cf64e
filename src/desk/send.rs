//! Brings answers to the window, each case's in their order, until the window has them.
//!
//! An answer is signed on the day it is sent. What was signed is kept before it leaves, so that after a crash
//! the desk asks the window where the chain stands instead of guessing.

use std::io::ErrorKind;

use super::Desk;
use super::alarm::Alarm;
use super::link::LinkError;
use super::pull::Asked;
use super::store::{Delivery, Direction};
use crate::case::CaseId;
use crate::inbox::signature::{Answer, SignedAnswer};
use crate::store::StoreError;

/// Why an answer did not leave.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Desk {
    /// Sends what waits, until the window is away. What does not leave holds back the rest of its case and of no other.
    pub(super) async fn send_waiting(&self, asked: Asked) {
        let Ok(deliveries) = self.store.deliveries().await else {
            return;
        };
        for envelope in self.store.unreadable_deliveries().await.unwrap_or_default() {
            // What is not noted now is noted at the next visit.
            drop(self.store.note_refused(envelope, &Alarm::Unreadable.into()).await);
        }
        let mut held: Option<CaseId> = None;
        for delivery in deliveries {
            if held == Some(delivery.case) {
                continue;
            }
            if delivery.refused && asked == Asked::InTurn {
                held = Some(delivery.case);
                continue;
            }
            match self.send(&delivery).await {
                Ok(()) => {}
                Err(SendError::Link(error)) if error.is_away() => return,
                Err(error) => {
                    held = Some(delivery.case);
                    if let SendError::Link(error) = error {
                        self.note_held(&delivery, &error).await;
                    }
                }
            }
        }
    }

    /// Raises the alarm that an answer's failure asks for, if it does. What never can leave gives its place free, with
    /// what waits behind it.
    async fn note_held(&self, delivery: &Delivery, error: &LinkError) {
        let Some(alarm) = alarm_of(error) else {
            return;
        };
        // The row stays as it is if this fails too, and the next visit tries again.
        drop(if matches!(alarm, Alarm::Lost | Alarm::Quota | Alarm::TooLarge) {
            self.take_back(delivery, alarm).await
        } else {
            self.store.note_refused(delivery.envelope, &alarm.into()).await
        });
    }

    async fn send(&self, delivery: &Delivery) -> Result<(), SendError> {
        let attempted = !delivery.signed.signature.is_empty();
        let today = self.clock.today();
        let sealed = self.shelf.read(delivery.sealed).map_err(LinkError::File);
        // On its own day it is sent again, which changes nothing; what cannot be sent again is asked for.
        let is_in_doubt = attempted && (delivery.signed.answer.day != today || sealed.is_err());
        if is_in_doubt && self.has_arrived(delivery).await? {
            return self.delivered(delivery, &delivery.signed.answer).await;
        }
        let sealed = sealed?;
        let answer = Answer {
            previous: self.previous(delivery.case).await?,
            day: today,
            ..delivery.signed.answer.clone()
        };
        let signed = SignedAnswer {
            signature: answer.sign(self.link.keys().current()),
            answer,
        };
        self.store.note_signed(delivery.envelope, &signed).await?;
        self.link.answer(&signed, sealed, &self.moment()).await?;
        self.delivered(delivery, &signed.answer).await
    }

    /// Whether the window has an answer that was signed before.
    async fn has_arrived(&self, delivery: &Delivery) -> Result<bool, SendError> {
        let answer = &delivery.signed.answer;
        let standing = self.link.standing(answer.case, &self.moment()).await?;
        Ok(standing.number >= answer.number && standing.previous == answer.link())
    }

    async fn delivered(&self, delivery: &Delivery, answer: &Answer) -> Result<(), SendError> {
        self.store.note_delivered(delivery.envelope, answer).await?;
        // An orphan is removed by the next sweep.
        drop(self.shelf.remove(delivery.sealed).await);
        Ok(())
    }

    /// Gives up an answer that cannot arrive: its officer is told, and can write another one.
    async fn take_back(&self, delivery: &Delivery, alarm: Alarm) -> Result<(), StoreError> {
        let (case, number) = (delivery.case, delivery.signed.answer.number);
        for sealed in self.store.withdraw(case, number, alarm).await? {
            // An orphan is removed by the next sweep.
            drop(self.shelf.remove(sealed).await);
        }
        Ok(())
    }

    /// What the next answer of a case names as its previous one: the last that the window has, or the report.
    async fn previous(&self, case: CaseId) -> Result<String, StoreError> {
        let known = self.store.find_case(case).await?;
        if let Some(case) = known.filter(|case| !case.previous.is_empty()) {
            return Ok(case.previous);
        }
        let messages = self.store.messages(case).await?;
        let report = messages
            .iter()
            .find(|message| message.direction == Direction::Report);
        Ok(report.map(|report| report.digest.to_string()).unwrap_or_default())
    }
}

/// What a failure means: only the refusal of a turn says that the window's chain of answers is another one, and what the
/// next visit may mend says nothing.
fn alarm_of(error: &LinkError) -> Option<Alarm> {
    if let LinkError::File(error) = error {
        let is_gone = error.kind() == ErrorKind::NotFound;
        return Some(if is_gone { Alarm::Lost } else { Alarm::Unreadable });
    }
    error.is_final().then(|| match error.code() {
        Some("mailbox") => Alarm::Mailbox,
        Some("turn") => Alarm::Chain,
        Some("too_large") => Alarm::TooLarge,
        Some("quota") => Alarm::Quota,
        Some(_) | None => Alarm::Refused,
    })
}
