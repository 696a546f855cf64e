//! What the database tells of a report to two institutions: no more than of two strangers' reports on one day.

use std::collections::{BTreeMap, BTreeSet};

use super::{BOTH, STORY};
use crate::docs::{columns, read};
use crate::world::site::reporter::Told;
use crate::world::site::{Engine, Site, on_both_engines};

on_both_engines!(nothing_in_the_rows_links_the_two_halves_of_a_report);

/// Every column of every table that knows of a report, by the institution whose row it is: `institution|values`, a
/// value for each column in the order of the migration. Sealed bytes tell their length here.
const ROWS: [(&str, &str); 6] = [
    (
        "conversation",
        "SELECT c.institution || '|' || v.id || '|' || v.locator || '|' || v.mailbox || '|' || v.sameness
         FROM conversation v JOIN \"case\" c ON c.conversation = v.id",
    ),
    (
        "case",
        "SELECT institution || '|' || id || '|' || conversation || '|' || '' || '|' || CAST(received AS TEXT)
         || '|' || status || '|' || CAST(status_day AS TEXT) || '|' || CAST(number AS TEXT) || '|'
         || CAST(told AS TEXT) || '|' || COALESCE(told_last, '') FROM \"case\"",
    ),
    (
        "envelope",
        "SELECT institution || '|' || id || '|' || case_id || '|' || '' || '|' || direction || '|'
         || CAST(step AS TEXT) || '|' || CAST(day AS TEXT) || '|' || digest || '|' || place || '|' || ''
         || '|' || CAST(cursor AS TEXT) || '|' || COALESCE(CAST(acknowledged AS TEXT), '') FROM envelope",
    ),
    (
        "queue",
        "SELECT institution || '|' || '' || '|' || CAST(cursor AS TEXT) || '|' || CAST(number AS TEXT) || '|'
         || COALESCE(CAST(pulled AS TEXT), '') FROM queue",
    ),
    (
        "tally",
        "SELECT institution || '|' || '' || '|' || month || '|' || status || '|' || CAST(reports AS TEXT) FROM tally",
    ),
    (
        "outbox",
        "SELECT recipient || '|' || id || '|' || '' || '|' || event || '|' || CAST(day AS TEXT)
         FROM outbox",
    ),
];

/// Tables with no row about a report that nobody has answered.
const OTHERS: [&str; 3] = ["answer", "batch", "reminder"];

async fn nothing_in_the_rows_links_the_two_halves_of_a_report(engine: Engine) {
    let site = Site::new(engine).await;
    site.reporter().report(&Told::both(STORY)).await;
    site.release().await;
    let listed = columns(&read("migrations/window/sqlite/0001_window.sql"));
    let mut known: BTreeSet<&str> = OTHERS.into();
    known.extend(ROWS.map(|(table, _)| table));
    assert_eq!(listed.keys().map(String::as_str).collect::<BTreeSet<_>>(), known);
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, sql) in ROWS {
        for row in site.ask(sql).await {
            let (whose, values) = row.split_once('|').unwrap();
            let values: Vec<String> = values.split('|').map(str::to_owned).collect();
            assert_eq!(values.len(), listed[table].len(), "every column of {table}");
            told.entry(whose.to_owned()).or_default().extend(values);
        }
    }
    let [one, other] = BOTH.map(|id| &told[id]);
    let shared: BTreeSet<&str> = one.intersection(other).map(String::as_str).collect();
    let today = ventanilla::clock::Clock::today(&*site.clock).number().to_string();
    // One day, one length, the first of its batch; the same as of any two reports.
    let harmless = ["", "0", "1", "2026-11", "REGISTRADA", "report", "row", &today];
    assert!(shared.iter().all(|value| harmless.contains(value)), "{shared:?}");
    assert!(one.len() > harmless.len() && other.len() > harmless.len());
    let digests = site.ask("SELECT DISTINCT digest FROM envelope").await;
    let lengths = site.ask("SELECT CAST(length(body) AS TEXT) FROM envelope").await;
    assert_eq!((digests.len(), lengths.len()), (2, 2));
}
