//! The last day of each case, and everything else of its row that follows from its messages: counted again whenever one of
//! them changes, in the same transaction, and for all cases when the rule changes.

use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use super::{DeskStore, id, read, whole};
use crate::case::CaseId;
use crate::case::clocks::{Course, Duty, Event, Rule, What};
use crate::clock::Day;
use crate::desk::alarm::{Alarm, Alarms};
use crate::institution::Clocks;
use crate::on;
use crate::seal::Digest;
use crate::store::{StoreError, Tx};

/// The rule that counts now; all that share a store share it.
#[derive(Clone, Debug, Default)]
pub struct RuleInForce(Arc<RwLock<Rule>>);

impl RuleInForce {
    fn now(&self) -> Rule {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, rule: Rule) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = rule;
    }
}

impl DeskStore {
    /// The rule by which last days are counted.
    pub fn rule(&self) -> Rule {
        self.1.now()
    }

    /// What the institution promised by the directory last verified; nothing before the first.
    pub async fn promise(&self, institution: &str) -> Result<Option<Clocks>, StoreError> {
        let row: Option<(i64, i64, i64)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT acknowledge, answer, close FROM promise WHERE institution = $1",
        )
        .bind(institution)
        .fetch_optional(db)
        .await)?;
        row.map(|(acknowledge, answer, close)| {
            Ok(Clocks {
                acknowledge: whole(acknowledge, "promise", "acknowledge")?,
                answer: whole(answer, "promise", "answer")?,
                close: whole(close, "promise", "close")?,
            })
        })
        .transpose()
    }

    /// Counts by this rule from now on, and all cases again where they were counted by another.
    pub async fn count_by(&self, institution: &str, promised: Clocks, rule: Rule) -> Result<(), StoreError> {
        let name = name(&rule);
        self.1.set(rule);
        let counted: Option<(String,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT counted FROM promise WHERE institution = $1",
        )
        .bind(institution)
        .fetch_optional(db)
        .await)?;
        let is_same = counted.is_some_and(|(counted,)| counted == name);
        if is_same && self.promise(institution).await? == Some(promised) {
            return Ok(());
        }
        if !is_same {
            self.renew_all().await?;
        }
        let mut tx = self.0.begin().await?;
        on!(tx.connection(), db => sqlx::query(
            "INSERT INTO promise (institution, acknowledge, answer, close, counted) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (institution) DO UPDATE SET acknowledge = excluded.acknowledge,
                 answer = excluded.answer, close = excluded.close, counted = excluded.counted",
        )
        .bind(institution)
        .bind(i64::from(promised.acknowledge))
        .bind(i64::from(promised.answer))
        .bind(i64::from(promised.close))
        .bind(&name)
        .execute(db)
        .await
        .map(|_done| ()))?;
        tx.commit().await
    }

    /// All clocks of a case.
    pub async fn clocks(&self, case: CaseId) -> Result<Option<[(Duty, Course); 3]>, StoreError> {
        let received: Option<(i64,)> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT received FROM \"case\" WHERE id = $1",
        )
        .bind(id(case.0))
        .fetch_optional(db)
        .await)?;
        let rows: Vec<MessageRow> = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT direction, day, step, alarms, clock FROM message WHERE case_id = $1 ORDER BY position",
        )
        .bind(id(case.0))
        .fetch_all(db)
        .await)?;
        let told = Told::of(&rows)?;
        Ok(received.map(|(day,)| self.rule().courses(Day::from_number(day), &told.events)))
    }

    async fn renew_all(&self) -> Result<(), StoreError> {
        let mut last = String::new();
        loop {
            let mut tx = self.0.begin().await?;
            let rows: Vec<(String,)> = on!(tx.connection(), db => sqlx::query_as(
                "SELECT id FROM \"case\" WHERE id > $1 ORDER BY id LIMIT 500",
            )
            .bind(&last)
            .fetch_all(&mut *db)
            .await)?;
            for (case,) in &rows {
                self.renew(&mut tx, case).await?;
            }
            tx.commit().await?;
            match rows.into_iter().next_back() {
                Some((case,)) => last = case,
                None => return Ok(()),
            }
        }
    }

    /// The same for the case of a message.
    pub(super) async fn renew_of(&self, tx: &mut Tx, envelope: Uuid) -> Result<(), StoreError> {
        let row: Option<(String,)> = on!(tx.connection(), db => sqlx::query_as(
            "SELECT case_id FROM message WHERE envelope = $1",
        )
        .bind(id(envelope))
        .fetch_optional(&mut *db)
        .await)?;
        match row {
            Some((case,)) => self.renew(tx, &case).await,
            None => Ok(()),
        }
    }

    /// Counts anew what follows from the messages of a case.
    pub(super) async fn renew(&self, tx: &mut Tx, case: &str) -> Result<(), StoreError> {
        let received: Option<(i64,)> = on!(tx.connection(), db => sqlx::query_as(
            "SELECT received FROM \"case\" WHERE id = $1",
        )
        .bind(case)
        .fetch_optional(&mut *db)
        .await)?;
        let Some((received,)) = received else {
            return Ok(());
        };
        let rows: Vec<MessageRow> = on!(tx.connection(), db => sqlx::query_as(
            "SELECT direction, day, step, alarms, clock FROM message WHERE case_id = $1 ORDER BY position",
        )
        .bind(case)
        .fetch_all(&mut *db)
        .await)?;
        let told = Told::of(&rows)?;
        let next = self.rule().next(Day::from_number(received), &told.events);
        let (clock, due) = match next {
            None => ("", None),
            Some((duty, Course::Runs { due })) => (duty.word(), Some(due.number())),
            Some((duty, Course::Waits { .. } | Course::Stopped { .. })) => (duty.word(), None),
        };
        on!(tx.connection(), db => sqlx::query(
            "UPDATE \"case\" SET alarm = $2, step = $3, clock = $4, due = $5 WHERE id = $1",
        )
        .bind(case)
        .bind(i64::from(told.alarm))
        .bind(told.step)
        .bind(clock)
        .bind(due)
        .execute(db)
        .await
        .map(|_done| ()))?;
        Ok(())
    }
}

/// Direction, day, step, alarms, and what it does to the clocks.
type MessageRow = (String, i64, i64, String, String);

/// What the messages of a case tell its row.
#[derive(Default)]
struct Told {
    events: Vec<Event>,
    alarm: bool,
    step: i64,
}

impl Told {
    fn of(rows: &[MessageRow]) -> Result<Self, StoreError> {
        let mut told = Self::default();
        for (direction, day, step, alarms, clock) in rows {
            let alarms: Alarms = read(alarms, "message", "alarms")?;
            let what = match direction.as_str() {
                "follow_up" => (!alarms.contains(Alarm::Forged)).then_some(What::WroteAgain),
                "reply" => What::find(clock).filter(|_| alarms.was_sent()),
                _ => None,
            };
            let day = Day::from_number(*day);
            told.events.extend(what.map(|what| Event { day, what }));
            told.alarm |= !alarms.is_empty();
            told.step = told.step.max(*step);
        }
        Ok(told)
    }
}

/// The name of a rule: two that count alike have the same.
fn name(rule: &Rule) -> String {
    let Clocks {
        acknowledge,
        answer,
        close,
    } = rule.clocks;
    let holidays = rule.calendar.holidays().map(|holiday| holiday.day.to_string());
    let lines: Vec<String> = holidays.collect();
    let counts = format!("1 {acknowledge} {answer} {close}\n{}", lines.join("\n"));
    Digest::of(counts.as_bytes()).to_string()
}
