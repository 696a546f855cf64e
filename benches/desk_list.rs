//! What it costs a desk to ask its rows for a page of its list, among 50,000 cases. The line is what was measured, the
//! figure and the aim, parted by tabs, as `scripts/bench` shows it.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use sqlx::SqlitePool;
use ventanilla::case::PublicStatus;
use ventanilla::clock::Day;
use ventanilla::desk::store::{Days, DeskStore, Filter, Order, Urgency, Wanted};
use ventanilla::store::Location;

const CASES: i64 = 50_000;
const FIRST: i64 = 20_000;
const TODAY: i64 = FIRST + CASES / 60;
const ROUNDS: u32 = 20;

#[expect(clippy::print_stdout, reason = "a bench tells its figures")]
#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("desk.sqlite");
    let store = DeskStore::open(&Location::Sqlite(file.clone())).await?;
    fill(&SqlitePool::connect(&format!("sqlite:{}", file.display())).await?).await?;
    let days = Days {
        today: Day::from_number(TODAY),
        soon: Day::from_number(TODAY + 4),
    };
    let all = Filter::default();
    let lists = [
        ("the first page", Order::Clock, all),
        ("what waits", Order::Clock, filter(Some(Urgency::Waiting), None)),
        ("nothing matches", Order::Clock, filter(None, Some(28))),
        ("by day, nothing matches", Order::Received, filter(None, Some(28))),
        ("by status", Order::Status, all),
    ];
    for (name, order, filter) in lists {
        let wanted = Wanted {
            filter,
            order,
            after: None,
        };
        let each = page(&store, &wanted, days).await?;
        let milliseconds = each.as_secs_f64() * 1e3;
        println!("desk list of {CASES}, {name}, ms\t{milliseconds:.2}\t<= 30");
    }
    Ok(())
}

fn filter(urgency: Option<Urgency>, step: Option<u8>) -> Filter {
    Filter {
        urgency,
        step,
        ..Filter::default()
    }
}

async fn page(store: &DeskStore, wanted: &Wanted, days: Days) -> Result<Duration> {
    let start = Instant::now();
    for _ in 0..ROUNDS {
        let counts = store.count_cases(days).await?;
        let listed = store.list_cases(wanted, days, 50).await?;
        ensure!(
            counts.all == CASES.unsigned_abs() && listed.cases.len() <= 50,
            "the list is there"
        );
    }
    Ok(start.elapsed() / ROUNDS)
}

/// Cases of two years and more, a quarter of them in each status, some asked and some late.
async fn fill(rows: &SqlitePool) -> Result<()> {
    let mut tx = rows.begin().await?;
    for number in 1..=CASES {
        let status = match number % 4 {
            0 => PublicStatus::Registrada,
            1 => PublicStatus::Turnada,
            2 => PublicStatus::Proceso,
            _ => PublicStatus::Atendida,
        };
        let received = FIRST + number / 60;
        let ended = matches!(status, PublicStatus::Turnada | PublicStatus::Atendida);
        let due = (!ended && number % 10 != 0).then_some(received + 5 + number % 170);
        sqlx::query(
            "INSERT INTO \"case\" (id, number, received, status, status_day, answers, previous, unread,
                 alarm, step, clock, due)
             VALUES ($1, $2, $3, $4, $3, 1, $1, $5, $6, $7, $8, $9)",
        )
        .bind(uuid::Uuid::from_u128(u128::from(number.unsigned_abs()).wrapping_mul(ODD)).to_string())
        .bind(number)
        .bind(received)
        .bind(status.word())
        .bind(i64::from(number % 20 == 0))
        .bind(i64::from(number % 100 == 0))
        .bind(number % 4)
        .bind(if ended { "" } else { "close" })
        .bind(due)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Spreads the ids as random ones lie.
const ODD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
