//! Brings answers to the window, each case's in their order, until the window has them.
//!
//! An answer is signed on the day it is sent. What was signed is kept before it leaves, so that after a crash
//! the desk asks the window where the chain stands instead of guessing.

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
    /// Sends what waits. What the window refuses gets an alarm and holds back the rest of its case; what it never can
    /// take gives its place free, with what waits behind it.
    pub(super) async fn send_waiting(&self, asked: Asked) {
        let Ok(deliveries) = self.store.deliveries().await else {
            return;
        };
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
                Err(SendError::Link(error)) if error.is_final() => {
                    held = Some(delivery.case);
                    let alarm = alarm_of(&error);
                    // The row stays as it is if this fails too, and the next visit tries again.
                    if alarm == Alarm::TooLarge {
                        drop(self.take_back(&delivery).await);
                    } else {
                        drop(self.store.note_refused(delivery.envelope, &alarm.into()).await);
                    }
                }
                Err(SendError::Link(_) | SendError::Store(_)) => return,
            }
        }
    }

    async fn send(&self, delivery: &Delivery) -> Result<(), SendError> {
        let attempted = !delivery.signed.signature.is_empty();
        let today = self.clock.today();
        if attempted && delivery.signed.answer.day != today && self.has_arrived(delivery).await? {
            return self.delivered(delivery, &delivery.signed.answer).await;
        }
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
        let sealed = self.shelf.read(delivery.sealed).map_err(LinkError::File)?;
        self.link.answer(&signed, sealed, &self.moment()).await?;
        self.delivered(delivery, &signed.answer).await
    }

    /// Whether the window has an answer that was signed on an earlier day.
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

    /// Gives up an answer that the window cannot take: its officer is told, and can write a shorter one.
    async fn take_back(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let (case, number) = (delivery.case, delivery.signed.answer.number);
        for sealed in self.store.withdraw(case, number).await? {
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

/// What a refusal means: only that of a turn says that the window's chain of answers is another one.
fn alarm_of(error: &LinkError) -> Alarm {
    match error.code() {
        Some("mailbox") => Alarm::Mailbox,
        Some("turn") => Alarm::Chain,
        Some("too_large" | "quota") => Alarm::TooLarge,
        Some(_) | None => Alarm::Refused,
    }
}
