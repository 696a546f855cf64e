//! The list of cases: filtered, in one of four orders, and page by page from a place in it, so that what comes meanwhile
//! moves nothing.

use super::rows::{Case, CaseRow};
use super::{DeskStore, number, whole};
use crate::case::PublicStatus;
use crate::on;
use crate::store::StoreError;

mod wanted;

pub use wanted::{Counts, Days, Filter, Listed, Order, Place, Urgency, Wanted};

/// Cases of a filter ($1 to $7) behind a place ($9, $10), $8 at most. What is filtered stands in the index that gives the
/// order; only the rows of the page are looked up.
macro_rules! cases {
    ($behind:literal, $order:literal) => {
        concat!(
            "SELECT id, number, received, status, status_day, answers, previous, unread, alarm, step, clock, due
             FROM \"case\" WHERE id IN (SELECT id FROM \"case\" WHERE ",
            $behind,
            " AND ($1 = '' OR status = $1) AND ($2 = 0 OR unread = 1) AND ($3 = 0 OR alarm = 1)
               AND ($4 < 0 OR step = $4)
               AND ($5 = '' OR ($5 = 'overdue' AND due < $6) OR ($5 = 'soon' AND due >= $6 AND due <= $7)
                    OR ($5 = 'running' AND due > $7) OR ($5 = 'waiting' AND clock <> '' AND due IS NULL)
                    OR ($5 = 'over' AND clock = '')) ",
            $order,
            " LIMIT $8) ",
            $order
        )
    };
}

impl DeskStore {
    /// A page of the list, of `most` cases.
    pub async fn list_cases(&self, wanted: &Wanted, days: Days, most: u64) -> Result<Listed, StoreError> {
        // One more tells whether another page follows.
        let (page, asked) = (
            usize::try_from(most).unwrap_or(usize::MAX),
            most.saturating_add(1),
        );
        let mut cases = match wanted.order {
            Order::Clock => self.by_clock(wanted, days, asked).await?,
            Order::Number => {
                let behind = match wanted.after {
                    Some(Place::Number(number)) => number,
                    Some(Place::Due(..) | Place::Received(..) | Place::Status(..)) | None => u64::MAX,
                };
                self.fetch(BY_NUMBER, &wanted.filter, days, asked, (i64::MIN, behind))
                    .await?
            }
            Order::Received => {
                let behind = match wanted.after {
                    Some(Place::Received(day, number)) => (day.number(), number),
                    Some(Place::Due(..) | Place::Number(_) | Place::Status(..)) | None => {
                        (i64::MAX, u64::MAX)
                    }
                };
                self.fetch(BY_RECEIVED, &wanted.filter, days, asked, behind)
                    .await?
            }
            Order::Status => self.by_status(wanted, days, asked).await?,
        };
        let more = cases.len() > page;
        cases.truncate(page);
        let last = cases.last().filter(|_| more);
        let next = last.map(|last| place(last, wanted.order, days));
        Ok(Listed { cases, next })
    }

    /// How many cases there are.
    pub async fn count_cases(&self, days: Days) -> Result<Counts, StoreError> {
        let (all, unread, overdue, soon): (i64, i64, i64, i64) = on!(self.0.reader(), db => sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM \"case\"), (SELECT COUNT(*) FROM \"case\" WHERE unread = 1),
                 (SELECT COUNT(*) FROM \"case\" WHERE due < $1),
                 (SELECT COUNT(*) FROM \"case\" WHERE due >= $1 AND due <= $2)",
        )
        .bind(days.today.number())
        .bind(days.soon.number())
        .fetch_one(db)
        .await)?;
        Ok(Counts {
            all: whole(all, "case", "count")?,
            unread: whole(unread, "case", "unread")?,
            overdue: whole(overdue, "case", "due")?,
            soon: whole(soon, "case", "due")?,
        })
    }

    async fn by_clock(&self, wanted: &Wanted, days: Days, most: u64) -> Result<Vec<Case>, StoreError> {
        let (urgent, others) = match wanted.after {
            Some(Place::Due(day, number)) => (Some((day.number(), number)), u64::MAX),
            Some(Place::Number(number)) => (None, number),
            Some(Place::Received(..) | Place::Status(..)) | None => (Some((i64::MIN, u64::MAX)), u64::MAX),
        };
        let mut cases = match urgent {
            Some(behind) => self.fetch(BY_DUE, &wanted.filter, days, most, behind).await?,
            None => Vec::new(),
        };
        let left = missing(&cases, most);
        if left > 0 {
            let behind = (days.soon.number(), others);
            cases.extend(self.fetch(BY_NUMBER, &wanted.filter, days, left, behind).await?);
        }
        Ok(cases)
    }

    async fn by_status(&self, wanted: &Wanted, days: Days, most: u64) -> Result<Vec<Case>, StoreError> {
        let mut cases = Vec::new();
        for status in PublicStatus::ALL {
            let behind = match wanted.after {
                Some(Place::Status(last, _)) if status < last => continue,
                Some(Place::Status(last, number)) if status == last => number,
                Some(_) | None => u64::MAX,
            };
            let left = missing(&cases, most);
            if left == 0 || wanted.filter.status.is_some_and(|only| only != status) {
                continue;
            }
            let filter = Filter {
                status: Some(status),
                ..wanted.filter
            };
            cases.extend(
                self.fetch(BY_NUMBER, &filter, days, left, (i64::MIN, behind))
                    .await?,
            );
        }
        Ok(cases)
    }

    /// Those of one question, behind a place.
    async fn fetch(
        &self,
        sql: &'static str,
        filter: &Filter,
        days: Days,
        most: u64,
        behind: (i64, u64),
    ) -> Result<Vec<Case>, StoreError> {
        let rows: Vec<CaseRow> = on!(self.0.reader(), db => sqlx::query_as(sql)
            .bind(filter.status.map_or("", PublicStatus::word))
            .bind(i64::from(filter.unread))
            .bind(i64::from(filter.alarm))
            .bind(filter.step.map_or(-1, i64::from))
            .bind(filter.urgency.map_or("", Urgency::word))
            .bind(days.today.number())
            .bind(days.soon.number())
            .bind(number(most))
            .bind(behind.0)
            .bind(number(behind.1))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(Case::try_from).collect()
    }
}

/// Those that are over their last day or near it.
const BY_DUE: &str = cases!(
    "due <= $7 AND (due > $9 OR (due = $9 AND number < $10))",
    "ORDER BY due, number DESC"
);
/// Those whose last day is behind a day, or that have none.
const BY_NUMBER: &str = cases!(
    "(due IS NULL OR due > $9) AND number < $10",
    "ORDER BY number DESC"
);
const BY_RECEIVED: &str = cases!(
    "(received < $9 OR (received = $9 AND number < $10))",
    "ORDER BY received DESC, number DESC"
);

fn missing(cases: &[Case], most: u64) -> u64 {
    most.saturating_sub(u64::try_from(cases.len()).unwrap_or(u64::MAX))
}

fn place(case: &Case, order: Order, days: Days) -> Place {
    match (order, case.due) {
        (Order::Clock, Some(due)) if due <= days.soon => Place::Due(due, case.number),
        (Order::Clock | Order::Number, _) => Place::Number(case.number),
        (Order::Received, _) => Place::Received(case.received, case.number),
        (Order::Status, _) => Place::Status(case.status, case.number),
    }
}
